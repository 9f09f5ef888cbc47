"""Inline mode: ready cards in any chat, exact to the letter, or a way into the private chat."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.cards import payload, question_of
from pullquote.records import Account, Answer, Article, Outcome
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk, article, claim, quote
from tests.bot.stage import ENGLISH, bold, playing, quotes
from tests.telegram.server import BotApi

if TYPE_CHECKING:
    from collections.abc import Sequence


async def test_a_card_has_who_says_it_what_and_where_and_sends_the_quote_itself(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        offered = await (await mina.asks_inline("what of the harbour")).answered(within=1.0)
        assert len(offered.results) == 2
        first: dict[str, Any] = dict(offered.results[0])
        assert first["title"] == "The article, in its own voice"
        assert first["description"].startswith("The gate of the harbour fell at dawn")
        assert first["description"].endswith("The Harbour Post, “Fall of the gate”, paragraph 1")
        assert offered.cache_time > 0
        assert offered.is_personal
        sent = await mina.private().picks(offered, 1)
        assert quotes(sent) == ["𝔄n 😀 emoji harbour stands here."]
        assert bold(sent) == ["harbour"]
        await mina.private().hears_nothing()


@pytest.mark.parametrize("query", ["who", "is there a penguin in Ålesund? 🐧"])
async def test_without_a_card_there_is_a_button_that_asks_the_same_in_private(
    api: BotApi, desk: WordDesk, query: str
) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        offered = await (await mina.asks_inline(query)).answered()
        assert offered.results == ()
        assert offered.button
        opened = await mina.private().asks(f"/start {offered.button['start_parameter']}")
        assert desk.asked[-1] == query
        assert opened.text.startswith(f"{query}\n\n")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("who_controls_Spin_Boldak", "who controls Spin Boldak"),
        ("who-is-Ada", "who is Ada"),
        (payload("who is Ada Quay?"), "who is Ada Quay?"),
        (payload("wér?"), "wér?"),
        ("hello", None),
        ("AAAA", None),
        ("_", None),
    ],
)
def test_a_deep_link_asks_what_it_spells(given: str, meant: str | None) -> None:
    assert question_of(given) == meant


class Quarrel(WordDesk):
    """An asker to whom two people always contradict each other."""

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """Both."""
        source: Article = self.articles[0]
        first, second = quote(source, 0, 1), quote(source, 1, 2)
        told: Sequence[Account] = tuple(
            Account(q.sentence.claims[0].speaker, (q.number,), *q.sentence.claims[0].content) for q in (first, second)
        )
        return Answer(question, Outcome.DISPUTED, (first, second), tuple(told))


async def test_where_accounts_differ_nobody_can_pass_on_only_one(api: BotApi) -> None:
    source = article(
        "Ada Quay said the gate fell.",
        "Ben Pier said the gate stood.",
        claims=lambda s, at: (claim(s, at, s[:8].strip(), s[s.index("the gate") : -1]),),
    )
    async with playing(api, Quarrel([source])):
        mina = api.person("Mina")
        offered = await (await mina.asks_inline("did the gate fall?")).answered()
        assert [result["title"] for result in offered.results] == [ENGLISH.disputed]
        sent = await mina.private().picks(offered)
        assert quotes(sent) == ["Ada Quay said the gate fell.", "Ben Pier said the gate stood."]


async def test_of_queries_typed_on_only_the_last_is_asked(api: BotApi) -> None:
    desk = WordDesk([PORT], delay=0.3)
    async with playing(api, desk):
        mina = api.person("Mina")
        asked = [await mina.asks_inline(f"what of the harbour{'r' * n}") for n in range(6)]
        offered = await asked[-1].answered()
        assert offered.results == ()
        assert len([question for question in desk.asked if question.startswith("what of the harbour")]) <= 3


async def test_a_query_that_nobody_waits_for_any_more_does_no_harm(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing(api, WordDesk([PORT], delay=0.2)):
        mina = api.person("Mina")
        await mina.asks_inline("what of the harbour")
        api.world.queries.expire()
        assert quotes(await mina.private().asks("harbour"))
    assert "ERROR" not in caplog.text
    api.transcript.calls.clear()


async def test_strangers_get_no_cards(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk, frozenset({1})):
        asked = await api.person("Nobody").asks_inline("what of the harbour")
        with pytest.raises(AssertionError):
            await asked.answered(within=0.3)


HARD_TO_SPELL = [
    "is it a 👨‍👩‍👧 pier?",
    "wo\u00a0ist das Übel?",
    "نمی‌دانم کجاست؟",
    "e\u0301tait-il là ??>>",
    "who_is_the-one?",
    "a" * 47 + "?",
]


@pytest.mark.parametrize("question", HARD_TO_SPELL)
async def test_the_button_asks_the_question_to_the_letter_in_any_script(
    api: BotApi, desk: WordDesk, question: str
) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        offered = await (await mina.asks_inline(f" {question} ")).answered()
        assert offered.button
        assert offered.button["text"] == ENGLISH.ask_in_private
        asked = len(desk.asked)
        opened = await mina.private().asks(f"/start {offered.button['start_parameter']}")
        assert question in desk.asked[asked:]
        assert ENGLISH.not_said(1) in opened.text


@pytest.mark.parametrize(
    "question", ["", "?!?!?!?", "¿?¿?¿?", "______", "a" * 49, "x" * 256, "😀" * 13, "a\nquestion of lines"]
)
async def test_what_no_link_can_ask_only_opens_the_chat(api: BotApi, desk: WordDesk, question: str) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        offered = await (await mina.asks_inline(question)).answered()
        assert offered.button
        opened = await mina.private().asks(f"/start {offered.button['start_parameter']}")
        assert opened.text.startswith("I answer questions about")


@pytest.mark.parametrize("given", ["%%%", "=", "a", "wr8_wr8_wr8_", "Pz8_", "AAECAw", "😀", "d2hv=", "__--__"])
async def test_rubbish_behind_start_gets_the_greeting(api: BotApi, desk: WordDesk, given: str) -> None:
    async with playing(api, desk):
        opened = await api.person("Mina").private().asks(f"/start {given}")
    assert opened.text.startswith("I answer questions about")


async def test_words_with_lines_between_them_behind_start_are_a_question(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        opened = await api.person("Mina").private().asks("/start who_is-Ada__Quay")
    assert opened.text.startswith("who is Ada Quay\n\n")
    assert quotes(opened) == ["Ada Quay, a mayor of many years, wept 🐈‍⬛."]


async def test_every_card_quotes_exactly_the_article_whatever_stands_around_it(api: BotApi) -> None:
    text = "👩‍🚀 Quay said 😀 the 𝔤𝔞𝔱𝔢 — “gate” — fell, e\u0301tait-il."
    title = "<b>bold</b> *star* [link](http://evil.example) \u202eGNP.exe\u2066\n`code 😀"
    source = article(
        text,
        "The gate 👨‍👩‍👧 stood.",
        title=title * 4,
        publisher="\u202e",
        url="https://post.example/a_b*c",
        claims=lambda s, at: (claim(s, at, "👩‍🚀 Quay", "“gate”"),) if "Quay" in s else (),
    )
    async with playing(api, WordDesk([source])):
        mina = api.person("Mina")
        offered = await (await mina.asks_inline("the gate")).answered()
        assert [result["title"] for result in offered.results] == ["👩‍🚀 Quay", ENGLISH.article_voice]
        for number, sentence in enumerate(source.sentences):
            result = offered.results[number]
            said, printed = result["description"].split("\n")
            assert said == source.slice(sentence)
            assert printed.startswith("“<b>bold</b> *star* [link](http://evil.example) GNP.exe `code 😀")
            assert len(printed) <= 80
            sent = await mina.private().picks(offered, number)
            assert quotes(sent) == [source.slice(sentence)]
            assert bold(sent) == ["gate"]
            assert [url.partition("#")[0] for _, url in sent.links()] == ["https://post.example/a_b*c"]
            assert sent.markup is None


async def test_a_quote_that_no_single_message_holds_is_no_card_and_the_others_are(api: BotApi) -> None:
    endless = f"The gate {'stood and ' * 500}fell."
    async with playing(api, WordDesk([article(endless, "The gate fell.", "A wall.")])):
        mina = api.person("Mina")
        offered = await (await mina.asks_inline("the gate")).answered()
        assert len(offered.results) == 1
        assert quotes(await mina.private().picks(offered)) == ["The gate fell."]


@dataclass
class Jam(WordDesk):
    """An asker that comes to no end with what is hard, until it is let."""

    let: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """Wait, perhaps."""
        if "hard" in question:
            self.let.wait(10)
        return super().ask(question, article)


async def test_a_query_that_takes_too_long_holds_up_neither_the_next_nor_the_chat(api: BotApi) -> None:
    desk = Jam([PORT])
    async with playing(api, desk, deadline=1.0):
        mina = api.person("Mina")
        slow = await mina.asks_inline("a hard one")
        later = await mina.asks_inline("what of the harbour")
        assert len((await later.answered(within=4.0)).results) == 2
        assert quotes(await mina.private().asks("harbour"))
        offered = await slow.answered()
        assert (offered.results, offered.cache_time) == ((), 0)
        assert offered.button
        desk.let.set()
