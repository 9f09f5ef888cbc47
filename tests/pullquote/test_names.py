"""Names, and what they are the names of, by what news does with them."""

import pytest

from pullquote.names import Names, Sort, names_in
from pullquote.records import Kind
from tests.pullquote.newsprint import article

LINES = (
    "The road authority, Vegnor, had put off the work, Judge Adela Morvik said in Lindby.",
    "Vegnor's director, Rikard Thune, resigned. He apologised to the families.",
    "Sturgeon can no longer swim to Lindby. Morvik said she was sorry.",
    "Friday's Orm Sound fighting was the worst in Orm Sound. Vegnor denied it.",
)
STORY = article(*((Kind.BODY, None, at, line) for at, line in enumerate(LINES, 1)))
NAMES = Names([STORY], [STORY.text])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Friday's Orm Sound fighting", ["Orm Sound"]),
        ("in Lindby. Vegnor's director, Rikard Thune", ["Lindby", "Vegnor", "Rikard Thune"]),
        ("Gen. Ada Quay met J. Pier in St. Oxmoor", ["Gen. Ada Quay", "J. Pier", "St. Oxmoor"]),
        ("On Monday in May", []),
    ],
)
def test_a_name_ends_with_its_sentence_and_no_day_is_one(text: str, named: list[str]) -> None:
    assert list(names_in(text)) == named


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Rikard Thune", Sort.PERSON),
        ("Thune", Sort.PERSON),
        ("Morvik", Sort.PERSON),
        ("Vegnor", Sort.OTHER),
        ("Sturgeon", Sort.OTHER),
        ("Lindby", Sort.PLACE),
        ("Orm Sound", Sort.PLACE),
    ],
)
def test_a_person_has_a_full_name_or_a_title_somewhere(name: str, sort: Sort) -> None:
    assert NAMES.sort(name) is sort


def test_he_or_she_is_seen_beside_the_name() -> None:
    lines = ("Rikard Thune resigned.", "He apologised.", "It rained.", "Adela Morvik said she was sorry for him.")
    story = article(*((Kind.BODY, None, at, line) for at, line in enumerate(lines, 1)))
    names = Names([story], [story.text])
    assert [names.gender(name) for name in ("Thune", "Morvik", "Vegnor")] == ["m", "", ""]
