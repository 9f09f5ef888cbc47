"""What the Bot API server in tests/telegram promises, asked with an unmodified python-telegram-bot."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    AIORateLimiter,
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from tests.telegram import BotApi, Fault, Message, Seat

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
AnyHandler = BaseHandler[Any, Any, Any]

EMOJI = "\N{EARTH GLOBE EUROPE-AFRICA}"


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server of its own for every test."""
    async with BotApi() as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """A client that speaks HTTP with the server."""
    async with Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url) as client:
        yield client


@pytest.fixture
def chat(api: BotApi) -> Seat:
    """A person who opened a private chat with the bot."""
    return api.person("Ada", language_code="de", username="ada").private()


@asynccontextmanager
async def running(
    api: BotApi, *handlers: AnyHandler, limiter: AIORateLimiter | None = None
) -> AsyncGenerator[AnyApplication]:
    """Run an application that polls the server."""
    builder = Application.builder().token(api.token).base_url(api.base_url).base_file_url(api.base_file_url)
    if limiter is not None:
        builder = builder.rate_limiter(limiter)
    application: AnyApplication = builder.build()
    application.add_handlers(handlers)
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=2, allowed_updates=Update.ALL_TYPES)
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()


async def refused(api: BotApi, call: Awaitable[object], description: str, error: type[Exception] = BadRequest) -> None:
    """Make sure that a call is refused with exactly this description."""
    with pytest.raises(error):
        await call
    assert api.transcript.calls[-1].description == description


async def echo(update: Update, _context: object) -> None:
    """Answer a message with its own text."""
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"You said: {update.effective_message.text}")


def link(offset: int, length: int, url: str = "https://example.org/a") -> MessageEntity:
    """A linked span."""
    return MessageEntity("text_link", offset, length, url=url)


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    """A keyboard with one row."""
    return InlineKeyboardMarkup([buttons])


# The application


@pytest.mark.parametrize("limited", [False, True])
async def test_an_unmodified_application_answers_and_stops(api: BotApi, chat: Seat, limited: bool) -> None:
    limiter = AIORateLimiter() if limited else None
    async with running(api, MessageHandler(filters.TEXT, echo), limiter=limiter):
        answer = await chat.asks("good morning")
    assert answer.text == "You said: good morning"
    assert answer.reply_to is None
    assert not api.world.updates.pending
    assert not api.transcript.refused()


async def test_a_rate_limiter_waits_out_a_flood(api: BotApi, chat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    api.fail("sendMessage", Fault.too_many(retry_after=1))
    async with running(api, MessageHandler(filters.TEXT, echo), limiter=AIORateLimiter(max_retries=1)):
        await chat.asks("hello")
    first, second = api.transcript.of("sendMessage")
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 1
    assert len(api.transcript.sent) == 1


async def test_run_polling_starts_and_stops_without_a_warning(api: BotApi, chat: Seat) -> None:
    script = (
        "import sys\n"
        "from telegram.ext import Application, MessageHandler, filters\n"
        "async def echo(update, context): await update.message.reply_text(update.message.text)\n"
        "app = Application.builder().token(sys.argv[1]).base_url(sys.argv[2]).build()\n"
        "app.add_handler(MessageHandler(filters.TEXT, echo))\n"
        "app.run_polling(timeout=1)\n"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-c", script, api.token, api.base_url),
        stderr=asyncio.subprocess.PIPE,
    )
    assert (await chat.asks("hello", within=20)).text == "hello"
    process.send_signal(signal.SIGINT)
    _, complaints = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, complaints) == (0, b"")


async def test_an_application_gets_its_updates_by_webhook(api: BotApi, chat: Seat) -> None:
    application: AnyApplication = Application.builder().token(api.token).base_url(api.base_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with application:
        assert application.updater is not None
        url = f"http://127.0.0.1:{port}/hook"
        await application.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="open-sesame")
        await application.start()
        assert (await chat.asks("hello")).text == "You said: hello"
        await api.all_confirmed()
        await refused(api, application.bot.get_updates(), WEBHOOK_IS_ACTIVE, Conflict)
        assert (await application.bot.get_webhook_info()).url == url
        await application.updater.stop()
        await application.stop()


