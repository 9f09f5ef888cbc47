"""Everything that the bot asked of the server, and everything it sent."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from tests.telegram.messages import Message


@dataclass(eq=False)
class Call:
    """A call of the bot: what it asked, and what it was told."""

    method: str
    parameters: Mapping[str, Any]
    at: float
    status: int | None = None
    description: str = ""
    result: Any = None
    took_effect: bool = False


@dataclass
class Transcript:
    """The calls and the messages of the bot, oldest first."""

    calls: list[Call] = field(default_factory=list[Call])
    sent: list[Message] = field(default_factory=list[Message])

    def of(self, *methods: str) -> list[Call]:
        """Return the calls of some methods."""
        wanted = {method.lower() for method in methods}
        return [call for call in self.calls if call.method.lower() in wanted]

    def refused(self) -> list[Call]:
        """Return the calls that a correct bot would not have made: those answered with 400, 403 or 404."""
        return [call for call in self.calls if call.status in {400, 403, 404} and not call.took_effect]

    def parsed(self) -> list[Call]:
        """Return the calls that asked Telegram to parse markup."""
        return [call for call in self.calls if _names(dict(call.parameters), "parse_mode")]

    def repeated(self) -> list[list[Message]]:
        """Return the messages that stand more than once in a chat, the same in every respect."""
        alike: defaultdict[object, list[Message]] = defaultdict(list)
        for message in self.sent:
            version = message.versions[0]
            reply = None if message.reply_to is None else message.reply_to.id
            same = (message.chat.id, version.body.text, reply, repr(version), repr(message.content))
            alike[same].append(message)
        return [messages for messages in alike.values() if len(messages) > 1]


def _names(value: Any, name: str) -> bool:
    """Tell whether an object, or one within it, has a field with a name that ends so."""
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return any(key.endswith(name) or _names(inner, name) for key, inner in fields.items())
    return isinstance(value, list) and any(_names(inner, name) for inner in cast("list[Any]", value))
