"""Answers as messages: whose words, which of them bold, where they stand."""

from dataclasses import replace
from datetime import date

import pytest
from telegram import MessageEntity

from bot.drafts import LIMIT, Reply, units
from bot.replies import Style, clip, pages_of
from bot.replies import render as render_in
from bot.sources import render_sources
from pullquote.records import Account, Answer, Article, Outcome, Silence
from tests.bot.newsroom import answered, article, claim, quote, silent
from tests.bot.stage import ENGLISH

ONE = Style(ENGLISH)
GATE = "The harbour gate fell at dawn, the mayor said."
FERRY = "Ferries to the islands stopped on Friday."


def render(answer: Answer, articles: int, heading: str | None = None) -> list[Reply]:
    return render_in(answer, replace(ONE, articles=articles, heading=heading))


def covered(reply: Reply, kind: str) -> list[str]:
    encoded = reply.text.encode("utf-16-le")
    return [
        encoded[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in reply.entities if e.type == kind
    ]


def only(replies: list[Reply]) -> Reply:
    assert len(replies) == 1
    return replies[0]


def test_each_quote_stands_in_a_blockquote_below_its_number_and_its_place_beneath() -> None:
    source = article(GATE, FERRY, section="At sea")
    reply = only(render(answered("?", quote(source, 1, 1), quote(source, 0, 2)), 1))
    assert reply.text == (
        f"Quoted from the article.\n\n[1] The article, in its own voice\n{FERRY}\n\n"
        f"[2] The article, in its own voice\n{GATE}\n\n"
        "[1] The Harbour Post, “At sea”, paragraph 2\n[2] The Harbour Post, “At sea”, paragraph 1"
    )
    assert covered(reply, MessageEntity.BLOCKQUOTE) == [FERRY, GATE]
    assert covered(reply, MessageEntity.BOLD) == []
    assert reply.keyboard is None


def test_the_answer_within_a_quote_is_bold() -> None:
    reply = only(render(answered("?", quote(article("🚢 " + GATE), 0, 1, "at dawn", "the mayor")), 1))
    assert covered(reply, MessageEntity.BOLD) == ["at dawn", "the mayor"]


def test_a_place_is_linked_where_the_article_has_an_address() -> None:
    source = article(GATE, url="https://post.example/2021/gate")
    reply = only(render(answered("?", quote(source, 0)), 1))
    assert covered(reply, MessageEntity.TEXT_LINK) == ["The Harbour Post, paragraph 1"]
    assert str(reply.entities[-1].url).startswith("https://post.example/2021/gate#:~:text=The%20harbour")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://localhost/x", "ftp://a.b/c", "https://a.b/ c", "tg://user?id=1", ""]
)
def test_an_address_that_telegram_would_refuse_is_no_link(url: str) -> None:
    reply = only(render(answered("?", quote(article(GATE, url=url), 0)), 1))
    assert covered(reply, MessageEntity.TEXT_LINK) == []
    assert "paragraph 1" in reply.text


def test_who_speaks_stands_above_the_quote() -> None:
    source = article(GATE, claims=lambda s, at: (claim(s, at, "Ada Quay", "fell at dawn", "the mayor"),))
    reply = only(render(answered("?", quote(source, 0)), 1))
    assert f"\n\n[1] Ada Quay, the mayor\n{GATE}\n\n[1] " in reply.text


def test_of_two_speakers_in_a_sentence_only_the_one_who_gives_the_answer_is_named() -> None:
    text = "Ada Quay said the gate fell, but Ben Pier said it stood."
    source = article(
        text,
        claims=lambda s, at: (
            claim(s, at, "Ada Quay", "the gate fell"),
            claim(s, at, "Ben Pier", "it stood", "a guard"),
        ),
    )
    one = only(render(answered("?", quote(source, 0, 1, "it stood")), 1))
    assert "\n[1] Ben Pier, a guard\n" in one.text
    both = only(render(answered("?", quote(source, 0, 1, "Ada Quay")), 1))
    assert "\n[1] Ada Quay; Ben Pier, a guard\n" in both.text


def test_names_and_titles_of_others_are_harmless_text_on_one_line() -> None:
    title = "<b>Gate</b> *falls*\n_now_ [click](x)\u202e evil\u2066\x00"
    source = article(
        GATE, title=title, publisher="P\u2028Q", claims=lambda s, at: (claim(s, at, "A\nB\u202e", "fell"),)
    )
    reply = only(render(answered("?", quote(source, 0)), 1))
    assert reply.text == (
        f"Quoted from the article.\n\n[1] A B\n{GATE}\n\n"
        "[1] P Q, “<b>Gate</b> *falls* _now_ [click](x) evil”, paragraph 1"
    )
    assert {entity.type for entity in reply.entities} == {MessageEntity.BLOCKQUOTE}


def test_directions_within_a_quote_stay_as_they_are_and_end_with_its_line() -> None:
    text = "He wrote \u202eyrtne\u202c and \u2067more."
    reply = only(render(answered("?", quote(article(text), 0)), 1))
    assert covered(reply, MessageEntity.BLOCKQUOTE) == [text]
    assert text in reply.text.split("\n")


