"""Questions: typed in a chat or inline, behind a deep link, after an earlier answer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from bot.cards import PAYLOAD, payload, question_of
from bot.languages import Languages
from lab.fuzz.front import Quoter, front, message, somebody
from lab.fuzz.hostile import MARKS, SCRAPS, mutated, repeated, seldom, texts
from pullquote.errors import QuestionError
from pullquote.followups import ask_after, complete
from pullquote.question import Question, Slot

TYPED = (
    "why?|and in Qatar?|who is he?|Who is Ada Quay?|what did she say?|And the mayor?|who says so|really?|more|how many|"
    "when did the council vote|what about Ben Pier|and then|he|them|is that true|What did Ben Pier tell Reuters?|where|"
    "whats that|who controls the bridge|did the council of Port Quill close the bridge|what else did he say about it"
).split("|")
COMMANDS = (
    "",
    "",
    "/start ",
    "/ask ",
    "/ask@pullquote_bot ",
    "@pullquote_bot ",
    "/feedback ",
    "/add ",
    "/remove ",
    "/",
)
TEXTS = (
    st.sampled_from(TYPED)
    | mutated(st.sampled_from(TYPED), SCRAPS)
    | seldom(repeated(st.sampled_from(TYPED) | SCRAPS, 4096), texts(20, 4096))
)
LINKS = st.text("abcXYZ019_-=+/", max_size=70) | st.text("_-", max_size=64) | TEXTS.map(payload) | texts(6, 100)
CODES = st.none() | st.sampled_from(("en", "de-AT", "pt-br", "xx", "", "-", "__")) | st.text(max_size=12)
MARK = st.sampled_from(MARKS)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody types, after what, and where."""

    text: str
    earlier: str
    link: str
    code: str | None
    command: str
    group: bool


QUESTIONS = st.builds(
    Typed, TEXTS, st.sampled_from(TYPED) | TEXTS, LINKS, CODES, st.sampled_from(COMMANDS), st.booleans()
)


@cache
def _asker() -> Quoter:
    return Quoter()


@cache
def _languages() -> Languages:
    return Languages()


def check_question(typed: Typed) -> None:
    """Any text is a question or politely refused, alone and after another; a link asks what it was made of."""
    _check_alone(typed.text)
    _check_after(typed.text, typed.earlier)
    _check_link(typed.text, typed.link)
    assert _languages().wording(typed.code, typed.code)


def check_message(typed: Typed) -> None:
    """Any text that arrives is handled without a failure, and what is sent for it is what Telegram takes."""
    text = f"{typed.command}{typed.text}".strip()[:4096]
    if text:
        said = message(text, somebody(typed.code), group=typed.group)
        if typed.command.startswith("@"):
            said["entities"] = [{"type": "mention", "offset": 0, "length": len("@pullquote_bot")}]
        sent = front().hand(message=said)
        assert sent or typed.group, "a message stays without a reply"
    front().hand(message=message(f"/start {typed.link}".strip()[:4096]))
    query = {"id": "1", "from": somebody(typed.code), "query": typed.text[:256], "offset": ""}
    assert [called for called, _ in front().hand(inline_query=query)] == ["answerInlineQuery"]


def _check_alone(text: str) -> None:
    try:
        question = Question(text)
    except QuestionError:
        return
    assert question.typed == text
    assert not any(unicodedata.category(character)[0] == "C" for character in question.text)
    assert question.slot in Slot
    assert question.names <= set(question.stems) | question.names
    assert isinstance(question.speaker, frozenset)


def _check_after(text: str, asked: str) -> None:
    try:
        earlier = _asker().ask(asked)
    except QuestionError:
        return
    if (found := complete(text, earlier)) is not None:
        assert found.question.strip(), "a follow-up that asks nothing"
        assert len(found.question) <= 10 * (len(text) + len(asked) + 200)
    try:
        answer = ask_after(_asker(), text, earlier)
    except QuestionError:
        return
    assert all(quote.text == quote.article.slice((quote.start, quote.end)) for quote in answer.quotes)


def _check_link(text: str, link: str) -> None:
    made = payload(text)
    assert re.fullmatch(rf"[A-Za-z0-9_-]{{1,{PAYLOAD}}}", made, re.ASCII)
    asked = question_of(made)
    assert made == "hello" or asked == text.strip(), f"the link of {text!r} asks {asked!r}"
    found = question_of(link)
    assert found is None or re.search(r"[^\W_]", found) or " " in found
