"""What heads an article or a section of it, and what only looks like a heading."""

from __future__ import annotations

import pytest

from index.blocks import find_blocks
from pullquote.records import Kind
from tests.index.paragraphs import BODY, LEAD, MORE, kind_of, kinds, story

# --- headings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "A bridge with a past",
        "Mayor says repairs have failed",
        "What happened?",
        "Why is the bridge closed?",
        "‘Nobody told us’",
        "NEXT STEPS",
        "WHAT COMES NEXT.",
        "3. The cost",
        "Group F — Quill 1 – 0 Orr",
        "## The cost",
        "- The cost of a bridge that nobody needs -",
        "10:45 a.m.",
        "14:20 GMT",
    ],
)
def test_a_short_line_without_a_full_stop_between_paragraphs_is_a_heading(line: str) -> None:
    assert kind_of(line) is Kind.HEADING


@pytest.mark.parametrize(
    "line",
    [
        "It did not hold.",
        "The mayor added:",
        "“Nobody told us anything about the bridge,” she said.",
        '"Nobody had told any of us about the bridge"',
        "What happened? Nobody knew.",
        "But what does it cost?",
        "Who told you about the crack?",
        "He did not say why",
        "Mayor: 12,400",
        "See-saws were taken from the playground.",
        "Q: How long will it take?",
    ],
)
def test_what_may_be_a_statement_is_body(line: str) -> None:
    assert kind_of(line) is Kind.BODY


def test_a_section_runs_from_its_heading_to_the_next() -> None:
    text = story(
        LEAD, "The crack", BODY, "READ MORE: Another bridge closes", MORE, "The cost", "It was dear, all agreed."
    )
    assert [(block.kind.value, block.section, block.paragraph) for block in find_blocks(text)] == [
        ("lead", None, 1),
        ("heading", "The crack", None),
        ("body", "The crack", 2),
        ("related link", "The crack", None),
        ("body", "The crack", 3),
        ("heading", "The cost", None),
        ("body", "The cost", 4),
    ]


def test_the_days_of_a_chronicle_are_its_headings() -> None:
    text = story(LEAD, "March 3, 2019", BODY, "March 9, 2019", MORE)
    assert [block.section for block in find_blocks(text) if block.kind.quotable] == [
        None,
        "March 3, 2019",
        "March 9, 2019",
    ]


def test_the_marks_around_a_heading_are_not_part_of_the_section() -> None:
    assert {block.section for block in find_blocks(story(LEAD, "== The cost ==", BODY))} == {None, "The cost"}


def test_a_list_without_bullets_is_no_row_of_headings() -> None:
    lines = ["Ona Quill, mayor", "Tom Hale, engineer", "Ray Orr, harbour master"]
    assert [kind for kind, text in kinds(story(LEAD, *lines, BODY)) if text in lines] == [Kind.BODY] * 3


def test_items_behind_bullets_are_body_without_the_bullet() -> None:
    text = story(LEAD, "• The bridge is closed\n• Ferries run every hour", BODY)
    assert kinds(text)[1:3] == [(Kind.BODY, "The bridge is closed"), (Kind.BODY, "Ferries run every hour")]


def test_a_line_at_the_very_end_heads_nothing() -> None:
    assert kinds(story(LEAD, BODY, "Ferries run every hour instead"))[-1][0] is Kind.BODY


def test_questions_and_answers_of_an_interview_are_body() -> None:
    turns = [
        "What brought you to Port Quill?",
        "A ferry, and a little luck.",
        "Is the bridge safe?",
        "No",
        "Would you cross it?",
        "Only on foot, and only in daylight.",
        "Who should pay?",
        "Those who built it, your readers will say.",
    ]
    text = story("Wikinews spoke with Ona Quill, the mayor of the town.", *turns)
    assert [kind for kind, _ in kinds(text)] == [Kind.LEAD] + [Kind.BODY] * len(turns)


