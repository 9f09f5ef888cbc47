"""How good the answers are: ``python -m lab.evaluate [FILE ...] [--paragraphs FILE ...] [--curve PICTURE]``.

Asks our own questions about the shipped article (``lab/questions``; in no training), and those of any FILE in SQuAD
format, of its whole articles or, with ``--paragraphs``, of the paragraph that each was written for. All through the
whole read path, as a reader would ask. What is printed of each:

- first, shown: how often a right sentence is the first quote, or one of the quotes (of answerable questions);
- silent: how often nothing is quoted, of answerable questions and of the others;
- AUROC: how well ``confidence`` tells answerable questions from the others;
- ECE: how far ``confidence`` is from the share of first quotes that are right, where something is quoted;
- F1, best F1: the highlighted words against the annotators' (SQuAD's measure), of the answerable questions when
  nothing is held back, and of all questions at the threshold on ``confidence`` that is best for it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.articles import read_article
from index.draft import open_draft
from index.recogniser import SpacyRecogniser
from index.speech import with_claims
from index.tagger import ShippedTagger
from lab.corpora import QUESTIONS, Asked, Corpus, everything, paragraphs, squad
from lab.figures import auroc, calibration_error
from lab.lessons import HELD_OUT, held_out
from lab.shelf import VERSION, Remembering, embedded
from pullquote.archive import Archive, identity_of
from pullquote.encoder import SentenceEncoder
from pullquote.lexicon import WORD
from pullquote.list_models import ShippedListModel
from pullquote.question import Question
from pullquote.reader import ExtractiveReader
from pullquote.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pullquote.records import Answer

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = frozenset({"a", "an", "the"})
SHIPPED = "spin-boldak"
OURS = (SHIPPED, *(f"{SHIPPED}-{which}" for which in ("second", "third", "fourth")))  # questions about it, by writer


@dataclass(frozen=True, slots=True)
class Mark:
    """How one answer did. ``silent`` is right where there is no answer; ``f1`` is of the surest quote's highlight."""

    answerable: bool
    first: bool
    shown: bool
    silent: bool
    quotes: int
    confidence: float
    f1: float


