"""What the paragraphs of an article are. The articles are invented, but for the one that is shipped."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.blocks import find_blocks
from pullquote.records import Block, Kind

SHIPPED = Path(__file__).parents[2] / "index" / "articles" / "spin-boldak.txt"
TEXT = SHIPPED.read_bytes().decode()

LEAD = "The council of Port Quill voted on Monday to close the old harbour bridge."
BODY = "Engineers had found a crack in one of its supports, the mayor said."
MORE = "Repairs will take until spring, according to the harbour office."


def story(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def kinds(text: str, title: str | None = None) -> list[tuple[Kind, str]]:
    return [(block.kind, text[block.start : block.end]) for block in find_blocks(text, title)]


def kind_of(line: str, *, before: str = LEAD, after: str = BODY) -> Kind:
    """What ``line`` is taken for between two paragraphs of the news."""
    found = {text: kind for kind, text in kinds(story(before, line, after, MORE))}
    return found[line]


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


# --- furniture -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Source: QNA and agencies",
        "By Ona Hale",
        "BY ONA HALE AND TOM ORR",
        "Ona Hale, Staff Writer",
        "Friday, June 10, 2016.",
        "Updated: 10 June 2016, 14:05 GMT",
        "Published 9:30 a.m. ET June 10, 2016",
        "2016-06-10T14:05Z",
        "___.",
        "* * *",
        "CORRECTION APPENDED.",
        "Correction: An earlier version of this story misspelled the mayor's name.",
        "This article has been updated with the mayor's reply.",
        "Editor’s note: This report is part of a series.",
        "Follow Ona Hale on Twitter @onahale.",
        "@onahale.",
        "Reuters",
        "(AP)",
        "Tom Orr / Reuters",
        "Tom Orr/Getty Images.",
        "(Reporting by Tom Orr; Editing by Ona Hale)",
        "Tom Orr contributed to this report.",
        "Hale reported from Port Quill.",
        "Contributing: Tom Orr, QUILL TODAY",
        "© 2019 The Port Quill Post",
        "Copyright 2019 The Port Quill Post. All rights reserved.",
        "ABSTRACT.",
        "<tweet id='12'><tweet/>",
        "— Ona Quill",
        "- Quill",
    ],
)
def test_what_the_article_says_about_itself_is_a_source_line(line: str) -> None:
    assert kind_of(line) is Kind.SOURCE


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Another bridge closes",
        "Read also: Another bridge closes",
        "RELATED: Another bridge closes.",
        "See also | Another bridge closes",
        "WATCH: The bridge falls",
        "Watch the video below.",
        "Click here to see the map.",
        "Sign up for our newsletter.",
        "Related stories",
        "https://quill.example/bridge",
        "Advertisement",
        "Story continues below",
        "Like us on Facebook",
    ],
)
def test_what_sends_the_reader_elsewhere_is_a_related_link(line: str) -> None:
    assert kind_of(line) is Kind.RELATED


@pytest.mark.parametrize(
    "line",
    [
        "Crowds gather at the bridge. (Tom Orr / Reuters)",
        "Crowds gather at the bridge [Tom Orr/Al Jazeera]",
        "Crowds gather at the bridge (AFP)",
        "Crowds gather at the bridge. Tom Orr/Getty Images",
        "Crowds gather at the bridge. Image: Tom Orr.",
        "Crowds gather at the bridge. Photo by Tom Orr",
        "FILE - In this May 3, 2016 photo, crowds gather at the bridge.",
        "Photo: Tom Orr walks over the bridge.",
        "Mayor Ona Quill (left) and Tom Orr on the bridge.",
        "The bridge on May 3, 2016; from file.",
    ],
)
def test_what_a_picture_shows_is_a_caption(line: str) -> None:
    assert kind_of(line) is Kind.CAPTION


@pytest.mark.parametrize(
    "line",
    [
        "May was warm in Port Quill.",
        "On May 3, 2016, the bridge opened.",
        "Sources in the harbour office said the crack was old.",
        "Related industries suffered as well, the mayor said.",
        "More ferries will run, the harbour office said.",
        "More: the word was on every wall of the town, and nobody knew who had painted it there, or why they had.",
        "By Monday the water had reached the town.",
        "Follow the money, the mayor told her voters.",
        "Reuters news agency said one of its reporters was hurt.",
        "The report also documented several other cracks.",
        "This story has a sad end, the mayor said.",
        "The poll, by Hale and Orr (R), shows the mayor ahead.",
        "“I read the story (in the Post),” she said.",
        "Photographs showed the crack, said Tom Orr of Reuters.",
        "Watching the bridge fall was hard, she said.",
        "Sen. Ona Quill (D) asked Gov. Tom Orr (R) to resign.",
        "The image of the town suffered.",
    ],
)
def test_news_that_begins_or_ends_like_furniture_is_still_news(line: str) -> None:
    expected = Kind.RELATED if line.startswith("More:") else Kind.BODY
    assert kind_of(line) is expected


def test_a_caption_that_stands_twice_is_one_block() -> None:
    caption = "Crowds gather at the bridge in Port Quill."
    for credit in ("(Tom Orr / Reuters)", "[Tom Orr]"):
        for pair in (f"{caption}\n{caption} {credit}", f"{caption} {credit}\n\n{caption}"):
            found = [entry for entry in kinds(story(LEAD, pair, BODY)) if "Crowds" in entry[1]]
            assert found == [(Kind.CAPTION, f"{caption} {credit}")]


def test_a_line_right_above_a_photographers_name_is_a_caption() -> None:
    text = story(LEAD, "Crowds gather at the bridge in Port Quill\nTom Orr / Reuters", BODY)
    assert [kind for kind, _ in kinds(text)] == [Kind.LEAD, Kind.CAPTION, Kind.SOURCE, Kind.BODY]


def test_what_a_list_of_links_holds_is_no_heading() -> None:
    text = story(LEAD, BODY, "Related stories", "Another bridge closes", "Ferries to run all night", MORE)
    assert [kind for kind, _ in kinds(text)][2:5] == [Kind.RELATED] * 3


# --- repeats ---------------------------------------------------------------------------------------------------------

PULLED = "I walked over that bridge every day of my life"


def test_a_pull_quote_is_not_quoted_a_second_time() -> None:
    text = story(LEAD, f"“{PULLED}”", f'"{PULLED}," said Ona Quill, who is 90.', MORE)
    assert [kind for kind, _ in kinds(text)] == [Kind.LEAD, Kind.CAPTION, Kind.BODY, Kind.BODY]


def test_of_a_paragraph_that_stands_twice_the_first_is_quoted() -> None:
    text = story(LEAD, BODY, MORE, BODY)
    blocks = find_blocks(text)
    assert [block.kind for block in blocks] == [Kind.LEAD, Kind.BODY, Kind.BODY, Kind.CAPTION]
    assert [block.paragraph for block in blocks] == [1, 2, 3, None]


def test_a_short_answer_may_be_given_twice() -> None:
    assert [kind for kind, _ in kinds(story(LEAD, "Not at all.", BODY, "Not at all."))] == [Kind.LEAD] + [Kind.BODY] * 3


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
