"""The tally: every question is to be answered once, with a quotation, in the order of its chat."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from tests.bot.stage import ENGLISH, quotes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.telegram.chats import Chat
    from tests.telegram.messages import Message
    from tests.telegram.queries import Tap
    from tests.telegram.seats import Seat

VOTE = "👍"


class Wrong(Enum):
    """What can go wrong, as it is printed."""

    LOST = "lost"
    TWICE = "twice"
    MISORDERED = "out of order"
    NO_ANSWER = "no answer"  # something was said, such as an apology, that quotes nothing
    STRAY = "stray"  # said, and in reply to no question
    TAP = "taps in vain"  # not thanked for, or with a vote that was taken back


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that went wrong, and with what."""

    wrong: Wrong
    what: str

    def __str__(self) -> str:
        return f"{self.wrong.value}: {self.what}"


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of all that was asked and tapped."""

    questions: int = 0
    taps: int = 0
    refused: int = 0  # by quota, which was said
    ignored: int = 0  # by quota, which had been said
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.questions + other.questions,
            self.taps + other.taps,
            self.refused + other.refused,
            self.ignored + other.ignored,
            self.findings + other.findings,
        )

    def count(self, wrong: Wrong) -> int:
        """How often something went wrong."""
        return Counter(finding.wrong for finding in self.findings)[wrong]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing, though some may be wrong."""
        return not self.count(Wrong.LOST) and not self.count(Wrong.TAP)

    def __str__(self) -> str:
        wrong = ", ".join(f"{wrong.value} {self.count(wrong)}" for wrong in Wrong)
        quota = f", by quota {self.refused} refused and {self.ignored} ignored" if self.refused else ""
        return f"{self.questions} questions, {self.taps} taps: {wrong}{quota}"


def total(talks: Iterable[Talk]) -> Tally:
    """The tally of several chats."""
    return sum((talk.tally() for talk in talks), Tally())


@dataclass(frozen=True, slots=True)
class Talk:
    """What people asked and tapped in one chat, in order.

    ``quota``: how many questions must be answered before one may be refused; None: none may.
    """

    chat: Chat
    quota: int | None = None
    questions: list[Message] = field(default_factory=list["Message"])
    taps: dict[int, Tap] = field(default_factory=dict[int, "Tap"])
    updates: dict[int, int] = field(default_factory=dict[int, int])  # as the bot's log names what it was asked

    async def ask(self, seat: Seat, text: str) -> Message:
        """Ask one more."""
        question = await seat.says(text)
        self.questions.append(question)
        self.updates[question.id] = seat.world.updates.pending[-1]["update_id"]
        return question

    async def tap(self, seat: Seat) -> None:
        """Vote for the newest answer, unless that was done: a second vote would take the first one back."""
        for message in reversed(self.chat.messages.values()):
            if VOTE in message.labels:
                if message.id not in self.taps:
                    self.taps[message.id] = await seat.taps(message, VOTE)
                return

    def is_answered(self, question: Message) -> bool:
        """Whether something was said to a question, which is a recent one."""
        return any(message.reply_to is question for message in reversed(self.chat.messages.values()))

    def tally(self) -> Tally:
        """What became of it all, by what stands in the chat now."""
        findings: list[Finding] = []
        replies = self._replies(findings)
        answered = refused = ignored = last = 0
        told = False  # that it is enough; with the next answer, that is over
        for question in self.questions:
            given = replies.get(question.id, [])
            if not given:
                if told:
                    ignored += 1
                else:
                    findings.append(Finding(Wrong.LOST, self._asked(question)))
                continue
            first = given[0]
            if len(given) > 1:
                findings.append(Finding(Wrong.TWICE, " / ".join([self._asked(question), *map(_shown, given)])))
            if first.id < last:
                findings.append(Finding(Wrong.MISORDERED, f"{self._asked(question)} / {_shown(first)}, after #{last}"))
            last = max(last, first.id)
            if quotes(first):
                answered, told = answered + 1, False
            elif self._may_refuse(answered) and not told and first.text == ENGLISH.enough:
                refused, told = refused + 1, True
            else:
                findings.append(Finding(Wrong.NO_ANSWER, f"{self._asked(question)} / {_shown(first)}"))
        findings += [
            Finding(Wrong.TAP, f"in {self.chat.id} at #{number}: {tap.answer}")
            for number, tap in self.taps.items()
            if getattr(tap.answer, "text", None) != ENGLISH.thanks
        ]
        return Tally(len(self.questions), len(self.taps), refused, ignored, tuple(findings))

    def _replies(self, findings: list[Finding]) -> dict[int, list[Message]]:
        """What the bot said, by the question that it replied to."""
        asked = {question.id for question in self.questions}
        replies: dict[int, list[Message]] = defaultdict(list)
        for message in self.chat.messages.values():
            if message.sender is None or not message.sender.is_bot:
                continue
            if message.reply_to is None or message.reply_to.id not in asked:
                findings.append(Finding(Wrong.STRAY, _shown(message)))
            else:
                replies[message.reply_to.id].append(message)
        return replies

    def _asked(self, question: Message) -> str:
        return f"update {self.updates[question.id]}, {_shown(question)}"

    def _may_refuse(self, answered: int) -> bool:
        return self.quota is not None and answered >= self.quota


def _shown(message: Message) -> str:
    """A message as it can be found again in a log, which has the same clock."""
    clock = datetime.fromtimestamp(message.date).astimezone().strftime("%H:%M:%S")
    return f"#{message.id} in {message.chat.id} at {clock} {message.text[:60]!r}"
