"""Every setting of every room, in one place, so that a misspelt one is caught whichever program reads it.

Read once when a program starts, and passed down. ``PULLQUOTE_NAME`` in the environment wins over ``.env``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from pullquote.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PREFIX = "PULLQUOTE_"
TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,}")


class Settings(BaseSettings):
    """What can be set, with what holds when it is not. ``.env.example`` shows each in use."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True)

    store: Path = Path("index/store")
    chroma: Annotated[str | None, Field(repr=False)] = None  # which may hold a password
    encoder: str | None = None
    reader: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["TEXT", "JSON"] = "TEXT"

    telegram_token: SecretStr | None = None
    telegram_api: Annotated[str, Field(repr=False)] = "https://api.telegram.org"  # and this
    database_url: SecretStr | None = None
    deadline: Annotated[float, Field(gt=0, le=600)] = 20.0
    keep_days: Annotated[int, Field(ge=1, le=3650)] = 30
    person_quota: Annotated[int, Field(ge=0, le=1_000_000)] = 300
    group_quota: Annotated[int, Field(ge=0, le=1_000_000)] = 600
    admins: Annotated[frozenset[int], NoDecode] = frozenset()
    allowed: Annotated[frozenset[int], NoDecode] = frozenset()
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str | None = None
    health_listen: str = "127.0.0.1:9464"

    @field_validator("admins", "allowed", mode="before")
    @classmethod
    def _numbers(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not re.fullmatch(r"-?\d+(\s*,\s*-?\d+)*,?", value):
            raise ValueError("must be numeric Telegram ids with commas between them")
        return frozenset(int(part) for part in value.strip(", ").split(","))

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_unset(cls, value: Any, info: Any) -> Any:
        """``NAME=`` in a file means that the default holds. Stands last, which for pydantic is first."""
        if isinstance(value, str) and not value.strip():
            return cls.model_fields[info.field_name].get_default(call_default_factory=True)
        return value.strip() if isinstance(value, str) else value

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a bot token: it looks like 123456789:AA..., as @BotFather sends it")
        return value

    @field_validator("telegram_api", "chroma", "webhook_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s/]+\S*", value):
            raise ValueError("must be an address that starts with http:// or https://")
        return value.rstrip("/") if value else value


def read_settings(env_file: Path | None = Path(".env"), **given: Any) -> Settings:
    """The settings from the environment and ``env_file``; ``given`` ones (from a command line) win.

    Raises SettingsError, in one line that names the setting and never its value.
    """
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    present = {key.upper() for key in (*os.environ, *_names_in(env_file)) if key.upper().startswith(PREFIX)}
    if unknown := sorted(present - names):
        raise SettingsError(f"unknown setting {', '.join(unknown)}: see .env.example for the ones there are")
    try:
        return Settings(_env_file=env_file, **{k: v for k, v in given.items() if v is not None})  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        problems = "; ".join(
            f"{PREFIX}{str(problem['loc'][0]).upper()} {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors(include_input=False, include_url=False)
        )
    raise SettingsError(problems)  # outside the handler: the original error may quote what was typed


def _names_in(env_file: Path | None) -> Iterable[str]:
    """The names that a ``.env`` gives values to. Raises SettingsError, without any value, when it is not one."""
    found: Mapping[str, str | None] | None
    try:
        found = dotenv_values(env_file) if env_file and env_file.is_file() else {}
    except (OSError, UnicodeDecodeError):
        found = None
    if found is None:  # outside the handler: the error may hold what is in the file
        raise SettingsError(f"{env_file} cannot be read: it must be a text file in UTF-8, like .env.example")
    for key in found:
        name = "".join(re.findall(r"^\w+", key))
        if name != key and key.upper().startswith(PREFIX):  # "NAME: VALUE" without the space is a name to dotenv
            raise SettingsError(f"{name} in {env_file}: between a name and its value stands an equals sign")
    return found
