"""What the paragraphs of an article are, however it is laid out: of the one that is shipped, and of any text."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.blocks import find_blocks
from pullquote.records import Block, Kind
from tests.index.paragraphs import BODY, LEAD, MORE, kinds, story

SHIPPED = Path(__file__).parents[2] / "index" / "articles" / "spin-boldak.txt"
TEXT = SHIPPED.read_bytes().decode()


# --- the shipped article ---------------------------------------------------------------------------------------------


def shipped(kind: Kind) -> list[str]:
    return [text for found, text in kinds(TEXT) if found is kind]


def test_the_shipped_article_has_43_paragraphs_and_the_first_is_the_lead() -> None:
    numbered = [block for block in find_blocks(TEXT) if block.kind.quotable]
    assert [block.paragraph for block in numbered] == list(range(1, 44))
    assert [block.kind for block in numbered] == [Kind.LEAD] + [Kind.BODY] * 42
    twelfth = numbered[11]
    assert TEXT[twelfth.start : twelfth.end].startswith("Afghanistan's interior ministry spokesperson Tariq Arian said")


def test_the_shipped_article_has_five_sections_in_order() -> None:
    headings = shipped(Kind.HEADING)
    assert headings == [
        "Heavy fighting continues",
        "Lifeline for southern Afghanistan",
        "Taliban target Dostum's stronghold",
        "Russia says US mission in Afghanistan has failed",
        "Afghan delegation heads to Qatar",
    ]
    sections = list(dict.fromkeys(block.section for block in find_blocks(TEXT)))
    assert sections == [None, *headings]


def test_the_caption_that_the_shipped_article_sets_twice_is_one_block_with_its_credit() -> None:
    assert len(shipped(Kind.CAPTION)) == 1
    assert shipped(Kind.CAPTION)[0].endswith("(Abdul Khaliq Achakzai / Reuters)")
    assert sum("People standing on a vehicle" in text for _, text in kinds(TEXT)) == 1


def test_the_teasers_and_the_source_of_the_shipped_article_are_not_news() -> None:
    assert len(shipped(Kind.RELATED)) == 4
    assert all(line.startswith("READ MORE:") for line in shipped(Kind.RELATED))
    assert shipped(Kind.SOURCE) == ["Source: TRTWorld and agencies"]


# --- layout ----------------------------------------------------------------------------------------------------------


def readings(text: str) -> list[tuple[Kind, str]]:
    return [(kind, " ".join(found.split())) for kind, found in kinds(text)]


def test_paragraphs_may_stand_one_a_line() -> None:
    parts = ["Port Quill closes its bridge", LEAD, BODY, "The cost", MORE]
    assert readings("\n".join(parts)) == readings(story(*parts))


@pytest.mark.parametrize("width", [50, 60, 72, 80])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028"])
def test_wrapped_lines_read_like_the_paragraphs_they_were_made_of(width: int, line_break: str) -> None:
    wrapped = [
        textwrap.wrap(" ".join(found.split()), width, break_long_words=False, break_on_hyphens=False)
        for _, found in kinds(TEXT)
    ]
    text = (line_break * 2).join(line_break.join(lines) for lines in wrapped)
    assert readings(text) == readings(TEXT)


def test_wrapped_paragraphs_may_be_told_by_their_indent() -> None:
    full = f"{LEAD} That left the town, which lives on its harbour, with no way over to its long eastern side."
    wrapped = [textwrap.wrap(part, 60, initial_indent="    ") for part in (full, BODY, MORE)]
    assert len(wrapped[0][-1]) > 50, "the last line of a paragraph must be full, or its length alone would tell"
    assert readings("\n".join(line for lines in wrapped for line in lines)) == readings(story(full, BODY, MORE))


def test_windows_line_ends_are_white_space() -> None:
    assert readings(story(LEAD, "The cost", BODY).replace("\n", "\r\n")) == readings(story(LEAD, "The cost", BODY))


def test_a_line_of_no_break_spaces_is_blank() -> None:
    assert readings(f"{LEAD}\n\u00a0\u2003\n{BODY}\u00a0") == [(Kind.LEAD, LEAD), (Kind.BODY, BODY)]


def test_a_byte_order_mark_is_in_no_block() -> None:
    first = find_blocks("\ufeff" + story(LEAD, BODY))[0]
    assert (first.start, first.kind) == (1, Kind.LEAD)


@pytest.mark.parametrize("text", ["", " \n\u00a0\r\n", "\ufeff", "\u200b\n"])
def test_nothing_has_no_blocks(text: str) -> None:
    assert find_blocks(text) == ()


# --- any text --------------------------------------------------------------------------------------------------------


LINES = st.sampled_from(
    f"""{LEAD}|{BODY}|{MORE}|The cost|What happened?|READ MORE: Another bridge|Source: QNA|A (Tom Orr / Reuters)
|By Ona Hale|10:45 a.m.|• item|1. item|***|\ufeffx|“Quoted”|no stop|YES|  |\u00a0""".split("|")
)
TEXTS = st.lists(LINES, max_size=25).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", "\n \n"]).map(lambda end: end.join(lines))
)


@given(TEXTS | st.text())
def test_blocks_are_in_order_trimmed_and_numbered(text: str) -> None:
    blocks = find_blocks(text)
    end = 0
    for block in blocks:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        assert (block.paragraph is not None) == block.kind.quotable
        end = block.end
    quotable = [block for block in blocks if block.kind.quotable]
    assert [block.paragraph for block in quotable] == list(range(1, len(quotable) + 1))
    assert [block.kind for block in quotable] == [Kind.LEAD, *[Kind.BODY] * len(quotable)][: len(quotable)]


@given(TEXTS)
def test_a_block_stands_under_the_nearest_heading_that_opened_a_section(text: str) -> None:
    blocks = find_blocks(text)
    section: str | None = None
    for block in blocks:
        if block.kind is Kind.HEADING and block.section is not None:
            section = " ".join(text[block.start : block.end].split()).strip("#=*-–— ")
        assert block.section == section


@pytest.mark.parametrize(
    "unit", ["a", "Word ", "A and ", ".", '."', "\n", "ab\n", "• a\n", "<a>", "[a/b ", "A B\n\n", "a: b; "]
)
def test_long_texts_of_anything_end(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    blocks: tuple[Block, ...] = find_blocks(text)  # the suite's time limit is the assertion
    assert sum(block.end - block.start for block in blocks) <= len(text)