def main(argv: Sequence[str] | None = None) -> None:
    """Ask, mark, print a row for each source."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="questions in SQuAD format")
    parser.add_argument("--paragraphs", nargs="*", type=Path, default=[], metavar="FILE")
    parser.add_argument("--held-out", action="store_true", help="only articles that our reader did not learn from")
    parser.add_argument("--most", type=int, default=60, help="questions of each article (default: %(default)s)")
    parser.add_argument("--reader", help="name or folder of another reader")
    parser.add_argument("--curve", type=Path, metavar="PICTURE", help="draw the risk-coverage curves (.svg, .png)")
    options = parser.parse_args(argv)
    reader = ExtractiveReader.named(options.reader)
    asked = {name: [own(name)] for name in OURS}
    for file in options.files:
        asked[file.stem] = list(squad(file, options.most, _kept(file, held=options.held_out)))
    for file in options.paragraphs:
        kept = paragraphs(file, options.most, _kept(file, held=options.held_out))
        asked[f"{file.stem}, paragraphs"] = list(kept)
    print(f"{'source':26} asked  first  shown quotes | silent: answerable, not | AUROC   ECE |    F1   best F1")
    marks: dict[str, list[Mark]] = {}
    for name, corpora in asked.items():
        marks[name] = mark(corpora, reader)
        print_row(name, marks[name], words=name not in OURS)
    if options.curve:
        draw(marks, options.curve)


def _kept(file: Path, *, held: bool) -> Callable[[int], bool]:
    return (lambda number: held_out(number, file.stem)) if held and file.stem in HELD_OUT else everything


def own(name: str) -> Corpus:
    """The shipped article, as it is indexed, with our questions; ``right`` are words of sentences that answer."""
    unheard = read_article(ROOT / "index" / "articles" / f"{SHIPPED}.txt")
    article = with_claims(unheard, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
    questions: list[dict[str, Any]] = json.loads((QUESTIONS / f"{name}.json").read_text("utf-8"))
    asked = (Asked(q["question"], tuple(_span(article.text, words) for words in q["right"])) for q in questions)
    return Corpus(name, article, tuple(asked))


def _span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def mark(corpora: Sequence[Corpus], reader: ExtractiveReader) -> list[Mark]:
    """Ask every question of its own article, all of them in one store."""
    encoder = Remembering(SentenceEncoder())
    encoder.remember([Question(asked.question).text for corpus in corpora for asked in corpus.asked])
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        with open_draft(store, identity_of(encoder)) as draft:
            for corpus in corpora:
                draft.add(corpus.article, VERSION, *embedded(corpus.article, encoder))
            draft.publish()
        with Archive(store, encoder, reader, ShippedListModel()) as archive:
            return [
                _marked(archive.ask(asked.question, corpus.article.id), corpus, asked)
                for corpus in corpora
                for asked in corpus.asked
            ]


def _marked(answer: Answer, corpus: Corpus, asked: Asked) -> Mark:
    places = {corpus.article.sentences[number].start for number in corpus.right(asked)}
    hits = [quote.sentence.start in places for quote in answer.quotes]
    best = (*answer.quotes, *answer.nearest)[:1]
    said = " ".join(quote.text[slice(*span)] for quote in best for span in quote.highlights)
    f1 = max((overlap(said, corpus.article.text[slice(*span)]) for span in asked.answers), default=0.0)
    return Mark(
        bool(asked.answers), any(hits[:1]), any(hits), not answer.quotes, len(answer.quotes), answer.confidence, f1
    )


def overlap(said: str, right: str) -> float:
    """F1 over the words of two answers, case and articles aside (Rajpurkar et al. 2016)."""
    one, other = (
        Counter(word.lower() for word in WORD.findall(text) if word.lower() not in ARTICLES) for text in (said, right)
    )
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else 0.0


def best_f1(marks: Sequence[Mark]) -> float:
    """F1 over all questions, with silence (right where there is no answer) below the threshold that is best for it."""
    order = sorted(marks, key=lambda one: -one.confidence)
    gained = sum(not one.answerable for one in marks)  # by silence alone
    best = gained
    for one in order:
        gained += one.f1 if one.answerable else -1
        best = max(best, gained)
    return best / len(marks)


def print_row(name: str, marks: Sequence[Mark], *, words: bool) -> None:
    """One line of the table; F1 only where the answers' own ``words`` are known."""
    answerable = [one for one in marks if one.answerable]
    other = [one for one in marks if not one.answerable]
    given = [one for one in marks if one.quotes]
    error = calibration_error([one.confidence for one in given], [one.first for one in given])
    told = auroc([one.confidence for one in answerable], [one.confidence for one in other])
    print(
        f"{name:26} {len(marks):5} {_share([one.first for one in answerable]):>6}"
        f" {_share([one.shown for one in answerable]):>6} {sum(one.quotes for one in given) / (len(given) or 1):6.1f}"
        f" | {_share([one.silent for one in answerable]):>18}, {_share([one.silent for one in other])}"
        f" | {told:5.3f} {error:5.3f} | "
        + (f"{_share([one.f1 for one in answerable])} {best_f1(marks):9.3f}" if words else f"{'-':>5} {'-':>9}"),
        flush=True,
    )


def _share(hits: Sequence[float]) -> str:
    return f"{sum(hits) / len(hits):.3f}" if hits else "-"


def draw(marks: dict[str, list[Mark]], path: Path) -> None:
    """Of the questions that are answered at each threshold, how many wrongly (El-Yaniv and Wiener 2010)."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    for name, of_source in marks.items():
        order = sorted(of_source, key=lambda one: -one.confidence)
        wrong = np.cumsum([float(not one.first) for one in order])
        answered = np.arange(1, len(order) + 1)
        axes.plot(answered / len(order), wrong / answered, label=name)
    axes.set(xlabel="coverage: questions answered", ylabel="risk: first quote wrong", xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    figure.savefig(path)


if __name__ == "__main__":
    main()
