"""Pairs of sentences about one scene: a label is the annotators', and no other archive is learnt from."""

from __future__ import annotations

import hashlib
import io
import json
import random
import tarfile
from typing import TYPE_CHECKING

import pytest

from lab import entailment
from lab.entailment import MEMBER, scenes

if TYPE_CHECKING:
    from pathlib import Path

TOLD = [
    ("contradiction", "A man sleeps.", "A man runs."),
    ("entailment", "A dog jumps over a log.", "An animal jumps."),
    ("neutral", "A girl reads.", "A girl reads a letter from home."),
    ("-", "Two boys play.", "Two boys are cousins."),
]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "pairs.tar.gz"
    fields = [{"gold_label": label, "sentence1": one, "sentence2": other} for label, one, other in TOLD]
    lines = "".join(json.dumps(each) + "\n" for each in fields).encode()
    with tarfile.open(path, "w:gz") as packed:
        member = tarfile.TarInfo(MEMBER)
        member.size = len(lines)
        packed.addfile(member, io.BytesIO(lines))
    monkeypatch.setattr(entailment, "ARCHIVE", path)
    monkeypatch.setattr(entailment, "DIGEST", hashlib.sha256(path.read_bytes()).hexdigest())
    return path


@pytest.mark.usefixtures("archive")
def test_what_contradicts_conflicts_and_what_no_annotators_agreed_on_is_left_out() -> None:
    found = {frozenset(listed.texts): listed for listed in scenes(random.Random(1), 2)}
    assert found.keys() == {frozenset((one, other)) for label, one, other in TOLD if label != "-"}
    for label, one, other in TOLD[:3]:
        listed = found[frozenset((one, other))]
        assert listed.pairs == ((0, 1, label == "contradiction"),)
        assert listed.answers == (None, None)
        assert [listed.texts[text][start:end] for text, start, end in listed.spans] == list(listed.texts)


def test_another_archive_is_refused(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes() + b"\0")
    with pytest.raises(ValueError, match="download it again"):
        list(scenes(random.Random(1), 1))
