"""What the interface says, gathered from the code; ``python -m tests.bot.catalogue`` renews the catalogues."""

import re
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import bot
from bot.languages import LOCALES

WORDING = Path(bot.__file__).with_name("wording")
HEADER = re.compile(r'"(?:Report-|POT-|PO-|Last-|Language-Team|Generated-|Project-Id)')
KEYWORDS = {"say": None, "count": (1, 2)}


def gathered() -> Catalog:
    """Every text of the wording, in the order of the code."""
    catalogue = Catalog(project="Pullquote", fuzzy=False)
    found = extract_from_dir(WORDING, method_map=[("**.py", "python")], keywords=KEYWORDS)
    for file, _line, text, _comments, _context in found:
        catalogue.add(text, locations=[(f"bot/wording/{file}", 0)])
    return catalogue


def read(file: Path) -> Catalog:
    """A catalogue as it stands."""
    with file.open("rb") as text:
        return read_po(text, locale=file.stem)


def translations(catalogue: Catalog) -> list[tuple[str, str]]:
    """Each text with its translation, of those that go with numbers each form."""
    pairs: list[tuple[str, str]] = []
    for message in catalogue:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        pairs += [(source, text or "") for source, text in zip_longest(ids, texts) if source]
    return pairs


def renew(file: Path) -> None:
    """Add to a catalogue what is new in the code, and drop what is gone. What was translated stays."""
    catalogue = read(file) if file.exists() else Catalog(locale=file.stem, project="Pullquote", fuzzy=False)
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    write(file, catalogue)


def write(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue with as much of a header as reading it needs: no dates, no names."""
    written = BytesIO()
    write_po(written, catalogue, width=120, include_lineno=False)
    lines = written.getvalue().decode().splitlines()
    file.write_text("\n".join(line for line in lines if not HEADER.match(line)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for existing in LOCALES.glob("*.po"):
        renew(existing)
