"""What stands among the news and is none: source lines, links, captions, and what is set a second time."""

from __future__ import annotations

import pytest

from index.blocks import find_blocks
from pullquote.records import Kind
from tests.index.paragraphs import BODY, LEAD, MORE, kind_of, kinds, story


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
