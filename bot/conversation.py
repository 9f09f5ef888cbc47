"""What the bot does when somebody writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot.albums import is_first_of_album
from bot.answering import Asked
from bot.buttons import example_buttons
from bot.cards import question_of
from bot.delivery import edit, send, tell, typing
from bot.drafts import Reply
from bot.replies import clip
from bot.sources import PAGE, render_sources

if TYPE_CHECKING:
    from telegram import Update

    from bot.administrators import Administrators
    from bot.answering import Answering
    from bot.delivery import Context
    from bot.desk import Desk
    from bot.library import Library
    from bot.manners import Manners


class Conversation:
    """The handlers of messages and of commands for everybody."""

    def __init__(
        self,
        library: Library,
        manners: Manners,
        answering: Answering,
        desk: Desk,
        administrators: Administrators,
    ) -> None:
        self._library = library
        self._manners = manners
        self._answering = answering
        self._desk = desk
        self._administrators = administrators

    async def start(self, update: Update, context: Context) -> None:
        """Answer the question of a deep link; else say what this is, with questions to tap."""
        message = update.effective_message
        if message is None:
            return
        question = question_of(context.args[0]) if context.args else None
        if question:
            await self._answering.answer(context, Asked(message, update.effective_user, question, question))
            return
        words = await self._manners.words(update.effective_user)
        articles = await self._library.sources()
        async with typing(context.bot, message):
            examples = await self._library.examples()
        publishers = {clip(article.publisher) for article in articles}
        source = publishers.pop() if len(publishers) == 1 else None
        text = words.greeting(len(articles), source, examples=bool(examples)) if articles else words.nothing_known
        await send(context.bot, message, [Reply(text, keyboard=example_buttons(examples))])

    async def help(self, update: Update, context: Context) -> None:
        """Say how to use this."""
        message, user = update.effective_message, update.effective_user
        if message is None:
            return
        words = await self._manners.words(user)
        group = message.chat.type != ChatType.PRIVATE
        commands = words.group_commands() if group else words.commands()
        if user and user.id in self._administrators and not group:
            commands += words.administrator_commands()
        await send(context.bot, message, [Reply(words.help(commands, context.bot.username, group=group))])

    async def sources(self, update: Update, context: Context) -> None:
        """List the articles."""
        if message := update.effective_message:
            await send(context.bot, message, [await self._page(update, 1)])

    async def turn_sources(self, update: Update, context: Context) -> None:
        """Turn the page of the list."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        shown = query.message.reply_markup if isinstance(query.message, Message) else None
        if shown and PAGE not in str(shown):  # the keyboard of something else
            await tell(query, (await self._manners.words(query.from_user)).made_up, alert=True)
            return
        await tell(query)
        page = int((query.data or "").removeprefix(PAGE))
        await edit(context.bot, query.message, await self._page(update, page))

    async def ask(self, update: Update, context: Context) -> None:
        """Answer the question behind the command, or say that there is none."""
        message = update.effective_message
        if message is None:
            return
        _, *question = (message.text or "").split(maxsplit=1)
        if question:
            await self._answering.answer(context, Asked(message, update.effective_user, question[0]))
            return
        words = await self._manners.words(update.effective_user)
        examples = await self._library.examples()
        await send(context.bot, message, [Reply(words.how_to_ask((examples or [words.example])[0]))])

    async def question(self, update: Update, context: Context) -> None:
        """Answer what was typed, unless it is what an administrator was asked for."""
        message = update.effective_message
        if message and message.text and not await self._desk.takes(message, context):
            await self._answering.answer(context, Asked(message, update.effective_user, message.text))

    async def addressed(self, update: Update, context: Context) -> None:
        """Answer a message in a group that mentions the bot or replies to it. Nothing else there is for the bot."""
        message = update.effective_message
        if message is None or message.text is None:
            return
        question = _without_mention(message, context.bot.username)
        if question is None:
            if not _replies_to(message, context.bot.id):
                return
            question = message.text
        if re.search(r"[^\W_]", question):  # a thumb up, or only the mention, is nothing to answer
            await self._answering.answer(context, Asked(message, update.effective_user, question.strip()))

    async def not_text(self, update: Update, context: Context) -> None:
        """Say that pictures, voices and the like are not understood; once for an album."""
        message = update.effective_message
        if message and is_first_of_album(message, context):
            words = await self._manners.words(update.effective_user)
            await send(context.bot, message, [Reply(words.only_text)])

    async def unknown_command(self, update: Update, context: Context) -> None:
        """Say that a command is not known. In a group it is somebody else's, unless it names this bot."""
        message = update.effective_message
        if message is None:
            return
        command = (message.text or "").split(maxsplit=1)[0]
        ours = command.lower().endswith(f"@{context.bot.username}".lower())
        if ours or message.chat.type == ChatType.PRIVATE:
            words = await self._manners.words(update.effective_user)
            await send(context.bot, message, [Reply(words.unknown_command)])

    async def _page(self, update: Update, page: int) -> Reply:
        words = await self._manners.words(update.effective_user)
        return render_sources(await self._library.sources(), await self._library.updated(), page, words)


def _replies_to(message: Message, bot: int) -> bool:
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == bot)


def _without_mention(message: Message, username: str) -> str | None:
    """The text without the mention of the bot, or None where it is not mentioned."""
    mentions = message.parse_entities([MessageEntity.MENTION]).values()
    ours = next((mention for mention in mentions if mention.lower() == f"@{username}".lower()), None)
    if ours is None:
        return None
    return re.sub(rf"\s*{re.escape(ours)}\b[,:]?", " ", message.text or "").strip()
