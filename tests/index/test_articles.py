"""Articles on disk: what is read, what is known of their source, and what is refused, with words that help."""

from __future__ import annotations

import json
import os
import re
import time
from datetime import date
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
from index.dates import published_date
from pullquote.errors import ArticleError
from pullquote.records import Kind

SHIPPED = Path(__file__).parents[2] / "index" / "articles" / "spin-boldak.txt"
STORIES = Path(__file__).parents[3] / "shared" / "data" / "polnear"

LEAD = "The council of Port Quill voted on Monday to close the old harbour bridge."
BODY = "Engineers had found a crack in one of its supports, the mayor said."
NEWS = f"{LEAD}\n\n{BODY}\n"


def write(path: Path, content: str | bytes = NEWS, source: object = None) -> Path:
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


# --- the source ------------------------------------------------------------------------------------------------------


def test_the_source_beside_an_article_is_what_is_known_of_it(tmp_path: Path) -> None:
    source = {"title": "A crack", "publisher": "QNA", "published": "2019-03-04", "url": "https://qna.example/a?b=1#c"}
    article = read_article(write(tmp_path / "crack.txt", source=source))
    assert (article.title, article.publisher) == ("A crack", "QNA")
    assert (article.published, article.url) == (date(2019, 3, 4), "https://qna.example/a?b=1#c")


def test_of_an_article_without_a_source_nothing_is_made_up(tmp_path: Path) -> None:
    article = read_article(write(tmp_path / "bridge-of-2019-03-04.txt"))
    assert (article.title, article.publisher, article.published, article.url) == (None, None, None, None)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{", "not valid JSON"),
        ("[" * 20_000, "not valid JSON"),
        (b"\xff".decode("latin-1"), "not valid JSON"),
        ('{"title": "a", "title": "b"}', "stands twice"),
        ([], "not a JSON object"),
        ("null", "not a JSON object"),
        ({"titel": "A crack"}, r"unknown 'titel'; known are title, publisher, published, url"),
        ({"title": 7}, r'"title" must be text'),
        ({"title": None}, r'"title" must be text; leave the key out'),
        ({"publisher": ["QNA"]}, r'"publisher" must be text'),
        ({"publisher": "  "}, r'"publisher" must be text'),
        ({"title": "A\ncrack"}, "on one line"),
        ({"published": "2019-02-30"}, "not a day like"),
        ({"published": "4 March 2019"}, "not a day like"),
        ({"published": "20190304"}, "not a day like"),
        ({"published": "2019-W10-1"}, "not a day like"),
        ({"published": 20190304}, "must be text"),
        ({"url": "ftp://qna.example/a"}, "not an address"),
        ({"url": "javascript:alert(1)"}, "not an address"),
        ({"url": "https://"}, "not an address"),
        ({"url": "https://qna.example/a b"}, "not an address"),
        ({"url": "http://[qna"}, "not an address"),
        ({"url": "qna.example"}, "not an address"),
        (" " * 70_000, "larger than"),
    ],
)
def test_a_malformed_source_is_refused_by_its_name(tmp_path: Path, source: object, reason: str) -> None:
    path = write(tmp_path / "crack.txt", source=source)
    with pytest.raises(ArticleError, match=reason) as caught:
        read_article(path)
    assert str(caught.value).startswith(f"{path.with_suffix('.json')}: ")


HEADLINE = "Port Quill closes its bridge"


def test_a_headline_and_a_day_in_the_articles_own_head_are_its_title_and_day(tmp_path: Path) -> None:
    article = read_article(write(tmp_path / "a.txt", f"{HEADLINE}\n\nBy Ona Hale\n\nMonday, March 4, 2019\n\n{NEWS}"))
    assert (article.title, article.published) == (HEADLINE, date(2019, 3, 4))


def test_the_source_is_believed_before_the_head(tmp_path: Path) -> None:
    source = {"title": "A crack", "published": "2019-03-05"}
    article = read_article(write(tmp_path / "a.txt", f"{HEADLINE}\n\nMarch 4, 2019\n\n{NEWS}", source))
    assert (article.title, article.published) == ("A crack", date(2019, 3, 5))


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        f"{NEWS}\n\n{HEADLINE}\n\n{BODY} {BODY}\n\nMonday, March 4, 2019",  # too far down
        f"Port Quill closes\nits bridge\n\nUpdated March 4, 2019\n\n{NEWS}",  # on two lines; an update
        f"Letters\n\n03/04/2019\n\n{NEWS}",  # a rubric; March or April
    ],
)
def test_what_is_not_sure_is_left_open(tmp_path: Path, text: str) -> None:
    article = read_article(write(tmp_path / "a.txt", text))
    assert (article.title, article.published) == (None, None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Friday, June 10, 2016.", date(2016, 6, 10)),
        ("10 June 2016", date(2016, 6, 10)),
        ("Published: Fri., Sept. 9th, 2016 at 9:30 a.m. ET", date(2016, 9, 9)),
        ("14:05 GMT, 3 March 2019", date(2019, 3, 3)),
        ("2016-06-10T14:05:00Z", date(2016, 6, 10)),
        ("June 10", None),
        ("February 30, 2016", None),
        ("2016-13-10", None),
        ("Last updated June 10, 2016", None),
        ("06/10/2016", None),
        ("On June 10, 2016", None),
        ("June 10, 2016 was a Friday", None),
    ],
)
def test_a_day_is_read_from_a_line_that_is_wholly_a_date(line: str, day: date | None) -> None:
    assert published_date(line) == day


def test_a_known_title_is_not_quoted_from_the_text(tmp_path: Path) -> None:
    text = f"The bridge at Port Quill is closed.\n\n{NEWS}"
    article = read_article(write(tmp_path / "a.txt", text, {"title": "The bridge at Port Quill is closed"}))
    assert article.sentences[0].kind is Kind.HEADING


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
