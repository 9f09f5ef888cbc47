"""The bot's own account: who it is, and what it says about itself."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.chats import User
from tests.telegram.wire import Json, as_list, as_object, bad_request, text_field

COMMAND_LIMIT = 100
SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)

# For whom commands are meant: the scope with its chat and user, and the language.
Audience = tuple[str, str, str, str]


@dataclass
class Account:
    """The bot as Telegram knows it."""

    token: str
    user: User
    # With privacy mode a bot in a group sees only what is addressed to it.
    privacy: bool = True
    inline: bool = True
    commands: dict[Audience, list[Json]] = field(default_factory=dict[Audience, "list[Json]"])
    # Name, description and short description, for each language.
    texts: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    logged_out: bool = False

    def to_json(self) -> Json:
        """Return the account as getMe shows it."""
        return self.user.to_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": self.inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def text(self, name: str, language: str) -> str:
        """Return one of the texts in a language, or else the one for everybody."""
        default = self.user.first_name if name == "name" else ""
        return self.texts.get((name, language)) or self.texts.get((name, "")) or default


def read_audience(scope: Any, language: str) -> Audience:
    """Return for whom commands are set, or refuse."""
    if not re.fullmatch(r"(?:[a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    raw: Json = (
        {"type": "default"} if scope is None else as_object(scope, "Can't parse BotCommandScope: expected an Object")
    )
    kind = text_field(raw, "type", "BotCommandScope", required=True)
    if kind not in SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    wanted = {"chat": ["chat_id"], "chat_administrators": ["chat_id"], "chat_member": ["chat_id", "user_id"]}
    for name in wanted.get(kind, []):
        if name not in raw:
            raise bad_request(f"Can't parse BotCommandScope: Can't find field \"{name}\"")
    return kind, str(raw.get("chat_id", "")), str(raw.get("user_id", "")), language


def read_commands(value: Any) -> list[Json]:
    """Return the commands that a bot wants to show, or refuse them."""
    listed = as_list(value, "Expected an Array of BotCommand")
    if len(listed) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_read_command(item) for item in listed]
    names = [command["command"] for command in commands]
    if len(set(names)) < len(names):
        raise bad_request("BOT_COMMAND_DUPLICATE")
    return commands


def _read_command(value: Any) -> Json:
    """Return one command, or refuse it."""
    raw = as_object(value, "Can't parse BotCommand: expected an Object")
    name = text_field(raw, "command", "BotCommand", required=True).strip().removeprefix("/")
    description = text_field(raw, "description", "BotCommand", required=True).strip()
    if not name:
        raise bad_request("Command must be non-empty")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > 256:
        raise bad_request("Command description length must not exceed 256")
    return {"command": name, "description": description}