WEBHOOK_IS_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def test_a_webhook_is_called_again_until_it_takes_the_update(api: BotApi, bot: Bot, chat: Seat) -> None:
    seen: list[tuple[int, str | None]] = []

    async def hook(request: web.BaseRequest) -> web.Response:
        """Refuse twice, then take it."""
        body = json.loads(await request.text())
        seen.append((body["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=200 if len(seen) > 2 else 500)

    runner = web.ServerRunner(web.Server(hook, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/", secret_token="open-sesame")
    await chat.says("hello")
    await api.all_confirmed()
    info = await bot.get_webhook_info()
    await bot.delete_webhook()
    await runner.cleanup()
    assert len(seen) == 3
    assert {secret for _, secret in seen} == {"open-sesame"}
    assert len({update_id for update_id, _ in seen}) == 1
    assert "500" in str(info.last_error_message)


async def test_a_webhook_elsewhere_needs_https(api: BotApi, bot: Bot) -> None:
    wanted = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    await refused(api, bot.set_webhook("http://example.org/hook"), wanted)


async def test_the_server_runs_by_itself_and_a_person_types() -> None:
    token = "7000000002:another-token-of-a-good-length"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "tests.telegram", "--token", token),
        cwd=Path(__file__).parents[1],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    address = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().split()[3].rstrip(",")
    process.stdin.write(b"hello\n")
    async with Bot(token, base_url=f"{address}/bot") as client:
        message = (await client.get_updates(timeout=5))[0].message
        assert message is not None
        assert message.text == "hello"
        await client.send_message(message.chat_id, "good day")
    assert "bot #2: good day" in await asyncio.wait_for(_line_with(process.stdout, "bot #"), 20)
    _, complaints = await asyncio.wait_for(process.communicate(b":quit\n"), 20)
    assert (process.returncode, complaints) == (0, b"")


async def _line_with(stream: asyncio.StreamReader, part: str) -> str:
    """Read on until a line contains something."""
    while part not in (line := (await stream.readline()).decode()):
        assert line, f"{part!r} was never printed"
    return line


# Tokens, methods and parameters


@pytest.mark.parametrize(
    ("token", "status"), [("7000000001:another-token-of-a-good-length", 401), ("not-a-token", 404)]
)
async def test_a_wrong_token_is_refused(api: BotApi, token: str, status: int) -> None:
    with pytest.raises(InvalidToken):
        async with Bot(token, base_url=api.base_url):
            pass
    async with aiohttp.ClientSession() as session, session.get(f"{api.base_url}{token}/getMe") as answer:
        assert answer.status == status
        body = await answer.json()
        assert (body["ok"], body["error_code"]) == (False, status)


async def test_an_unknown_method_is_refused(bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendMessages")


async def test_parameters_come_in_any_encoding(api: BotApi, chat: Seat) -> None:
    url = f"{api.base_url}{api.token}/sendMessage"
    bold: list[dict[str, Any]] = [{"type": "bold", "offset": 0, "length": 3}]
    plain = {"chat_id": str(chat.chat.id), "text": "one", "entities": json.dumps(bold)}
    multipart = aiohttp.FormData(plain, default_to_multipart=True)
    async with aiohttp.ClientSession() as session:
        for sent in (
            session.get(url, params=plain),
            session.post(url, data=plain),
            session.post(url, data=multipart),
            session.post(url, json={"chat_id": chat.chat.id, "text": "one", "entities": bold}),
        ):
            async with sent as answer:
                assert (await answer.json())["result"]["entities"] == bold
    assert [call.parameters["entities"] for call in api.transcript.of("sendMessage")] == [bold] * 4


# Texts and entities


async def test_a_text_of_4096_utf16_units_is_the_longest(api: BotApi, bot: Bot, chat: Seat) -> None:
    sent = await bot.send_message(chat.chat.id, EMOJI * 2048)
    assert sent.text == EMOJI * 2048
    wanted = "Bad Request: message is too long"
    await refused(api, bot.send_message(chat.chat.id, EMOJI * 2048 + "a"), wanted)
    edited = bot.edit_message_text("a" * 4097, chat.chat.id, sent.message_id)
    await refused(api, edited, "Bad Request: MESSAGE_TOO_LONG")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "message text is empty"), (" \n\t\r", "text must be non-empty")],
)
async def test_an_empty_text_is_refused(api: BotApi, bot: Bot, chat: Seat, text: str, reason: str) -> None:
    await refused(api, bot.send_message(chat.chat.id, text), f"Bad Request: {reason}")


async def test_a_text_is_trimmed_and_its_entities_move_along(bot: Bot, chat: Seat) -> None:
    entities = [MessageEntity("bold", 1, 6), MessageEntity("italic", 9, 3), MessageEntity("code", 12, 2)]
    sent = await bot.send_message(chat.chat.id, f" \n {EMOJI}a\r \tb\u2029c \n", entities=entities)
    assert sent.text == f"{EMOJI}a  bc"
    assert [sent.parse_entity(entity) for entity in sent.entities] == [f"{EMOJI}a", "bc"]


async def test_offsets_count_utf16_units(bot: Bot, chat: Seat) -> None:
    sent = await bot.send_message(chat.chat.id, f"{EMOJI} news", entities=[link(3, 4)])
    assert sent.parse_entities() == {sent.entities[0]: "news"}
    message = (await chat.hears())[0]
    assert message.links() == [("news", "https://example.org/a")]


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (link(0, 7), "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 7"),
        (link(7, 1), "entity begins after the end of the text at UTF-16 offset 7"),
        (link(-1, 2), "receive an entity with incorrect offset -1"),
        (link(0, -2), "receive an entity with incorrect length -2"),
        (link(1, 2), "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (
            link(0, 1),
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4",
        ),
        (MessageEntity("loud", 0, 2), "can't parse MessageEntity: Unsupported type specified"),
        (MessageEntity("text_link", 0, 2), "can't parse MessageEntity: Can't find field \"url\""),
        (link(0, 2, "ftp://example.org"), "entity URL 'ftp://example.org' is invalid: Unsupported URL protocol"),
        (link(0, 2, "http://localhost"), "entity URL 'http://localhost' is invalid: Wrong HTTP URL"),
    ],
)
async def test_a_bad_entity_is_refused(api: BotApi, bot: Bot, chat: Seat, entity: MessageEntity, reason: str) -> None:
    call = bot.send_message(chat.chat.id, f"{EMOJI}abcd", entities=[entity])
    await refused(api, call, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("outer", "inner", "reason"),
    [
        (("blockquote", 0, 6), ("blockquote", 1, 2), "blockquote at 0..6 and blockquote at 1..3 can't be nested"),
        (
            ("blockquote", 0, 6),
            ("expandable_blockquote", 1, 2),
            "blockquote at 0..6 and expandable_blockquote at 1..3 can't be nested",
        ),
        (("bold", 0, 4), ("italic", 2, 4), "bold at 0..4 and italic at 2..6 overlap"),
        (("code", 0, 4), ("bold", 0, 4), "bold at 0..4 and code at 0..4 can't be nested"),
    ],
)
async def test_badly_nested_entities_are_refused(
    api: BotApi, bot: Bot, chat: Seat, outer: tuple[str, int, int], inner: tuple[str, int, int], reason: str
) -> None:
    entities = [MessageEntity(*inner), MessageEntity(*outer)]
    call = bot.send_message(chat.chat.id, "abcdef", entities=entities)
    await refused(api, call, f"Bad Request: can't parse entities: {reason}")


