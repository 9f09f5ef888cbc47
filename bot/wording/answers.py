"""What is said around quotes, and on the buttons below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pullquote.records import Citation


class AnswerTexts(Texts):
    """Around quotes."""

    def answered(self, articles: int) -> str:
        """Heads quotes that answer, from so many articles."""
        return self.count("Quoted from the article.", "Quoted from {number} articles.", articles)

    @property
    def disputed(self) -> str:
        """Heads accounts that contradict each other."""
        return self.say("Accounts differ.")

    def not_said(self, articles: int) -> str:
        """Stands in for an answer where there is none."""
        if articles == 0:
            return self.nothing_known
        return self.count("The article does not say.", "None of the {number} articles says.", articles)

    def understood(self, question: str) -> str:
        """Heads the answer to what was not asked in so many words."""
        return self.say("Understood: {question}", question=question)

    @property
    def article_voice(self) -> str:
        """Stands where a speaker's name does."""
        return self.say("The article, in its own voice")

    def see(self, numbers: Iterable[int]) -> str:
        """Points to quotes that stand further up."""
        return self.say("(see {numbers})", numbers=" ".join(f"[{number}]" for number in numbers))

    @property
    def goes_on(self) -> str:
        """Ends a message in the middle of a quote."""
        return self.say("(the quote goes on)")

    @property
    def altered(self) -> str:
        """Below a quote that Telegram does not show as it is."""
        return self.say("(Telegram does not show every character of this quote as it was printed.)")

    def cited(self, citation: Citation) -> str:
        """Publisher, title, date, section, paragraph, as far as the source gives them."""
        known = [citation.publisher]
        known.append(self.quoted(citation.title) if citation.title else None)
        known.append(self.day(citation.published) if citation.published else None)
        if not any(known):
            known.append(citation.article)
        if citation.section and citation.section != citation.title:
            known.append(self.quoted(citation.section))
        known.append(self.say("paragraph {number}", number=self.number(citation.paragraph)))
        return ", ".join(part for part in known if part)

    def quoted(self, words: str) -> str:
        """Words in quotation marks."""
        return self.say("“{words}”", words=words)

    @property
    def nearest(self) -> str:
        """Heads passages that are shown although they do not answer."""
        return self.say("Not an answer. These passages come nearest:")

    def page(self, first: int, last: int, total: int) -> str:
        """Heads further quotes."""
        return self.say("Quotes {first} to {last} of {total}", first=first, last=last, total=total)

    def one_of(self, number: int, total: int) -> str:
        """Heads a page with one quote on it."""
        return self.say("Quote {number} of {total}", number=number, total=total)

    @property
    def in_context(self) -> str:
        """Shows the paragraphs around a quote."""
        return self.say("In context")

    @property
    def back(self) -> str:
        """Goes back to the answer."""
        return self.say("Back")

    @property
    def more(self) -> str:
        """Shows the next best quotes."""
        return self.say("More")

    @property
    def nearest_button(self) -> str:
        """Shows the passages that come nearest."""
        return self.say("Nearest passages")

    @property
    def again(self) -> str:
        """Asks once more."""
        return self.say("Try again")

    @property
    def thanks(self) -> str:
        """Answers a vote."""
        return self.say("Thank you. Tap again to take it back.")

    @property
    def taken_back(self) -> str:
        """Answers a vote that was given twice."""
        return self.say("Taken back.")

    @property
    def made_up(self) -> str:
        """Answers a tap on what is no button of this message."""
        return self.say("This button does not work here.")

    @property
    def expired(self) -> str:
        """Answers a tap on the button of an answer that is not kept any more."""
        return self.say("This answer is too old, or its article has changed. Please ask again.")

    @property
    def not_yours(self) -> str:
        """Answers a tap by somebody who did not ask."""
        return self.say("Only whoever asked can turn this page. Ask me yourself with /ask.")

    @property
    def ask_in_private(self) -> str:
        """On the button above the results of a query."""
        return self.say("Ask me in our chat")
