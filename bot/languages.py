"""The languages of the interface: gettext catalogues in ``bot/locales``, one file each, where they are reviewed."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.wording import Wording

LOCALES = Path(__file__).with_name("locales")
SOURCE = "en"  # what the wording itself is written in


class Languages:
    """The wordings that there are. Catalogues are read once."""

    def __init__(self, folder: Path = LOCALES) -> None:
        catalogues = {file.stem: _read(file) for file in sorted(folder.glob("*.po"))}
        named: dict[str, NullTranslations] = {SOURCE: NullTranslations(), **catalogues}
        self._wordings = {name: Wording(Locale.parse(name), texts) for name, texts in named.items()}

    @property
    def names(self) -> dict[str, str]:
        """Each language's code, and what it calls itself."""
        return {code: (words.locale.language_name or code).capitalize() for code, words in self._wordings.items()}

    def wording(self, *wanted: str | None) -> Wording:
        """The wording in the first of the languages ``wanted`` (codes like "de" or "pt-br") that there is."""
        for code in wanted:
            found = negotiate_locale([code.replace("-", "_")], list(self._wordings)) if code else None
            if found:
                return self._wordings[found]
        return self._wordings[SOURCE]

    def all(self) -> dict[str, Wording]:
        """Every wording, by its language's code."""
        return dict(self._wordings)


def _read(file: Path) -> NullTranslations:
    with file.open("rb") as text:
        catalogue = read_po(text, locale=file.stem)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