async def test_a_link_in_bold_in_a_blockquote_stands(bot: Bot, chat: Seat) -> None:
    entities = [MessageEntity("blockquote", 0, 6), MessageEntity("bold", 0, 4), link(0, 4)]
    sent = await bot.send_message(chat.chat.id, "abcdef", entities=entities)
    assert {entity.type for entity in sent.entities} == {"blockquote", "bold", "text_link"}


async def test_only_100_entities_are_kept(bot: Bot, chat: Seat) -> None:
    entities = [MessageEntity("bold", 2 * i, 1) for i in range(120)]
    sent = await bot.send_message(chat.chat.id, "ab" * 120, entities=entities)
    assert [entity.offset for entity in sent.entities] == list(range(0, 200, 2))


async def test_links_and_commands_are_found_outside_links(bot: Bot, chat: Seat) -> None:
    text = "see https://a.example/b, /help @ada and https://a.example/c"
    sent = await bot.send_message(chat.chat.id, text, entities=[link(40, 19)])
    found = {sent.parse_entity(entity): entity.type for entity in sent.entities}
    assert found == {
        "https://a.example/b": "url",
        "/help": "bot_command",
        "@ada": "mention",
        "https://a.example/c": "text_link",
    }


async def test_parse_mode_is_recorded_and_refused_beside_entities(api: BotApi, bot: Bot, chat: Seat) -> None:
    await bot.send_message(chat.chat.id, "plain")
    assert not api.transcript.parsed()
    await bot.send_message(chat.chat.id, "<b>bold</b>", parse_mode="HTML")
    assert [call.parameters["parse_mode"] for call in api.transcript.parsed()] == ["HTML"]
    call = bot.send_message(chat.chat.id, "bold", parse_mode="HTML", entities=[MessageEntity("bold", 0, 4)])
    await refused(api, call, "Bad Request: parse_mode and entities can't be specified together")


# Chats


