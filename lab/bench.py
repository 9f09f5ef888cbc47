"""How fast it is: ``python -m lab.bench [FOLDER ...] [--stories N]``, also as ``make bench``.

Times are of this machine and this moment; what can be compared is the ratio, measured side by side in one run: a warm
question against the models' bare forward passes, the encoder's of the question and the reader's of the windows it read;
and against those and what the cross-encoder takes for its list; and a follow-up, once it is written out, against the
question that it was written out as.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles import find_manuscripts, understand
from index.build import build, in_its_own_voice
from index.draft import open_draft
from index.progress import Unwatched
from index.recogniser import SpacyRecogniser
from index.speech import with_claims
from index.tagger import ShippedTagger
from lab.corpora import DATA
from pullquote.archive import Archive, identity_of
from pullquote.encoder import SentenceEncoder
from pullquote.list_models import ShippedListModel
from pullquote.reader import ExtractiveReader
from pullquote.span_models import ShippedSpanModel
from pullquote.store import Store
from pullquote.verification import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.articles import Manuscript
    from pullquote.encoder import Encoder
    from pullquote.list_models import Weighed
    from pullquote.listing import TextSpan
    from pullquote.records import Article

SHIPPED = Path("index/articles")
NEWS = tuple(DATA / "polnear" / part / "text" for part in ("train", "dev"))
ASKED = (
    "Who controls the border crossing?",
    "What did the president say about the economy?",
    "How many people were killed?",
    "When will the election be held?",
    "Why did the candidate leave the race?",
    "Where did the meeting take place?",
    "Which senator voted against the bill?",
    "Did the campaign deny the report?",
)
ROUNDS = 8


def main(argv: Sequence[str] | None = None) -> None:
    """Index, open, ask; print how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="stories (default: PolNeAR, or our own)")
    parser.add_argument("--stories", type=int, default=100, help="how many of them (0: all)")
    options = parser.parse_args(argv)
    folders = options.folders or ([folder for folder in NEWS if folder.is_dir()] or [SHIPPED])
    manuscripts, failures = find_manuscripts(folders)
    manuscripts = manuscripts[: options.stories or None]
    encoder = SentenceEncoder()
    encoder.encode(["warm"])
    model = Watched()
    with tempfile.TemporaryDirectory() as folder:
        deaf, took = print_speech(manuscripts, encoder, Path(folder))
        store = Store(Path(folder) / "heard")
        opened = time.perf_counter()
        lists = WatchedLists()
        with Archive(store, encoder, ExtractiveReader(model), lists) as archive:
            opening = time.perf_counter() - opened
            passages = sum(sentence.kind.quotable for a in archive.sources() for sentence in a.sentences)
            print(f"{len(manuscripts):,} stories, {passages:,} passages, {len(failures)} failures")
            print(f"index: {1e3 * took / len(manuscripts):.0f} ms a story, {1e3 * deaf / len(manuscripts):.0f} deaf")
            print(f"index: {1e3 * took / passages:.1f} s per 1,000 passages")
            print(f"open: {opening:.2f} s")
            print_question(archive, encoder, model, lists)


def print_speech(manuscripts: Sequence[Manuscript], encoder: Encoder, folder: Path) -> tuple[float, float]:
    """Seconds that indexing takes without and with finding out who says what, and their ratio; in turn, by halves."""
    listen = partial(with_claims, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
    listen(understand(manuscripts[0]))  # which loads both
    took = {"deaf": 0.0, "heard": 0.0}
    ways: dict[str, Callable[[Article], Article]] = {"deaf": in_its_own_voice, "heard": listen}
    half = (len(manuscripts) + 1) // 2
    for part in (manuscripts[:half], manuscripts[half:]):
        for name, way in ways.items():
            with open_draft(Store(folder / name), identity_of(encoder)) as draft:
                took[name] += _timed(lambda d=draft, p=part, w=way: build(d, p, encoder, Unwatched(), listen=w))
    print(f"index with who says what, without: ratio {took['heard'] / took['deaf']:.2f}")
    return took["deaf"], took["heard"]


class Watched(ShippedSpanModel):
    """The span model that ships, with what it was given to read."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[dict[str, NDArray[np.int64]]] = []

    def run(self, inputs: dict[str, NDArray[np.int64]]) -> NDArray[np.float64]:
        """Remember the inputs of a forward pass."""
        self.given.append(inputs)
        return super().run(inputs)


class WatchedLists(ShippedListModel):
    """The cross-encoder that ships, with the lists that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[tuple[str, Sequence[str], Sequence[TextSpan]]] = []

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """Remember what was given."""
        self.given.append((question, texts, spans))
        return super().weigh(question, texts, spans)


def print_question(archive: Archive, encoder: Encoder, model: Watched, lists: WatchedLists) -> None:
    """Medians of a warm question, by stage, and of the models' passes alone, taken in turn."""
    bare, bare_lists = ShippedSpanModel(), ShippedListModel()
    names = "retrieve", "read", "total", "encoder", "reader", "cross-encoder"
    times: dict[str, list[float]] = {name: [] for name in names}
    followed: list[float] = []
    for number in range(ROUNDS + 1):
        for question in ASKED:
            model.given.clear()
            lists.given.clear()
            answer = archive.ask(question)
            timing, passes, listed = answer.timing, list(model.given), lists.given[:1]
            told = next((quote.text for quote in (*answer.quotes, *answer.nearest)), "")
            follow_up = archive.ask(question, context=Context("and then?", question, told)).timing
            encoded = _timed(lambda asked=question: encoder.encode([asked]))
            read = _timed(lambda given=passes: [bare.run(inputs) for inputs in given])
            weighed = _timed(lambda given=listed: [bare_lists.weigh(*each) for each in given])
            if number:  # the first round warms up
                taken = (timing.retrieve, timing.read, timing.total, *(1e3 * each for each in (encoded, read, weighed)))
                for name, value in zip(times, taken, strict=True):
                    times[name].append(value)
                followed.append(follow_up.total / timing.total)
    middle = {name: f"{statistics.median(values):.1f} ms" for name, values in times.items()}
    print(f"warm question: {middle['total']} (retrieve {middle['retrieve']}, read {middle['read']})")
    print("bare forward passes: " + ", ".join(f"{name} {middle[name]}" for name in names[3:]))
    each = list(zip(*(times[name] for name in names[2:]), strict=True))
    print(f"ratio: {statistics.median(total / (encoded + read) for total, encoded, read, _ in each):.2f}")
    with_lists = statistics.median(total / (encoded + read + weighed) for total, encoded, read, weighed in each)
    print(f"ratio, the cross-encoder's pass counted too: {with_lists:.2f}")
    print(f"as a follow-up: {statistics.median(followed):.2f} times as long")


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
