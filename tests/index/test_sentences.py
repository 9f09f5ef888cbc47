"""Where sentences start and end. In the cases, ``¦`` stands where one sentence ends and the next begins."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.blocks import find_blocks
from index.sentences import split_sentences
from pullquote.records import Block, Kind

SHARED = Path(__file__).parents[3] / "shared"
SHIPPED = Path(__file__).parents[2] / "index" / "articles" / "spin-boldak.txt"


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, taken as one paragraph of the news."""
    block = Block(0, len(text), Kind.BODY, None, 1)
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text, [block])]


def check(case: str) -> None:
    parts = case.split("¦")
    assert sentences("".join(parts)) == [part.strip() for part in parts]


@pytest.mark.parametrize(
    "case",
    [
        '"We have no water," he said.',
        "“We have no water,” he said.¦ She left.",
        '"Will they come?" he asked.¦ Nobody knew.',
        "“Will they come?” she asked the guard.",
        "“Will they come?” Quill asked.¦ Nobody knew.",
        '"Will they come?" Mr. Quill said, looking up.',
        '"Stop!" cried the guard.¦ They ran.',
        '"We waited…" Mayor Ona Quill said.',
        "'Will they come?' he asked.",
        "''Will they come?'' Ms. Quill asked.",
    ],
)
def test_a_quotation_and_what_tells_whose_it_is_are_one_sentence(case: str) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        '"Good work, Ona.¦ Want to show it at the harbour?¦ It is what makes us proud."',
        "“We lost.¦ They won,” he said.¦ “We go on.”",
        '"We lost," he said.¦ "They won."',
        'He said, "We lost."¦ Then he left.',
        "He said “we lost.”¦ Then he left.",
        '"I am not," he said, "a thief.¦ I never was."',
        'She asked: "Why now?¦ Why him?"¦ He was silent.',
        "“He said, ‘Go home.’¦ I did.”",
        "“He said, ‘Go home.’”¦ I did.",
        '"Is it far?" the boy asked.¦ "Not very."¦ They walked.',
        '"Was it wise?"¦ He answered, "No."',
        '"Was it wise?"¦ Hale said the council had voted.',
        "It was over.”¦ The crowd left.",
        '"It is late," he said.¦ "Go home. "',
    ],
)
def test_each_sentence_of_a_quotation_is_one_and_the_closing_mark_goes_with_the_last(case: str) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        "The U.S. Army moved on.¦ It rained.",
        "He lives in the U.S.¦ The rest do not.",
        "She moved to the U.S. in 2014.",
        "She moved to the U.S.¦ “Mayors must learn to come here sooner,” she said.",
        "She read the U.S. “Dream” report.",
        "Sen. Ana Bell met Rep. Tom Hale, Govs. Ray and Orr, and Gov. Lee.¦ They spoke.",
        "Lt. Gov. Mara Quill left Washington, D.C.¦ She returned.",
        "Lt. Gov. Mara Quill of Dale, D.C., left.",
        "then-Sen. Mara Quill met ex-Gov. Hale.",
        "Mara Quill (D-Calif.) said no.¦ Tom Hale (R-Tex.) agreed.",
        "Tom Hale, R-Fla.¦ He is the sponsor.",
        "It opened at 9 a.m. on Friday.",
        "It opened at 9 a.m.¦ Queues were long.",
        "It closed at 9 p.m. Friday.",
        "It closed at 9 p.m. EST on Jan. 5.",
        "No. 5 was late.¦ No.¦ It was not.",
        "On Jan. 5 the St. Mary church of Mt. Hale burned near Ft. Orr.",
        "Bright Inc. sued Dale Corp. vs. the town.",
        "They sued Bright Inc.¦ The firm was sold.",
        "Ms. Hale, Dr. Orr and Prof. Lee met Mr. Quill Jr. at noon.",
        "He has a Ph.D.¦ She does not.",
        "The members, e.g. Hale, i.e. the chair, left.",
        "We bought bread, milk, etc.¦ Then we went home.",
        "MAYOR QUITS.¦ THE MAYOR OF U.S. TOWN LEFT.¦ HE SAID SO TO GOV. HALE.",
    ],
)
def test_an_abbreviation_ends_a_sentence_only_before_a_word_that_begins_one(case: str) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        "J. K. Mistral and Ona W. Quill met.¦ They spoke.",
        "J.K. Mistral met George W. Quill.¦ They spoke.",
        "It was between you and me.¦ I left.",
        '"That is between him and I."¦ Quill left.',
        "Plan A failed.¦ There was no plan B.¦ We had none.",
        "It cost $1.5 million.¦ It was 2.5% more.",
        "It rose to 3.5.¦ In 2014 it fell.",
        "1. Rain fell.¦ Roads closed.",
        "a. Rain fell.",
        "She was born in 1990.¦ 15 people came.",
    ],
)
def test_initials_numbers_and_lists_hold_together(case: str) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        '"They are tired today... we believe there is a chance."',
        "We waited...¦ Then it came.",
        "We waited …¦ But nobody came.",
        "I was... I was afraid.",
        "We saw nothing. . . .¦ The fog stayed.",
        "The point (and it is one) stands.¦ (It did.)¦ He left.",
        "He was thin (see p. 5).¦ She was not.",
        "in the 1990s –– along with others.¦ Then it ended.",
        "It was over – nearly.¦ It began again.",
        "It was over.[12]¦ It began again.",
        "Was it him?!¦ Yes!¦ It was.",
        "Yahoo! Inc. fell.¦ iPhone sales rose.",
        "The war ended.¦The peace began.",
        'He said "it ended."¦The peace began.',
        "He did it .¦ She did not .",
        "“It was a long day.” — Ona Quill",
        "DALE, N.H. — The mayor left.¦ It rained.",
        "PORT QUILL, Fla. (QNA) — The mayor left.",
        "Thursday, May 7, 2015¦ The council met.¦ It rained.",
    ],
)
def test_dashes_dots_and_brackets(case: str) -> None:
    check(case)


