"""What every wording needs: texts in a language, and the numbers, dates and names that stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from datetime import date
    from gettext import NullTranslations

    from babel import Locale


class Texts:
    """The texts of a catalogue, in the language of ``locale``."""

    def __init__(self, locale: Locale, texts: NullTranslations) -> None:
        self.locale = locale
        self._texts = texts

    def say(self, text: str, **parts: object) -> str:
        """The text in this language, with its parts filled in."""
        return self._texts.gettext(text).format(**parts) if parts else self._texts.gettext(text)

    def count(self, one: str, many: str, number: int, **parts: object) -> str:
        """The text that goes with a number, which stands in it as {number}."""
        return self._texts.ngettext(one, many, number).format(number=self.number(number), **parts)

    def number(self, number: int) -> str:
        """A number as a reader writes it."""
        return str(format_decimal(number, locale=self.locale))

    def day(self, date: date) -> str:
        """A date as a reader writes it."""
        return format_date(date, "d MMMM y" if self.locale.language == "en" else "long", locale=self.locale)

    @property
    def nothing_known(self) -> str:
        """Says that there is nothing to answer from."""
        return self.say("There is no article here yet. Whoever runs me can add some with: python -m index")

    def sentences(self, count: int) -> str:
        """How much there is to quote in an article."""
        return self.count("1 sentence", "{number} sentences", count)
