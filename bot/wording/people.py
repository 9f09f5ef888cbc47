"""What is said about settings, privacy and feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.texts import Texts

if TYPE_CHECKING:
    from bot.memory import Stored


class PeopleTexts(Texts):
    """About a person."""

    @property
    def settings(self) -> str:
        """Heads the settings."""
        return self.say("How long shall my answers be, and in which language shall I speak? Quotes stay as printed.")

    def length(self, name: str) -> str:
        """What a length of answers is called."""
        names = {
            "short": self.say("Short answers"),
            "usual": self.say("Usual answers"),
            "long": self.say("Long answers"),
        }
        return names[name]

    @property
    def your_language(self) -> str:
        """The setting that follows Telegram's language."""
        return self.say("As in Telegram")

    def privacy(self, days: int) -> str:
        """What is kept of a person, and for how long."""
        return self.say(
            "What I keep for {days} days: the numeric ids of this chat, of you and of my messages, when you asked, "
            "your question as I understood it, and which sentences I answered with, so that buttons and follow-ups "
            "work; your votes on answers, and what you send with /feedback. Of administrators also articles that are "
            "not yet published, until they are published or discarded. Your settings I keep until you change them. "
            "Not your name, and nothing of what you write to others.\n\n"
            "A message as you wrote it, or an inline question, is stored until I have dealt with it, mostly for "
            "seconds; only its number stays, for about a day, so that I answer nothing twice. Where whoever runs me "
            "limits how much can be asked, I count your questions, and forget the count within two hours.\n\n"
            "Nobody else gets any of it but Telegram, which carries our messages, and no language model reads it. "
            "/forget deletes everything at once, except for those numbers and that count.",
            days=self.number(days),
        )

    def forgotten(self, stored: Stored) -> str:
        """What was deleted of a person."""
        if not any(stored):
            return self.say("There was nothing stored about you.")
        kinds = (
            self.count("1 question with its answer", "{number} questions with their answers", stored.answers),
            self.count("1 vote", "{number} votes", stored.votes),
            self.count("1 piece of feedback", "{number} pieces of feedback", stored.feedback),
            self.say("your settings"),
            self.count("1 article not yet published", "{number} articles not yet published", stored.proposals),
        )
        what = ", ".join(kind for kind, number in zip(kinds, stored, strict=True) if number)
        return self.say("Deleted: {what}. Nothing else was stored about you.", what=what)

    @property
    def how_to_feed_back(self) -> str:
        """For a command without a text."""
        return self.say("Put what you want to say behind it: /feedback TEXT")

    @property
    def fed_back(self) -> str:
        """Thanks for feedback."""
        return self.say("Thank you. Whoever runs me will read it.")
