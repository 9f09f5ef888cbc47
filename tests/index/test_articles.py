"""Articles on disk: what is read and found, and what is refused, with words that help."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import (
    MAX_BYTES,
    article_id,
    find_articles,
    find_manuscripts,
    manuscript_of,
    read_article,
    read_manuscript,
    understand,
)
from pullquote.errors import ArticleError
from pullquote.records import Kind

SHIPPED = Path(__file__).parents[2] / "index" / "articles" / "spin-boldak.txt"
STORIES = Path(__file__).parents[3] / "shared" / "data" / "polnear"

LEAD = "The council of Port Quill voted on Monday to close the old harbour bridge."
BODY = "Engineers had found a crack in one of its supports, the mayor said."
NEWS = f"{LEAD}\n\n{BODY}\n"
HEADLINE = "Port Quill closes its bridge"


def write(path: Path, content: str | bytes = NEWS, source: object = None) -> Path:
    """A file with this content, and what is said of its source beside it."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if source is not None:
        path.with_suffix(".json").write_text(
            source if isinstance(source, str) else json.dumps(source), encoding="utf-8"
        )
    return path


# --- the text --------------------------------------------------------------------------------------------------------


def test_the_shipped_article_is_read_as_it_was_published() -> None:
    article = read_article(SHIPPED)
    assert article.text.encode() == SHIPPED.read_bytes()
    assert (article.id, article.path) == ("spin-boldak", str(SHIPPED))
    assert article.publisher == "TRT World"
    assert (article.title, article.published, article.url) == (None, None, None)
    assert sum(sentence.kind.quotable for sentence in article.sentences) == 43


@pytest.mark.parametrize(
    "content",
    [
        NEWS,
        NEWS.replace("\n", "\r\n"),
        "\ufeff" + NEWS,
        NEWS.replace(" ", "\u00a0"),
        "Ona Quill said “we’re staying” – all 😀 of them.\rIt rained.\u2028It stopped.\x0c",
    ],
)
def test_the_text_encodes_to_the_very_bytes_of_the_file(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "bridge.txt", content)
    article = read_article(path)
    assert article.text.encode() == path.read_bytes() == content.encode()
    assert all(not article.slice(s).startswith("\ufeff") for s in article.sentences)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_is_read_unchanged_or_refused_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = write(tmp_path_factory.mktemp("articles") / "any.txt", text)
    refusals: list[str] = []
    try:
        assert read_article(path).text == text
    except ArticleError as error:
        refusals.append(str(error))
    assert all(re.search(r"empty|quoted", refusal) for refusal in refusals)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        ("\ufeff\n\u00a0\u200b", "empty"),
        (b"Port Quill\0 closes", r"byte 10 is NUL"),
        (b"Port Quill \xff closes", r"not UTF-8 \(byte 11\)"),
        ("Port Quill".encode("utf-16"), "UTF-16"),
        (b"%PDF-1.4 \xe2\xe3\xcf\xd3", r"not UTF-8 \(byte 9\)"),
        ("READ MORE: Another bridge\n\nSource: QNA", "no sentence that could be quoted"),
        ("***", "no sentence that could be quoted"),
    ],
)
def test_what_is_no_article_is_refused_with_its_name_and_the_reason(
    tmp_path: Path, content: str | bytes, reason: str
) -> None:
    path = write(tmp_path / "odd.txt", content)
    with pytest.raises(ArticleError, match=reason) as caught:
        read_article(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no such file"):
        read_article(tmp_path / "missing.txt")
    with pytest.raises(ArticleError, match="a folder"):
        read_article(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ArticleError, match="not a file that can be kept"):
        read_article(tmp_path / "pipe.txt")
    with pytest.raises(ArticleError, match="cannot be read"):
        read_article(write(tmp_path / "file.txt") / "below.txt")
    with pytest.raises(ArticleError, match="cannot be the name"):
        read_article(tmp_path / "nul\0.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever is root may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "secret.txt")
    path.chmod(0)
    with pytest.raises(ArticleError, match="check its permissions"):
        read_article(path)


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "secret.txt")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ArticleError, match=r"cannot be read \(Permission denied\)"):
        read_article(path)


