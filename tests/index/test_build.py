"""Articles into the store: only what is new or changed, in one visible step, whatever interrupts it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import index.build
from index.articles import manuscript_of
from index.build import Tally, build, version_of
from index.draft import open_draft
from index.sources import Source
from pullquote.archive import Archive, identity_of
from pullquote.editions import current_edition
from pullquote.errors import StoreMissingError
from pullquote.store import Store
from tests.index import typesetter
from tests.pullquote.newsprint import (
    HARBOUR,
    ORCHARD,
    Bystander,
    WordEncoder,
    WordLists,
    WordReader,
    inventory,
    manuscript,
    printed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent.parent
BOTH = (manuscript("harbour", HARBOUR), manuscript("orchard", ORCHARD))
LATER = manuscript("harbour", HARBOUR.replace("Friday", "Sunday"))


def whole(folder: Path) -> bool:
    """Whether the database holds what its articles call for, each once, and nothing else."""
    found, expected = inventory(folder)
    return found == expected


def test_new_articles_go_in(tmp_path: Path) -> None:
    assert printed(tmp_path, BOTH) == Tally(added=2, sentences=10)
    assert whole(tmp_path)
    assert {name: each.text for name, each in Store(tmp_path).articles().items()} == {
        "harbour": HARBOUR,
        "orchard": ORCHARD,
    }


def test_a_second_run_embeds_nothing_and_publishes_nothing(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    before, encoder = current_edition(tmp_path), WordEncoder()
    assert printed(tmp_path, BOTH, encoder) == Tally(unchanged=2)
    assert encoder.seen == []
    assert current_edition(tmp_path) == before


def test_only_what_changed_is_embedded_again_and_nothing_of_the_old_stays(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    encoder = WordEncoder()
    assert printed(tmp_path, [LATER, BOTH[1]], encoder) == Tally(changed=1, unchanged=1, sentences=6)
    assert not any("candles" in text for text in encoder.seen)
    assert whole(tmp_path)
    assert Store(tmp_path).articles()["harbour"].text == LATER.text


def test_a_changed_article_is_seen_in_one_step(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    seen: list[str] = []

    class Watched(WordEncoder):
        def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
            seen.append(Store(tmp_path).articles()["harbour"].text)
            return super().encode(texts, progress)

    printed(tmp_path, [LATER], Watched())
    assert set(seen) == {HARBOUR}
    assert Store(tmp_path).articles()["harbour"].text == LATER.text


def test_articles_that_are_not_given_stay(tmp_path: Path) -> None:
    printed(tmp_path, BOTH[:1])
    assert printed(tmp_path, BOTH[1:]) == Tally(added=1, sentences=4)
    assert len(Store(tmp_path).articles()) == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(BOTH[0], text=HARBOUR + " "),
        replace(BOTH[0], source=Source(title="Crane falls")),
        replace(BOTH[0], source=Source(publisher="The Post")),
        replace(BOTH[0], source=Source(published=date(2031, 3, 5))),
        replace(BOTH[0], source=Source(url="https://news.example/a")),
    ],
)
def test_a_version_is_of_the_text_and_of_all_that_is_cited(other: object) -> None:
    assert isinstance(other, type(BOTH[0]))
    assert version_of(other) != version_of(BOTH[0])


def test_a_version_is_not_of_where_the_file_lies() -> None:
    """A checkout that was moved is not indexed again."""
    assert version_of(replace(BOTH[0], path="elsewhere/harbour.txt")) == version_of(BOTH[0])


def test_an_article_read_back_from_the_store_has_the_version_it_went_in_with(tmp_path: Path) -> None:
    """Or a rebuilt store would index all of it again when the files are given the next time."""
    known = manuscript("tide", HARBOUR, title="Crane falls", publisher="Post", published=date(2031, 3, 5))
    printed(tmp_path, [known])
    stored = Store(tmp_path).articles()
    assert version_of(manuscript_of(stored["tide"])) == version_of(known)
    printed(tmp_path, [manuscript_of(each) for each in stored.values()], anew=True)
    assert printed(tmp_path, [known]) == Tally(unchanged=1)


def test_an_article_with_nothing_to_quote_stays_out_and_is_named(tmp_path: Path) -> None:
    heading = manuscript("bare", "READ MORE: Something else altogether")
    tally = printed(tmp_path, [heading, *BOTH])
    assert tally.added == 2
    assert [str(failure).startswith("bare: ") for failure in tally.failures] == [True]
    assert "bare" not in Store(tmp_path).articles()


def test_a_sentence_longer_than_the_encoder_reads_is_counted_and_found(tmp_path: Path) -> None:
    long = f"The mayor listed {', '.join(f'street{number}' for number in range(200))} and the lighthouse."
    assert printed(tmp_path, [manuscript("list", f"{long}\n\nNobody objected.")]).long == 1
    with Archive(Store(tmp_path), WordEncoder(), WordReader(), WordLists()) as archive:
        assert archive.ask("Which lighthouse and street199?", "list").quotes[0].text == long


def test_an_article_of_thousands_of_sentences_goes_in_and_out_and_is_asked(tmp_path: Path) -> None:
    """More than Chroma takes at once, or looks up at once."""
    lines = [f"Lamp {number} of the harbour was lit by keeper {number * 7}." for number in range(2600)]
    many = manuscript("lamps", "\n\n".join(" ".join(lines[at : at + 5]) for at in range(0, len(lines), 5)))
    assert printed(tmp_path, [many]).sentences == len(lines)
    with Archive(Store(tmp_path), WordEncoder(), WordReader(), WordLists()) as archive:
        for article in (None, "lamps"):
            assert lines[1234] in [quote.text for quote in archive.ask("lamp 1234 keeper 8638", article).quotes]
    printed(tmp_path, [replace(many, text=many.text.replace("2599 of", "2600 of"))])
    assert whole(tmp_path)
    with open_draft(Store(tmp_path), None) as draft:
        assert draft.remove("lamps")
        draft.publish()
    assert inventory(tmp_path) == ([], [])


def test_progress_is_told_of_every_article(tmp_path: Path) -> None:
    bystander = Bystander()
    with open_draft(Store(tmp_path), identity_of(WordEncoder())) as draft:
        build(draft, list(BOTH), WordEncoder(), bystander)
    assert (bystander.expected, bystander.articles, bystander.sentences) == (2, 2, 10)


class Tired(WordEncoder):
    """An encoder that is interrupted after so many batches."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.left = batches

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """One batch more, or none."""
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        return super().encode(texts, progress)


