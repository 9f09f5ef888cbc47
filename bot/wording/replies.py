"""What is said where nothing is quoted: greeting, help, what is not understood, the list of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.wording.commands import Command


class ReplyTexts(Texts):
    """Where nothing is quoted."""

    def greeting(self, articles: int, source: str | None, *, examples: bool) -> str:
        """Two lines for somebody who has just come."""
        about = self.count("one news article", "{number} news articles", articles)
        if source:
            about = self.say("{articles} from {publisher}", articles=about, publisher=source)
        what = self.say(
            "I answer questions about {articles}: in sentences cut out of what was printed.", articles=about
        )
        how = self.say("Type a question, or tap one of these.") if examples else self.say("Type a question.")
        return f"{what}\n{how}"

    def help(self, commands: Iterable[Command], bot: str, *, group: bool) -> str:
        """How to use this, and which commands there are."""
        what = self.say(
            "Send me a question, as you would ask a person. I look for it in the articles I know and answer with "
            "sentences cut out of them, unchanged, each with whoever said it and the place where it stands. Where they "
            "do not say, I tell you so."
        )
        follow_up = self.say("You can go on from an answer: “why?”, “and in Qatar?”, “who is he?”")
        in_group = self.say(
            "In a group I am silent until asked: /ask@{bot} QUESTION, or a reply to one of my messages. A mention of "
            "@{bot} reaches me only where I am an administrator or my privacy mode is switched off.",
            bot=bot,
        )
        listed = "\n".join(f"/{command.name}: {command.description}" for command in commands)
        return "\n\n".join([what, in_group if group else follow_up, listed])

    def how_to_ask(self, example: str) -> str:
        """For a command without a question."""
        return self.say("Put the question behind it, for instance:\n/ask {example}", example=example)

    @property
    def example(self) -> str:
        """A question, where no better one is known."""
        return self.say("What happened, and where?")

    @property
    def only_text(self) -> str:
        """For pictures, voices and the like."""
        return self.say("I can only read text. Please type your question.")

    @property
    def no_question(self) -> str:
        """For what cannot be looked up."""
        return self.say("That cannot be looked up: a question has a word in it, and at most 1,000 characters.")

    @property
    def unknown_command(self) -> str:
        """For a command that there is none of."""
        return self.say("I do not know that command. /help shows those that I know.")

    @property
    def old_button(self) -> str:
        """For the button of an example that there is none of any more."""
        return self.say("This button no longer works. Please type the question.")

    def apology(self, number: str) -> str:
        """When something failed."""
        return self.say(
            "Sorry, something went wrong on my side. Please try again later. To report it, give this number: {number}",
            number=number,
        )

    @property
    def late(self) -> str:
        """When an answer takes too long."""
        return self.say("Sorry, this takes me too long just now.")

    @property
    def still_late(self) -> str:
        """When it takes too long once more."""
        return self.say("Sorry, it took me too long again. You can try once more, or ask in other words.")

    @property
    def enough(self) -> str:
        """When somebody asks more than they may."""
        return self.say("These are more questions than I can take from one person or group in an hour. Later, please.")

    def knows(self, articles: int, updated: date | None) -> str:
        """Heads the list of sources."""
        known = self.count("I know one article", "I know {number} articles", articles)
        if updated:
            known = self.say("{known}, last changed on {day}", known=known, day=self.day(updated))
        return f"{known}:"
