"""A person in a chat: what they do there, and what they hear from the bot."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram.answering import inline_text
from tests.telegram.chats import Chat, User
from tests.telegram.keyboards import read_markup
from tests.telegram.messages import Message, Quote, Version
from tests.telegram.queries import InlineAnswer, Tap
from tests.telegram.texts import MESSAGE_LIMIT, FormattedText, mend, with_found
from tests.telegram.utf16 import positions, units
from tests.telegram.wire import Json
from tests.telegram.world import World


@dataclass(frozen=True)
class Seat:
    """A person's place in a chat."""

    world: World
    user: User
    chat: Chat

    async def says(self, text: str, *, reply_to: Message | None = None, quote: str = "") -> Message:
        """Send a text, perhaps as a reply that quotes a part of another message."""
        return self._send(_typed(text), {}, reply_to, quote)

    async def edits(self, message: Message, text: str) -> Message:
        """Change the text of an own message."""
        assert message.sender == self.user, "people edit only their own messages"
        message.becomes(Version(_typed(text), None), self.world.date)
        self.world.announce(message, "edited_message")
        return message

    async def sends_document(
        self,
        name: str,
        data: bytes,
        *,
        caption: str = "",
        mime_type: str | None = None,
        claimed_size: int | None = None,
    ) -> Message:
        """Send a file; it may claim a size that a test does not want to send."""
        stored = self.world.files.keep(name, data, mime_type, claimed_size)
        return self._send(_typed(caption), {"document": stored.as_document()})

    async def sends(self, caption: str = "", **content: Any) -> Message:
        """Send anything else, given as the fields of a message, such as sticker={...}."""
        return self._send(_typed(caption), content)

    async def taps(self, message: Message, wanted: str) -> Tap:
        """Tap the button with this label or data; what a reply keyboard offers is to be said instead."""
        button = _button(message, wanted)
        assert "callback_data" in button, f"{wanted!r} opens something, and the bot does not hear of it: {button}"
        return await self.taps_data(message, button["callback_data"])

    async def taps_data(self, message: Message, data: str) -> Tap:
        """Tap a button that may not be there any more, as on a phone that did not see the last edit."""
        tap = self.world.queries.tap()
        query: Json = {"id": tap.id, "from": self.user.to_json(), "data": data}
        query["chat_instance"] = str(8_000_000_000_000 + abs(self.chat.id))
        if message.inline_message_id is not None:
            query["inline_message_id"] = message.inline_message_id
        elif message.deleted:
            query["message"] = {"chat": self.chat.to_json(), "message_id": message.id, "date": 0}
        else:
            query["message"] = message.to_json()
        self.world.updates.push("callback_query", query)
        return tap

    async def picks(self, answer: InlineAnswer, number: int = 0, *, query: str = "") -> Message:
        """Send one of the results of an inline query to this chat."""
        result = answer.results[number]
        markup = read_markup(result.get("reply_markup"), inline_only=True)
        message = self.world.post(self.chat, self.user, inline_text(result), markup)
        message.via_bot = self.world.account.user
        chosen: Json = {"result_id": result["id"], "from": self.user.to_json(), "query": query}
        if markup is not None:
            # Telegram gives the bot a handle to a message of somebody else only if it carries a keyboard.
            message.inline_message_id = f"inline-{self.chat.id}-{message.id}"
            self.world.inline_messages[message.inline_message_id] = message
            chosen["inline_message_id"] = message.inline_message_id
        self.world.updates.push("chosen_inline_result", chosen)
        self.world.announce(message)
        return message

    async def blocks_bot(self) -> None:
        """Block the bot in a private chat."""
        self._stand("kicked")

    async def unblocks_bot(self) -> None:
        """Let the bot write again."""
        self._stand("member")

    async def deletes(self, message: Message) -> None:
        """Remove a message, of which a bot is not told."""
        message.deleted = True

    async def hears(self, n: int = 1, *, within: float = 5.0) -> list[Message]:
        """Wait for so many messages of the bot that were not heard before, and return them."""
        arrived = await self.world.bell.until(lambda: len(self._unheard()) >= n, within)
        heard = self._unheard()[:n]
        assert arrived, f"waited {within} s for {n} message(s), heard {[message.text for message in heard]}"
        if heard:
            self.chat.heard[self.user.id] = heard[-1].id
        return heard

    async def hears_one(self, *, within: float = 5.0) -> Message:
        """Wait for the next message of the bot."""
        return (await self.hears(within=within))[0]

    async def hears_nothing(self, *, within: float = 0.3) -> None:
        """Make sure that no further message of the bot comes."""
        came = await self.world.bell.until(lambda: bool(self._unheard()), within)
        assert not came, f"heard {[message.text for message in self._unheard()]}"

    async def asks(self, text: str, *, within: float = 5.0) -> Message:
        """Send a text and wait for the next message of the bot."""
        await self.says(text)
        return await self.hears_one(within=within)

    async def sees_edit(self, message: Message, *, within: float = 5.0) -> Message:
        """Wait until a message changed since it was sent, or since this was last asked."""
        changed = await self.world.bell.until(lambda: len(message.versions) > message.seen, within)
        assert changed, f"waited {within} s for an edit of {message.text!r}"
        message.seen = len(message.versions)
        return message

    async def sees(self, condition: Callable[[], bool], *, within: float = 5.0) -> None:
        """Wait until something is so, looking again at every call of the bot."""
        assert await self.world.bell.until(condition, within), f"was not so within {within} s"

    def _send(self, body: FormattedText, content: Json, reply_to: Message | None = None, quote: str = "") -> Message:
        """Put a message into the chat and tell the bot."""
        self.chat.opened = True
        chosen = None if reply_to is None or not quote else _chosen(reply_to, quote)
        message = self.world.post(self.chat, self.user, body, None, reply_to, chosen, content)
        self.world.announce(message)
        return message

    def _unheard(self) -> list[Message]:
        """Return the messages of the bot that were not heard yet."""
        last = self.chat.heard.get(self.user.id, 0)
        me = self.world.account.user
        return [m for m in self.chat.messages.values() if m.id > last and m.sender == me and not m.is_service]

    def _stand(self, status: str) -> None:
        """Change how the bot stands to a private chat, of which it is told."""
        before, self.chat.bot_status = self.chat.bot_status, status
        me = self.world.account.user
        self.world.tell_standing(self.chat, "my_chat_member", self.user, me, (before, status))


def _typed(text: str) -> FormattedText:
    """Return a text as a client sends it: trimmed, and with the entities that clients find."""
    body, _ = mend(text, [])
    assert units(body.text) <= MESSAGE_LIMIT, "a client sends a text of this length as several messages"
    return with_found(body)


def _chosen(message: Message, quote: str) -> Quote:
    """Return the part of a message that a person marked."""
    places = positions(message.text, quote)
    assert places, f"{quote!r} is not in {message.text!r}"
    return Quote(FormattedText(quote), places[0])


def _button(message: Message, wanted: str) -> Json:
    """Return the button of a message with a label or data."""
    for button in message.buttons:
        if wanted in {button["text"], button.get("callback_data")}:
            return button
    raise AssertionError(f"no button {wanted!r}, only {message.labels}")
