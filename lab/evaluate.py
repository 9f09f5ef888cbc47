"""How good the answers are: ``python -m lab.evaluate [FILE ...]``.

Asks our own questions about the shipped article (``lab/questions``), and those of any FILE in SQuAD format, each of its
own article, through the whole read path, and prints how often a right sentence is first and among the quotes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.articles import read_article
from index.draft import open_draft
from index.passages import embed_whole, make_passages
from lab.corpora import Asked, Corpus, squad
from pullquote.archive import Archive, identity_of
from pullquote.encoder import SentenceEncoder
from pullquote.reader import LinearReader
from pullquote.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.records import Answer

ROOT = Path(__file__).resolve().parent.parent
MOST = 60  # questions of each article of a file


@dataclass(frozen=True, slots=True)
class Mark:
    """How one answer did. ``silent`` is right where there is no answer."""

    answerable: bool
    first: bool
    shown: bool
    silent: bool
    quotes: int


def main(argv: Sequence[str] | None = None) -> None:
    """Ask, mark, print a row for each source."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="questions in SQuAD format")
    options = parser.parse_args(argv)
    print(f"{'source':20} {'asked':>5} {'first':>6} {'shown':>6} {'quotes':>6}   silent: answerable, not")
    print_row("spin-boldak", mark([own("spin-boldak")]))
    for file in options.files:
        print_row(file.stem, mark(list(squad(file, MOST))))


def own(name: str) -> Corpus:
    """A shipped article with our questions about it; ``right`` are words of the sentences that answer."""
    article = read_article(ROOT / "index" / "articles" / f"{name}.txt")
    questions: list[dict[str, Any]] = json.loads((ROOT / "lab" / "questions" / f"{name}.json").read_text("utf-8"))
    asked = (Asked(q["question"], tuple(article.text.index(words) for words in q["right"])) for q in questions)
    return Corpus(name, article, tuple(asked))


def mark(corpora: Sequence[Corpus]) -> list[Mark]:
    """Ask every question of its own article, all of them in one store."""
    encoder = SentenceEncoder()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        with open_draft(store, identity_of(encoder)) as draft:
            for corpus in corpora:
                texts = [corpus.article.slice(sentence) for sentence in corpus.article.sentences]
                tokens = encoder.count_tokens(texts)
                passages = make_passages(corpus.article, tokens, encoder.max_tokens)
                focused = [passage.focus for passage in passages]
                vectors = embed_whole([texts[i] for i in focused], [tokens[i] for i in focused], encoder)
                draft.add(corpus.article, "lab", passages, vectors)
            draft.publish()
        with Archive(store, encoder, LinearReader()) as archive:
            return [
                _marked(archive.ask(asked.question, corpus.article.id), corpus, asked)
                for corpus in corpora
                for asked in corpus.asked
            ]


def _marked(answer: Answer, corpus: Corpus, asked: Asked) -> Mark:
    places = {corpus.article.sentences[number].start for number in corpus.right(asked)}
    hits = [quote.start in places for quote in answer.quotes]
    return Mark(bool(asked.answers), any(hits[:1]), any(hits), not answer.quotes, len(answer.quotes))


def print_row(name: str, marks: Sequence[Mark]) -> None:
    """One line of the table."""
    answerable = [one for one in marks if one.answerable]
    other = [one for one in marks if not one.answerable]
    answered = [one for one in marks if one.quotes]
    print(
        f"{name:20} {len(marks):5} {_share([one.first for one in answerable]):>6}"
        f" {_share([one.shown for one in answerable]):>6}"
        f" {sum(one.quotes for one in answered) / (len(answered) or 1):6.1f}"
        f"   {_share([one.silent for one in answerable])}, {_share([one.silent for one in other])}"
    )


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f}" if hits else "-"


if __name__ == "__main__":
    main()
