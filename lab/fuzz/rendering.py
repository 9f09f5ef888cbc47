"""Rendering: answers about articles that anybody may have written, as the messages that Telegram would get."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st

from bot.buttons import answer_buttons
from bot.drafts import BOLD, LIMIT, LINK, QUOTES, units
from bot.languages import Languages
from bot.replies import FULL, SCREEN, Style, pages_of, render, render_card, render_nearest
from bot.shelf import pack, unpack
from bot.sources import render_sources
from bot.surroundings import LONGEST_QUOTED, cut_from_context, render_context
from index.articles import Manuscript, understand
from index.sources import Source
from lab.fuzz.hostile import PROSE, SCRAPS, repeated, seldom, texts
from pullquote.contract import answer_object
from pullquote.errors import ArticleError
from pullquote.records import Account, Answer, Article, Claim, Form, Outcome, Quote, Sentence, Silence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

    from bot.drafts import Reply

WORDINGS = tuple(Languages().all().values())
MOST_QUOTES = 8
DATA = 64  # bytes that a button may send
SILENT = Outcome.NOT_IN_SOURCES

LINES = texts(6, 600)
NAMED = st.none() | LINES
URLS = st.none() | st.sampled_from(
    ("https://post.example/a", "http://a", "https://a.b/#x:~:text=y", "tg://user?id=1", "https://ü.example/é")
)
BODIES = st.lists(
    seldom(
        repeated(st.sampled_from(PROSE) | SCRAPS, 6000), st.lists(SCRAPS, min_size=1, max_size=12).map(" ".join), 12
    ),
    min_size=1,
    max_size=10,
).map("\n\n".join)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, and how somebody wants it."""

    answer: Answer
    style: Style

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What hypothesis prints of a failure: what can make a difference, in few words."""
        answer, style = self.answer, self.style
        quotes = (*answer.quotes, *answer.more, *answer.nearest)
        article = quotes[0].article
        about = (article.text, article.title, article.publisher, article.published, article.url)
        cut = [(each.start, each.end, each.highlights, each.sentence.claims) for each in quotes]
        look = (style.words.locale.language, style.length, style.articles, style.heading, style.understood)
        printer.text(f"Shown({answer.question!r}, {answer.outcome}, {about}, {cut}, {answer.accounts}, {look})")


@st.composite
def articles(draw: DrawFn) -> Article:
    """An article with claims in it, whoever makes them."""
    day = draw(st.none() | st.dates(date(1, 1, 1)))
    source = Source(draw(NAMED), draw(NAMED), day, draw(URLS))
    try:
        article = understand(Manuscript(draw(st.sampled_from(("harbour", "é", "x" * 60))), draw(BODIES), source))
    except ArticleError:
        assume(condition=False)
        raise
    return replace(article, sentences=tuple(draw(heard(sentence)) for sentence in article.sentences))


@st.composite
def heard(draw: DrawFn, sentence: Sentence) -> Sentence:
    """A sentence, perhaps with a claim about a part of it."""
    if not sentence.kind.quotable or draw(st.booleans()):
        return sentence
    start = draw(st.integers(sentence.start, sentence.end - 1))
    end = draw(st.integers(start + 1, sentence.end))
    speaker = draw(LINES.filter(lambda line: bool(line.strip())))
    return replace(sentence, claims=(Claim(speaker, draw(NAMED), None, (start, end), (start, end), Form.MIXED),))


@st.composite
def quoted(draw: DrawFn, article: Article, most: int = MOST_QUOTES) -> list[Quote]:
    """Some of its sentences in any order, with words in them marked."""
    quotable = [sentence for sentence in article.sentences if sentence.kind.quotable]
    chosen = draw(st.lists(st.sampled_from(quotable), min_size=1, max_size=most, unique_by=lambda one: one.start))
    quotes: list[Quote] = []
    for number, sentence in enumerate(chosen, 1):
        text = article.slice(sentence)
        ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        marks = tuple(zip(ends[::2], ends[1::2], strict=False))
        place = article.sentences.index(sentence)
        before = article.sentences[place - 1] if place else None
        joins = before and (before.kind, before.paragraph) == (sentence.kind, sentence.paragraph)
        if before and joins and draw(st.booleans()):
            quotes.append(
                Quote(number, article, sentence, article.slice((before.start, sentence.end)), (), 1.0, before)
            )
        else:
            quotes.append(Quote(number, article, sentence, text, marks, draw(st.floats(0, 1))))
    return quotes


@st.composite
def shown(draw: DrawFn) -> Shown:
    """An answer of any kind, in any style."""
    article = draw(articles())
    quotes = tuple(draw(quoted(article)))
    question = draw(LINES.filter(lambda line: bool(line.strip())))
    style = Style(
        draw(st.sampled_from(WORDINGS)),
        draw(st.sampled_from(list(SCREEN))),
        draw(st.integers(0, 3)),
        draw(NAMED),
        draw(NAMED),
    )
    first = draw(st.integers(1, min(3, len(quotes))))
    kind = draw(st.sampled_from(Outcome))
    if kind is SILENT:
        return Shown(Answer(question, kind, nearest=quotes[:2], silence=draw(st.sampled_from(Silence))), style)
    accounts = draw(_accounts(quotes[:first])) if kind is Outcome.DISPUTED else ()
    return Shown(Answer(question, kind, quotes[:first], accounts, more=quotes[first:], confidence=0.5), style)


@st.composite
def _accounts(draw: DrawFn, quotes: Sequence[Quote]) -> tuple[Account, ...]:
    """Sides that stand in the first of the quotes, as a dispute has them, and in none of the others."""
    told = quotes[: draw(st.integers(1, len(quotes)))]
    sides: list[Account] = []
    for quote in (*told, *draw(st.lists(st.sampled_from(told), min_size=1, max_size=2))):
        start = draw(st.integers(quote.start, quote.end - 1))
        end = draw(st.integers(start + 1, quote.end))
        speaker = draw(st.sampled_from([None, *(claim.speaker for claim in quote.sentence.claims)]))
        others = draw(st.lists(st.sampled_from([each.number for each in told]), max_size=1))
        sides.append(Account(speaker, tuple(dict.fromkeys((quote.number, *others))), start, end))
    return tuple(sides)


def check_shown(given: Shown) -> None:
    """Every message about an answer is one that Telegram takes, and what it quotes is the article's own."""
    answer, style = given.answer, given.style
    quotes = (*answer.quotes, *answer.more, *answer.nearest)
    pages = pages_of(answer, style)
    for page in pages if answer.quotes else [[]]:
        first = page[0].number if page else 1
        _check(render(answer, style, first), page)
        _check_keyboard(answer, "answer" if first == 1 else f"page-{first}", pages, style)
    if answer.nearest:
        whole = sum(units(quote.text) for quote in answer.nearest) <= FULL
        _check(render_nearest(answer, style), answer.nearest if whole else answer.nearest[:1])
    for quote in quotes:
        context = render_context(quote, style.words, LIMIT)
        _check([context], None)
        _check_keyboard(answer, f"context-{quote.number}", pages, style)
        cutting = cut_from_context(quote, style.words, LIMIT, (quote.start, quote.end))
        if cutting:
            assert cutting.text == quote.text
            assert units(cutting.text) <= LONGEST_QUOTED
            assert _cut(context.text, cutting.position, units(cutting.text)) == cutting.text
    for quote in answer.quotes:
        card = render_card(answer, [quote], style) if answer.outcome is Outcome.ANSWERED else None
        _check([card] if card else [], None)
    source = quotes[0].article
    _check([render_sources([source], None, 1, style.words)], [])
    assert unpack(pack(answer), {source.id: source}) == replace(
        answer, timing=unpack(pack(answer), {source.id: source}).timing
    )
    json.dumps(answer_object(answer)).encode()


