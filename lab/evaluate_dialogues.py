"""How well follow-ups are understood, and that new topics are not dragged back: ``python -m lab.evaluate_dialogues``.

A turn is understood when the complete question holds the words that a reader would put into it, and answered when one
of the quotes is the sentence that answers, or silence where there is none. ``lab/dialogues/README.md`` says what the
dialogues are.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.articles import read_manuscript
from index.build import build
from index.draft import open_draft
from index.progress import Unwatched
from index.recogniser import SpacyRecogniser
from index.speech import with_claims
from index.tagger import ShippedTagger
from lab.corpora import DIALOGUES
from pullquote.archive import Archive, identity_of
from pullquote.encoder import SentenceEncoder
from pullquote.followups import ask_after
from pullquote.lexicon import words
from pullquote.records import Answer, Outcome
from pullquote.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHIPPED = Path(__file__).parent.parent / "index" / "articles"


@dataclass(frozen=True, slots=True)
class Turn:
    """What was typed, which words the complete question holds, and the sentences that answer (none: silence)."""

    typed: str
    understood: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a turn."""

    turn: Turn
    answer: Answer

    @property
    def understood(self) -> bool:
        """Whether the complete question holds words that begin as they should."""
        held = words(self.answer.question)
        return all(any(word.startswith(beginning) for word in held) for beginning in self.turn.understood)

    @property
    def answered(self) -> bool:
        """Whether it is answered with a sentence that answers, or not at all where none does."""
        if not self.turn.answers:
            return self.answer.outcome is Outcome.NOT_IN_SOURCES
        return any(right in quote.text for right in self.turn.answers for quote in self.answer.quotes)


def read_dialogues(file: Path) -> dict[str, list[tuple[str, list[Turn]]]]:
    """The dialogues by kind, each with the name of its article."""
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {
        kind: [(one["article"], [_turn(turn) for turn in one["turns"]]) for one in of] for kind, of in loaded.items()
    }


def _turn(fields: dict[str, Any]) -> Turn:
    answer = fields.get("answer")
    answers = (answer,) if isinstance(answer, str) else tuple(answer or ())
    return Turn(fields["typed"], tuple(fields.get("understood", ())), answers)


def hold(archive: Archive, article: str | None, turns: Iterable[Turn]) -> list[Heard]:
    """A dialogue with the archive."""
    heard: list[Heard] = []
    earlier: Answer | None = None
    for turn in turns:
        earlier = ask_after(archive, turn.typed, earlier, article)
        heard.append(Heard(turn, earlier))
    return heard


def main(arguments: Sequence[str] | None = None) -> None:
    """Hold all dialogues, each about all articles together, and print how they went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DIALOGUES / "dialogues.json")
    parser.add_argument("--wrong", action="store_true", help="print the turns that went wrong")
    parser.add_argument("--one", action="store_true", help="ask only the article that a dialogue is about")
    options = parser.parse_args(arguments)
    dialogues = read_dialogues(options.file)
    names = {article for of in dialogues.values() for article, _ in of}
    with tempfile.TemporaryDirectory() as folder:
        files = [path for path in (*options.file.parent.glob("*.txt"), *SHIPPED.glob("*.txt")) if path.stem in names]
        with _archive(Path(folder) / "store", files) as archive:
            for kind, of in dialogues.items():
                held = [hold(archive, article if options.one else None, turns) for article, turns in of]
                _print(kind, held, wrong=options.wrong)


def _archive(folder: Path, files: Iterable[Path]) -> Archive:
    encoder = SentenceEncoder()
    store = Store(folder)
    listen = partial(with_claims, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
    with open_draft(store, identity_of(encoder)) as draft:
        build(draft, [read_manuscript(file) for file in files], encoder, Unwatched(), at_once=True, listen=listen)
    return Archive.shipped(store, encoder)


def _print(kind: str, held: Sequence[Sequence[Heard]], *, wrong: bool) -> None:
    """Totals of one kind; of dialogues the later turns count, of changes of topic only the last."""
    last = kind == "changes"
    turns = [turn for dialogue in held for turn in (dialogue[-1:] if last else dialogue[1:])]
    whole = sum(all(turn.understood for turn in dialogue[1:]) for dialogue in held)
    right = sum(turn.answered for turn in turns)
    print(
        f"{kind}: {len(held)} dialogues, {whole} understood throughout; of {len(turns)} turns "
        f"{sum(turn.understood for turn in turns)} understood, {right} answered rightly"
    )
    for turn in turns if wrong else ():
        if not (turn.understood and turn.answered):
            shown = [quote.text[:100] for quote in turn.answer.quotes[:2]]
            marks = ("" if turn.understood else "U") + ("" if turn.answered else "A")
            print(f"  {marks:2} {turn.turn.typed!r} -> {turn.answer.question!r} {turn.answer.outcome.value} {shown}")


if __name__ == "__main__":
    main()
