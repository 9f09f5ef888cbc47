"""How well who says what is understood: ``python -m lab.evaluate_speech``.

On PolNeAR's development part, which nothing learnt from: of the claims, with a cue and a source that both overlap by
half with what annotators marked, how many are right, and how many are found. On the excerpts of ``lab/disputes.py``: of
the claims in which an expected answer stands, how many are given the speaker whom a reader would name.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from index.blocks import find_blocks
from index.recogniser import SpacyRecogniser
from index.sentences import split_sentences
from index.speech import with_claims
from index.tagger import ShippedTagger
from lab.attributions import stories
from lab.disputes import excerpts
from pullquote.records import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lab.attributions import Attribution
    from lab.disputes import Excerpt, Said
    from pullquote.records import Claim, Span

HALF = 0.5


def main() -> None:
    """Print both."""
    listen = partial(with_claims, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
    print_attributions(listen)
    for part in ("learn", "check"):
        print_speakers(part, excerpts(part), listen)


def print_attributions(listen: Callable[[Article], Article]) -> None:
    """Precision, recall and F1 of cue with source."""
    found, right, marked = 0, 0, 0
    for story in stories("dev"):
        sentences = split_sentences(story.text, find_blocks(story.text))
        heard = listen(Article(id=story.name, text=story.text, sentences=sentences))
        wanted = [each for each in story.attributions if each.source]
        marked += len(wanted)
        claims = {(c.source, c.cue): c for sentence in heard.sentences for c in sentence.claims if c.source}
        found += len(claims)
        for claim in claims.values():
            match = _matching(claim, wanted)
            if match:
                wanted.remove(match)
                right += 1
    precision, recall = right / found, right / marked
    f1 = 2 * precision * recall / (precision + recall)
    print(f"PolNeAR dev: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({found} claims, {marked} marked)")


def print_speakers(part: str, of: Iterable[Excerpt], listen: Callable[[Article], Article]) -> None:
    """How many expected answers have the right speaker, another one, or none."""
    right, wrong, unheard, own = 0, 0, 0, 0
    for excerpt in of:
        articles = [listen(article) for article in excerpt.articles]
        for said in excerpt.says:
            speakers = _speakers(said, articles)
            if said.speaker is None:
                own += bool(speakers)
            elif not speakers:
                unheard += 1
            elif any(_same(said.speaker, speaker) for speaker in speakers):
                right += 1
            else:
                wrong += 1
                print(f"  {excerpt.name}: {said.speaker!r} is called {speakers}")
    print(f"{part}: {right} right, {wrong} wrong, {unheard} unheard; {own} of the article's own given to somebody")


def overlap(span: Span, runs: Sequence[Span]) -> float:
    """Code points in common, as a share of the longer of the two."""
    shared = sum(max(0, min(span[1], end) - max(span[0], first)) for first, end in runs)
    return shared / max(span[1] - span[0], sum(end - first for first, end in runs))


def _matching(claim: Claim, wanted: Sequence[Attribution]) -> Attribution | None:
    for each in wanted:
        if claim.source and each.source:
            alike = min(overlap(claim.cue, each.cue), overlap(claim.source, each.source))
            if alike >= HALF:
                return each
    return None


def _speakers(said: Said, articles: Sequence[Article]) -> list[str]:
    """Who is said to say the words, as the article was understood."""
    found: list[str] = []
    for article in articles:
        start = article.text.find(said.words)
        end = start + len(said.words)
        if start >= 0:
            for claim in (claim for sentence in article.sentences for claim in sentence.claims):
                first, last = claim.content
                if min(end, last) - max(start, first) > 0.3 * min(end - start, last - first):
                    found.append(claim.speaker)
    return list(dict.fromkeys(found))


def _same(one: str, other: str) -> bool:
    """Whether two names are one, whatever their first letter and article."""
    return one.casefold().removeprefix("the ") == other.casefold().removeprefix("the ")


if __name__ == "__main__":
    main()
