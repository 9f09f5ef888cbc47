"""The harness runs, in small, and what goes wrong is counted; ``python -m tests.endurance`` runs for longer."""

from dataclasses import replace

import pytest

from tests.bot.stage import ENGLISH
from tests.endurance import __main__ as command
from tests.endurance.crowd import endure_crowd
from tests.endurance.faults import Borne, endure_faults
from tests.endurance.kills import endure_kills
from tests.endurance.memory import endure_use
from tests.endurance.tally import Finding, Talk, Tally, Wrong
from tests.telegram.entities import Entity
from tests.telegram.messages import Message
from tests.telegram.queries import CallbackAnswer
from tests.telegram.server import BotApi
from tests.telegram.texts import FormattedText

VOTES = {"inline_keyboard": [[{"text": "👍", "callback_data": "up"}]]}


@pytest.mark.parametrize(("kills", "webhook"), [(3, False), (2, True)])
async def test_killed_at_any_moment_the_bot_answers_all_once_and_in_order(kills: int, webhook: bool) -> None:
    killed = await endure_kills(kills, webhook=webhook, seed=4)
    assert sum(killed.moments.values()) == kills
    assert killed.tally.questions > kills
    assert killed.tally.findings == killed.errors == ()


async def test_over_a_bad_line_the_bot_answers_all_once_and_in_order() -> None:
    borne = await endure_faults(40, seed=2)
    assert borne.struck > 10
    assert borne.tally.questions == 40
    assert borne.tally.findings == ()


async def test_a_crowd_is_answered_and_whoever_floods_is_told_once_that_it_is_enough() -> None:
    crowded = await endure_crowd(10, flood=20, quota=12)
    assert crowded.tally.findings == crowded.errors == ()
    assert crowded.tally.questions == 1 + 20 + 10 + 20 + 10
    assert crowded.flood == Tally(questions=20, refused=1, ignored=7)
    assert 0 < crowded.idle < crowded.flooded


async def test_the_memory_is_read_after_every_stage() -> None:
    told: list[str] = []
    grown = await endure_use(100, stage=50, report=told.append)
    assert grown.tally == Tally(questions=100)
    assert [line.partition(":")[0] for line in told] == ["50 questions", "100 questions"]
    assert 0.5 < grown.ratio < 1.5


class Rehearsal:
    """A chat in which no bot runs; what it would say is said for it."""

    def __init__(self, quota: int | None = None) -> None:
        api = BotApi()
        self._me = api.world.account.user
        self.seat = api.person("Mina").private()
        self.talk = Talk(self.seat.chat, quota)

    async def ask(self, *texts: str) -> list[Message]:
        """Questions, of which none is answered yet."""
        return [await self.talk.ask(self.seat, text) for text in texts]

    def say(self, to: Message | None, text: str = "") -> Message:
        """What the bot says: a quotation with a button to vote, or else a text."""
        quoted = FormattedText("The gate fell.", (Entity("blockquote", 0, 14),))
        body = FormattedText(text) if text else quoted
        return self.seat.world.post(self.seat.chat, self._me, body, None if text else VOTES, to)

    def wrong(self) -> list[Wrong]:
        """What the tally finds."""
        return [finding.wrong for finding in self.talk.tally().findings]


async def test_questions_that_are_answered_once_and_in_order_are_no_finding() -> None:
    chat = Rehearsal()
    for question in await chat.ask("one", "two", "three"):
        chat.say(question)
    assert chat.talk.tally() == Tally(questions=3)


async def test_a_question_without_an_answer_is_lost() -> None:
    chat = Rehearsal()
    first, _, third = await chat.ask("one", "two", "three")
    chat.say(first)
    chat.say(third)
    assert chat.wrong() == [Wrong.LOST]
    assert not chat.talk.tally().is_complete
    assert "'two'" in str(chat.talk.tally().findings[0])


