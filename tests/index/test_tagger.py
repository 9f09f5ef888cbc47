"""Reports found in text: what scores mean, and what the shipped tagger finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index import tagger
from index.recogniser import BODY, PERSON, PLACE, SpacyRecogniser
from index.tagger import FIRST, ShippedTagger, read_reports
from pullquote.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ada Quay said rust felled it."
OFFSETS = np.array([(0, 0), (0, 3), (4, 8), (9, 13), (14, 18), (19, 25), (26, 28), (28, 29), (0, 0)])


def scored(pointed: tuple[int, int, int, int], sure: float = 9.0) -> list[str]:
    """What "said" with these pointers is read as: cue, source and content."""
    count = len(OFFSETS)
    kinds = np.zeros((count, 3), dtype=np.float32)
    kinds[:, 0] = 9
    kinds[3] = 0
    kinds[3, FIRST] = sure
    asking, asked = np.zeros((count, 4, count), dtype=np.float32), np.zeros((count, 4, count), dtype=np.float32)
    for pointer, token in enumerate(pointed):
        asking[3, pointer, token] = 30
    for token in range(count):
        asked[token, :, token] = 3
    return [
        TEXT[slice(*span)]
        for report in read_reports(OFFSETS, kinds, asking, asked, 0.5)
        for span in (report.cue, report.source, report.content)
    ]


def test_a_report_is_what_its_pointers_point_to() -> None:
    assert scored((1, 2, 4, 6)) == ["said", "Ada Quay", "rust felled it"]


def test_a_cue_that_points_to_nobody_or_nothing_is_no_report() -> None:
    assert scored((0, 0, 4, 6)) == []
    assert scored((1, 2, 0, 0)) == []


def test_a_word_that_is_hardly_a_cue_is_no_report() -> None:
    assert scored((1, 2, 4, 6), sure=-9.0) == []


STORY = (
    "The old crane fell at dawn, mayor Ada Quay said on Tuesday.",
    "Divers will lift the wreck in March, according to the harbour office.",
    "“Nobody was hurt,” added Ben Pier, who runs the ferry.",
    "The ferry's owner denied that it was late.",
    "Tickets cost nine crowns.",
)


def test_the_shipped_tagger_finds_who_says_what() -> None:
    found = ShippedTagger().tag(STORY)
    read = [
        [(text[slice(*each.source)], text[slice(*each.cue)], text[slice(*each.content)]) for each in reports]
        for text, reports in zip(STORY, found, strict=True)
    ]
    assert [bool(reports) for reports in read] == [True, True, True, True, False]
    assert [reports[0][0] for reports in read[:4]] == [
        "mayor Ada Quay",
        "the harbour office",
        "Ben Pier, who runs the ferry",
        "The ferry's owner",
    ]
    assert [reports[0][1].split()[0] for reports in read[:4]] == ["said", "according", "added", "denied"]
    assert read[0][0][2].startswith("The old crane fell at dawn")


def test_what_else_is_read_changes_nothing() -> None:
    shipped = ShippedTagger()
    alone = [[(r.cue, r.source, r.content) for r in shipped.tag([text])[0]] for text in STORY]
    together = [[(r.cue, r.source, r.content) for r in found] for found in shipped.tag([*STORY, "Rain. " * 60])]
    assert together[: len(STORY)] == alone


def test_of_a_text_that_is_too_long_the_beginning_is_read() -> None:
    (found,) = ShippedTagger().tag([STORY[0] + " It rained on the quay." * 200])
    assert found
    assert found[0].source == (28, 42)


def test_no_texts_have_no_reports() -> None:
    assert ShippedTagger().tag([]) == []
    assert ShippedTagger().count_tokens([]) == []


def test_a_tagger_that_is_not_there_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tagger, "MODEL", tmp_path / "model.onnx")
    with pytest.raises(ModelError, match="check the project out again"):
        ShippedTagger().tag(["He said so."])


def test_the_recogniser_finds_people_bodies_and_places() -> None:
    text = "Angela Merkel flew to Paris on Tuesday to see the European Commission."
    (found,) = SpacyRecogniser().names([text])
    kinds = {text[slice(*each.span)]: each.kind for each in found}
    assert kinds["Angela Merkel"] == PERSON
    assert kinds["Paris"] == PLACE
    assert any(kind == BODY and "European Commission" in name for name, kind in kinds.items())
