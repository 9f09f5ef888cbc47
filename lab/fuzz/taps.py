"""Taps: what a button could send, and what no button of ours does."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from bot.buttons import Press, example_data
from bot.proposals import Wait
from lab.fuzz.front import front, message, somebody
from lab.fuzz.hostile import BLANKS, MARKS, TURNED, mutated, seldom, texts

DATA = 64  # bytes that a button may send; whoever makes one up may send more
NUMBER = "x" * 15  # of an answer, in whose place a real one is put
ACTIONS = (
    *("show",) * 15,
    *("show", "up", "down", "again", "correct", "publish", "discard", "remove", "keep", "choose", "sources", "ask"),
    *("SHOW", "show ", "sh\u043ew", "", "up:up", "sources:1\n"),
)
ARGUMENTS = (
    *(
        None,
        "answer",
        "nearest",
        "page-1",
        "page-2",
        "page-4",
        "page-0",
        "page--1",
        "page-99999999999999999999",
        "page-²",
    ),
    *(
        "context-1",
        "context-4",
        "context-9",
        "context-",
        "context-01",
        "page-",
        "page",
        "-",
        "title",
        "published",
        "url",
    ),
    *("language:de", "length:long", "language:xx", "length:", "language:auto", "1", "0", "999999", "-1", "٣", "1\n"),
)
REAL = st.tuples(
    st.sampled_from(ACTIONS),
    st.sampled_from((NUMBER, NUMBER, NUMBER, "y" * 15, "x" * 14, "", "_-" * 7 + "_", None)),
    st.sampled_from(ARGUMENTS),
).map(lambda parts: ":".join(part for part in parts if part is not None))
SCRAP = st.sampled_from((":", "::", "-", "0", "9", "a", "\x00", *BLANKS, *MARKS, *TURNED))
EXAMPLES = st.sampled_from(("What did Ada Quay say?", "")).map(example_data)
COUNT = st.integers(0, 2**33)
WAITS = st.tuples(COUNT, COUNT, COUNT).map(lambda parts: f"{parts[0]}{parts[1]:07x}{parts[2]:x}")


@dataclass(frozen=True, slots=True)
class Tap:
    """What is sent by whom, from where."""

    data: str
    language: str | None
    group: bool
    is_there: bool  # the message with the button, for the bot to see
    number: int  # which of the answers


TAPS = st.builds(
    Tap,
    seldom(mutated(REAL | EXAMPLES, SCRAP, 3) | WAITS | texts(6, 100), REAL, 2),
    st.sampled_from((None, "en", "de", "es-419", "x", "zh-hans", "-", "de_DE", "\u202e", "i-klingon", "a" * 80)),
    st.sampled_from((False, False, False, True)),
    st.booleans(),
    st.integers(0, 3),
)


def check_tap(tap: Tap) -> None:
    """Whatever a tap sends, it is answered once, without a failure; what a button sends is read as it was meant."""
    press = Press.read(tap.data)
    if press is not None:
        assert str(press) == tap.data
        assert len(tap.data.encode()) <= DATA
    if (wait := Wait.read(tap.data)) is not None and "0" not in (tap.data[1], tap.data[8]):
        assert str(wait) == tap.data
    shown = message("Quoted from the article.", group=tap.group)
    if not tap.is_there:
        shown = {"message_id": 5, "chat": shown["chat"], "date": 0}
    data = tap.data.replace(NUMBER, front().numbers[tap.number])
    query = {"id": "1", "from": somebody(tap.language), "chat_instance": "1", "data": data, "message": shown}
    sent = front().hand(callback_query=query)
    answers = [called for called, _ in sent if called == "answerCallbackQuery"]
    assert len(answers) == 1, f"a tap is answered {len(answers)} times"