async def test_a_chat_has_to_be_known_opened_and_not_blocked(api: BotApi, bot: Bot, chat: Seat) -> None:
    await refused(api, bot.send_message(4711, "hello"), "Bad Request: chat not found")
    shy = api.person("Bob").private(opened=False)
    unopened = "Forbidden: bot can't initiate conversation with a user"
    await refused(api, bot.send_message(shy.chat.id, "hello"), unopened, Forbidden)
    await chat.blocks_bot()
    blocked = "Forbidden: bot was blocked by the user"
    await refused(api, bot.send_message(chat.chat.id, "hello"), blocked, Forbidden)
    update = (await bot.get_updates())[0]
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_a_migrated_group_says_where_it_went(api: BotApi, bot: Bot) -> None:
    group = api.group("Newsroom", [api.person("Ada")])
    await bot.send_message(group.chat.id, "hello")
    new = group.migrates()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.chat.id, "hello")
    assert moved.value.new_chat_id == new.chat.id
    assert (await bot.send_message(new.chat.id, "hello")).message_id == 2
    notes = [update.message for update in await bot.get_updates()]
    assert [(note.migrate_to_chat_id, note.migrate_from_chat_id) for note in notes if note] == [
        (new.chat.id, None),
        (None, group.chat.id),
    ]


async def test_privacy_mode_hides_what_is_not_for_the_bot(api: BotApi, bot: Bot) -> None:
    group = api.group("Newsroom", [ada := api.person("Ada")])
    seat = group.seat(ada)
    await bot.send_message(group.chat.id, "hello")
    mine = await seat.hears_one()
    await seat.says("just chatting")
    await seat.says("/ask@other_bot what")
    await seat.says("/ask what")
    await seat.says("@pullquote_test_bot what")
    await seat.says("what?", reply_to=mine)
    await group.seat(api.other_bot("weather_bot")).says("/rain@pullquote_test_bot")
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts == ["/ask what", "what?", "/rain@pullquote_test_bot"]


async def test_a_group_tells_who_comes_and_where_the_bot_stands(api: BotApi, bot: Bot) -> None:
    ada = api.person("Ada")
    group = api.group("Newsroom", bot_status="left")
    await refused(
        api, bot.send_message(group.chat.id, "hi"), "Forbidden: bot is not a member of the group chat", Forbidden
    )
    group.joins(ada, "creator")
    group.sets_bot(ada, "administrator")
    assert (await bot.get_chat_member(group.chat.id, ada.user.id)).status == "creator"
    assert (await bot.get_chat_member(group.chat.id, bot.id)).status == "administrator"
    assert (await bot.get_chat(group.chat.id)).title == "Newsroom"
    await bot.leave_chat(group.chat.id)
    assert (await bot.get_chat_member(group.chat.id, bot.id)).status == "left"
    kinds = [("my_chat_member", "message")[update.message is not None] for update in await bot.get_updates()]
    assert kinds == ["my_chat_member", "message"]


async def test_message_ids_increase_in_each_chat(api: BotApi, bot: Bot, chat: Seat) -> None:
    other = api.person("Bob").private()
    first = await bot.send_message(chat.chat.id, "one")
    await chat.says("two")
    third = await bot.send_message(chat.chat.id, "three")
    elsewhere = await bot.send_message(other.chat.id, "one")
    assert (first.message_id, third.message_id, elsewhere.message_id) == (1, 3, 1)
    assert first.from_user == await bot.get_me()
    assert first.chat.username == "ada"


# Edits, keyboards and replies