@pytest.mark.parametrize(
    "case",
    [
        "See http://quill.example/b.Html?x=1.¦ Then go.",
        "Write to ona.Quill@quill.example or www.Quill.Example today.",
        "Follow @A.Quill.¦ She tweets.",
        "Read it on Quill.Com today.",
    ],
)
def test_addresses_and_handles_are_not_taken_apart(case: str) -> None:
    check(case)


def test_no_break_spaces_are_white_space_around_a_sentence_and_text_within_it() -> None:
    assert sentences("Mr.\u00a0Quill left.\u00a0\u00a0It\u00a0rained. ") == ["Mr.\u00a0Quill left.", "It\u00a0rained."]


def test_a_sentence_runs_on_over_the_end_of_a_wrapped_line() -> None:
    text = "The council of the\r\ntown met.\r\nIt sat until\nnine."
    assert sentences(text) == ["The council of the\r\ntown met.", "It sat until\nnine."]


@pytest.mark.parametrize(
    "text", ["…", '"', ". . .", "!", "” ”", "”.", "\u00a0.\u00a0", "?!”)", "x", "\ufeff", "—", "a", "A.", '."']
)
def test_the_smallest_paragraphs_are_one_sentence(text: str) -> None:
    assert sentences(text) == [text.strip()]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "word ",
        "no stop here and ",
        ".",
        ". ",
        '"',
        "Mr. ",
        "A. ",
        "?!",
        "“a. B ",
        "(a. B ",
        "' ",
        "a.B",
        "—A. ",
        "\u00a0",
    ],
)
def test_a_hundred_thousand_characters_of_anything_take_no_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    started = time.perf_counter()
    found = sentences(text)
    assert time.perf_counter() - started < 5
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", text)


