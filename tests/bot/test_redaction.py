"""No secret gets out, however it is written, and no question text above DEBUG."""

import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest

from bot.redaction import DiscreetFormatter, RedactedStream, Redactor, trace
from pullquote.errors import StoreError

HALF = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw_-"
ROOT = Path(__file__).parents[2]
TOKEN = f"123456789:{HALF}"
REDACT = Redactor(TOKEN, "hook-secret", None)


@pytest.mark.parametrize(
    "spelling",
    [
        TOKEN,
        HALF,
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"https://api.telegram.org/bot{quote(TOKEN, safe='')}/getMe",
        TOKEN.replace(":", "%3a"),
        "".join(f"%{ord(c):02X}" for c in TOKEN),
        "".join(f"%{ord(c):02x}" if n % 3 else c for n, c in enumerate(HALF)),
        f"ExtBot[token={TOKEN}]",
        repr({"token": TOKEN}),
        f"{TOKEN}{TOKEN}",
        f"/file/bot{TOKEN[:30]}...",
        TOKEN[:20],
    ],
)
def test_a_token_is_removed_in_every_spelling(spelling: str) -> None:
    shown = REDACT(f"before {spelling} after")
    assert "[secret]" in shown
    assert shown.startswith("before ")
    assert HALF[:6] not in shown
    assert quote(HALF)[:6] not in shown


def test_a_secret_is_removed_as_json_writes_it_too() -> None:
    secret = 'pass"word\\é'
    assert Redactor(secret)(json.dumps({"said": secret})) == '{"said": "[secret]"}'


def test_other_secrets_are_removed_and_other_text_stays() -> None:
    assert REDACT("X-Secret: hook-secret; 123456789 is the bot") == "X-Secret: [secret]; 123456789 is the bot"
    assert Redactor()("nothing to hide: 12:30 robot7:a") == "nothing to hide: 12:30 robot7:a"


@given(st.lists(st.integers(1, 9), min_size=60))
def test_a_stream_removes_a_secret_that_is_written_in_pieces(sizes: list[int]) -> None:
    out = io.StringIO()
    stream = RedactedStream(out, REDACT)
    text = f"one {TOKEN} two\nthree\n"
    for size in (*sizes, len(text)):
        stream.write(text[:size])
        text = text[size:]
    stream.write("a prompt> ")
    assert out.getvalue() == "one [secret] two\nthree\n"
    stream.flush()
    assert out.getvalue().endswith("a prompt> ")


def written(frank: bool, write: str, *args: object, error: BaseException | None = None, name: str = "bot") -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, "", 1, write, args, exc_info)
    return DiscreetFormatter(REDACT, frank=frank).format(record)


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


@pytest.mark.parametrize("frank", [True, False])
def test_a_record_hides_the_token_in_arguments_and_in_chains_of_exceptions(frank: bool) -> None:
    error = raised(ValueError("outer"), raised(RuntimeError(f"GET /bot{TOKEN}/getMe failed for {HALF}")))
    text = written(frank, "calling %s", {"url": f"/bot{TOKEN}"}, error=error)
    assert HALF not in text
    assert "RuntimeError" in text
    assert "ValueError" in text
    assert "in raised" in text


def test_what_people_wrote_is_left_out_of_tracebacks_and_of_libraries_lines_above_debug() -> None:
    error = raised(KeyError("who is the spy?"))
    assert "spy" not in written(False, "failed", error=error)
    assert "spy" in written(True, "failed", error=error)
    update = "Error while parsing updates! Received data was %r"
    assert "spy" not in written(False, update, [{"text": "who is the spy?"}], name="telegram.Bot")
    assert "5 retries" in written(False, "hit after %d retries", 5, name="telegram.ext.AIORateLimiter")


def test_a_traceback_keeps_what_telegram_and_the_program_itself_said() -> None:
    for error in (BadRequest("chat not found"), StoreError("chat not found")):
        *frames, last = trace(raised(error, cause=raised(ValueError("what they asked"))))
        assert last == f"{type(error).__module__}.{type(error).__name__}: chat not found"
        assert any("in raised" in line for line in frames)


def test_whatever_python_itself_prints_goes_through_the_same_sieve() -> None:
    script = """
import asyncio, logging, sys, threading, warnings
from bot.redaction import Redactor, log_unhandled, start_log
token = sys.argv[1]
start_log("INFO", Redactor(token))
print("printed", token)
warnings.warn(f"warned {token}")
logging.getLogger("loud").setLevel("DEBUG")
logging.getLogger("loud").debug("too loud")
logging.info("misformatted %d", token)
logging.error("logged %s", token, extra={"token": token}, stack_info=True)
thread = threading.Thread(target=lambda: int(f"thread {token}"))
thread.start()
thread.join()

async def forgotten():
    asyncio.get_running_loop().call_soon(lambda: int(f"callback {token}"))
    asyncio.get_running_loop().set_exception_handler(log_unhandled if sys.argv[2] == "ours" else None)
    await asyncio.sleep(0)

asyncio.run(forgotten())
class Unraisable:
    def __del__(self):
        int(f"unraisable {token}")
Unraisable()
raise RuntimeError(f"uncaught {token}") from KeyError(token)
"""
    for handler in ("ours", "default"):
        ran = subprocess.run(
            [sys.executable, "-c", script, TOKEN, handler],
            env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"},
            capture_output=True,
            text=True,
            check=False,
        )
        written = ran.stdout + ran.stderr
        assert ran.returncode == 1
        assert HALF not in written
        for said in ("printed", "warned", "logged", "thread", "unraisable", "uncaught"):
            assert f"{said} [secret]" in written
        assert "Arguments: ('[secret]',)" in written
        assert "lambda" in written
        assert "too loud" not in written
