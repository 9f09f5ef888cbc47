"""The bot put together: which update goes to which handler."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from telegram import LinkPreviewOptions, Message, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation import Conversation
from bot.delivery import Context, Data
from bot.mishaps import handle_mishap
from bot.network import Line, PollingLine, SendingLimits, Turns

if TYPE_CHECKING:
    from bot.library import Library

App = Application[ExtBot[Any], Context, Data, Data, Data, Any]

UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY]  # all that is handled, so all that is sent to us


class FromPerson(filters.MessageFilter):
    """A new message that a person wrote: no bot, not through a bot, no channel; hidden administrators are people."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one."""
        if message.via_bot or message.is_automatic_forward:
            return False
        if message.sender_chat:
            return message.sender_chat.id == message.chat.id
        return message.from_user is not None and not message.from_user.is_bot


class Gate:
    """Lets through what the allowed people write anywhere, and anybody in the allowed chats; without any, all."""

    def __init__(self, allowed: frozenset[int]) -> None:
        self._allowed = allowed

    async def __call__(self, update: Update, context: Context) -> None:
        """Stop here, without a word, unless the person or the chat is allowed."""
        ids = {place.id for place in (update.effective_user, update.effective_chat) if place}
        if self._allowed and not ids & self._allowed:
            raise ApplicationHandlerStop


def add_handlers(application: App, conversation: Conversation, gate: Gate) -> None:
    """Who handles what, first match wins; the gate stands before all of them."""
    application.add_handler(TypeHandler(Update, gate), group=-1)
    person = filters.UpdateType.MESSAGE & FromPerson()
    private = person & filters.ChatType.PRIVATE
    for handler in (
        CommandHandler("start", conversation.start, person),
        CommandHandler("help", conversation.help, person),
        CommandHandler("ask", conversation.ask, person),
        CommandHandler("sources", conversation.sources, person),
        MessageHandler(person & filters.COMMAND, conversation.unknown_command),
        MessageHandler(private & filters.TEXT, conversation.question),
        MessageHandler(private & ~filters.StatusUpdate.ALL, conversation.not_text),
        CallbackQueryHandler(conversation.tap),
    ):
        application.add_handler(handler)
    application.add_error_handler(handle_mishap)


def build_application(
    token: str, api: str, library: Library, polling: PollingLine, allowed: frozenset[int] = frozenset()
) -> App:
    """An application for the bot of ``token``, at the Bot API server ``api``, that opens ``library`` at start.

    Only people and chats with ``allowed`` ids are answered, if there are any.
    """

    async def open_library(_: App) -> None:
        await library.open()

    async def close_library(_: App) -> None:
        library.close()

    def stop_serving() -> None:
        if application.running and application.updater and application.updater.running:
            application.stop_running()

    os.environ.setdefault("PTB_TIMEDELTA", "1")  # durations as the library's next version has them, or it warns
    application: App = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .request(Line("sending"))
        .get_updates_request(polling)
        .rate_limiter(SendingLimits())
        .concurrent_updates(Turns())
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .job_queue(None)
        .build()
    )
    application.post_init = open_library
    application.post_shutdown = close_library
    polling.on_refusal = stop_serving
    add_handlers(application, Conversation(library), Gate(allowed))
    return application
