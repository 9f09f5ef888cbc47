"""Buttons: what is written on them, and what they send when tapped."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.memory import ANSWER
from bot.replies import page_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from telegram import CallbackQuery

    from bot.wording import Wording
    from pullquote.records import Answer, Quote

SHOW, UP, DOWN, AGAIN = "show", "up", "down", "again"
DATA = re.compile(r"([a-z]{2,8}):([A-Za-z0-9_-]{15})(?::([a-z0-9-]{1,24}))?", re.ASCII)
ACROSS = 5  # buttons in a row that can still be read on a phone; Telegram takes 8
EXAMPLE = "ask:"  # before the digest of the question that a button asks


@dataclass(frozen=True, slots=True)
class Press:
    """What a button about something that is kept sends: what to do, with what, and how."""

    action: str
    number: str
    argument: str | None = None

    @classmethod
    def read(cls, data: str | None) -> Self | None:
        """What was sent, if a button of ours can have sent it."""
        found = DATA.fullmatch(data or "")
        return cls(*found.groups()) if found else None

    def __str__(self) -> str:
        return ":".join(part for part in (self.action, self.number, self.argument) if part)


def button(label: str, action: str, number: str, argument: str | None = None) -> InlineKeyboardButton:
    """A button about what is kept by this number."""
    return InlineKeyboardButton(label, callback_data=str(Press(action, number, argument)))


def answer_buttons(
    number: str, answer: Answer, view: str, pages: Sequence[Sequence[Quote]], words: Wording
) -> InlineKeyboardMarkup:
    """The buttons below an answer, as it is shown just now."""
    kind, _, place = view.partition("-")
    page = page_with(int(place or 1), pages)
    back = button(words.back, SHOW, number, page_view(page, pages))
    turns: list[InlineKeyboardButton] = []
    if kind == "context":
        others = (str(quote.number) for quote in pages[page])
        turns = [button(f"[{other}]", SHOW, number, f"context-{other}") for other in others if other != place]
        turns = [back, *turns]
    elif kind == "nearest":
        turns = [back]
    elif answer.quotes:
        turns = [button(words.back, SHOW, number, page_view(page - 1, pages))] if page else []
        turns.append(button(words.in_context, SHOW, number, f"context-{pages[page][0].number}"))
        turns += [button(words.more, SHOW, number, page_view(page + 1, pages))] if page + 1 < len(pages) else []
    elif answer.nearest:
        turns = [button(words.nearest_button, SHOW, number, "nearest")]
    votes = [button("👍", UP, number), button("👎", DOWN, number)]
    return InlineKeyboardMarkup([*rows_of(turns, ACROSS), votes])


def page_view(page: int, pages: Sequence[Sequence[Quote]]) -> str:
    """The view that a page of an answer is: by its first quote, which it begins with at any length of pages."""
    return f"page-{pages[page][0].number}" if page else ANSWER


def again_button(number: str, words: Wording) -> InlineKeyboardMarkup:
    """The button that asks once more."""
    return InlineKeyboardMarkup([[button(words.again, AGAIN, number)]])


def example_buttons(questions: Sequence[str]) -> InlineKeyboardMarkup | None:
    """One button below the other, each with a question on it."""
    rows = [[InlineKeyboardButton(one, callback_data=example_data(one))] for one in questions]
    return InlineKeyboardMarkup(rows) if rows else None


def example_data(question: str) -> str:
    """What a button with ``question`` on it sends: within 64 bytes, the same after a restart."""
    return EXAMPLE + hashlib.sha256(question.encode()).hexdigest()[:32]


async def answer_tap(query: CallbackQuery, text: str | None = None) -> None:
    """Tell whoever tapped that it was noticed, with a text that they must close where there is one."""
    with suppress(TelegramError):  # a tap that came while the bot was away is too old to be answered as a tap
        await query.answer(text, show_alert=text is not None)


def rows_of(buttons: Iterable[InlineKeyboardButton], across: int) -> list[list[InlineKeyboardButton]]:
    """The buttons, so many beside each other."""
    every = list(buttons)
    return [every[start : start + across] for start in range(0, len(every), across)]