async def test_an_edit_changes_a_message(api: BotApi, bot: Bot, chat: Seat) -> None:
    buttons = keyboard(InlineKeyboardButton("more", callback_data="m"))
    sent = await bot.send_message(chat.chat.id, "old", reply_markup=buttons)
    message = await chat.hears_one()
    same = bot.edit_message_text("old", chat.chat.id, sent.message_id, reply_markup=buttons)
    await refused(api, same, NOT_MODIFIED)
    edited = await bot.edit_message_text("new", chat.chat.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("new", None)
    assert edited.edit_date is not None
    await chat.sees_edit(message)
    assert [version.body.text for version in message.versions] == ["old", "new"]
    await bot.edit_message_reply_markup(chat.chat.id, sent.message_id, reply_markup=buttons)
    assert message.labels == ["more"]
    unknown = bot.edit_message_text("new", chat.chat.id, 99)
    await refused(api, unknown, "Bad Request: message to edit not found")
    theirs = await chat.says("mine")
    await refused(api, bot.edit_message_text("x", chat.chat.id, theirs.id), "Bad Request: message can't be edited")


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton("a", callback_data="\u00e9" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("a", callback_data=""), "BUTTON_DATA_INVALID"),
        (
            InlineKeyboardButton("a"),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            InlineKeyboardButton("a", url="https://example.org", callback_data="a"),
            "can't parse inline keyboard button: exactly one action must be specified, not url and callback_data",
        ),
        (
            InlineKeyboardButton("a", url="http://localhost/x"),
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        (InlineKeyboardButton("a", copy_text=CopyTextButton("a" * 257)), "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_a_bad_button_is_refused(
    api: BotApi, bot: Bot, chat: Seat, button: InlineKeyboardButton, reason: str
) -> None:
    call = bot.send_message(chat.chat.id, "text", reply_markup=keyboard(button))
    await refused(api, call, f"Bad Request: {reason}")


async def test_100_buttons_are_the_most(api: BotApi, bot: Bot, chat: Seat) -> None:
    buttons = [[InlineKeyboardButton("a", callback_data="\u00e9" * 32)] for _ in range(101)]
    await bot.send_message(chat.chat.id, "text", reply_markup=InlineKeyboardMarkup(buttons[:100]))
    call = bot.send_message(chat.chat.id, "text", reply_markup=InlineKeyboardMarkup(buttons))
    await refused(api, call, "Bad Request: reply markup is too long")


async def test_a_reply_keyboard_is_kept_but_not_shown(api: BotApi, bot: Bot, chat: Seat) -> None:
    sent = await bot.send_message(chat.chat.id, "text", reply_markup=ReplyKeyboardMarkup([["yes", "no"]]))
    assert sent.reply_markup is None
    assert (await chat.hears_one()).labels == ["yes", "no"]
    edit = bot.edit_message_text("new", chat.chat.id, sent.message_id)
    await refused(api, edit, "Bad Request: message can't be edited")


async def test_a_reply_quotes_exactly(api: BotApi, bot: Bot, chat: Seat) -> None:
    asked = await chat.says(f"{EMOJI} one two one two")

    def reply(quote: str, position: int | None = None, **more: Any) -> Awaitable[Any]:
        """Reply with a quote."""
        parameters = ReplyParameters(asked.id, quote=quote, quote_position=position, **more)
        return bot.send_message(chat.chat.id, "indeed", reply_parameters=parameters)

    for position, wanted in ((None, 7), (15, 15), (14, 15)):
        sent = await reply("two", position)
        assert (sent.quote.text, sent.quote.position) == ("two", wanted)
        assert sent.reply_to_message.message_id == asked.id
    for bad in ("Two", "two  one", "two one two!"):
        await refused(api, reply(bad), "Bad Request: QUOTE_TEXT_INVALID")
    bold = [MessageEntity("bold", 0, 3)]
    await refused(api, reply("two", quote_entities=bold), "Bad Request: QUOTE_TEXT_INVALID")


async def test_a_quote_repeats_the_styles_of_the_message(bot: Bot, chat: Seat) -> None:
    entities = [MessageEntity("bold", 2, 4), link(0, 8)]
    sent = await bot.send_message(chat.chat.id, "abcdefgh", entities=entities)
    bold = [MessageEntity("bold", 0, 2)]
    parameters = ReplyParameters(sent.message_id, quote="efg", quote_entities=bold)
    reply = await bot.send_message(chat.chat.id, "indeed", reply_parameters=parameters)
    assert reply.quote is not None
    assert reply.quote.entities == tuple(bold)


async def test_a_quote_of_1024_units_is_the_longest(api: BotApi, bot: Bot, chat: Seat) -> None:
    asked = await chat.says("a" * 2000)
    for length in (1024, 1025):
        parameters = ReplyParameters(asked.id, quote="a" * length)
        call = bot.send_message(chat.chat.id, "indeed", reply_parameters=parameters)
        if length == 1024:
            assert (await call).quote is not None
        else:
            await refused(api, call, "Bad Request: QUOTE_TEXT_INVALID")


async def test_a_reply_needs_its_message_unless_it_may_do_without(api: BotApi, bot: Bot, chat: Seat) -> None:
    gone = await chat.says("never mind")
    await chat.deletes(gone)
    call = bot.send_message(chat.chat.id, "what?", reply_parameters=ReplyParameters(gone.id))
    await refused(api, call, "Bad Request: message to be replied not found")
    without = ReplyParameters(gone.id, allow_sending_without_reply=True)
    assert (await bot.send_message(chat.chat.id, "what?", reply_parameters=without)).reply_to_message is None


async def test_options_are_recorded(api: BotApi, bot: Bot, chat: Seat) -> None:
    off = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(
        chat.chat.id, "text", link_preview_options=off, disable_notification=True, protect_content=True
    )
    assert sent.link_preview_options == off
    message = api.transcript.sent[0]
    assert message.preview == {"is_disabled": True}
    assert message.silent


async def test_a_bot_deletes_its_messages_and_reacts(api: BotApi, bot: Bot, chat: Seat) -> None:
    sent = await bot.send_message(chat.chat.id, "oops")
    await bot.delete_message(chat.chat.id, sent.message_id)
    call = bot.delete_message(chat.chat.id, sent.message_id)
    await refused(api, call, "Bad Request: message to delete not found")
    asked = await chat.says("thanks")
    await bot.set_message_reaction(chat.chat.id, asked.id, "\N{THUMBS UP SIGN}")
    assert asked.reactions == ["\N{THUMBS UP SIGN}"]
    await refused(api, bot.set_message_reaction(chat.chat.id, asked.id, "x"), "Bad Request: REACTION_INVALID")


# Updates


async def test_an_update_comes_again_until_it_is_confirmed(api: BotApi, bot: Bot, chat: Seat) -> None:
    for text in ("one", "two", "three"):
        await chat.says(text)
    first = await bot.get_updates(limit=2)
    again = await bot.get_updates()
    assert [update.update_id for update in again][:2] == [update.update_id for update in first]
    assert [update.message.text for update in again if update.message] == ["one", "two", "three"]
    rest = await bot.get_updates(offset=again[1].update_id)
    assert [update.message.text for update in rest if update.message] == ["two", "three"]
    last = await bot.get_updates(offset=-1)
    assert [update.message.text for update in last if update.message] == ["three"]
    assert len(await bot.get_updates()) == 1
    assert await bot.get_updates(offset=last[0].update_id + 1) == ()
    assert await bot.get_updates() == ()
    assert api.world.updates.deliveries[first[0].update_id] == 2


async def test_a_poller_waits_for_an_update(api: BotApi, bot: Bot, chat: Seat) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await chat.sees(lambda: api.world.updates.polled)
    await chat.says("hello")
    assert len(await poll) == 1


async def test_a_second_poller_terminates_the_first(api: BotApi, bot: Bot, chat: Seat) -> None:
    # Each client polls through one connection, so the second poller is another client.
    async with Bot(api.token, base_url=api.base_url) as other:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await chat.sees(lambda: api.world.updates.polled)
        second = asyncio.create_task(other.get_updates(timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await chat.says("hello")
        assert len(await second) == 1
    assert [call.status for call in api.transcript.of("getUpdates")] == [409, 200]


async def test_a_poller_that_hangs_up_takes_nothing(api: BotApi, bot: Bot, chat: Seat) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await chat.sees(lambda: api.world.updates.polled)
    poll.cancel()
    await chat.sees(lambda: not api.world.updates.polled)
    await chat.says("hello")
    assert len(await bot.get_updates(timeout=1)) == 1
    assert list(api.world.updates.deliveries.values()) == [1]


async def test_allowed_updates_are_remembered(bot: Bot, chat: Seat) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    message = await chat.says("one")
    await chat.edits(message, "two")
    updates = await bot.get_updates()
    assert [update.edited_message.text for update in updates if update.edited_message] == ["two"]
    assert len(updates) == 1


async def test_updates_can_be_dropped(bot: Bot, chat: Seat) -> None:
    await chat.says("one")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_commands_carry_their_entities(api: BotApi, bot: Bot, chat: Seat) -> None:
    asked: list[Message] = []

    async def ask(update: Update, _context: object) -> None:
        """Note that the command came through."""
        assert update.effective_chat is not None
        await bot.send_message(update.effective_chat.id, "asked")

    async with running(api, CommandHandler("ask", ask)):
        asked.append(await chat.asks("/ask@pullquote_test_bot who?"))
    assert asked[0].text == "asked"
    said = chat.chat.messages[1]
    assert said.parts("bot_command") == ["/ask@pullquote_test_bot"]


async def test_a_poison_update_cannot_be_parsed_and_stays(api: BotApi, bot: Bot, chat: Seat) -> None:
    poisoned = api.poison()
    await chat.says("after")
    for _ in range(2):
        with pytest.raises(Exception, match=r".") as failure:
            await bot.get_updates()
        assert not isinstance(failure.value, NetworkError)
    assert [update.update_id for update in await bot.get_updates(offset=poisoned + 1)] == [poisoned + 1]


# Queries


async def test_a_tap_is_answered_once_and_in_time(api: BotApi, bot: Bot, chat: Seat) -> None:
    buttons = keyboard(InlineKeyboardButton("more", callback_data="m"))
    await bot.send_message(chat.chat.id, "text", reply_markup=buttons)
    message = await chat.hears_one()
    tap = await chat.taps(message, "more")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert (query.id, query.data) == (tap.id, "m")
    assert query.message is not None
    too_long = bot.answer_callback_query(query.id, "a" * 201)
    await refused(api, too_long, "Bad Request: MESSAGE_TOO_LONG")
    await bot.answer_callback_query(query.id, "a" * 200, show_alert=True)
    answer = await tap.answered()
    assert (answer.text, answer.show_alert) == ("a" * 200, True)
    await refused(api, bot.answer_callback_query(query.id), TOO_OLD)
    late = await chat.taps(message, "m")
    api.world.queries.expire()
    await refused(api, bot.answer_callback_query(late.id), TOO_OLD)


TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_handler_answers_a_tap_with_an_edit(api: BotApi, chat: Seat) -> None:
    async def start(update: Update, _context: object) -> None:
        """Offer a button."""
        assert update.effective_message is not None
        buttons = keyboard(InlineKeyboardButton("more", callback_data="m"))
        await update.effective_message.reply_text("first", reply_markup=buttons)

    async def more(update: Update, _context: object) -> None:
        """Turn the page."""
        assert update.callback_query is not None
        await update.callback_query.answer("here")
        await update.callback_query.edit_message_text("second")

    async with running(api, CommandHandler("start", start), CallbackQueryHandler(more)):
        message = await chat.asks("/start")
        tap = await chat.taps(message, "more")
        assert (await tap.answered()).text == "here"
        assert (await chat.sees_edit(message)).text == "second"
        await chat.hears_nothing()


def article(number: object, text: str = "text", **more: Any) -> InlineQueryResultArticle:
    """A result that puts a text into the chat."""
    return InlineQueryResultArticle(str(number), "title", InputTextMessageContent(text, **more))


async def test_an_inline_query_is_answered_and_a_result_picked(api: BotApi, bot: Bot, chat: Seat) -> None:
    buttons = keyboard(InlineKeyboardButton("more", callback_data="m"))
    chosen = InlineQueryResultArticle("1", "title", InputTextMessageContent("picked"), reply_markup=buttons)

    async def offer(update: Update, _context: object) -> None:
        """Offer one result."""
        assert update.inline_query is not None
        await update.inline_query.answer([chosen], cache_time=7)

    async with running(api, InlineQueryHandler(offer)):
        ask = await api.person("Bob").asks_inline("who?")
        answer = await ask.answered()
    assert (answer.cache_time, [result["id"] for result in answer.results]) == (7, ["1"])
    message = await chat.picks(answer, query="who?")
    update = (await bot.get_updates())[0]
    assert update.chosen_inline_result is not None
    inline_id = update.chosen_inline_result.inline_message_id
    assert await bot.edit_message_text("edited", inline_message_id=inline_id) is True
    assert message.text == "edited"


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([article(i) for i in range(51)], "too many inline query results specified"),
        ([article(1), article(1)], "RESULT_ID_DUPLICATE"),
        ([article("a" * 65)], "RESULT_ID_INVALID"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article(1, "a" * 4097)], "MESSAGE_TOO_LONG"),
        (
            [article(1, "abc", entities=[link(0, 4)])],
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 4",
        ),
    ],
)
async def test_bad_inline_results_are_refused(
    api: BotApi, bot: Bot, results: Iterable[InlineQueryResultArticle], reason: str
) -> None:
    ask = await api.person("Bob").asks_inline("who?")
    await refused(api, bot.answer_inline_query(ask.id, list(results)), f"Bad Request: {reason}")


# Files, actions and the bot's profile


async def test_a_document_of_a_person_can_be_downloaded(api: BotApi, bot: Bot, chat: Seat) -> None:
    await chat.sends_document("story.txt", b"Once upon a time", caption="read this")
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.document.mime_type) == ("story.txt", "text/plain")
    assert message.caption == "read this"
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"Once upon a time"
    big = await chat.sends_document("big.txt", b"", claimed_size=21 * 1024 * 1024)
    call = bot.get_file(big.content["document"]["file_id"])
    await refused(api, call, "Bad Request: file is too big")


