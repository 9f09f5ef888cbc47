"""How a headline and a section heading look, as far as a line by itself can tell."""

from __future__ import annotations

import re

from index.dates import is_clock_line, is_date_line
from index.furniture import is_name

_ENDS_LIKE_TEXT = re.compile(r"""[.!?:;,…—–-]["'”’»)\]]*$""")
_FULL_STOP = re.compile(r"""[.!…]["'”’»)\]]*$""")
_INNER_STOP = re.compile(r"""[.!?]["'”’»)\]]*\s+["'“‘(]?[A-Z]""")
_QUOTED = re.compile(r"""["“'‘«].*["”'’»][.!?]?$""")
_ADDRESSED = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_SPEAKER = re.compile(r"(?:Q|A|Question|Answer)\s?\d{0,3}\s?[:.)]\s|[A-Z][A-Z .’'-]+:\s")
_TALLY = re.compile(r".*:\s[$€£]?\d[\d.,%]*$")
_ADDRESS = re.compile(r"https?:|www\.|@\w|\w\.(?:com|org|net)\b")
_BETWEEN_DASHES = re.compile(r"[-–—]\s\S.{1,80}\s[-–—]\.?")  # as Agence France-Presse sets its headings
_RUNNING_ON = re.compile(r"(?:He|She|They|We|I|But|And|Also|However|Meanwhile|Yes|No|Not|Then|So|Now)\b")
# Headlines do without articles, pronouns and auxiliaries; sentences of the news hardly ever do.
_FULL_GRAMMAR = re.compile(
    r"\b(?:the|an?|was|were|is|are|be|been|will|has|had|have|\w+n['’]t|his|her|their|its|our|my"
    r"|he|she|they|it|we|i|this|these|those|that|which|who|said)\b",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    """a an and as at but by for from if in into nor of off on onto or over per so than that the to up via vs when with
    yet is it its be are was has his her their he she you your i my we our not no do does did will can who how why what
    about after amid against before between during like since until under out down""".split()
)
_HEADLINE_WORDS, _TERSE_WORDS, _HEADING_WORDS, _NAME_WORDS, _QUOTED_WORDS = 22, 13, 14, 4, 6
_HEADING_LENGTH, _QUESTION_LENGTH, _SHOUT_LENGTH = 100, 60, 80


def ends_like_text(line: str) -> bool:
    """Whether the line ends as a sentence of the news does, or announces what follows it."""
    return _ENDS_LIKE_TEXT.search(line) is not None


def is_question(line: str) -> bool:
    """Whether the line is one question and nothing else."""
    return line.endswith("?") and _INNER_STOP.search(line) is None


def is_interview_question(line: str) -> bool:
    """Whether the line asks somebody, rather than the reader or nobody."""
    return line.rstrip("\"'”’").endswith("?") and (
        _ADDRESSED.search(line) is not None or _SPEAKER.match(line) is not None
    )


def is_shouted(line: str) -> bool:
    """Whether the line is a few words in capitals."""
    return line.isupper() and len(line) <= _SHOUT_LENGTH and sum(map(str.isalpha, line)) > 1


def is_title_case(line: str, share: float = 1.0) -> bool:
    """Whether the line is set like a title: three words or more, and its long ones begin with a capital."""
    words = [word.strip("\"'“”‘’.,;:!?()[]…") for word in line.split()]
    long_words = [word for word in words if word and word.lower() not in _SMALL_WORDS]
    capitals = sum(not word[0].islower() for word in long_words)
    return len(words) > 2 and len(long_words) > 1 and capitals >= share * len(long_words)


def is_short_name(line: str) -> bool:
    """Whether the line is a name of two to four words."""
    return len(line.split()) <= _NAME_WORDS and is_name(line)


def is_headline(line: str, *, stopped: bool) -> bool:
    """Whether the first line of an article is its headline.

    ``stopped``: what follows shows that the article begins there, so that a headline may end in a full stop.
    """
    words = len(line.split())
    if words > _HEADLINE_WORDS:
        return False
    if not ends_like_text(line) or line.endswith(";") or is_question(line) or is_title_case(line, share=0.95):
        return True
    if _INNER_STOP.search(line) or not _FULL_STOP.search(line):
        return False
    return words <= _TERSE_WORDS and (stopped or _FULL_GRAMMAR.search(line) is None)


def is_heading(line: str, *, sure: bool) -> bool:
    """Whether a line between paragraphs looks like the heading of what follows it.

    ``sure``: the article ends its sentences in full stops, so that a short line without one is no sentence.
    """
    if is_clock_line(line) or is_date_line(line) or is_shouted(line) or _BETWEEN_DASHES.fullmatch(line):
        return True
    words = len(line.split())
    if len(line) > _HEADING_LENGTH or words > _HEADING_WORDS or line[0].islower() or _ADDRESS.search(line):
        return False
    if _SPEAKER.match(line) or (_QUOTED.match(line) and words > _QUOTED_WORDS):
        return False
    if is_question(line):
        return len(line) <= _QUESTION_LENGTH and not (
            _ADDRESSED.search(line) or _RUNNING_ON.match(line) or line[0] in "\"“'‘"
        )
    if _RUNNING_ON.match(line) or _TALLY.match(line):
        return False
    if is_title_case(line) and not _INNER_STOP.search(line) and not is_short_name(line):
        return line[-1] not in ":;,"
    if ends_like_text(line):
        return False
    return sure or words <= 5