def test_what_was_published_before_an_interruption_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.build, "BATCH", 1)
    monkeypatch.setattr(index.build, "SOONEST", 0.0)
    monkeypatch.setattr(index.build, "PACE", 0)
    with pytest.raises(KeyboardInterrupt):
        printed(tmp_path, BOTH, Tired(1))
    assert list(Store(tmp_path).articles()) == ["harbour"]
    assert printed(tmp_path, BOTH) == Tally(added=1, unchanged=1, sentences=4)
    assert whole(tmp_path)


def test_a_rebuild_is_seen_only_when_all_of_it_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build, "BATCH", 1)
    monkeypatch.setattr(index.build, "SOONEST", 0.0)
    monkeypatch.setattr(index.build, "PACE", 0)
    printed(tmp_path, BOTH)
    with pytest.raises(KeyboardInterrupt):
        printed(tmp_path, [LATER, BOTH[1]], Tired(1), anew=True)
    assert Store(tmp_path).articles()["harbour"].text == HARBOUR
    assert whole(tmp_path)
    printed(tmp_path, [LATER, BOTH[1]], anew=True)
    assert Store(tmp_path).articles()["harbour"].text == LATER.text
    assert whole(tmp_path)


def test_what_is_published_already_is_not_published_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.build, "SOONEST", 0.0)
    printed(tmp_path, BOTH)
    assert len(list((tmp_path / "editions").iterdir())) == 1


def test_an_edition_is_published_now_and_then_not_after_every_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.build, "BATCH", 1)
    monkeypatch.setattr(index.build, "SOONEST", 600.0)
    editions: set[str | None] = set()

    class Watched(WordEncoder):
        def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
            try:
                editions.add(current_edition(tmp_path))
            except StoreMissingError:
                editions.add(None)
            return super().encode(texts, progress)

    printed(tmp_path, typesetter.articles("first")[:8], Watched())
    assert len(editions - {None}) == 1  # the first article at once, the others when some time has passed


KILLS = 7
LONGEST = 1.5  # seconds that a run is given


def kill_run(folder: Path, run: str, after: float) -> None:
    """Kill a run so many seconds after it started to work."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.index.typesetter", str(folder), run],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"},
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(after)
        assert running.poll() is None
        running.send_signal(signal.SIGKILL)


def answers(folder: Path) -> dict[str, str]:
    """The edition that each article says it stands in, asked of the store as a reader would."""
    with Archive(Store(folder), WordEncoder(), WordReader(), WordLists()) as archive:
        found: dict[str, str] = {}
        for source in archive.sources():
            number = int(source.id.partition("-")[2])
            answer = archive.ask(f"In which edition stands story {number}?", source.id)
            (text,) = [quote.text for quote in answer.quotes if quote.start == 0]
            found[source.id] = text.removeprefix(f"Story {number} stands in the ").partition(" ")[0]
            assert source.text == typesetter.story(number, found[source.id])
        return found


def test_a_run_that_is_killed_leaves_a_store_that_answers_as_before_or_more(tmp_path: Path) -> None:
    """Every run has another edition of half of the articles to put in, and some articles that are new."""
    dice = random.Random(20)
    printed(tmp_path, typesetter.articles("first")[:16])
    before = answers(tmp_path)
    assert len(before) == 16
    steps = 0
    for run in map(str, range(KILLS)):
        kill_run(tmp_path, run, dice.uniform(0.0, LONGEST))
        after = answers(tmp_path)
        assert whole(tmp_path)
        for name, was in before.items():
            assert after[name] == was or after[name].startswith(f"{run}x"), "a version that this run did not write"
        turns = {int(edition.partition("x")[2]) for edition in after.values() if edition.startswith(f"{run}x")}
        assert max(turns, default=0) - min(turns, default=0) <= 1, "an article was passed over"
        steps += after != before
        before = after
    assert steps, "no run published anything before it was killed: next to nothing was tested"
    typesetter.set_articles(tmp_path, "last")
    assert answers(tmp_path) == {f"story-{n:02}": "last" if n % 2 else "either" for n in range(typesetter.COUNT)}
    assert whole(tmp_path)
    left = [path.name for path in (tmp_path / "editions").iterdir()]
    assert all(name.isdigit() for name in left), "a draft was left behind"
    assert len(left) == 2
    assert printed(tmp_path, typesetter.articles("last")) == Tally(unchanged=typesetter.COUNT)
