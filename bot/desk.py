"""Articles that administrators add from their private chat: read, shown, corrected, published."""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from telegram import ForceReply, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError

from bot.buttons import Press, answer_tap, button, rows_of
from bot.delivery import edit, send
from bot.drafts import Reply
from bot.proposals import FIELDS, ValueRefusedError, Wait
from bot.replies import clip
from bot.sources import quotable
from index.articles import MAX_PAGE
from pullquote.errors import PullquoteError
from pullquote.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import MaybeInaccessibleMessage, Message, Update, User

    from bot.administrators import Administrators
    from bot.delivery import Context
    from bot.library import Library
    from bot.manners import Manners
    from bot.proposals import Proposal, Proposals
    from bot.publishing import Publisher
    from bot.wording import Wording
    from index.articles import Manuscript
    from pullquote.records import Article

PATIENCE = 10  # minutes in which a text that replies to nothing is what was asked for
CORRECT, PUBLISH, DISCARD = "correct", "publish", "discard"
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class Desk:
    """The handlers of /add, of documents, and of what is done with what they hold."""

    def __init__(
        self,
        library: Library,
        publisher: Publisher,
        proposals: Proposals,
        manners: Manners,
        administrators: Administrators,
    ) -> None:
        self._library = library
        self._publisher = publisher
        self._proposals = proposals
        self._manners = manners
        self._administrators = administrators
        self._writing = asyncio.Lock()

    async def add(self, update: Update, context: Context) -> None:
        """Read the article at the address behind the command."""
        message, user = await self._administrators.admit(update, context)
        if message is None or user is None:
            return
        words = await self._manners.words(user)
        address = ADDRESS.search(message.text or "")
        if address is None:
            await send(context.bot, message, [Reply(words.how_to_add)])
            return
        await self._propose(context, message, user, address[0], lambda: self._publisher.fetch(address[0]))

    async def document(self, update: Update, context: Context) -> None:
        """Read the document that was sent."""
        message, user = await self._administrators.admit(update, context)
        document = message.document if message else None
        if message is None or user is None or document is None:
            return
        words = await self._manners.words(user)
        if (document.file_size or 0) > MAX_PAGE:
            await send(context.bot, message, [Reply(words.how_to_add)])
            return
        name = clip(document.file_name) or "document"
        try:
            file = await document.get_file()
            content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            logger.warning("a document could not be fetched: %s", type(error).__name__)
            await send(context.bot, message, [Reply(words.failed(name))])
            return
        await self._propose(context, message, user, name, lambda: self._publisher.read(name, content))

    async def tap(self, update: Update, context: Context) -> None:
        """Correct, publish or discard what was proposed."""
        query = update.callback_query
        if query is None:
            return
        words = await self._manners.words(query.from_user)
        press = Press.read(query.data)
        if press is None or query.message is None or query.from_user.id not in self._administrators:
            await answer_tap(query, words.made_up)
            return
        proposal = await self._proposals.recall(press.number, query.from_user.id)
        if proposal is None:
            await answer_tap(query, words.done_already)
            return
        if proposal.message != query.message.message_id:
            await answer_tap(query, words.made_up)
            return
        await answer_tap(query)
        if press.action == DISCARD:
            await self._discard(context, query.message, proposal, words)
        elif press.action == PUBLISH:
            await self._proposals.begin(proposal)
            await self._publish(context, query.message, proposal, words)
        elif press.argument in FIELDS:
            text = words.give(press.argument)
            prompt = await context.bot.send_message(query.message.chat.id, text, reply_markup=ForceReply())
            await self._proposals.wait_for(proposal, _wait(press.argument, prompt))

    async def takes(self, message: Message, context: Context) -> bool:
        """Whether a text is the value of a field that its administrator was asked for; then it is noted."""
        user = message.from_user
        if user is None or user.id not in self._administrators or message.chat.type != ChatType.PRIVATE:
            return False
        proposal = await self._proposals.awaited(user.id)
        if proposal is None or proposal.awaited is None or not _is_meant(message, proposal, proposal.awaited):
            return False
        words, field = await self._manners.words(user), proposal.awaited.field
        try:
            corrected = await self._proposals.correct(proposal, field, message.text or "")
            article = await self._in_thread(lambda: self._publisher.preview(corrected.manuscript))
        except ValueRefusedError:
            there = ReplyParameters(message.message_id, allow_sending_without_reply=True)
            prompt = await context.bot.send_message(
                message.chat.id, words.wrong_value, reply_markup=ForceReply(), reply_parameters=there
            )
            await self._proposals.wait_for(proposal, _wait(field, prompt))
            return True
        await self._show_corrected(context, message, corrected, article, field)
        return True

    async def _show_corrected(
        self, context: Context, message: Message, corrected: Proposal, article: Article, field: str
    ) -> None:
        """Show what was understood with the new value in it, and note the value below."""
        words = await self._manners.words(message.from_user)
        if corrected.message is None:
            return
        reply = await self._shown(corrected, article, words)
        with suppress(BadRequest):
            await context.bot.edit_message_text(
                reply.text, message.chat.id, corrected.message, reply_markup=reply.keyboard
            )
        named = clip(str(getattr(corrected.manuscript.source, field) or words.say("unknown")))
        there = ReplyParameters(corrected.message, allow_sending_without_reply=True)
        await context.bot.send_message(message.chat.id, f"{words.field(field)}: {named}", reply_parameters=there)

    async def forget_field(self, update: Update, context: Context) -> None:
        """A command means that the administrator does something else; what comes next is no field's value."""
        user = update.effective_user
        if user and user.id in self._administrators:
            await self._proposals.wait_no_more(user.id)

    async def _propose(
        self, context: Context, message: Message, user: User, name: str, read: Callable[[], Manuscript]
    ) -> None:
        """Read a manuscript and show what was understood, in one message that changes."""
        words = await self._manners.words(user)
        status = (await send(context.bot, message, [Reply(words.reading(clip(name)))]))[0]
        try:
            manuscript = await self._in_thread(read)
            article = await self._in_thread(lambda: self._publisher.preview(manuscript))
        except PullquoteError as error:
            await edit(context.bot, status, Reply(words.failed(clip(str(error)))))
            return
        proposal = await self._proposals.add(user.id, status.message_id, manuscript)
        await edit(context.bot, status, await self._shown(proposal, article, words))

    async def _publish(
        self, context: Context, message: MaybeInaccessibleMessage, proposal: Proposal, words: Wording
    ) -> None:
        """Put an article in. Done a second time, as after a crash, it changes nothing, and ends with the same words.

        Until the last of them stand there the proposal is kept, and its buttons can be tapped.
        """
        buttons = _proposal_buttons(proposal, words)
        await edit(context.bot, message, Reply(words.publishing, keyboard=buttons))
        try:
            async with self._writing:
                article = await self._in_thread(lambda: self._publisher.publish(proposal.manuscript))
        except PullquoteError as error:
            await edit(context.bot, message, Reply(words.failed(clip(str(error))), (), buttons), again=True)
            return
        except Exception:  # which is told elsewhere; here is still what can be tried again
            article = await self._in_thread(lambda: self._publisher.preview(proposal.manuscript))
            await edit(context.bot, message, await self._shown(proposal, article, words), again=True)
            raise
        await self._say_published(context, message, proposal, article, words)

    async def _discard(
        self, context: Context, message: MaybeInaccessibleMessage, proposal: Proposal, words: Wording
    ) -> None:
        """Drop a proposal; but if publishing it was cut short only after it was in, say that it is."""
        if proposal.is_begun:
            would_be = await self._in_thread(lambda: self._publisher.preview(proposal.manuscript))
            live = next((one for one in await self._library.sources() if _is_same(one, would_be)), None)
            if live:
                await self._say_published(context, message, proposal, live, words)
                return
        await self._proposals.drop(proposal)
        await edit(context.bot, message, Reply(words.discarded))

    async def _say_published(
        self, context: Context, message: MaybeInaccessibleMessage, proposal: Proposal, article: Article, words: Wording
    ) -> None:
        done = words.published(clip(article.title or article.id), quotable(article))
        await edit(context.bot, message, Reply(done), again=True)
        await self._proposals.drop(proposal)

    async def _shown(self, proposal: Proposal, article: Article, words: Wording) -> Reply:
        known = await self._library.sources()
        fields = [
            (words.field("title"), clip(article.title) or None),
            (words.field("publisher"), clip(article.publisher) or None),
            (words.field("published"), words.day(article.published) if article.published else None),
            (words.field("url"), clip(article.url) or None),
            ("id", clip(article.id)),
        ]
        kinds = [sentence.kind for sentence in article.sentences]
        paragraphs = len({sentence.paragraph for sentence in article.sentences if sentence.paragraph})
        heard = sum(bool(sentence.claims) for sentence in article.sentences)
        made_of = words.made_of(paragraphs, kinds.count(Kind.HEADING), quotable(article), heard)
        exists = any(article.id == other.id for other in known)
        return Reply(words.proposal(fields, made_of, exists), keyboard=_proposal_buttons(proposal, words))

    async def _in_thread(self, call: Callable[[], Result]) -> Result:
        return await asyncio.to_thread(call)


def _wait(field: str, prompt: Message) -> Wait:
    return Wait(field, prompt.message_id, _minute(prompt))


def _is_meant(message: Message, proposal: Proposal, wait: Wait) -> bool:
    """Whether a text is the value that was asked for: it replies to that, or to nothing and comes soon."""
    if replied := message.reply_to_message:
        return replied.message_id in (wait.prompt, proposal.message)
    return _minute(message) - wait.since <= PATIENCE


def _minute(message: Message) -> int:
    return int(message.date.timestamp()) // 60


def _is_same(one: Article, other: Article) -> bool:
    """Whether two articles are the same, source and all, whoever is heard in them."""
    return all(getattr(one, name) == getattr(other, name) for name in ("id", "sha256", *FIELDS))


def _proposal_buttons(proposal: Proposal, words: Wording) -> InlineKeyboardMarkup:
    fields = [button(words.field(field), CORRECT, proposal.id, field) for field in FIELDS]
    end = [button(words.publish, PUBLISH, proposal.id), button(words.discard, DISCARD, proposal.id)]
    return InlineKeyboardMarkup([*rows_of(fields, 2), end])