def test_what_is_never_quoted_is_one_sentence_of_its_kind() -> None:
    text = "Dr. Quill speaks. Image: Ona Hale.\n\nIt rained. It stopped."
    caption = Block(0, 34, Kind.CAPTION, "Weather", None)
    body = Block(36, len(text), Kind.LEAD, "Weather", 1)
    found = split_sentences(text, [caption, body])
    assert [text[s.start : s.end] for s in found] == [text[:34], "It rained.", "It stopped."]
    assert [(s.kind, s.section, s.paragraph) for s in found] == [
        (Kind.CAPTION, "Weather", None),
        (Kind.LEAD, "Weather", 1),
        (Kind.LEAD, "Weather", 1),
    ]


FRAGMENTS = st.sampled_from(
    """. ! ? … ... . . " ' “ ” ‘ ’ '' ( ) [ ] [1] , : ; — – - • A I The He said asked Quill Mr. U.S. a.m. J. Inc. No. 5
    2015 $1.5 rain fell today http://q.example @quill READ MORE: Source: Image: By Ona é 😀""".split()
) | st.sampled_from([" ", "  ", "\n", "\n\n", "\r\n", "\u00a0", "\t", "\ufeff", "\u2028"])
TEXTS = st.lists(FRAGMENTS, max_size=60).map("".join) | st.lists(FRAGMENTS, max_size=60).map(" ".join) | st.text()


@given(TEXTS)
def test_sentences_cover_every_character_of_the_blocks_once_and_in_order(text: str) -> None:
    blocks = find_blocks(text)
    found = split_sentences(text, blocks)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() != "" for s in found)
    covered = [at for s in found for at in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    left_out = {at for b in blocks for at in range(b.start, b.end)} - set(covered)
    assert all(text[at].isspace() for at in left_out)
    for sentence in found:
        home = [b for b in blocks if b.start <= sentence.start and sentence.end <= b.end]
        assert [(b.kind, b.section, b.paragraph) for b in home] == [
            (sentence.kind, sentence.section, sentence.paragraph)
        ]


@given(
    st.lists(
        st.sampled_from(["Rain fell in Quill.", "Did it stop?", "“It did,” he said.", "Mr. Hale left!"]), min_size=1
    )
)
def test_plain_sentences_are_told_apart_whatever_follows_what(plain: list[str]) -> None:
    assert sentences(" ".join(plain)) == plain


def test_the_shipped_article_is_told_apart_sentence_by_sentence() -> None:
    text = SHIPPED.read_bytes().decode()
    found = [text[s.start : s.end] for s in split_sentences(text, find_blocks(text)) if s.kind.quotable]
    assert len(found) == 43  # each of its paragraphs is one
    assert any("today... we believe" in sentence and sentence.endswith('peace."') for sentence in found)
    assert any("in the 1990s –– along with" in sentence for sentence in found)
    assert sum(sentence.startswith('"There is heavy fighting," said') for sentence in found) == 1


def wikinews() -> list[dict[str, Any]]:
    path = SHARED / "data" / "wikinews" / "articles.json"
    if not path.exists():
        pytest.skip("the Wikinews stories with gold sentences (../shared/data) are not here")
    return json.loads(path.read_text(encoding="utf-8"))


def test_boundaries_agree_with_the_gold_sentences_of_wikinews() -> None:
    right = ours = gold = 0
    for story in wikinews():
        for paragraph in story["paragraphs"]:
            parts: list[str] = [sentence["text"] for sentence in paragraph]
            ends = {len(" ".join(parts[:count])) for count in range(1, len(parts))}
            text = " ".join(parts)
            found = {s.end for s in split_sentences(text, [Block(0, len(text), Kind.BODY, None, 1)])} - {len(text)}
            right, ours, gold = right + len(ends & found), ours + len(found), gold + len(ends)
    precision, recall = right / ours, right / gold
    assert precision > 0.985
    assert recall > 0.94  # captions and headings that run into the text without a full stop are most of the rest
