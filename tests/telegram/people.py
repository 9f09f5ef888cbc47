"""The people and the groups that a bot talks with, as a test drives them."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.telegram.chats import SUPERGROUP_BASE, Chat, User
from tests.telegram.queries import InlineAsk
from tests.telegram.seats import Seat
from tests.telegram.texts import FormattedText
from tests.telegram.wire import Json
from tests.telegram.world import World


@dataclass(frozen=True)
class Person:
    """Somebody, or some other bot."""

    world: World
    user: User

    def private(self, *, opened: bool = True) -> Seat:
        """Return the person's chat with the bot, which the bot can write to once the person opened it."""
        chat = self.world.chats.get(self.user.id)
        if chat is None:
            names = self.user
            chat = Chat(names.id, "private", username=names.username, person=names, opened=opened)
            chat.seat(names)
            self.world.chats.add(chat)
        return Seat(self.world, self.user, chat)

    async def asks_inline(self, text: str, offset: str = "", chat_type: str = "sender") -> InlineAsk:
        """Type the bot's name and a question in some chat."""
        ask = self.world.queries.ask()
        query = {"id": ask.id, "from": self.user.to_json(), "query": text, "offset": offset}
        self.world.updates.push("inline_query", query | {"chat_type": chat_type})
        return ask


@dataclass(frozen=True)
class Room:
    """A group, a supergroup or a channel."""

    world: World
    chat: Chat

    def seat(self, person: Person) -> Seat:
        """Return a person's seat in the group."""
        return Seat(self.world, person.user, self.chat)

    def joins(self, person: Person, status: str = "member") -> Seat:
        """Let a person join the group, which the bot is told."""
        self.chat.seat(person.user, status)
        shown = person.user.to_json()
        self.notes(person.user, {"new_chat_members": [shown]})
        who = person.user
        self.world.tell_standing(self.chat, "chat_member", who, who, ("left", status))
        return self.seat(person)

    def leaves(self, person: Person) -> None:
        """Let a person leave the group, which the bot is told."""
        self.chat.seat(person.user, "left")
        self.notes(person.user, {"left_chat_member": person.user.to_json()})
        who = person.user
        self.world.tell_standing(self.chat, "chat_member", who, who, ("member", "left"))

    def sets_bot(self, by: Person, status: str) -> None:
        """Let a person add the bot, remove it or make it an administrator."""
        before, self.chat.bot_status = self.chat.bot_status, status
        me = self.world.account.user
        self.world.tell_standing(self.chat, "my_chat_member", by.user, me, (before, status))
        if before in {"left", "kicked"} and status not in {"left", "kicked"}:
            self.notes(by.user, {"new_chat_members": [me.to_json()]})

    def migrates(self) -> "Room":
        """Turn a group into a supergroup, which has another identifier."""
        old = self.chat
        new = Chat(SUPERGROUP_BASE + old.id, "supergroup", title=old.title, bot_status=old.bot_status)
        for user_id, user in old.users.items():
            new.seat(user, old.members[user_id])
        self.world.chats.add(new)
        by = next(iter(old.users.values()), None)
        self.notes(by, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        room = Room(self.world, new)
        room.notes(by, {"migrate_from_chat_id": old.id})
        return room

    def posts(self, text: str) -> int | None:
        """Post to a channel; return the identifier of the update."""
        body = FormattedText(text)
        message = self.world.post(self.chat, None, body)
        return self.world.announce(message, "channel_post")

    def notes(self, by: User | None, content: Json) -> None:
        """Add a note of Telegram's to the chat, and tell the bot."""
        message = self.world.post(self.chat, by, FormattedText(), content=content)
        self.world.announce(message)


class Town:
    """Where people, other bots and groups come from; the server is one."""

    def __init__(self, world: World) -> None:
        """Begin with nobody there."""
        self.world = world
        self._last_person = 6_000_000_000
        self._last_group = -4_000_000_000

    def person(
        self,
        name: str,
        *,
        language_code: str | None = "en",
        username: str | None = None,
        last_name: str | None = None,
    ) -> Person:
        """Let a person exist."""
        self._last_person += 1
        user = User(self._last_person, name, False, last_name, username, language_code)
        return Person(self.world, user)

    def other_bot(self, username: str) -> Person:
        """Let another bot exist, which writes like a person."""
        self._last_person += 1
        return Person(self.world, User(self._last_person, username, is_bot=True, username=username))

    def group(
        self,
        title: str,
        members: Iterable[Person] = (),
        *,
        supergroup: bool = False,
        bot_status: str = "member",
    ) -> Room:
        """Let a group exist, of which the bot is a member unless it is said to be something else."""
        return self._room(title, members, "supergroup" if supergroup else "group", bot_status)

    def channel(self, title: str, *, bot_status: str = "administrator") -> Room:
        """Let a channel exist."""
        return self._room(title, (), "channel", bot_status)

    def poison(self, raw: Json | None = None) -> int:
        """Put an update into the stream that python-telegram-bot cannot parse; return its identifier."""
        # A message without a chat and a date.
        return self.world.updates.push_raw({"message": {"message_id": 1}} if raw is None else raw)

    async def all_confirmed(self, *, within: float = 5.0) -> None:
        """Wait until the bot confirmed every update."""
        updates = self.world.updates
        done = await self.world.bell.until(lambda: not updates.pending, within)
        assert done, f"not confirmed within {within} s: {updates.pending}"

    def _room(self, title: str, members: Iterable[Person], kind: str, bot_status: str) -> Room:
        """Add a group of some kind."""
        self._last_group -= 1
        number = self._last_group if kind == "group" else SUPERGROUP_BASE + self._last_group
        chat = self.world.chats.add(Chat(number, kind, title=title, bot_status=bot_status))
        for person in members:
            chat.seat(person.user)
        return Room(self.world, chat)