def _check(messages: Sequence[Reply], quotes: Sequence[Quote] | None) -> None:
    """The messages are in bounds, and quote these and nothing else; None: what they quote is in the article."""
    found = ""
    for message in messages:
        assert message.text.strip()
        assert units(message.text) <= LIMIT
        outside = message.text
        for entity in sorted(message.entities, key=lambda one: -one.offset):
            assert 0 <= entity.offset < entity.offset + entity.length <= units(message.text)
            if entity.type == LINK:
                assert str(entity.url).startswith(("http://", "https://"))
        for entity in message.entities:
            part = _cut(message.text, entity.offset, entity.length)
            if entity.type in QUOTES:
                found += part
                outside = outside.replace(part, "", 1)
            assert entity.type != BOLD or any(
                q.type in QUOTES and q.offset <= entity.offset and entity.offset + entity.length <= q.offset + q.length
                for q in message.entities
            ), "bold outside of a quote"
        hidden = [
            c for c in outside if c not in "\n\u200d" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn")
        ]
        assert not hidden, f"{hidden} outside of the quotes"
    if quotes is not None:
        assert sorted(found) == sorted("".join(quote.text for quote in quotes))
        assert all(quote.text in found for quote in quotes), "a quote is not the article's own characters"


def _check_keyboard(answer: Answer, view: str, pages: Sequence[Sequence[Quote]], style: Style) -> None:
    keyboard = answer_buttons("x" * 15, answer, view, pages, style.words)
    for row in keyboard.inline_keyboard:
        assert 0 < len(row) <= 8
        for button in row:
            assert 1 <= len(str(button.callback_data).encode()) <= DATA


def _cut(text: str, offset: int, length: int) -> str:
    """What an entity covers, counted as Telegram counts; fails where that is half a character."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


SHOWN = shown()
