"""The state behind the server: the bot's account, the chats, the updates and what happened."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram.account import Account
from tests.telegram.bell import Bell
from tests.telegram.chats import Chat, Chats, User, member_json
from tests.telegram.files import Files
from tests.telegram.messages import Message, Quote, Version
from tests.telegram.queries import Queries
from tests.telegram.texts import FormattedText
from tests.telegram.transcript import Transcript
from tests.telegram.updates import UpdateStream
from tests.telegram.webhook import Webhook
from tests.telegram.wire import Json


@dataclass(eq=False)
class World:
    """Everything that Telegram knows."""

    account: Account
    now: Callable[[], float]
    patience: float
    bell: Bell = field(default_factory=Bell)
    chats: Chats = field(default_factory=Chats)
    files: Files = field(default_factory=Files)
    transcript: Transcript = field(default_factory=Transcript)
    inline_messages: dict[str, Message] = field(default_factory=dict[str, Message])

    def __post_init__(self) -> None:
        """Connect the parts that wake one another."""
        self.updates = UpdateStream(self.bell)
        self.webhook = Webhook(self.updates)
        self.queries = Queries(self.bell, self.now, self.patience)

    @property
    def date(self) -> int:
        """Return the time as messages carry it."""
        return int(self.now())

    def post(
        self,
        chat: Chat,
        sender: User | None,
        body: FormattedText,
        markup: Json | None = None,
        reply_to: Message | None = None,
        quote: Quote | None = None,
        content: Json | None = None,
        preview: Json | None = None,
    ) -> Message:
        """Add a message to a chat."""
        message = Message(
            chat=chat,
            id=chat.next_message_id(),
            date=self.date,
            sender=sender,
            versions=[Version(body, markup, preview)],
            reply_to=reply_to,
            quote=quote,
            content=content or {},
        )
        chat.messages[message.id] = message
        if sender is not None and sender.id == self.account.user.id:
            self.transcript.sent.append(message)
        self.bell.ring()
        return message

    def announce(self, message: Message, kind: str = "message") -> int | None:
        """Tell the bot of a message, if it may see it."""
        return self.updates.push(kind, message.to_json()) if self._visible(message) else None

    def tell_standing(self, chat: Chat, kind: str, by: User, whom: User, change: tuple[str, str]) -> None:
        """Tell the bot that somebody stands to a chat as they did not before."""
        before, after = (member_json(whom.to_json(), status) for status in change)
        told = {"chat": chat.to_json(), "from": by.to_json(), "date": self.date}
        self.updates.push(kind, told | {"old_chat_member": before, "new_chat_member": after})

    def _visible(self, message: Message) -> bool:
        """Tell whether the bot may see a message of somebody else."""
        chat, me = message.chat, self.account.user
        if chat.is_private or chat.kind == "channel":
            return True
        if chat.bot_status not in {"member", "administrator", "creator"}:
            return False
        if not self.account.privacy or chat.bot_status != "member" or message.is_service:
            return True
        if message.via_bot == me or (message.reply_to is not None and message.reply_to.sender == me):
            return True
        return self._addressed(message)

    def _addressed(self, message: Message) -> bool:
        """Tell whether a message in a group is a command for the bot; a mention alone does not reach it."""
        name = f"@{self.account.user.username}".lower()
        commands = [part.lower() for part in message.parts("bot_command")]
        # Telegram gives a command without a name to the bot that spoke last; here that is always this one.
        return any("@" not in command or command.endswith(name) for command in commands)