def test_a_title_without_end_is_cut_short() -> None:
    reply = only(render(answered("?", quote(article(GATE, title="t" * 9000), 0)), 1))
    assert len(reply.text) < 500
    assert clip("x" * 300) == "x" * 300
    assert clip("x" * 301) == "x" * 299 + "…"


def test_a_dispute_gives_every_account_its_speaker_and_no_winner() -> None:
    both = "Ada Quay said the gate fell, but Ben Pier said it stood."
    source = article(
        both,
        FERRY,
        claims=lambda s, at: (
            (
                claim(s, at, "Ada Quay", "the gate fell", "the mayor"),
                claim(s, at, "Ben Pier", "it stood", "a guard"),
            )
            if s == both
            else ()
        ),
    )
    first, second = quote(source, 0, 1), quote(source, 1, 2)
    accounts = tuple(
        Account(speaker, (number,), source.text.index(words), source.text.index(words) + len(words))
        for speaker, number, words in (
            ("Ada Quay", 1, "the gate fell"),
            ("Ben Pier", 1, "it stood"),
            (None, 2, "Ferries to the islands stopped"),
        )
    )
    reply = only(render(Answer("?", Outcome.DISPUTED, (first, second), accounts), 1))
    assert reply.text == (
        f"Accounts differ.\n\n[1] Ada Quay, the mayor\n{both}\n\n"
        "Ben Pier, a guard (see [1])\n\n"
        f"[2] The article, in its own voice\n{FERRY}\n\n"
        "[1] The Harbour Post, paragraph 1\n[2] The Harbour Post, paragraph 2"
    )
    assert covered(reply, MessageEntity.BOLD) == [
        "the gate fell",
        "it stood",
        "Ferries to the islands stopped",
    ]
    assert covered(reply, MessageEntity.BLOCKQUOTE) == [both, FERRY]


def test_silence_is_said_plainly_for_one_article_and_for_many() -> None:
    assert only(render(silent("?"), 1)).text == "The article does not say."
    assert only(render(silent("?"), 1200)).text == "None of the 1,200 articles says."
    nothing = only(render(silent("?", Silence.NOTHING_INDEXED), 0))
    assert nothing.text.startswith("There is no article here yet.")
    assert nothing.entities == ()


def test_a_question_that_was_tapped_stands_above_its_answer() -> None:
    reply = only(render(answered("?", quote(article(GATE), 0)), 1, heading="What\nfell?"))
    assert reply.text.startswith(
        f"What fell?\n\nQuoted from the article.\n\n[1] The article, in its own voice\n{GATE}\n"
    )
    assert covered(reply, MessageEntity.ITALIC) == ["What fell?"]


def test_a_quote_of_several_messages_is_complete_and_in_bounds() -> None:
    text = "😀 said so " * 1000 + "to us."
    replies = render(answered("?", quote(article(text), 0, 1, "😀 said so")), 1)
    assert all(units(reply.text) <= LIMIT for reply in replies)
    assert "".join(q for r in replies for q in covered(r, MessageEntity.EXPANDABLE_BLOCKQUOTE)) == text


def test_sources_are_listed_with_what_is_known_of_them() -> None:
    known = article(
        GATE,
        FERRY,
        title="Gate falls",
        published=date(2021, 7, 6),
        url="https://post.example/gate",
    )
    reply = render_sources([article(GATE, id="bare", publisher=None), known], None, 1, ENGLISH)
    assert reply.text == (
        "I know 2 articles:\n• Gate falls: The Harbour Post, 6 July 2021, 2 sentences\n• bare: 1 sentence"
    )
    assert covered(reply, MessageEntity.TEXT_LINK) == ["Gate falls"]
    assert render_sources([], None, 1, ENGLISH).text.startswith("There is no article here yet.")


def test_any_page_of_a_long_list_of_sources_fits_a_message() -> None:
    many: list[Article] = [
        article(GATE, id=f"a{n}", title=f"{n} " + "long 😀 title " * 40, publisher="😀" * 400) for n in range(1030)
    ]
    pages = [render_sources(many, None, page, ENGLISH) for page in (-1, 1, 2, 103, 104)]
    assert all(units(page.text) <= LIMIT for page in pages)
    assert all(page.text.startswith("I know 1,030 articles:\n• ") for page in pages)
    assert pages[0] == pages[1] != pages[2]
    assert pages[3] == pages[4]


def test_a_usual_answer_fits_a_phone_and_the_rest_is_on_further_pages() -> None:
    source = article(
        *(f"{GATE} " + "It had stood for ages " * n for n in (1,)), *[f"The gate {'x' * 250} {n}." for n in range(9)]
    )
    quoted = [quote(source, n, n) for n in range(1, 9)]
    answer = Answer("?", Outcome.ANSWERED, tuple(quoted[:3]), more=tuple(quoted[3:]))
    pages = pages_of(answer, ONE)
    assert [q.number for page in pages for q in page] == list(range(1, 9))
    shown = [only(render_in(answer, ONE, page[0].number)) for page in pages]
    assert all(len(page.text) <= 1000 for page in shown)
    assert shown[1].text.startswith("Quotes 3 to ")
