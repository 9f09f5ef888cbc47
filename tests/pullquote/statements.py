"""Articles in which who says what is plain to see, and readings of them."""

from __future__ import annotations

from dataclasses import replace

from pullquote.evidence import Signals
from pullquote.reader import Reading
from pullquote.records import Article, Claim, Form, Kind, Passage
from pullquote.retrieval import Candidate
from tests.pullquote.newsprint import article


def story(*lines: str, name: str = "harbour") -> Article:
    """An article of sentences; "X: words" is what X is reported to say, by the colon."""
    source = article(*((Kind.BODY, None, at, line) for at, line in enumerate(lines, 1)), id=name)
    heard = [
        replace(
            sentence,
            claims=(
                Claim(
                    text[:colon],
                    "guard" if text.startswith("Ben") else None,
                    (sentence.start, sentence.start + colon),
                    (sentence.start + colon, sentence.start + colon + 1),
                    (sentence.start + colon + 2, sentence.end),
                    Form.INDIRECT,
                ),
            ),
        )
        if (colon := (text := source.slice(sentence)).find(":")) > 0
        else sentence
        for sentence in source.sentences
    ]
    return replace(source, sentences=tuple(heard))


def read(*of: tuple[Article, int, float, str]) -> list[Reading]:
    """Readings of sentences: how likely, and which words answer."""
    readings: list[Reading] = []
    for source, place, probability, words in of:
        text = source.slice(source.sentences[place])
        at = text.index(words)
        signals = Signals(text, ((), (), ()), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0, opening=False)
        passage = Passage(source, place, place, place)
        readings.append(Reading(Candidate(passage, signals), probability, ((at, at + len(words)),)))
    return readings
