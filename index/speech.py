"""Who is reported to say what: the claims of an article's sentences.

The tagger finds reports inside stretches of neighbouring paragraphs. Their sources get the name that a reader would
give (``speakers.py``), quotations that run on get the speaker they began with, and each sentence gets the claims whose
content stands in it. Offsets are code points into the article's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.names import Cast
from index.quotations import SAYING, form_of, quotations, quotes, said_beside
from index.recogniser import Mention
from index.sayings import sayings
from index.speakers import Speakers
from pullquote.records import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.recogniser import Recogniser
    from index.speakers import Speaker
    from index.tagger import Report, Tagger
    from pullquote.records import Article, Sentence, Span

SPEECH = "speech 2"  # to be counted up whenever other claims are found in the same sentences
STRETCH = 190  # tokens of neighbouring paragraphs that are read together
SURE = 0.85  # least probability of a report with its source; lower where other words bear it out:
SURE_SAID = 0.5  # the cue is a verb of saying, or words are quoted
SURE_DISPUTED = (
    0.25  # the cue denies, accuses, claims or reports: rare in what was learnt from, and hardly ever anything else
)
_SAID = re.compile(rf"\b{SAYING}\b", re.IGNORECASE)
_TOLD = re.compile(  # verbs for which a sentence is read again by itself
    rf"\b(?:{SAYING}|confirm(?:s|ed)|den(?:ies|ied)|reject(?:s|ed)|dismiss(?:es|ed)|claim(?:s|ed)|called|spoke of|"
    r"(?:laugh|brush|wav|shrugg)ed (?:off|aside|away)|accus(?:es|ed)|blam(?:es|ed)|disput(?:es|ed)|doubt(?:s|ed)|"
    r"testified|alleg(?:es|ed)|report(?:s|ed)?)\b",
    re.IGNORECASE,
)
_DISPUTED = re.compile(
    r"\b(?:accus(?:e[ds]?|ing)|blam(?:e[ds]?|ing)|claim(?:s|ed|ing)|den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)|"
    r"disput(?:es|ed|ing)|doubt(?:s|ed|ing)|refut(?:es|ed|ing)|reject(?:s|ed|ing)|contradict(?:s|ed|ing)|"
    r"report(?:s|ed)?)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\s+(?:(?:on|late|early|this|that|last|earlier)\s+)*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year|"
    r"yesterday|today|this|then)\s*\Z"
)
_NOBODY = re.compile(
    r"(?:I|[Ww]e|[Yy]ou|me|us|that|[Tt]here|[Aa]ny(?:one|body)|[Ee]very(?:one|body)|[Nn]o ?(?:one|body))"
)
_CITING = re.compile(r"(?:citing|quoting|cited|quoted)", re.IGNORECASE)
_TRAILING = re.compile(r"(?:[\s,;:–—-]|\b(?:and|but|while|then|also))*\Z")


@dataclass(frozen=True, slots=True)
class _Said:
    """A report with its speaker."""

    speaker: Speaker
    source: Span | None
    cue: Span
    content: Span


def with_claims(article: Article, tagger: Tagger, recogniser: Recogniser) -> Article:
    """The article with the claims of its sentences."""
    quotable = [sentence for sentence in article.sentences if sentence.kind.quotable]
    stretches = make_stretches(article, tagger)
    reports = _reports(article, stretches, tagger)
    reports += _overheard(article, quotable, reports, tagger)
    reports = [_tidied(article, report, reports) for report in reports]
    reports += said_beside(article.text, quotable, reports)
    reports += sayings(article.text, quotable, reports)
    names = [
        Mention((name.span[0] + at, name.span[1] + at), name.kind)
        for (at, _), found in zip(stretches, recogniser.names(_texts(article, stretches)), strict=True)
        for name in found
    ]
    said = list(_said(article.text, sorted(reports, key=lambda each: each.cue), Cast(article.text, names)))
    said += _running_on(article.text, quotable, said)
    claims = [_claim(article.text, each) for each in sorted(said, key=lambda each: (each.content, each.cue))]
    return replace(
        article,
        sentences=tuple(
            replace(sentence, claims=tuple(_of_sentence(sentence, claims))) if sentence.kind.quotable else sentence
            for sentence in article.sentences
        ),
    )


def make_stretches(article: Article, tagger: Tagger) -> list[Span]:
    """Runs of paragraphs with nothing between them that fit the tagger, or of sentences where a paragraph does not."""
    sizes = tagger.count_tokens([article.slice(sentence) for sentence in article.sentences])
    whole: dict[int | None, int] = {}
    for sentence, size in zip(article.sentences, sizes, strict=True):
        whole[sentence.paragraph] = whole.get(sentence.paragraph, 0) + size
    stretches: list[Span] = []
    filled, last = 0, None
    for sentence, size in zip(article.sentences, sizes, strict=True):
        if not sentence.kind.quotable:
            last = None  # a heading or a caption ends the stretch: reports do not cross it
            continue
        new = last is None or sentence.paragraph != last.paragraph
        wanted = whole[sentence.paragraph] if new else size
        begins = new or whole[sentence.paragraph] > STRETCH
        if last is not None and (not begins or filled + wanted <= STRETCH):
            stretches[-1] = (stretches[-1][0], sentence.end)
            filled += size
        else:
            stretches.append((sentence.start, sentence.end))
            filled = size
        last = sentence
    return stretches


def _reports(article: Article, stretches: Sequence[Span], tagger: Tagger) -> list[Report]:
    """The reports in some stretches that are sure enough."""
    tagged = zip(stretches, tagger.tag(_texts(article, stretches)), strict=True)
    moved = (_moved(report, start) for (start, _), found in tagged for report in found)
    return [report for report in moved if _is_sure(article.text, report)]


def _texts(article: Article, stretches: Sequence[Span]) -> list[str]:
    return [article.slice(stretch) for stretch in stretches]


def _moved(report: Report, by: int) -> Report:
    """The same report, ``by`` code points further on."""

    def on(span: Span) -> Span:
        return span[0] + by, span[1] + by

    return replace(report, cue=on(report.cue), source=on(report.source), content=on(report.content))


def _is_sure(text: str, report: Report) -> bool:
    """Whether it is likely enough that somebody is reported, and that it is this one."""
    if (
        report.source == report.content
        or _overlap(report.source, report.cue)
        or _NOBODY.fullmatch(text, *report.source)
    ):
        return False
    if _DISPUTED.search(text, *report.cue):
        return report.sure >= SURE_DISPUTED
    said = _SAID.search(text, *report.cue) or quotes(text, report.content)
    return report.sure >= (SURE_SAID if said else SURE)


def _overheard(
    article: Article, sentences: Sequence[Sentence], reports: Sequence[Report], tagger: Tagger
) -> list[Report]:
    """Reports that are found only when their sentence is read by itself: where a verb of saying is part of none."""
    unheard: dict[Span, Span] = {}
    for verb in _TOLD.finditer(article.text):
        sentence = next((each for each in sentences if each.start <= verb.start() < each.end), None)
        if sentence and not any(_overlap(verb.span(), report.cue) for report in reports):
            unheard[verb.span()] = (sentence.start, sentence.end)
    again = _reports(article, list(dict.fromkeys(unheard.values())), tagger)
    return [report for report in again if any(_overlap(verb, report.cue) for verb in unheard)]


def _tidied(article: Article, report: Report, reports: Sequence[Report]) -> Report:
    """The report without a day at the end of its cue, and with content that is only its own."""
    start, end = report.cue
    when = _WHEN.search(article.text, start, end)
    cue = (start, when.start()) if when and when.start() > start else report.cue
    return replace(report, cue=cue, content=_own_part(article, _in_one_paragraph(article, report), report, reports))


def _in_one_paragraph(article: Article, report: Report) -> Span:
    """The part of the content in the cue's paragraph; where nothing stands there, that in the first it touches.

    A quotation that goes on in the next paragraph is heard as running on.
    """
    start, end = report.content
    held = [each for each in article.sentences if each.start < end and start < each.end]
    own = next((each.paragraph for each in article.sentences if each.start <= report.cue[0] < each.end), None)
    kept = [each for each in held if each.paragraph == own] or [
        each for each in held if each.paragraph == held[0].paragraph
    ]
    return (max(start, kept[0].start), min(end, kept[-1].end)) if kept else report.content


def _own_part(article: Article, content: Span, report: Report, reports: Sequence[Report]) -> Span:
    """The content up to the next report of the same source; "A, X said, adding B": what X said is A.

    Words that interrupt one sentence ("A, X said, and B") stay inside; what another sentence says is another claim's.
    """
    start, end = content
    begins, stops = min(report.source[0], report.cue[0]), max(report.source[1], report.cue[1])
    after = [other.cue[0] for other in reports if other.source == report.source and other.cue[0] > report.cue[0]]
    if start < begins < end:
        closes = next(each.end for each in article.sentences if each.end > report.cue[0])
        end = begins if any(cue < min(end, closes) for cue in after) else min(end, closes)
    elif begins <= start < stops < end:
        start = stops
    end = min([end, *(cue for cue in after if cue > start)])
    kept = _TRAILING.sub("", article.text[start:end])
    return (start, start + len(kept)) if kept else content


def _said(text: str, reports: Sequence[Report], cast: Cast) -> Iterator[_Said]:
    """The reports with their speakers."""
    speakers = Speakers(text, cast)
    for report in reports:
        source, content = report.source, report.content
        told = next((other.content for other in reports if other.source == source and other is not report), None)
        if told and _CITING.fullmatch(text, *report.cue):
            source, content = content, told  # "Reuters said A, citing B": B says A too
        speaker = speakers.of(source, content)
        if speaker.name:
            yield _Said(speaker, source, report.cue, content)


def _running_on(text: str, sentences: Sequence[Sentence], said: Sequence[_Said]) -> list[_Said]:
    """Quotations that nobody is named for: they go on with whoever was quoted just before.

    In the same paragraph, or in the next when that opens with the quotation.
    """
    found: list[_Said] = []
    for quotation in quotations(text, sentences):
        if any(quotation.overlaps(each.content) for each in said):
            continue
        before = (each for each in (*said, *found) if each.content[1] <= quotation.words[0])
        last = max((each for each in before if quotes(text, each.content)), key=lambda each: each.content, default=None)
        if last is None:
            continue
        place = next(each for each in sentences if last.content[0] < each.end)
        paragraphs = (quotation.sentence.paragraph or 0) - (place.paragraph or 0)
        if paragraphs == 0 or (paragraphs == 1 and quotation.opens):
            found.append(_Said(last.speaker, None, last.cue, quotation.whole))
    return found


def _claim(text: str, said: _Said) -> Claim:
    return Claim(said.speaker.name, said.speaker.role, said.source, said.cue, said.content, form_of(text, said.content))


def _of_sentence(sentence: Sentence, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims whose content stands in a sentence, or whose source and cue do."""
    span = sentence.start, sentence.end
    for claim in claims:
        if _overlap(claim.content, span) or (claim.source is not None and _overlap(claim.cue, span)):
            yield claim


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
