"""Settings come from the environment and .env; a wrong one is named, and its value never shown."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from pullquote.errors import SettingsError
from pullquote.settings import PREFIX, Settings, read_settings

ROOT = Path(__file__).parent.parent.parent
TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
SECRET = "Xy7Secret"

pytestmark = pytest.mark.usefixtures("bare_environment")


def refusal(env_file: str | None = None) -> SettingsError:
    """The error that reading raises, with ``env_file`` as the text of .env."""
    if env_file is not None:
        Path(".env").write_text(env_file, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return caught.value


def shown(error: BaseException) -> str:
    """Everything of an error that could reach a log, in capitals: a value in other letters is still a value."""
    return "".join((*traceback.format_exception(error), str(error), repr(error), repr(error.__dict__))).upper()


def test_without_any_the_defaults_hold() -> None:
    settings = read_settings()
    assert settings.store == Path("index/store")
    assert settings.telegram_token is None
    assert settings.admins == settings.allowed == frozenset()


def test_the_example_file_names_every_setting_and_changes_none() -> None:
    example = ROOT / ".env.example"
    named = {line.partition("=")[0] for line in example.read_text(encoding="utf-8").splitlines() if line[:1] == "P"}
    assert named == {PREFIX + name.upper() for name in Settings.model_fields}
    assert read_settings(example) == read_settings(None)


def test_only_names_with_the_prefix_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORE", "elsewhere")
    Path(".env").write_text("LOG_LEVEL=DEBUG\nother.name=1\n", encoding="utf-8")
    assert read_settings() == read_settings(None, store=Path("index/store"))


def test_a_command_line_beats_the_environment_which_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PULLQUOTE_STORE=file\nPULLQUOTE_ENCODER=file\nPULLQUOTE_READER=file\n", encoding="utf-8")
    monkeypatch.setenv("PULLQUOTE_STORE", "environment")
    monkeypatch.setenv("PULLQUOTE_ENCODER", "environment")
    settings = read_settings(store="given", encoder=None)
    assert (settings.store, settings.encoder, settings.reader) == (Path("given"), "environment", "file")


@pytest.mark.parametrize("blank", ["", " ", "\t"])
@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_a_blank_value_means_the_default(monkeypatch: pytest.MonkeyPatch, name: str, blank: str) -> None:
    default = read_settings()
    monkeypatch.setenv(PREFIX + name.upper(), blank)
    assert read_settings() == default


def test_space_around_a_value_is_not_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_TELEGRAM_TOKEN", f" {TOKEN} ")
    monkeypatch.setenv("PULLQUOTE_ADMINS", " 12 , -34, ")
    settings = read_settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.admins == {12, -34}


@pytest.mark.parametrize("name", ["PULLQUOTE_TELEGRAM_TOKN", "pullquote_stor", "PULLQUOTE_"])
def test_a_name_that_is_none_of_ours_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, SECRET)
    error = refusal()
    assert f"unknown setting {name.upper()}" in str(error)
    assert SECRET.upper() not in shown(error)
    monkeypatch.delenv(name)
    error = refusal(f"{name}={SECRET}\n")
    assert f"unknown setting {name.upper()}" in str(error)
    assert SECRET.upper() not in shown(error)


MALFORMED = {
    "telegram_token": f"12345:{SECRET}",
    "telegram_api": f"ftp://{SECRET}",
    "chroma": SECRET,
    "webhook_url": SECRET,
    "admins": f"1,{SECRET}",
    "allowed": f"1 {SECRET}",
    "log_level": SECRET,
}


@pytest.mark.parametrize(("name", "value"), MALFORMED.items())
def test_a_malformed_value_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name.upper(), value)
    error = refusal()
    assert PREFIX + name.upper() in str(error)
    assert "\n" not in str(error)
    assert SECRET.upper() not in shown(error)
    assert error.__cause__ is error.__context__ is None  # pydantic's own error may hold the value


@pytest.mark.parametrize("line", [f"PULLQUOTE_TELEGRAM_TOKEN:{TOKEN}", f"export PULLQUOTE_TELEGRAM_TOKEN:{TOKEN}=1"])
def test_a_colon_for_an_equals_sign_does_not_show_the_token(line: str) -> None:
    error = refusal(line)
    assert "PULLQUOTE_TELEGRAM_TOKEN" in str(error)
    assert "equals sign" in str(error)
    assert TOKEN[:12].upper() not in shown(error)


def test_an_env_file_that_is_no_text_is_refused_without_its_bytes() -> None:
    Path(".env").write_bytes(b"PULLQUOTE_TELEGRAM_TOKEN=" + TOKEN.encode("utf-16"))
    error = refusal()
    assert "UTF-8" in str(error)
    assert TOKEN[:12].upper() not in shown(error)
    assert error.__cause__ is error.__context__ is None


def test_no_env_file_is_no_error() -> None:
    assert read_settings(Path("nowhere.env")) == read_settings(None)
    Path(".env").mkdir()
    assert read_settings() == read_settings(None)


def test_the_token_is_not_in_what_settings_show_of_themselves() -> None:
    settings = read_settings(telegram_token=TOKEN, webhook_secret=TOKEN, database_url=TOKEN)
    assert TOKEN not in repr(settings) + str(settings)


def test_settings_cannot_be_changed() -> None:
    settings = read_settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.store = Path("elsewhere")  # pyright: ignore[reportAttributeAccessIssue]
