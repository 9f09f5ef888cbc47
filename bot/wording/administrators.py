"""What is said to administrators, and to who is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.texts import Texts
from index.articles import MAX_BYTES, MAX_PAGE, MEBIBYTE
from pullquote.records import Outcome

LATE = "late"  # the outcome of what could not be answered in time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.memory import Figures


class AdministratorTexts(Texts):
    """For administrators."""

    @property
    def not_administrator(self) -> str:
        """For who may not."""
        return self.say("Only my administrators can add or remove articles. You can ask about those I know: /sources")

    @property
    def private_only(self) -> str:
        """For an administrator in a group."""
        return self.say("Please write that to me in our private chat.")

    @property
    def how_to_add(self) -> str:
        """For a command without an article."""
        return self.say(
            "Send me a document (.txt or .md of at most {plain} MB, .html of at most {page} MB), or put an address "
            "behind the command:\n/add https://example.org/story",
            plain=self.number(MAX_BYTES // MEBIBYTE),
            page=self.number(MAX_PAGE // MEBIBYTE),
        )

    @property
    def done_already(self) -> str:
        """Answers a tap below what is no longer to be decided."""
        return self.say("This has been decided already, or is too old.")

    def reading(self, name: str) -> str:
        """While a document is read."""
        return self.say("Reading {name} …", name=name)

    def failed(self, why: str) -> str:
        """When a document cannot be used. What is wrong is told in English."""
        return self.say("This cannot be added. {why}", why=why)

    def proposal(self, known: Sequence[tuple[str, str | None]], blocks: str, exists: bool) -> str:
        """What was understood of a document."""
        unknown = self.say("unknown")
        lines = [f"{name}: {value or unknown}" for name, value in known]
        end = self.say("Nobody sees it yet. Correct what is wrong, then publish it.")
        if exists:
            end = self.say("It will replace the article that goes by this id.") + f" {end}"
        return "\n".join([self.say("This is what I understood:"), *lines, blocks, "", end])

    def field(self, name: str) -> str:
        """What a field of an article's source is called."""
        names = {
            "title": self.say("Title"),
            "publisher": self.say("Publisher"),
            "published": self.say("Date"),
            "url": self.say("Address"),
        }
        return names[name]

    def made_of(self, paragraphs: int, headings: int, sentences: int, claims: int) -> str:
        """What an article is made of."""
        return ", ".join(
            [
                self.count("1 paragraph", "{number} paragraphs", paragraphs),
                self.count("1 heading", "{number} headings", headings),
                self.sentences(sentences),
                self.count("1 of them with somebody's words", "{number} of them with somebody's words", claims),
            ]
        )

    def give(self, field: str) -> str:
        """Asks for a field."""
        if field == "published":
            return self.say("Send me the date, like 2026-01-31, or - if it is unknown.")
        return self.say("Send me the right text ({field}), or - if it is unknown.", field=self.field(field))

    @property
    def wrong_value(self) -> str:
        """For a value that cannot be."""
        return self.say("That cannot be. A date is like 2026-01-31, an address begins with https://. Send it again.")

    @property
    def publish(self) -> str:
        """Makes an article live."""
        return self.say("Publish")

    @property
    def discard(self) -> str:
        """Throws a proposal away."""
        return self.say("Discard")

    @property
    def discarded(self) -> str:
        """Says that it was."""
        return self.say("Discarded. Nobody has seen it.")

    @property
    def publishing(self) -> str:
        """While an article goes into the store."""
        return self.say("Publishing …")

    def published(self, name: str, sentences: int) -> str:
        """Says that an article can be asked about."""
        counted = self.sentences(sentences)
        return self.say("Published: {name}, {sentences}. It can be asked about now.", name=name, sentences=counted)

    def how_to_remove(self, ids: Iterable[str]) -> str:
        """For a command without an article that there is."""
        return self.say("Put the id of an article behind it: /remove ID. There are: {ids}", ids=", ".join(ids) or "–")

    def really_remove(self, name: str, sentences: int) -> str:
        """Asks before something is lost."""
        return self.say("Remove {name}, {sentences}?", name=name, sentences=self.sentences(sentences))

    @property
    def remove(self) -> str:
        """Takes an article out."""
        return self.say("Remove")

    @property
    def keep(self) -> str:
        """Leaves it in."""
        return self.say("Keep")

    def removed(self, name: str) -> str:
        """Says that an article is gone."""
        return self.say("Removed: {name}", name=name)

    @property
    def kept(self) -> str:
        """Says that it is not."""
        return self.say("Kept.")

    def stats(self, articles: int, sentences: int, figures: Figures, days: int) -> str:
        """What administrators are told."""
        named = {
            Outcome.ANSWERED.value: self.say("answered"),
            Outcome.DISPUTED.value: self.say("accounts differ"),
            Outcome.NOT_IN_SOURCES.value: self.say("not in the articles"),
            LATE: self.say("not in time"),
        }
        counts = [f"{named.get(name, name)} {self.number(number)}" for name, number in sorted(figures.answers.items())]
        lines = [
            self.count("1 article", "{number} articles", articles) + ", " + self.sentences(sentences),
            self.count("The last day:", "The last {number} days:", days),
            self.count("1 question", "{number} questions", sum(figures.answers.values()))
            + (f" ({', '.join(counts)})" if counts else "")
            + ", "
            + self.count("1 person", "{number} people", figures.people),
            f"👍 {self.number(figures.up)}  👎 {self.number(figures.down)}",
        ]
        if figures.feedback:
            lines += [self.say("Latest feedback:"), *(f"• {text}" for text in figures.feedback)]
        return "\n".join(lines)
