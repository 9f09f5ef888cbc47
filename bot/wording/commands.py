"""The commands, and what Telegram says of each."""

from __future__ import annotations

from typing import NamedTuple

from bot.wording.texts import Texts


class Command(NamedTuple):
    """A command as Telegram lists it."""

    name: str
    description: str


class CommandTexts(Texts):
    """The lists of commands."""

    def commands(self) -> list[Command]:
        """Those for everybody, in a private chat."""
        return [
            Command("ask", self.say("ask a question")),
            Command("sources", self.say("the articles I know")),
            Command("settings", self.say("length of answers, language")),
            Command("feedback", self.say("tell whoever runs me something")),
            Command("privacy", self.say("what I keep of you")),
            Command("forget", self.say("delete what I keep of you")),
            Command("start", self.say("example questions")),
            Command("help", self.say("how to use me")),
        ]

    def group_commands(self) -> list[Command]:
        """Those that make sense in a group."""
        named = ("ask", "sources", "privacy", "help")
        return [command for command in self.commands() if command.name in named]

    def administrator_commands(self) -> list[Command]:
        """Those for administrators, besides the others."""
        return [
            Command("add", self.say("add an article")),
            Command("remove", self.say("remove an article")),
            Command("stats", self.say("what was asked")),
        ]