def test_a_file_of_50_megabytes_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "large.txt")
    os.truncate(path, 50 * 1024 * 1024)

    def fail(*_: object, **__: object) -> None:
        pytest.fail("it was opened")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(ArticleError, match=r"50\.0 MiB, and 2 MiB is the most"):
        read_article(path)


def test_the_largest_file_that_may_be_is_read(tmp_path: Path) -> None:
    sentence = b"Rain fell in Port Quill. "
    path = write(tmp_path / "long.txt", (sentence * (MAX_BYTES // len(sentence) + 1))[:MAX_BYTES])
    assert len(read_article(path).text) == MAX_BYTES
    os.truncate(path, MAX_BYTES + 1)
    with pytest.raises(ArticleError, match="MiB is the most"):
        read_article(path)


# --- finding them ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("spin-boldak.txt", "spin-boldak"),
        ("Port Quill (2).txt", "Port-Quill-2"),
        ("--store.txt", "store"),
        (".hidden.txt", "hidden"),
        ("a.b_c.txt", "a.b_c"),
        ("Café.txt", "Café"),
        ("Cafe\u0301.txt", "Café"),
        ("a;rm -rf $HOME.txt", "a-rm-rf-HOME"),
    ],
)
def test_an_id_is_the_files_name_fit_for_a_command_line(name: str, identifier: str) -> None:
    assert article_id(Path("folder") / name) == identifier


def test_a_name_without_a_letter_is_refused() -> None:
    with pytest.raises(ArticleError, match="rename it"):
        article_id(Path("---.txt"))


def test_a_folders_articles_are_its_text_files_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "notes.md"):
        write(tmp_path / name)
    write(tmp_path / "a.txt", source={"publisher": "QNA"})
    (tmp_path / "c.txt").mkdir()
    assert [path.name for path in find_articles(tmp_path)] == ["a.txt", "b.txt"]
    assert find_articles(tmp_path / "notes.md") == (tmp_path / "notes.md",)


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"end in \.txt"):
        find_articles(tmp_path)


def test_what_cannot_be_read_does_not_keep_the_rest_from_being_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt", b"\0")
    found, failures = find_manuscripts([tmp_path, tmp_path / "missing.txt", tmp_path / "a.txt"])
    assert [manuscript.id for manuscript in found] == ["a"]
    assert [str(failure).split(": ")[0] for failure in failures] == [
        str(tmp_path / "b.txt"),
        str(tmp_path / "missing.txt"),
    ]


def test_two_files_of_one_name_are_refused_with_both(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    one, other = write(tmp_path / "a b.txt"), write(tmp_path / "old" / "a-b.txt")
    with pytest.raises(ArticleError, match="rename one of them") as caught:
        find_manuscripts([tmp_path, tmp_path / "old"])
    assert str(one) in str(caught.value)
    assert str(other) in str(caught.value)


def test_a_manuscript_can_be_made_of_an_article_again(tmp_path: Path) -> None:
    article = read_article(write(tmp_path / "a.txt", f"{HEADLINE}\n\nMarch 4, 2019\n\n{NEWS}", {"publisher": "QNA"}))
    assert understand(manuscript_of(article)) == article


# --- on real stories -------------------------------------------------------------------------------------------------


def test_924_stories_are_read_within_a_minute() -> None:
    files = sorted(STORIES.glob("train/text/*.txt")) + sorted(STORIES.glob("dev/text/*.txt"))
    if not files:
        pytest.skip("the PolNeAR stories (../shared/data) are not here")
    started = time.perf_counter()
    for path in files:
        article = read_article(path)
        news = sum(s.end - s.start for s in article.sentences if s.kind.quotable)
        assert news > len(article.text) / 2, f"{path.name}: most of it is taken for furniture"
    assert time.perf_counter() - started < 60
    assert len(files) == 924


def test_nearly_every_headline_that_lost_its_full_stop_is_told_from_the_news() -> None:
    files = sorted(STORIES.glob("dev/text/*.txt"))
    if not files:
        pytest.skip("the PolNeAR stories (../shared/data) are not here")
    titled = 0
    for path in files:
        manuscript = read_manuscript(path)
        first, blank, rest = manuscript.text.partition("\n\n")
        bare = type(manuscript)(manuscript.id, first.rstrip(".") + blank + rest, manuscript.source)
        titled += understand(bare).sentences[0].kind is Kind.HEADING
    assert titled >= 0.95 * len(files)
