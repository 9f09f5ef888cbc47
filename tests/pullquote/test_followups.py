"""Follow-ups: what they stand for, and that a new topic stays one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from pullquote.errors import QuestionError
from pullquote.followups import ask_after, complete
from pullquote.records import Answer, Claim, Form, Kind, Outcome, Quote, Silence
from tests.pullquote.newsprint import article

if TYPE_CHECKING:
    from pullquote.records import Article
    from pullquote.resolution import Resolver

LINES = (
    "The ferry to Oxmoor stopped on Friday after a storm, said Mayor Ada Quay.",
    "Ada Quay, a former pilot, said she had warned the council in March.",
    "The council denied it, and Ben Pier, 44, who leads the council, said the storm was to blame.",
    "In Tarn, the bus drivers went on strike over pay.",
    "Police in Tarn arrested three bus drivers.",
    "Ada Quay’s brother works at the harbour, Ben Pier said.",
)
STORY = article(*((Kind.BODY, None, at, line) for at, line in enumerate(LINES, 1)))


def answer(question: str, line: int | None, words: str = "") -> Answer:
    """An answer to an earlier question, by a line of the story; None: silence."""
    if line is None:
        return Answer(question, Outcome.NOT_IN_SOURCES, silence=Silence.NOT_SAID, nearest=(quoted(STORY, 0, ""),))
    return Answer(question, Outcome.ANSWERED, (quoted(STORY, line, words),), confidence=0.9)


def quoted(source: Article, line: int, words: str) -> Quote:
    """A line as a quote, with the words that answer."""
    sentence = source.sentences[line]
    text = source.slice(sentence)
    marks = ((text.index(words), text.index(words) + len(words)),) if words else ()
    return Quote(1, source, sentence, text, marks)


@pytest.mark.parametrize(
    ("earlier", "typed", "meant"),
    [
        (answer("when did the ferry to oxmoor stop", 0, "Friday"), "why?", "why did the ferry to oxmoor stop"),
        (answer("Why did the ferry stop?", 0, "a storm"), "and when was that?", "when did the ferry stop"),
        (answer("did the ferry stop", 0, "stopped"), "Why", "why did the ferry stop"),
        (answer("who is ada quay", 1, "a former pilot"), "what did she say?", "what did Ada Quay say?"),
        (answer("who leads the council", 2, "Ben Pier"), "how old is he", "how old is Ben Pier"),
        (
            answer("who is ada quay", 1, "a former pilot"),
            "where does her brother work",
            "where does Ada Quay's brother work",
        ),
        (answer("what did Ada Quay say", 0, ""), "and Ben Pier?", "what did Ben Pier say"),
        (answer("what did the council say", 2, ""), "what about Ada Quay", "what did Ada Quay say"),
        (answer("who was arrested in Oxmoor", None), "and in Tarn?", "who was arrested in Tarn"),
        (answer("who was in it", None), "and according to police?", "who was in it according to police"),
        (
            answer("did police arrest bus drivers", 4, "three"),
            "all of them?",
            "did police arrest all of the bus drivers",
        ),
        (
            answer("how many people were arrested in Tarn", 4, "three"),
            "why are they on strike",
            "why are the people who were arrested in Tarn on strike",
        ),
        (answer("when did bus drivers go on strike", None), "what do they want", "what do bus drivers want"),
        (answer("why is the ferry late", 0, "a storm"), "from where to where?", "from where to where the ferry"),
        (answer("who leads the council", 2, "Ben Pier"), "any kids?", "any kids Ben Pier"),
        (answer("did the ferry stop", 0, "stopped"), "who warned about it", "who warned about the ferry"),
        (answer("did the ferry stop", 0, "stopped"), "waht abuot Ada Quay", "did Ada Quay stop"),
        (answer("who was arrested in Oxmoor", None), "adn in tarn?", "who was arrested in tarn"),
        (answer("did the ferry stop", 0, "stopped"), "why not", "why did not the ferry stop"),
        (answer("did the ferry stop", 0, "stopped"), "did anyone warn?", "did anyone warn, the ferry"),
        (
            answer("what happened in tarn", 3, "strike"),
            "and what happened next?",
            "what happened after In Tarn, the bus drivers went on strike over pay",
        ),
        (answer("did the council deny it", 2, ""), "what did he say", "what did Ben Pier say"),
        (answer("what happened in tarn", 3, "strike"), "who was arrested there?", "who was arrested in Tarn?"),
        (answer("who is ben pier", 2, ""), "his role?", "what is Ben Pier's role"),
        (answer("why did the ferry stop", 0, "a storm"), "says who?", "who said a storm, the ferry"),
        (answer("who is Ada Quay", 1, ""), "tell me more about her", "tell me more about Ada Quay"),
        (answer("who leads the council", 2, "Ben Pier"), "who is that?", "who is Ben Pier"),
        (answer("who leads the council", 2, "Ben Pier"), "is that true?", "is it true that Ben Pier leads the council"),
        (answer("who leads the council", 2, "Ben Pier"), "how come", "why Ben Pier leads the council"),
        (answer("did a storm stop the ferry", 0, "a storm"), "and before?", "did a storm stop the ferry before"),
        (answer("how many bus drivers were arrested", 4, "three"), "which ones?", "which bus drivers were arrested"),
        (answer("how many bus drivers were arrested", 4, "three"), "what for?", "why were bus drivers arrested"),
        (
            answer("how many of the bus drivers were arrested", 4, "three"),
            "what for?",
            "why were the bus drivers arrested",
        ),
        (
            answer("what did Ada Quay call the storm", 1, "a former pilot"),
            "why",
            "why did Ada Quay call the storm a former pilot",
        ),
        (answer("where does Ben Pier live", 2, "Ben Pier"), "what about the mayor, is she old?", "is the mayor old?"),
        (answer("what happened to the ferry", 0, "stopped"), "will there be a new one", "will there be a new ferry"),
        (
            answer("why did the ferry stop", 0, "a storm"),
            "did the mayor warn them",
            "did the mayor Ada Quay warn the ferry",
        ),
        (
            answer("who was arrested in Tarn", 4, "three bus drivers"),
            "how did the police react",
            "how did the police react to who was arrested in Tarn",
        ),
        (
            answer("what did Ada Quay do", 1, "had warned the council in March"),
            "did she deny it",
            "did Ada Quay deny that had warned the council in March",
        ),
        (answer("who works at the harbour", 5, "Ada Quay’s brother"), "what happened", "what happened, the harbour"),
        (answer("what did Ada Quay say", 0, ""), "Ben Pier?", "what did Ben Pier say"),
        (answer("did the ferry in Oxmoor stop", 0, ""), "who lives there", "who lives in the ferry in Oxmoor"),
    ],
)
def test_a_follow_up_stands_for_a_complete_question(earlier: Answer, typed: str, meant: str) -> None:
    follow_up = complete(typed, earlier)
    assert follow_up
    assert follow_up.question == meant


@pytest.mark.parametrize(
    "typed",
    [
        "who is the mayor?",
        "how many drivers were arrested in Tarn",
        "is it going to rain tomorrow",
        "what time is it",
        "Was there a strike?",
        "did Ben Pier say that he would resign",
        "What is the capital of Peru?",
        "and what is the capital of Peru?",
        "did anyone win the lottery of the year",
        "who won the match",
        "what did it cost to insure penguins",
        "?",
        "",
        "x" * 2000,
    ],
)
def test_what_can_stand_alone_is_asked_as_it_is(typed: str) -> None:
    assert complete(typed, answer("who is Ada Quay", 1, "a former pilot")) is None


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        ("what did Ada Quay say", "and according to Ben Pier?"),
        ("who was arrested in Oxmoor", "according to which paper?"),
        ("why did the ferry stop", "according to the plan?"),
    ],
)
def test_a_source_is_only_named_behind_a_question_that_asks_for_no_other(asked: str, typed: str) -> None:
    found = complete(typed, answer(asked, 1, "a former pilot"))
    assert found is None or "according to" not in found.question


@dataclass
class Echo:
    """An asker that always quotes the same line, and notes what it was asked."""

    line: int = 0
    words: str = "Friday"
    asked: list[str] = field(default_factory=list[str])
    resolver: Resolver | None = None

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """The line."""
        self.asked.append(question)
        if not question.strip():
            raise QuestionError("There is no question.")
        return answer(question, self.line, self.words)


@dataclass
class Fixed:
    """An asker that always gives the same answer, and notes which article it was asked about."""

    given: Answer
    articles: list[str | None] = field(default_factory=list[str | None])
    resolver: Resolver | None = None

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """The answer."""
        self.articles.append(article)
        return replace(self.given, question=question)


def test_a_fragment_is_answered_only_with_its_own_words_beside_the_answer() -> None:
    earlier = answer("who was arrested in Tarn", 4, "three bus drivers")
    other = ask_after(Echo(4, "three bus drivers"), "and in Oxmoor?", earlier)
    assert other.outcome is Outcome.NOT_IN_SOURCES
    assert other.question == "who was arrested in Oxmoor"
    assert [quote.text for quote in other.nearest] == [LINES[4]]
    assert ask_after(Echo(4, "three bus drivers"), "and in Tarn?", earlier).outcome is Outcome.ANSWERED


def test_the_answer_to_the_question_before_is_no_answer_to_why() -> None:
    earlier = answer("when did the ferry stop", 0, "on Friday")
    assert ask_after(Echo(0, "Friday"), "why?", earlier).outcome is Outcome.NOT_IN_SOURCES
    assert ask_after(Echo(0, "after a storm"), "why?", earlier).outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("line", "form", "meant"),
    [
        ("The mayor said that no ferry had sunk.", Form.INDIRECT, "is it true that no ferry had sunk"),
        ("The mayor said: “that ferry had sunk”.", Form.DIRECT, "is it true that that ferry had sunk"),
    ],
)
def test_what_was_told_as_a_clause_is_a_statement_without_its_that(line: str, form: Form, meant: str) -> None:
    told = article((Kind.BODY, None, 1, line))
    start, end = line.index("that "), line.index(" sunk") + len(" sunk")
    claim = Claim("The mayor", None, (0, 9), (10, 14), (start, end), form)
    told = replace(told, sentences=(replace(told.sentences[0], claims=(claim,)),))
    earlier = Answer("what did she say", Outcome.ANSWERED, (quoted(told, 0, line[start:end]),), confidence=0.9)
    follow_up = complete("is that true?", earlier)
    assert follow_up is not None
    assert follow_up.question == meant


@pytest.mark.parametrize(("likely", "outcome"), [(0.29, Outcome.NOT_IN_SOURCES), (0.31, Outcome.ANSWERED)])
def test_what_likely_answers_why_may_be_what_was_quoted_before(likely: float, outcome: Outcome) -> None:
    earlier = answer("when did the ferry stop", 0, "on Friday")
    again = Answer("", Outcome.ANSWERED, (replace(earlier.quotes[0], score=likely),), confidence=0.9)
    assert ask_after(Fixed(again), "why?", earlier).outcome is outcome


def test_what_else_is_answered_with_other_sentences_than_before() -> None:
    earlier = answer("what happened in Tarn", 3, "strike")
    both = replace(earlier, more=(replace(quoted(STORY, 4, "three bus drivers"), number=2),))
    other = ask_after(Fixed(both), "what else?", earlier)
    assert [(quote.number, quote.text) for quote in other.quotes] == [(1, LINES[4])]
    assert ask_after(Fixed(earlier), "anything else?", earlier).outcome is Outcome.NOT_IN_SOURCES


def test_more_is_asked_of_the_article_before_and_only_then_of_all() -> None:
    desk = Fixed(answer("why did the ferry stop", 0, "a storm"))
    ask_after(desk, "why?", answer("when did the ferry stop", 0, "on Friday"))
    assert desk.articles == [STORY.id]
    silent = Fixed(answer("why did the ferry stop", None))
    ask_after(silent, "why?", answer("when did the ferry stop", 0, "on Friday"))
    assert silent.articles == [STORY.id, None]
    ask_after(desk, "what did the council say about Ada Quay", answer("when did the ferry stop", 0, "on Friday"))
    assert desk.articles[-1] is None


def test_without_an_earlier_answer_everything_is_asked_as_it_is() -> None:
    desk = Echo()
    assert ask_after(desk, "and in Tarn?", None).question == "and in Tarn?"
    with pytest.raises(QuestionError):
        ask_after(desk, " ", answer("who is Ada Quay", 1, ""))
    assert desk.asked == ["and in Tarn?", " "]


def test_a_follow_up_can_be_followed_up() -> None:
    desk = Echo(1, "a former pilot")
    first = ask_after(desk, "who is Ada Quay", None)
    second = ask_after(desk, "what did she say", first)
    third = ask_after(desk, "and Ben Pier?", second)
    assert [first.question, second.question, third.question] == [
        "who is Ada Quay",
        "what did Ada Quay say",
        "what did Ben Pier say",
    ]


DUEL = (
    "Two teenagers lit a fire near Lorn, the fire chief, Tom Rusk, said when he stepped down.",
    "Neighbouring Hartland sent four planes. Brovia, whose own forests are burning, sent none.",
    "Families in Lorn get 5,000 crowns, and farmers must wait.",
    "It was the second attack on the forest. Dora Quay’s group called the fire chief a liar.",
    "Ben Pier said that Mayor Otto Lind had paid back half of the loan.",
)
FIRE = article(*((Kind.BODY, None, at, line) for at, line in enumerate(DUEL, 1)))


@pytest.mark.parametrize(
    ("question", "line", "words", "typed", "meant"),
    [
        ("Who lit the fire?", 0, "", "what are the names of the two", "what are the names of the two teenagers"),
        ("Which countries have sent planes?", 1, "Hartland", "and brovia?", "has Brovia sent planes"),
        (
            "How much money do families get?",
            2,
            "5,000 crowns",
            "And the farmers",
            "How much money do the farmers get",
        ),
        ("is this the first attack on the forest", 3, "", "where was the other one", "where was the other attack"),
        ("What did Tom Rusk do?", 0, "stepped down", "who's that", "who's Tom Rusk"),
        ("Would Tom Rusk go with the planes?", 0, "", "with the crowns as well?", "Would Tom Rusk go with the crowns"),
        ("where is the fire chief", 3, "", "why", "where is the fire chief, and why"),
        ("When will Tom Rusk step down", 0, "", "who decided that", "who decided that Tom Rusk step down"),
        ("how much was the loan", 4, "half", "has he paid any of it", "has Mayor Otto Lind paid any of the loan"),
    ],
)
def test_a_follow_up_takes_the_place_of_its_like(question: str, line: int, words: str, typed: str, meant: str) -> None:
    earlier = Answer(question, Outcome.ANSWERED, (quoted(FIRE, line, words),), confidence=0.9)
    found = complete(typed, earlier)
    assert found is not None
    assert found.question.rstrip("?").lower() == meant.lower()


def test_nobody_is_meant_by_she_who_only_came_near_an_answer() -> None:
    silent = Answer("who swims", Outcome.NOT_IN_SOURCES, silence=Silence.NOT_SAID, nearest=(quoted(STORY, 1, ""),))
    assert complete("how old is she", silent) is None
