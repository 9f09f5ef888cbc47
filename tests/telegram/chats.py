"""Users, chats and what the bot may do in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.telegram.wire import ApiError, Json, bad_request, compact, whole_number

if TYPE_CHECKING:
    from tests.telegram.messages import Message

SUPERGROUP_BASE = -1_000_000_000_000


@dataclass(frozen=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def to_json(self) -> Json:
        """Return the user as the Bot API shows it."""
        shown: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return shown | compact(last_name=self.last_name, username=self.username, language_code=self.language_code)


@dataclass(eq=False)
class Chat:
    """A chat with its messages and its members."""

    id: int
    kind: str
    title: str | None = None
    username: str | None = None
    person: User | None = None
    # A private chat that nobody opened, and a group that the bot is not in, are closed to the bot.
    opened: bool = True
    bot_status: str = "member"
    migrated_to: int | None = None
    members: dict[int, str] = field(default_factory=dict[int, str])
    users: dict[int, User] = field(default_factory=dict[int, User])
    messages: "dict[int, Message]" = field(default_factory=dict[int, "Message"])
    actions: list[str] = field(default_factory=list[str])
    # The last message of the bot that each person heard.
    heard: dict[int, int] = field(default_factory=dict[int, int])
    last_message_id: int = 0

    @property
    def is_private(self) -> bool:
        """Tell whether this is a chat with one person."""
        return self.kind == "private"

    def next_message_id(self) -> int:
        """Return the identifier of the next message; each chat counts for itself."""
        self.last_message_id += 1
        return self.last_message_id

    def seat(self, user: User, status: str = "member") -> None:
        """Make a user a member of the chat, or note how else it stands to it."""
        self.users[user.id] = user
        self.members[user.id] = status

    def message(self, message_id: int) -> "Message | None":
        """Return a message that still stands in the chat."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def to_json(self) -> Json:
        """Return the chat as the Bot API shows it."""
        shown: Json = {"id": self.id, "type": self.kind}
        if self.person is not None:
            names = self.person
            shown |= compact(first_name=names.first_name, last_name=names.last_name, username=names.username)
        shown |= compact(title=self.title, username=self.username)
        if self.kind == "group":
            shown["all_members_are_administrators"] = True
        return shown


class Chats:
    """The chats that exist, and which of them a bot may use."""

    def __init__(self) -> None:
        """Begin without chats."""
        self._chats: dict[int, Chat] = {}

    def add(self, chat: Chat) -> Chat:
        """Add a chat."""
        self._chats[chat.id] = chat
        return chat

    def get(self, chat_id: int) -> Chat | None:
        """Return a chat if it exists."""
        return self._chats.get(chat_id)

    def __iter__(self) -> Iterator[Chat]:
        """Go through all chats."""
        return iter(list(self._chats.values()))

    def known(self, chat_id: str) -> Chat:
        """Return the chat that a bot names, or refuse."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        if chat_id.startswith("@"):
            for chat in self._chats.values():
                if chat.username and chat.username.lower() == chat_id[1:].lower() and not chat.is_private:
                    return chat
            raise bad_request("chat not found")
        chat = self._chats.get(whole_number(chat_id) or 0)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def writable(self, chat_id: str) -> Chat:
        """Return the chat that a bot wants to write to, or refuse."""
        chat = self.known(chat_id)
        if chat.migrated_to is not None:
            moved: Json = {"migrate_to_chat_id": chat.migrated_to}
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
        if chat.is_private:
            if not chat.opened:
                raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
            if chat.bot_status == "kicked":
                raise ApiError(403, "Forbidden: bot was blocked by the user")
            if chat.person is not None and chat.person.is_bot:
                raise ApiError(403, "Forbidden: bot can't send messages to bots")
            return chat
        if chat.bot_status == "kicked":
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        if chat.bot_status == "left":
            raise ApiError(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        return chat


def member_json(user: Json, status: str) -> Json:
    """Return a member of a chat as the Bot API shows it."""
    shown: Json = {"user": user, "status": status}
    if status == "kicked":
        shown["until_date"] = 0
    if status == "creator":
        shown["is_anonymous"] = False
    if status == "administrator":
        rights = ("can_be_edited", "is_anonymous", "can_post_stories", "can_edit_stories", "can_delete_stories")
        granted = (
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
        )
        shown |= dict.fromkeys(rights, False) | dict.fromkeys(granted, True)
    return shown
