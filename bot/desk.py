"""What administrators do from their private chat: add articles, remove them, see what was asked."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from telegram import ForceReply, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError

from bot.buttons import Press, button, rows_of
from bot.delivery import edit, send
from bot.drafts import LIMIT, Reply
from bot.proposals import FIELDS, ValueRefusedError
from bot.replies import clip
from pullquote.errors import PullquoteError
from pullquote.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from telegram import CallbackQuery, Update, User

    from bot.delivery import Context
    from bot.library import Library
    from bot.manners import Manners
    from bot.memory import Memory
    from bot.proposals import Proposal, Proposals
    from bot.publishing import Publisher
    from bot.wording import Wording
    from index.articles import Manuscript
    from pullquote.records import Article

LARGEST = 8 * 1024 * 1024  # bytes of a document
STATS_DAYS, STATS_FEEDBACK = 7, 5
LISTED = 50  # ids in one message
CORRECT, PUBLISH, DISCARD = "correct", "publish", "discard"
REMOVE, KEEP = "remove", "keep"
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class Desk:
    """The handlers for administrators. Everybody else is told that they are not one."""

    def __init__(
        self,
        library: Library,
        publisher: Publisher,
        proposals: Proposals,
        memory: Memory,
        manners: Manners,
        administrators: Collection[int],
    ) -> None:
        self._library = library
        self._publisher = publisher
        self._proposals = proposals
        self._memory = memory
        self._manners = manners
        self._administrators = administrators
        self._writing = asyncio.Lock()

    async def add(self, update: Update, context: Context) -> None:
        """Read the article at the address behind the command."""
        message, user = await self._administrator(update, context)
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
        message, user = await self._administrator(update, context)
        document = message.document if message else None
        if message is None or user is None or document is None:
            return
        words = await self._manners.words(user)
        if (document.file_size or 0) > LARGEST:
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
        press = Press.read(query.data) if query else None
        if query is None or press is None:
            return
        words = await self._manners.words(query.from_user)
        proposal = await self._proposals.recall(press.number, query.from_user.id)
        here = isinstance(query.message, Message) and proposal and proposal.message == query.message.message_id
        if query.from_user.id not in self._administrators or (proposal and not here):
            await _answer(query, words.made_up)
            return
        if proposal is None:
            await _answer(query, words.expired)
            return
        await _answer(query)
        assert isinstance(query.message, Message)  # noqa: S101 - seen above
        if press.action == DISCARD:
            await self._proposals.drop(proposal)
            await edit(context.bot, query.message, Reply(words.discarded))
        elif press.action == PUBLISH:
            await self._proposals.ask_for(proposal, None)
            await self._publish(context, query.message, proposal, words)
        elif press.argument in FIELDS:
            await self._proposals.ask_for(proposal, press.argument)
            await context.bot.send_message(query.message.chat.id, words.give(press.argument), reply_markup=ForceReply())

    async def takes(self, message: Message, context: Context) -> bool:
        """Whether a text is the value of a field that its administrator was asked for; then it is noted."""
        user = message.from_user
        if user is None or user.id not in self._administrators or message.chat.type != ChatType.PRIVATE:
            return False
        proposal = await self._proposals.awaited(user.id)
        if proposal is None or proposal.awaited is None or proposal.message is None:
            return False
        words = await self._manners.words(user)
        try:
            corrected = await self._proposals.correct(proposal, proposal.awaited, message.text or "")
            article = await self._in_thread(lambda: self._publisher.preview(corrected.manuscript))
        except ValueRefusedError:
            await send(context.bot, message, [Reply(words.wrong_value)])
            return True
        reply = await self._shown(corrected, article, words)
        with suppress(BadRequest):
            await context.bot.edit_message_text(
                reply.text, message.chat.id, proposal.message, reply_markup=reply.keyboard
            )
        named = clip(str(getattr(corrected.manuscript.source, proposal.awaited) or words.say("unknown")))
        there = ReplyParameters(proposal.message, allow_sending_without_reply=True)
        noted = f"{words.field(proposal.awaited)}: {named}"
        await context.bot.send_message(message.chat.id, noted, reply_parameters=there)
        return True

    async def forget_field(self, update: Update, context: Context) -> None:
        """A command means that the administrator does something else; what comes next is no field's value."""
        user = update.effective_user
        if user and user.id in self._administrators and (proposal := await self._proposals.awaited(user.id)):
            await self._proposals.ask_for(proposal, None)

    async def remove(self, update: Update, context: Context) -> None:
        """Ask whether the article behind the command shall go."""
        message, user = await self._administrator(update, context)
        if message is None or user is None:
            return
        words = await self._manners.words(user)
        articles = {article.id: article for article in await self._library.sources()}
        wanted = "".join((message.text or "").split(maxsplit=1)[1:]).strip()
        article = articles.get(wanted)
        if article is None:
            ids = sorted(articles)
            shown = [*ids[:LISTED], *(["…"] if len(ids) > LISTED else [])]
            await send(context.bot, message, [Reply(words.how_to_remove(shown)[:LIMIT])])
            return
        keys = [button(words.remove, REMOVE, digest(wanted)), button(words.keep, KEEP, digest(wanted))]
        question = words.really_remove(clip(article.title or article.id), _quotable(article))
        await send(context.bot, message, [Reply(question, keyboard=InlineKeyboardMarkup([keys]))])

    async def tap_remove(self, update: Update, context: Context) -> None:
        """Remove an article, or keep it."""
        query = update.callback_query
        press = Press.read(query.data) if query else None
        if query is None or press is None or not isinstance(query.message, Message):
            return
        words = await self._manners.words(query.from_user)
        if query.from_user.id not in self._administrators:
            await _answer(query, words.made_up)
            return
        await _answer(query)
        articles = {digest(article.id): article for article in await self._library.sources()}
        article = articles.get(press.number)
        if press.action == KEEP or article is None:
            await edit(context.bot, query.message, Reply(words.kept if article else words.removed("–")))
            return
        try:
            async with self._writing:
                await self._in_thread(lambda: self._publisher.remove(article.id))
        except PullquoteError as error:
            await edit(context.bot, query.message, Reply(clip(str(error)), (), query.message.reply_markup))
            return
        await edit(context.bot, query.message, Reply(words.removed(clip(article.title or article.id))))

    async def stats(self, update: Update, context: Context) -> None:
        """Tell how much there is, and what was asked."""
        message, user = await self._administrator(update, context)
        if message is None or user is None:
            return
        words = await self._manners.words(user)
        articles = await self._library.sources()
        figures = await self._memory.figures(STATS_DAYS * 24 * 3600, STATS_FEEDBACK)
        figures = figures._replace(feedback=[clip(text) for text in figures.feedback])
        text = words.stats(len(articles), sum(map(_quotable, articles)), figures, STATS_DAYS)
        await send(context.bot, message, [Reply(text[:LIMIT])])

    async def _administrator(self, update: Update, context: Context) -> tuple[Message | None, User | None]:
        """The message and who wrote it, if that is an administrator in their private chat; others are told."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return None, None
        words = await self._manners.words(user)
        if user.id not in self._administrators:
            await send(context.bot, message, [Reply(words.not_administrator)])
            return None, None
        if message.chat.type != ChatType.PRIVATE:
            await send(context.bot, message, [Reply(words.private_only)])
            return None, None
        return message, user

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

    async def _publish(self, context: Context, message: Message, proposal: Proposal, words: Wording) -> None:
        buttons = _proposal_buttons(proposal, words)
        await edit(context.bot, message, Reply(words.publishing))
        try:
            async with self._writing:
                article = await self._in_thread(lambda: self._publisher.publish(proposal.manuscript))
        except PullquoteError as error:
            await edit(context.bot, message, Reply(words.failed(clip(str(error))), (), buttons), again=True)
            return
        except Exception:  # which is told elsewhere; here is still what can be tried again
            await edit(context.bot, message, Reply(message.text or "", (), buttons), again=True)
            raise
        await self._proposals.drop(proposal)
        done = words.published(clip(article.title or article.id), _quotable(article))
        await edit(context.bot, message, Reply(done), again=True)

    async def _shown(self, proposal: Proposal, article: Article, words: Wording) -> Reply:
        known = await self._library.sources()
        fields = [
            (words.field("title"), clip(article.title) or None),
            (words.field("publisher"), clip(article.publisher) or None),
            (words.field("published"), words.day(article.published) if article.published else None),
            (words.field("url"), clip(article.url) or None),
            ("id", article.id),
        ]
        kinds = [sentence.kind for sentence in article.sentences]
        paragraphs = len({sentence.paragraph for sentence in article.sentences if sentence.paragraph})
        heard = sum(bool(sentence.claims) for sentence in article.sentences)
        made_of = words.made_of(paragraphs, kinds.count(Kind.HEADING), _quotable(article), heard)
        exists = any(article.id == other.id for other in known)
        return Reply(words.proposal(fields, made_of, exists), keyboard=_proposal_buttons(proposal, words))

    async def _in_thread(self, call: Callable[[], Result]) -> Result:
        return await asyncio.to_thread(call)


def digest(article_id: str) -> str:
    """What stands for an article in a button: as long as any number there."""
    return hashlib.sha256(article_id.encode()).hexdigest()[:15]


def _proposal_buttons(proposal: Proposal, words: Wording) -> InlineKeyboardMarkup:
    fields = [button(words.field(field), CORRECT, proposal.id, field) for field in FIELDS]
    end = [button(words.publish, PUBLISH, proposal.id), button(words.discard, DISCARD, proposal.id)]
    return InlineKeyboardMarkup([*rows_of(fields, 2), end])


def _quotable(article: Article) -> int:
    return sum(sentence.kind.quotable for sentence in article.sentences)


async def _answer(query: CallbackQuery, text: str | None = None) -> None:
    with suppress(BadRequest):  # too old to be answered as a tap
        await query.answer(text, show_alert=text is not None)
