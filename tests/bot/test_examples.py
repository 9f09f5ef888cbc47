"""Example questions come from the articles, and each has an answer."""

from bot.buttons import example_data
from bot.examples import choose_examples, propose
from pullquote.records import Answer, Outcome
from tests.bot.newsroom import WordDesk, answered, article, claim, quote, silent

PORT = article(
    "The gate of the harbour fell at dawn in Port Quillon.",
    "Ada Quay, a mayor of many years, wept. Ben Pier said it was over.",
    "Nobody in Port Quillon slept, Ben Pier said.",
)
HILLS = article("Snow fell in Upper Dale. Cy Ridge said it would melt.", id="hills", publisher=None)


def test_examples_are_made_of_names_in_the_article() -> None:
    assert choose_examples(WordDesk([PORT]), [PORT]) == [
        "Who is Ada Quay?",
        "What did Ben Pier say?",
        "What is said about Port Quillon?",
    ]


def test_examples_come_from_several_articles() -> None:
    chosen = choose_examples(WordDesk([PORT, HILLS]), [PORT, HILLS])
    assert chosen == ["Who is Ada Quay?", "What did Cy Ridge say?", "What did Ben Pier say?"]


def test_a_question_without_an_answer_about_its_name_is_not_an_example() -> None:
    class Forgetful(WordDesk):
        def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
            if "Ada" in question:
                return silent(question)
            if "Quillon" in question:
                return answered(question, quote(PORT, 1))
            return super().ask(question, article)

    assert choose_examples(Forgetful([PORT]), [PORT]) == ["What did Ben Pier say?"]


def test_speakers_that_are_known_are_preferred_to_those_that_look_like_it() -> None:
    text = "Port Authority said little; the gate fell, Eve Mole told them."
    told = article(text, claims=lambda s, at: (claim(s, at, "Eve Mole", "the gate fell"),))
    assert ("What did Eve Mole say?", "Eve Mole") in list(propose(told))
    assert not any("Authority" in question for question, _ in propose(told))


def test_examples_are_short_enough_for_a_button_and_not_many() -> None:
    names = " ".join(f"{c}{c.lower() * n} Roe said so." for n, c in enumerate("ABCDEFGHIJKLMNOPQR", 20))
    source = article(names)
    desk = WordDesk([source])
    assert all(len(question) <= 60 for question, _ in propose(source))
    assert len(choose_examples(desk, [source])) == 3


def test_looking_for_examples_costs_a_bounded_number_of_questions() -> None:
    class Mute(WordDesk):
        def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
            self.asked.append(question)
            return Answer(question, Outcome.NOT_IN_SOURCES, silence=silent(question).silence)

    capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    many = [article(f"{x}an {x}oe, a clerk, wept. Bob {x}o said so. Sue {x}u said no.", id=x) for x in capitals]
    desk = Mute(many)
    assert choose_examples(desk, many) == []
    assert len(desk.asked) == 12


def test_an_article_without_names_gives_no_examples() -> None:
    plain = article("nothing happened. it rained.")
    assert choose_examples(WordDesk([plain]), [plain]) == []


def test_a_button_carries_the_same_short_data_after_a_restart() -> None:
    data = example_data("What is said about Port Quillon?" * 30)
    assert data == example_data("What is said about Port Quillon?" * 30)
    assert len(data.encode()) <= 64
    assert data != example_data("another")


def test_looking_for_examples_ends_when_nobody_waits_for_them_any_more() -> None:
    desk = WordDesk([PORT])
    assert choose_examples(desk, [PORT], given_up=lambda: len(desk.asked) == 1) == ["Who is Ada Quay?"]
    assert len(desk.asked) == 1
