"""Every word that the bot says on its own, in one place. What it quotes is never here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

DISPUTED = "Accounts differ."
ARTICLE_VOICE = "The article, in its own voice"
CONTINUES = "\n(the quote goes on)"
NOTHING_KNOWN = "There is no article here yet. Whoever runs me can add some with: python -m index"

HELP = """\
Send me a question, as you would ask a person. I look for it in the articles I know and answer with sentences \
cut out of them, unchanged, each with the place where it stands. Where they do not say, I tell you so.

/ask QUESTION: ask, also in a group
/sources: the articles I know
/start: example questions
/help: this text"""

HOW_TO_ASK = "Put the question behind it, for instance:\n/ask {example}"
EXAMPLE = "What happened, and where?"
ONLY_TEXT = "I can only read text. Please type your question."
UNKNOWN_COMMAND = "I do not know that command. /help shows those that I know."
OLD_BUTTON = "This button no longer works. Please type the question."
APOLOGY = "Sorry, something went wrong on my side. Please try again later. To report it, give this number: {id}"


def none_says(articles: int) -> str:
    """What stands in for an answer when there are several articles and none has one."""
    return f"None of the {articles:,} articles says."


def same_sentence(numbers: tuple[int, ...]) -> str:
    """Points to quotes that stand further up."""
    what = "sentence" if len(numbers) == 1 else "sentences"
    return f"(the same {what}: {' '.join(f'[{number}]' for number in numbers)})"


def greeting(articles: int, source: str | None, examples: bool) -> str:
    """Two lines for somebody who has just come."""
    what, them = ("a news article", "it") if articles == 1 else (f"{articles:,} news articles", "them")
    by = f" from {source}" if source else ""
    first = f"I answer questions about {what}{by}, in sentences cut out of {them} and nothing else."
    return f"{first}\n{'Type a question, or tap one of these.' if examples else 'Type a question.'}"


def knows(articles: int) -> str:
    """Heads the list of sources."""
    return "I know one article:" if articles == 1 else f"I know {articles:,} articles:"


def and_more(articles: int) -> str:
    """Ends a list of sources that is too long to be shown."""
    return f"… and {articles:,} more."


def sentences(count: int) -> str:
    """How much there is to quote in an article."""
    return "1 sentence" if count == 1 else f"{count:,} sentences"


def day(date: date) -> str:
    """A date as a reader writes it."""
    return f"{date.day} {date:%B %Y}"