async def test_a_question_with_two_answers_is_answered_twice() -> None:
    chat = Rehearsal()
    first, second = await chat.ask("one", "two")
    for question in (first, second, first):
        chat.say(question)
    assert chat.wrong() == [Wrong.TWICE]


async def test_an_answer_that_overtakes_another_is_out_of_order() -> None:
    chat = Rehearsal()
    first, second, third = await chat.ask("one", "two", "three")
    for question in (second, first, third):
        chat.say(question)
    assert chat.wrong() == [Wrong.MISORDERED]


async def test_an_apology_is_no_answer() -> None:
    chat = Rehearsal()
    (question,) = await chat.ask("one")
    chat.say(question, "Sorry, that did not work.")
    assert chat.wrong() == [Wrong.NO_ANSWER]


async def test_what_replies_to_no_question_is_a_stray() -> None:
    chat = Rehearsal()
    (question,) = await chat.ask("one")
    chat.say(chat.say(question))
    chat.say(None, "Hello?")
    assert chat.wrong() == [Wrong.STRAY, Wrong.STRAY]


async def test_silence_is_in_order_only_after_the_notice_that_it_is_enough() -> None:
    chat = Rehearsal(quota=1)
    first, second, *_ = await chat.ask("one", "two", "three", "four")
    chat.say(first)
    assert chat.wrong() == [Wrong.LOST] * 3
    chat.say(second, ENGLISH.enough)
    assert chat.talk.tally() == Tally(questions=4, refused=1, ignored=2)


async def test_an_answer_after_the_notice_begins_anew_and_a_second_notice_is_one_too_many() -> None:
    chat = Rehearsal(quota=1)
    first, second, third, fourth, _, sixth = await chat.ask("one", "two", "three", "four", "five", "six")
    chat.say(first)
    chat.say(second, ENGLISH.enough)
    chat.say(third)
    assert chat.wrong() == [Wrong.LOST] * 3
    chat.say(fourth, ENGLISH.enough)
    chat.say(sixth, ENGLISH.enough)
    assert chat.wrong() == [Wrong.NO_ANSWER]


async def test_a_notice_before_the_quota_is_used_up_is_no_answer() -> None:
    chat = Rehearsal(quota=2)
    first, second, _ = await chat.ask("one", "two", "three")
    chat.say(first)
    chat.say(second, ENGLISH.enough)
    assert chat.wrong() == [Wrong.NO_ANSWER, Wrong.LOST]


async def test_a_tap_must_be_thanked_for_and_each_answer_is_tapped_once() -> None:
    chat = Rehearsal()
    (question,) = await chat.ask("one")
    answer = chat.say(question)
    await chat.talk.tap(chat.seat)
    await chat.talk.tap(chat.seat)
    assert chat.wrong() == [Wrong.TAP]
    tap = chat.talk.taps[answer.id]
    tap.answer = CallbackAnswer(ENGLISH.taken_back)
    assert chat.wrong() == [Wrong.TAP]
    tap.answer = replace(tap.answer, text=ENGLISH.thanks)
    assert chat.talk.tally() == Tally(questions=1, taps=1)


@pytest.mark.parametrize("wrong", [None, *Wrong])
def test_the_command_ends_with_1_where_anything_went_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: Wrong | None
) -> None:
    findings = (Finding(wrong, "#7 'harbour'"),) if wrong else ()

    async def endure(questions: int, **_: object) -> Borne:
        return Borne(2, 9, ("ERROR what the log says",), Tally(questions, findings=findings))

    monkeypatch.setattr(command, "endure_faults", endure)
    assert command.main(["faults", "5"]) == (1 if wrong else 0)
    printed = capsys.readouterr().out
    assert "5 questions, 0 taps: " in printed
    assert "ERROR what the log says" in printed
    if wrong:
        assert f"{wrong.value} 1" in printed
        assert f"{wrong.value}: #7 'harbour'" in printed
