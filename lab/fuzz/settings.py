"""Settings: the environment and ``.env``, right, wrong and mistyped."""

from __future__ import annotations

import os
import tempfile
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from lab.fuzz.hostile import BLANKS, SCRAPS, texts
from pullquote.errors import SettingsError
from pullquote.settings import PREFIX, Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from hypothesis.strategies import DrawFn

KEPT = "Xy7Secret"  # in values that are never shown: in no error, nor in what settings show of themselves
SEEN = "Qq3Public"  # in the others: in no error
HIDDEN = ("telegram_token", "database_url", "webhook_secret")
NAMES = tuple(Settings.model_fields)
BETWEEN = (
    "=",
    "=",
    "=",
    " = ",
    ":",
    ": ",
    " ",
    "\t",
    "==",
    "=>",
    '="',
    "='",
    "-",
    ";",
    ",",
    "\u00a0",
    "=\u200b",
    "=\\",
)
BEFORE = ("", "", "", "export ", "'", '"', " ", "# ", "\ufeff", "set ")
AFTER = (
    "\n",
    "\n",
    "\r\n",
    '"\n',
    "'\n",
    "",
    " # note\n",
    "\\\n",
    "\x0c",
    "\u2028",
    "${HOME}\n",
    "${PULLQUOTE_STORE}\n",
)
FORMS = (
    *("{}", "123456789:AA{}abcdefghijklmnopqrst", "http://{}", "https://u:{}@h/p", "ftp://{}", "1,{}", "{},", "[{}]"),
    *(
        '{"{}": 1}',
        "sqlite:///{}",
        "postgresql://u:{}@h/d",
        "{}\n{}",
        "1e{}",
        "0x{}",
        "\0{}",
        "{}:1",
        "TRUE{}",
        "~/{}",
    ),
    *("http:// {}", "file://{}", " {} ", "{}\u2028", "\udcff{}", "%({})s", "$({})", "${{}}", "\ufeff{}"),
)
PLAIN = (
    *(
        "0",
        "1",
        "-1",
        "1,2,3",
        "1, -2,",
        "9" * 5000,
        "9" * 400,
        "1e999",
        "nan",
        "inf",
        "-0",
        "١٢",
        "²",
        "1_000",
        "20.5",
    ),
    *(
        "INFO",
        "debug",
        "json",
        "off",
        "127.0.0.1:9464",
        "[::1]:1",
        ":",
        "h:99999",
        "null",
        "None",
        "true",
        "",
        " ",
        "x" * 9999,
    ),
)

Line = tuple[str, str, str]  # the name of a setting, what is written of it in front of the value, and the value


@st.composite
def lines(draw: DrawFn) -> Line:
    """A setting as somebody could write it."""
    name = draw(st.sampled_from(NAMES))
    before = draw(st.sampled_from(BEFORE)) + PREFIX + name.upper()
    mark = KEPT if name in HIDDEN else SEEN
    formed = draw(st.sampled_from(FORMS)).replace("{}", mark) + draw(st.just("") | SCRAPS)
    return name, before, draw(st.just(formed) | st.just(formed) | st.sampled_from(PLAIN) | texts(4, 200))


@st.composite
def files(draw: DrawFn) -> str:
    """A ``.env`` of a few of them."""
    written: list[str] = []
    for _, before, value in draw(st.lists(lines(), max_size=4)):
        written += [before, draw(st.sampled_from(BETWEEN)), value, draw(st.sampled_from(AFTER))]
        written.append(draw(st.just("") | st.sampled_from(BLANKS)))
    return "".join(written)


ENVIRONMENTS = st.lists(lines(), max_size=3)
FILES = files()
GIVEN = st.tuples(ENVIRONMENTS, FILES, st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1")))


def check_settings(given: tuple[Sequence[Line], str, str]) -> None:
    """Settings are valid, or refused in one line without any value; what is secret they never show."""
    environment, file, encoding = given
    values = {PREFIX + name.upper(): value for name, _, value in environment if "\0" not in value}
    with _surroundings(values) as folder:
        path = folder / ".env"
        path.write_bytes(file.encode(encoding, "replace"))
        error: SettingsError | None = None
        try:
            settings = read_settings(path)
        except SettingsError as refused:
            error = refused
        else:
            # A line that does not end where it seems to may put a secret into the value of what is none.
            seen = "".join(str(getattr(settings, name)) for name in NAMES if name not in HIDDEN)
            assert KEPT in seen or KEPT not in repr(settings) + str(settings), "settings show a secret"
            assert read_settings(path) == settings
        if error is not None:
            _check_error(error)


def _check_error(error: SettingsError) -> None:
    shown = "".join((*traceback.format_exception(error), str(error), repr(error), repr(error.__dict__))).upper()
    assert KEPT.upper() not in shown, f"an error shows a secret: {error}"
    assert SEEN.upper() not in shown, f"an error shows a value: {error}"
    assert len(str(error).splitlines()) == 1, f"an error of several lines: {error}"
    assert len(str(error)) < 2000, f"an endless error: {str(error)[:100]}"


@contextmanager
def _surroundings(values: dict[str, str]) -> Generator[Path]:
    """A folder, and an environment in which nothing of ours is set but these."""
    before = {name: os.environ.pop(name) for name in list(os.environ) if name.upper().startswith(PREFIX)}
    try:
        os.environ.update(values)
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
    finally:
        for name in values:
            os.environ.pop(name, None)
        os.environ.update(before)
