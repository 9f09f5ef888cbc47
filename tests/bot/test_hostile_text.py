"""What others write, in names, titles, addresses, questions and articles: shown as text, and never as anything else."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from pullquote.question import Question
from tests.bot.newsroom import WordDesk, article, claim
from tests.bot.stage import ENGLISH, playing, quotes
from tests.telegram.server import BotApi
from tests.telegram.texts import FormattedText

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from pullquote.records import Answer, Article
    from tests.telegram.messages import Message
    from tests.telegram.seats import Seat

OURS = {"blockquote", "expandable_blockquote", "bold", "italic", "text_link"}
FOUND = {"url", "email", "mention", "bot_command", "hashtag"}  # which clients find in any text, whoever wrote it
# What is written, and what of it is shown where it stands on a line of ours.
TEXTS = {
    "an override": ("A\u202egnp.exe\u202cB", "Agnp.exeB"),
    "isolates": ("A\u2066B\u2067C\u2068D\u2069", "ABCD"),
    "embeddings": ("\u202aA\u202bB\u202dC", "ABC"),
    "marks of direction": ("\u200eA\u200f\u061cB", "AB"),
    "what has no width": ("A\u200bB\u200cC\u2060D\ufeffE\u00adF", "ABCDEF"),
    "controls": ("A\x00B\x07C\x1b[31mD\x7fE\x9bF", "ABC[31mDEF"),
    "lines": ("A\nB\r\nC\u2028D\u2029E\x0bF\x85G", "A B C D E F G"),
    "tags of another alphabet": ("A\U000e0041\U000e007fB", "AB"),
    "what is nobody's": ("A\ue000B\U0010ffffC", "ABC"),
    "HTML": ("<b>A</b><a href='tg://user?id=1'>B</a><script>", "<b>A</b><a href='tg://user?id=1'>B</a><script>"),
    "Markdown": ("*A* _B_ [C](http://evil.example) ||D|| `E` ```F", "*A* _B_ [C](http://evil.example) ||D|| `E` ```F"),
    "entities": ("&lt;A&gt; &#8238;B &amp;", "&lt;A&gt; &#8238;B &amp;"),
    "fields": ("{question} %s %(x)s {0} ${PATH} {{", "{question} %s %(x)s {0} ${PATH} {{"),
    "a line of ours": ("A\n\n[1] Ada Quay\nI did it.", "A [1] Ada Quay I did it."),
}
LINKS = [
    *"javascript:alert(1) data:text/html,x tg://user?id=7 tg:resolve?domain=x file:///etc/passwd ftp://a.example".split(),
    *"JaVaScRiPt://post.example/%0aalert(1) http:javascript:alert(1) //post.example http://localhost/x".split(),
    *("http://post.example/\u202egnp", "http://post.example/ x", "http://post.example/\nx"),
    *("java\tscript:alert(1)", " javascript:alert(1)", "http://me:secret@post.example/", "\0"),
    *("http://post.example@evil.example/", "http://post.example\\@evil.example/", "http://[::1]/", "x" * 3000),
]
HARD = "The harbour\u202e of \u2067<b>Quillon</b> *fell* &amp; [so](http://evil.example) {x} \u200bit\u00adis."


class Strict(WordDesk):
    """An asker that takes what the real one takes for a question."""

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """As the others."""
        return super().ask(Question(question).typed, article)


def around(message: Message, version: int = -1) -> str:
    """What of a message is not a quote."""
    body = message.versions[version].body
    whole = body.text.encode("utf-16-le")
    for entity in body.entities:
        if entity.kind.endswith("blockquote"):
            whole = whole[: 2 * entity.offset] + b" \0" * entity.length + whole[2 * entity.end :]
    return whole.decode("utf-16-le")


def is_clean(message: Message) -> bool:
    """Whether around the quotes nobody sees what is not there, and nothing is marked that we do not mark."""
    for version in range(len(message.versions)):
        hidden = [c for c in around(message, version) if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Co")]
        kinds = {entity.kind for entity in message.versions[version].body.entities}
        if hidden or not kinds <= OURS | FOUND:
            return False
    return True


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def told() -> AsyncGenerator[Callable[[Article], Seat]]:
    """Somebody in a chat with a bot, the same for all rows, to which an article is given."""
    async with BotApi() as api:
        desk = Strict([])
        chief = api.person("<b>Chief</b>\u202e", username="chief", last_name="{0}\u2066")
        seat = chief.private()
        async with playing(api, desk, administrators=frozenset({chief.user.id})):

            def given(source: Article) -> Seat:
                desk.articles = [source]
                return seat

            yield given
        assert [call.description for call in api.transcript.refused()] == []
        assert not api.transcript.parsed()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", TEXTS)
async def test_names_and_titles_are_harmless_text_on_a_line_of_ours(told: Callable[[Article], Seat], row: str) -> None:
    written, shown = TEXTS[row]
    source = article(
        f"The harbour fell, {written} said.",
        *(f"A harbour {n} stood." for n in range(4)),
        title=written,
        publisher=written,
        section=f"S {written}",
        claims=lambda s, at: (claim(s, at, written, "fell", written),) if "fell" in s else (),
    )
    seat = told(source)
    answer = await seat.asks("what of the harbour")
    assert f"[1] {shown}, {shown}\n" in answer.text
    assert f"[1] {shown}, “{shown}”, “S {shown}”, paragraph 1" in answer.text
    await seat.taps(answer, ENGLISH.in_context)
    messages = [await seat.sees_edit(answer), await seat.asks("/sources"), await seat.asks("/start")]
    assert f"\n• {shown}: {shown}, " in messages[1].text
    assert f"from {shown}:" in messages[2].text
    messages += [await seat.asks("/remove harbour")]
    assert messages[3].text.startswith(f"Remove {shown}, ")
    assert all(map(is_clean, messages))


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", TEXTS)
async def test_a_question_is_shown_as_text_where_it_is_shown(told: Callable[[Article], Seat], row: str) -> None:
    seat = told(article("The harbour fell."))
    written = f"who was {TEXTS[row][0]} at all"
    message = seat.world.post(seat.chat, seat.user, FormattedText(written))
    seat.world.announce(message)
    messages = [await seat.hears_one()]
    message = seat.world.post(seat.chat, seat.user, FormattedText(f"and {TEXTS[row][0]}?"), reply_to=messages[0])
    seat.world.announce(message)
    messages.append(await seat.hears_one())
    assert all(map(is_clean, messages))
    assert all(ENGLISH.not_said(1) in each.text for each in messages)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "typed", ["\x00\x1b", "\u202e\u2066", "?!", "💀", "…", "who " * 251, "x" * 1001, "\u200b"], ids=ascii
)
async def test_what_is_no_question_is_told_what_is(told: Callable[[Article], Seat], typed: str) -> None:
    seat = told(article("The harbour fell."))
    seat.world.announce(seat.world.post(seat.chat, seat.user, FormattedText(typed)))
    assert (await seat.hears_one()).text == ENGLISH.no_question


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("url", LINKS, ids=lambda url: ascii(url)[:40])
async def test_only_an_address_of_the_web_becomes_a_link(told: Callable[[Article], Seat], url: str) -> None:
    seat = told(article("The harbour fell.", *(f"A harbour {n} stood." for n in range(4)), title="A harbour", url=url))
    answer = await seat.asks("what of the harbour")
    messages = [answer, await seat.asks("/sources")]
    await seat.taps(answer, ENGLISH.in_context)
    await seat.sees_edit(answer)
    assert [link for message in messages for link in message.links()] == []
    assert "paragraph 1" in answer.text
    assert all(map(is_clean, messages))


@pytest.mark.asyncio(loop_scope="module")
async def test_a_quote_is_exact_alone_on_its_lines_and_unmarked_whatever_is_in_it(
    told: Callable[[Article], Seat],
) -> None:
    seat = told(article(HARD, "The harbour of &lt;b&gt; stood.", url="https://post.example/a"))
    answer = await seat.asks("what of the harbour")
    kept = HARD.replace("\u202e", "")  # Telegram takes it out, which is said below
    assert quotes(answer) == [kept, "The harbour of &lt;b&gt; stood."]
    lines = answer.text.split("\n")
    assert kept in lines
    assert lines[lines.index(kept) + 1] == ENGLISH.altered
    assert {entity.kind for entity in answer.entities} <= OURS | FOUND
    assert {url.partition("#")[0] for _, url in answer.links()} == {"https://post.example/a"}
    assert is_clean(answer)


async def test_the_name_of_a_group_or_of_a_person_is_nowhere_said(api: BotApi) -> None:
    async with playing(api, WordDesk([article("The harbour fell.")])):
        for written, _ in TEXTS.values():
            person = api.person(written, last_name=written)
            seat = api.group(written, [person], supergroup=True).seat(person)
            for text in ("/ask what of the harbour", "/privacy"):
                answer = await seat.asks(text)
                assert written not in answer.text
                assert is_clean(answer)
