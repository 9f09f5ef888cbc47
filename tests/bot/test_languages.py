"""The interface's languages: complete, with the same places to fill in, and short enough for Telegram."""

import re
from pathlib import Path

import pytest

from bot.languages import LOCALES, Languages
from bot.memory import Figures, Stored
from tests.bot.catalogue import gathered, read, translations

PLACE = re.compile(r"\{\w+\}|/\w+|@\{?\w+")
CATALOGUES = sorted(LOCALES.glob("*.po"))
CODES = ["en", *(file.stem for file in CATALOGUES)]
TAPPED = 200  # characters that Telegram shows when a button is tapped


def test_there_are_english_and_two_more() -> None:
    assert len(CATALOGUES) >= 2
    assert Languages().names["de"] == "Deutsch"


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_catalogue_translates_every_text_and_nothing_else(file: Path) -> None:
    pairs = translations(read(file))
    assert {source for source, _ in pairs} == {source for source, _ in translations(gathered())}
    assert [source for source, text in pairs if not text] == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_what_is_filled_in_stands_in_every_translation(file: Path) -> None:
    for source, text in translations(read(file)):
        assert sorted(PLACE.findall(source)) == sorted(PLACE.findall(text)), source


@pytest.mark.parametrize("code", CODES)
def test_every_language_says_all_there_is_to_say_within_telegrams_limits(code: str) -> None:
    words = Languages().wording(code)
    assert words.locale.language == code
    for text in (words.thanks, words.taken_back, words.made_up, words.expired, words.not_yours, words.old_button):
        assert 0 < len(text) <= TAPPED
    for command in (*words.commands(), *words.administrator_commands()):
        assert re.fullmatch(r"[a-z]{1,32}", command.name)
        assert 3 <= len(command.description) <= 256
    for label in (words.in_context, words.back, words.more, words.again, words.publish, words.discard, words.keep):
        assert len(label) <= 20
    assert "1" in words.forgotten(Stored(1, 0, 0, 0, 0))
    assert "{" not in words.stats(1200, 3, Figures({"answered": 2, "late": 1}, 1, 0, 2, ["good"]), 7)
    assert "{" not in words.help(words.commands(), "a_bot", group=True)
    assert words.number(1200) in ("1,200", "1.200", "1200")


def test_a_client_gets_its_language_or_the_nearest_or_english() -> None:
    languages = Languages()
    chosen = {code: languages.wording(code).locale.language for code in ("de", "de-at", "es-MX", "pt-br", "xx", "")}
    assert chosen == {"de": "de", "de-at": "de", "es-MX": "es", "pt-br": "en", "xx": "en", "": "en"}
    assert languages.wording(None, "de").locale.language == "de"
    assert languages.wording("es", "de").locale.language == "es"
