"""Text with marks, cut into messages."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.drafts import BOLD, LIMIT, QUOTE, Draft, Mark, Reply, joined, marked, plain, replies, units

WORDS = ("Gate", "😀", "𝔄𝔅", "naïve", "ا", "e\u0301" * 9, "x" * 70, "\u00a0", "\n")


def covered(reply: Reply, kind: str) -> list[str]:
    """What Telegram will show in this way, by its own way of counting."""
    encoded = reply.text.encode("utf-16-le")
    return [
        encoded[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in reply.entities if e.type == kind
    ]


def test_an_entity_behind_emoji_covers_its_own_words() -> None:
    draft = joined([plain("🇦🇫 𝔄 lead"), marked("quoted 🐈‍⬛ words", QUOTE), plain("end")], "\n")
    reply = draft.reply()
    assert covered(reply, QUOTE) == ["quoted 🐈‍⬛ words"]
    assert reply.entities[0].offset == len("🇦🇫 𝔄 lead\n") + 3


def test_bold_inside_a_quote_moves_with_it() -> None:
    quote = Draft("😀 gates of the city", (Mark(0, 19, QUOTE), Mark(2, 7, BOLD)))
    reply = joined([plain("😀"), quote], "\n").reply()
    assert covered(reply, BOLD) == ["gates"]
    assert covered(reply, QUOTE) == ["😀 gates of the city"]


def test_blocks_that_fit_share_a_message_with_a_blank_line_between() -> None:
    assert [reply.text for reply in replies([plain("one"), plain("two")])] == ["one\n\ntwo"]


def test_a_block_that_does_not_fit_any_more_starts_a_new_message_whole() -> None:
    blocks = [marked("a" * 3000, QUOTE), marked("b" * 1094, QUOTE), marked("c" * 4096, QUOTE)]
    assert [units(reply.text) for reply in replies(blocks)] == [4096, 4096]
    assert [units(reply.text) for reply in replies([*blocks[:1], marked("b" * 1095, QUOTE)])] == [3000, 1095]


def test_length_is_counted_as_telegram_counts() -> None:
    assert [len(reply.text) for reply in replies([plain("😀" * 2048)])] == [2048]
    assert [units(reply.text) for reply in replies([plain("😀" * 2049)])] == [4094, 4]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), st.integers(9000, 14000))
@example(["Gate", "\xa0"], 13998)
def test_a_quote_longer_than_a_message_is_quoted_completely(words: list[str], length: int) -> None:
    text = (" ".join(words) + " ") * (length // units(" ".join(words)) + 1) + "end."
    sent = replies([joined([plain("Somebody"), marked(text, QUOTE), plain("[1] Somewhere")], "\n")])
    assert len(sent) > 2
    assert all(units(reply.text) <= LIMIT for reply in sent)
    assert "".join(part for reply in sent for part in covered(reply, QUOTE)) == text
    assert sent[0].text.startswith("Somebody\n")
    assert sent[-1].text.splitlines()[-1] == "[1] Somewhere"  # by itself, where the quote fills the message before


def test_white_space_where_a_quote_is_cut_is_not_at_the_end_of_a_message() -> None:
    for reply in replies([marked("word " * 2000 + "end", QUOTE)]):
        assert reply.text == reply.text.strip()


def test_a_long_quote_is_cut_between_words_and_outside_of_bold() -> None:
    text = "word " * 800 + "answer " * 30 + "word " * 400 + "end"
    at = 4000
    draft = Draft(text, (Mark(0, len(text), QUOTE), Mark(at, at + 7 * 30 - 1, BOLD)))
    sent = replies([draft])
    assert [covered(reply, BOLD) for reply in sent] == [[], [("answer " * 30).strip()]]
    assert covered(sent[0], QUOTE) == ["word " * 800]


def test_a_quote_without_any_white_space_is_cut_between_characters() -> None:
    text = "😀" * 5000
    sent = replies([marked(text, QUOTE)])
    assert "".join(part for reply in sent for part in covered(reply, QUOTE)) == text


def test_nothing_is_an_empty_list_of_messages_and_empty_marks_are_none() -> None:
    assert replies([]) == []
    assert marked("", MessageEntity.BOLD) == Draft()