async def test_a_bot_uploads_a_document(api: BotApi, bot: Bot, chat: Seat) -> None:
    sent = await bot.send_document(chat.chat.id, b"a,b", filename="table.csv", caption="here")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("table.csv", 3, "here")
    again = await bot.send_document(chat.chat.id, sent.document.file_id)
    assert again.document == sent.document
    await refused(
        api,
        bot.send_document(chat.chat.id, sent.document.file_id, caption="a" * 1025),
        "Bad Request: message caption is too long",
    )


async def test_chat_actions_are_checked(api: BotApi, bot: Bot, chat: Seat) -> None:
    await bot.send_chat_action(chat.chat.id, "typing")
    assert chat.chat.actions == ["typing"]
    wanted = "Bad Request: wrong parameter action in request"
    await refused(api, bot.send_chat_action(chat.chat.id, "thinking"), wanted)


async def test_commands_are_kept_for_each_scope_and_language(bot: Bot) -> None:
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "Hilfe")], private, "de")
    assert [command.description for command in await bot.get_my_commands(private, "de")] == ["Hilfe"]
    assert [command.description for command in await bot.get_my_commands()] == ["Help"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([BotCommand("Help", "Help")], "BOT_COMMAND_INVALID"),
        ([BotCommand("a" * 33, "Help")], "BOT_COMMAND_INVALID"),
        ([BotCommand("help", "")], "command description must be non-empty"),
        ([BotCommand("help", "a" * 257)], "command description length must not exceed 256"),
        ([BotCommand(f"c{i}", "d") for i in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_bad_commands_are_refused(api: BotApi, bot: Bot, commands: list[BotCommand], reason: str) -> None:
    await refused(api, bot.set_my_commands(commands), f"Bad Request: {reason}")


async def test_descriptions_are_kept(api: BotApi, bot: Bot) -> None:
    await bot.set_my_description("Quotes the news")
    await bot.set_my_short_description("Zitate", "de")
    await bot.set_my_name("Quoter")
    assert (await bot.get_my_description()).description == "Quotes the news"
    assert (await bot.get_my_short_description("de")).short_description == "Zitate"
    assert (await bot.get_my_name()).name == "Quoter"
    call = bot.set_my_short_description("a" * 121)
    await refused(api, call, "Bad Request: bot short description is too long")


async def test_after_logging_out_nothing_is_answered(bot: Bot) -> None:
    await bot.log_out()
    with pytest.raises(BadRequest, match="Logged out"):
        await bot.get_me()


# Faults


async def test_a_flood_is_refused_once_and_has_no_effect(
    api: BotApi, bot: Bot, chat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without this python-telegram-bot warns of its future whenever it reads the seconds.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    api.fail("sendMessage", Fault.too_many(retry_after=2))
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(chat.chat.id, "hello")
    assert flood.value.retry_after == timedelta(seconds=2)
    assert not api.transcript.sent
    await bot.send_message(chat.chat.id, "hello")
    assert [message.text for message in api.transcript.sent] == ["hello"]


@pytest.mark.parametrize("fault", [Fault.server_error(), Fault.bad_gateway(), Fault.dropped()])
async def test_a_fault_before_the_effect_sends_nothing(api: BotApi, bot: Bot, chat: Seat, fault: Fault) -> None:
    api.fail(None, Fault.none(), fault)
    await bot.send_chat_action(chat.chat.id, "typing")
    with pytest.raises(NetworkError):
        await bot.send_message(chat.chat.id, "hello")
    assert not api.transcript.sent
    assert not api.transcript.calls[-1].took_effect


async def test_a_lost_reply_was_sent_all_the_same(api: BotApi, bot: Bot, chat: Seat) -> None:
    api.fail("sendMessage", Fault.lost_reply())
    with pytest.raises(NetworkError):
        await bot.send_message(chat.chat.id, "hello")
    assert (await chat.hears_one()).text == "hello"
    assert not api.transcript.repeated()
    await bot.send_message(chat.chat.id, "hello")
    await bot.send_message(chat.chat.id, "hello again")
    assert [[message.text for message in alike] for alike in api.transcript.repeated()] == [["hello"] * 2]


async def test_silence_and_a_slow_answer_come_after_the_effect(api: BotApi, bot: Bot, chat: Seat) -> None:
    api.fail("sendMessage", Fault.silence(), Fault.slow(1.0))
    with pytest.raises(TimedOut):
        await bot.send_message(chat.chat.id, "one", read_timeout=0.5)
    with pytest.raises(TimedOut):
        await bot.send_message(chat.chat.id, "two", read_timeout=0.5)
    await chat.hears(2)


async def test_a_fault_can_last_and_be_picky(api: BotApi, bot: Bot, chat: Seat) -> None:
    def is_secret(call: Any) -> bool:
        """Pick the calls that send one text."""
        return call.parameters["text"] == "secret"

    api.fail("sendMessage", Fault.refused(403, "Forbidden: no"), lasting=True, when=is_secret)
    for _ in range(2):
        await refused(api, bot.send_message(chat.chat.id, "secret"), "Forbidden: no", Forbidden)
    await bot.send_message(chat.chat.id, "open")
    api.heal()
    await bot.send_message(chat.chat.id, "secret")


async def test_a_server_that_stopped_comes_back_with_everything_known(api: BotApi, chat: Seat) -> None:
    async with running(api, MessageHandler(filters.TEXT, echo)) as application:
        await chat.asks("one")
        url = api.url
        await api.stop()
        with pytest.raises(NetworkError):
            await application.bot.send_message(chat.chat.id, "lost")
        await chat.says("two")
        await api.start()
        assert api.url == url
        assert (await chat.hears_one(within=10)).text == "You said: two"
