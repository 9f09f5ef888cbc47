"""Whose words a sentence's words are: those of somebody it reports, or the article's own.

Offsets are code points into the article's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pullquote.lexicon import stems
from pullquote.question import Slot
from pullquote.records import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pullquote.question import Question
    from pullquote.records import Article, Claim, Quote, Sentence

LEAST_STEMS = 3  # of the article's own words beside those of a report: fewer say nothing
MOST_STEMS = 8  # of the words behind "X said": up to there, they only tell to whom, where and when
NOTHING_SAID = re.compile(
    r"\b(?:(?:no|any|little|without|scant) (?:\w+ )?(?:evidence|proof|details?|reason|explanation|comment)|"
    r"(?:declin|refus)\w* to (?:comment|answer|say|discuss|speak|elaborate|give|confirm)|"
    r"(?:did|does|do|would|could|had|has|have)(?: not|n['’]t) (?:\w+ )?(?:say|said|comment|respond|reply|replied|"
    r"answer|provide|offer|give|given|specify|elaborate|explain))",
    re.IGNORECASE,
)
ASIDE = re.compile(r"(?P<aside>(?:(?:the |[A-Z][\w’'-]* ){0,4}[\w’'-]+), which [^,;:“”\"]{3,100}),")
DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,}(?:\s*\([^)\n]*\))?(?:,[^–—\n-]{0,30})?\s+[–—-]+\s+")
WHO_SAYS = re.compile(
    r"\b(?:according to (?:whom|who)|who(?:se)? (?:\w+ )?(?:sa(?:ys?|id)|claim|told|accus|den|report|announc|"
    r"confirm|warn|argu|believ|think|blam|reject|dismiss|insist)\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch of a sentence, and the claim that it is the content of; None: the article says it itself."""

    claim: Claim | None
    start: int
    end: int

    @property
    def speaker(self) -> str | None:
        """The name of whoever speaks; None: the article."""
        return self.claim.speaker if self.claim else None


def voices_in(article: Article, sentence: Sentence) -> tuple[Voice, ...]:
    """What each voice says in a sentence: every claim's part of it, then every run of words that is no claim's.

    That somebody says nothing ("did not provide any evidence") is the article's own word.
    """
    claims = [claim for claim in sentence.claims if not NOTHING_SAID.search(article.slice(claim.cue))]
    claimed = [
        Voice(claim, max(claim.content[0], sentence.start), min(claim.content[1], sentence.end)) for claim in claims
    ]
    said = [voice for voice in claimed if voice.start < voice.end]
    rest = (voice for voice in _unclaimed(sentence, said) if _says_something(article, voice, claims))
    return (*said, *_asides(article, said), *rest)


def voice_at(article: Article, sentence: Sentence, start: int, end: int) -> Voice | None:
    """Whose words stand between ``start`` and ``end``: the innermost voice that holds most of them.

    None where they name a speaker or the words that report: those are no statement of anybody's.
    """
    for voice in sorted(voices_in(article, sentence), key=lambda each: each.end - each.start):
        held = min(end, voice.end) - max(start, voice.start)
        if 2 * held > end - start and not (voice.claim is None and _names_speaker(sentence, start, end)):
            return voice
    return None


def asks_who_says(question: Question, article: Article, sentence: Sentence) -> bool:
    """Whether a question asks who says what a sentence reports: it uses its verb, or one of saying."""
    if question.slot is Slot.SAID or WHO_SAYS.search(question.text):
        return True
    asked = set(question.stems)
    return any(asked.intersection(stems(article.slice(claim.cue))) for claim in sentence.claims)


def speakers_of(quote: Quote) -> tuple[Claim | None, ...]:
    """Whom to name above a quote, each once: whoever says what is highlighted (None: the article itself).

    Everybody whom the sentence reports, where nothing is highlighted or the answer is who says it.
    """
    voices = voices_in(quote.article, quote.sentence)
    everybody = [voice.claim for voice in voices if voice.claim] or [None]
    found: list[Claim | None] = []
    for start, end in quote.highlights:
        voice = voice_at(quote.article, quote.sentence, quote.start + start, quote.start + end)
        found += [voice.claim] if voice else everybody
    named: dict[str | None, Claim | None] = {}
    for claim in found or everybody:
        named.setdefault(claim.speaker if claim else None, claim)
    return tuple(named.values())


def _asides(article: Article, said: list[Voice]) -> Iterator[Voice]:
    """What the article adds inside what others are reported to say, not quoted: "Quay said Lorn, which fell, ..."."""
    seen: set[int] = set()
    for voice in said:
        if voice.claim is None or voice.claim.form is Form.DIRECT:
            continue
        for match in ASIDE.finditer(article.text, voice.start, voice.end):
            before = article.text[voice.start : match.start()]
            quoted = sum(before.count(sign) for sign in '“”"') % 2  # an odd number: a quotation is open
            if not quoted and match.start("aside") not in seen and len(stems(match["aside"])) >= LEAST_STEMS:
                seen.add(match.start("aside"))
                yield Voice(None, *match.span("aside"))


def _unclaimed(sentence: Sentence, said: list[Voice]) -> Iterator[Voice]:
    """The runs of a sentence that no claim's content covers."""
    at = sentence.start
    for voice in sorted(said, key=lambda each: (each.start, each.end)):
        if at < voice.start:
            yield Voice(None, at, voice.start)
        at = max(at, voice.end)
    if at < sentence.end:
        yield Voice(None, at, sentence.end)


def _says_something(article: Article, voice: Voice, claims: list[Claim]) -> bool:
    """Whether words of the article's own are more than a speaker's name and the words that report."""
    if not claims:
        return True
    spans = [span for claim in claims for span in (claim.source, claim.cue) if span]
    reporting = {place for span in spans for place in range(*span)}
    last = max((span[1] for span in spans if voice.start <= span[0] < voice.end), default=voice.end)
    dateline = DATELINE.match(article.text, voice.start)
    start = dateline.end() if dateline else voice.start
    before = "".join(" " if at in reporting else article.text[at] for at in range(start, last))
    return len(stems(before)) >= LEAST_STEMS or len(stems(article.text[last : voice.end])) >= MOST_STEMS


def _names_speaker(sentence: Sentence, start: int, end: int) -> bool:
    """Whether words stand where a speaker is named or the reporting is done, and only there."""
    named = [span for claim in sentence.claims for span in (claim.source, claim.cue) if span]
    return any(first <= start and end <= last for first, last in named)
