"""How well disputes are found: ``python -m lab.evaluate_accounts [PART ...]``.

Each excerpt of ``lab/disputes.py`` is indexed and asked as a reader would. Of those whose accounts differ, how many are
said to; of the others, how many are, too.
"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path

from index.articles import Manuscript
from index.build import build
from index.draft import open_draft
from index.progress import Unwatched
from index.recogniser import SpacyRecogniser
from index.sources import Source
from index.speech import with_claims
from index.tagger import ShippedTagger
from lab.disputes import excerpts
from pullquote.archive import Archive, identity_of
from pullquote.encoder import SentenceEncoder
from pullquote.records import Outcome
from pullquote.store import Store

PARTS = (
    "twentieth",
    "nineteenth",
    "eighteenth",
    "seventeenth",
    "sixteenth",
    "fifteenth",
    "fourteenth",
    "thirteenth",
    "twelfth",
    "eleventh",
    "tenth",
    "ninth",
    "eighth",
    "seventh",
    "sixth",
    "fifth",
    "fourth",
    "check",
    "third",
    "second",
    "fresh",
)


def main() -> None:
    """Print what is found of each part, and which excerpts are taken for what they are not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=PARTS, help="which excerpts (default: all to measure with)")
    parser.add_argument("--quiet", action="store_true", help="no names of excerpts")
    options = parser.parse_args()
    encoder = SentenceEncoder()
    listen = partial(with_claims, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
    for part in options.parts:
        found, alarms, silent, disputed, others = 0, 0, 0, 0, 0
        for excerpt in excerpts(part):
            manuscripts = [Manuscript(article.id, article.text, Source()) for article in excerpt.articles]
            with tempfile.TemporaryDirectory() as folder:
                store = Store(Path(folder))
                with open_draft(store, identity_of(encoder)) as draft:
                    build(draft, manuscripts, encoder, Unwatched(), at_once=True, listen=listen)
                with Archive.shipped(store, encoder) as archive:
                    outcome = archive.ask(excerpt.question).outcome
            disputed += excerpt.disputed
            others += not excerpt.disputed
            silent += outcome is Outcome.NOT_IN_SOURCES
            found += excerpt.disputed and outcome is Outcome.DISPUTED
            alarms += not excerpt.disputed and outcome is Outcome.DISPUTED
            if not options.quiet and excerpt.disputed != (outcome is Outcome.DISPUTED):
                print(f"  {excerpt.name} ({excerpt.kind}): {outcome.value}")
        print(
            f"{part}: {found} of {disputed} disputes found, {alarms} of {others} others taken for one, {silent} silent"
        )


if __name__ == "__main__":
    main()