def test_where_sentences_go_without_full_stops_a_line_without_one_is_no_heading() -> None:
    long = [f"{LEAD} {BODY}".rstrip("."), f"{BODY} {MORE}".rstrip(".")]
    assert kinds(story(*long, "Nobody was hurt when it cracked", MORE))[2][0] is Kind.BODY
    assert kinds(story(LEAD, BODY, "Nobody was hurt when it cracked", MORE))[2][0] is Kind.HEADING


# --- the head --------------------------------------------------------------------------------------------------------


def test_a_headline_stands_above_the_news_and_opens_no_section() -> None:
    text = story("Port Quill closes its bridge", "By Ona Hale", "March 3, 2019", LEAD, BODY)
    assert kinds(text) == kinds(text.replace("\n\n", "\n"))
    assert [(kind, found) for kind, found in kinds(text)][:3] == [
        (Kind.HEADING, "Port Quill closes its bridge"),
        (Kind.SOURCE, "By Ona Hale"),
        (Kind.SOURCE, "March 3, 2019"),
    ]
    assert [block.section for block in find_blocks(text)] == [None] * 5
    assert find_blocks(text)[3].kind is Kind.LEAD


def test_a_byline_in_small_letters_does_not_continue_the_headline() -> None:
    found = kinds(f"Port Quill closes its bridge\nby Ona Hale\n{LEAD}\n{BODY}")
    assert found[:2] == [(Kind.HEADING, "Port Quill closes its bridge"), (Kind.SOURCE, "by Ona Hale")]


def test_what_is_listed_below_the_headline_is_news() -> None:
    found = kinds(story("Port Quill closes its bridge", "• Ferries run every hour", BODY))
    assert found[1] == (Kind.LEAD, "Ferries run every hour")


def test_the_name_below_an_article_is_its_writers() -> None:
    assert kinds(story(LEAD, BODY, MORE, "Ona Hale"))[-1] == (Kind.SOURCE, "Ona Hale")


@pytest.mark.parametrize(
    "first", [LEAD, "The bridge at Port Quill is closed.", "There was a crack.", f"{LEAD} {BODY}", LEAD[:-1] * 3]
)
def test_a_first_paragraph_is_the_lead_unless_it_is_surely_a_headline(first: str) -> None:
    assert kinds(story(first, BODY, MORE))[0] == (Kind.LEAD, first)


@pytest.mark.parametrize(
    ("headline", "following"),
    [
        ("Town Closes Its Harbour Bridge.", BODY),
        ("Mayor to shut harbour bridge for spring.", BODY),
        ("The mayor is to shut the bridge.", f"PORT QUILL (QNA) — {BODY}"),
        ("The mayor is to shut the bridge;\nRepairs are to last until spring.", BODY),
        ("Is the bridge of Quill safe?", BODY),
    ],
)
def test_a_headline_that_ends_in_a_stop_is_told_by_its_style_or_by_the_dateline_below(
    headline: str, following: str
) -> None:
    assert kinds(story(headline, following, MORE))[0][0] is Kind.HEADING


def test_the_title_that_is_known_tells_the_headline_from_the_lead() -> None:
    text = story("The bridge at Port Quill is closed.", BODY, MORE)
    assert kinds(text)[0][0] is Kind.LEAD
    assert kinds(text, "The bridge at Port Quill is closed")[0][0] is Kind.HEADING


def test_a_dateline_belongs_to_the_first_sentence() -> None:
    for first in (f"PORT QUILL, Orr (QNA) — {LEAD}", "PORT QUILL (QNA) — Mayor to shut harbour bridge for spring."):
        assert kinds(story(first, BODY))[0] == (Kind.LEAD, first)


def test_a_single_line_is_the_lead_and_not_a_headline_of_nothing() -> None:
    assert kinds("Port Quill closes its bridge") == [(Kind.LEAD, "Port Quill closes its bridge")]
