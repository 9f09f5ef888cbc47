"""Put made-up inputs to what reads what others wrote: ``python -m lab.fuzz 100000``. Exit code 1 when some fail."""

from __future__ import annotations

import argparse
import logging
import sys

from lab.fuzz.models import STORIES, check_story
from lab.fuzz.questions import QUESTIONS, check_message, check_question
from lab.fuzz.reader import DOCUMENTS, check_document
from lab.fuzz.rendering import SHOWN, check_shown
from lab.fuzz.settings import GIVEN, check_settings
from lab.fuzz.taps import TAPS, check_tap
from lab.fuzz.targets import Target, fuzz

TARGETS = (
    Target("reader", DOCUMENTS, check_document, 0.35),
    Target("taps", TAPS, check_tap, 0.2),
    Target("settings", GIVEN, check_settings, 0.1),
    Target("questions", QUESTIONS, check_question, 0.2),
    Target("messages", QUESTIONS, check_message, 0.1),
    Target("rendering", SHOWN, check_shown, 0.05),
    Target("models", STORIES, check_story, 0.0006, patience=30.0),  # which are loaded meanwhile
)
NAMES = ("reader", "taps", "settings", "questions", "rendering", "models")
BESIDE = {"messages": "questions"}  # what is run with another: questions again, through the bot's handlers


def main() -> int:
    """Run the targets one after the other, a line each."""
    parser = argparse.ArgumentParser(prog="python -m lab.fuzz", description=__doc__)
    parser.add_argument("inputs", type=int, nargs="?", default=10_000, help="in all, divided by what they cost")
    parser.add_argument("--seed", type=int, default=0, help="the same seed, the same inputs")
    parser.add_argument("--only", choices=NAMES, help="all inputs to this")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)  # libraries complain of what they are given
    chosen = [each for each in TARGETS if given.only in (None, BESIDE.get(each.name, each.name))]
    shares = sum(each.share for each in chosen)
    failed = 0
    for target in chosen:
        count = max(1, round(given.inputs * target.share / shares))
        tally = fuzz(target, count, given.seed)
        failed += len(tally.failures)
        print(
            f"{target.name:10} {tally.inputs:8,} inputs {tally.seconds:7.1f} s, the slowest {tally.slowest:.2f} s"
            f": {len(tally.failures) or 'nothing'} failed",
            flush=True,
        )
        for failure in tally.failures:
            print("    " + failure.replace("\n", "\n    "), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
