"""``python -m bot`` with the asker of the tests in place of the archive and its models."""

import sys
import time

from bot.__main__ import leave, main
from pullquote.errors import StoreMissingError
from pullquote.settings import Settings
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk


def open_desk(settings: Settings) -> WordDesk:
    """The asker of the tests, opened and asked as the command line says."""
    how = sys.argv[1:]
    if "without-store" in how:
        raise StoreMissingError(f"there is no store in {settings.store}: run `python -m index`")
    time.sleep(1.2 if "loads-slowly" in how else 0.0)
    return WordDesk([PORT], delay=0.6 if "answers-slowly" in how else 0.0)


if __name__ == "__main__":
    leave(main([], open_desk))
