"""What the reader learns from: questions with a window of an article, and where in it the answer stands, if it does.

Made anew for every epoch (other windows, other wrong ones), the same for the same seed and the same reader so far.
Articles that ``held_out`` names are in no lesson: thresholds and figures come from those.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING

import numpy as np

from lab.corpora import DATA, squad, unanswered, written
from lab.dialogue import told
from lab.singles import singles
from pullquote.lexicon import Lexicon, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lab.corpora import Asked, Corpus
    from pullquote.records import Span

    Fallen = Callable[[Sequence["Lesson"]], Sequence[float]]
    Choice = tuple["Lesson", ...]

HELD_OUT = {"part-v2": 5, "part-v1": 5, "new_wiki_v1.0": 6}  # of the articles of each source, every so manieth
SHORTEST, LONGEST = 40, 150  # tokens of a window
NAME = re.compile(r"(?<!^)\b[A-Z][\w'’.-]+(?: (?:of |the )?[A-Z][\w'’.-]+)*|\b\d[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, a window of text, and the answer's span in the window (None: it is not in it)."""

    question: str
    window: str
    answer: Span | None


def held_out(corpus_number: int, source: str) -> bool:
    """Whether an article is kept from training, by its place in its file."""
    return corpus_number % HELD_OUT[source] == 0


def whole_articles(*, held: bool) -> list[Corpus]:
    """The SQuAD 2.0, SQuAD 1.1 and New-Wikipedia articles, those kept from training or the others."""
    found: list[Corpus] = []
    for name in ("squad2/part-v2.json", "squad2/part-v1.json", "newwiki/new_wiki_v1.0.json"):
        for number, corpus in enumerate(squad(DATA / name, most=10_000)):
            if held_out(number, corpus.source) == held:
                found.append(corpus)
    return found


@dataclass(frozen=True, slots=True)
class Mix:
    """How many lessons of each kind an epoch has. The shares are of the questions that an article answers."""

    retrieved: float = 0.35  # also put to a window that retrieval finds and that holds no answer
    without: float = 0.15  # also put to the window without the sentence that answers
    exchanged: float = 0.12  # also put with a name or number exchanged
    told: int = 2_500
    singles: int = 9_000
    share: float = 1.0  # of the annotators' questions
    stories: int = 0  # of news, with the questions that were written to learn from; each question comes twice
    unanswered: tuple[str, ...] = ()  # the files of questions that were written to have no answer
    tried: int = 1  # windows without an answer to choose from, when the reader so far says which it falls for
    apart: bool = True  # nothing from the stories of ``wikinews.json`` and ``polnear.json``


class Course:
    """All lessons. ``count`` tells how many tokens each of several texts has."""

    def __init__(self, count: Callable[[Sequence[str]], list[int]], mix: Mix) -> None:
        """Read the data, and index each article's sentences to find what is hard to tell from an answer."""
        self._mix = mix
        corpora = whole_articles(held=False)
        for name in mix.unanswered:
            more = unanswered(name)
            corpora = [corpus.with_questions([*corpus.asked, *more.get(corpus.article.id, [])]) for corpus in corpora]
        self._pages = [Page(corpus, count) for corpus in corpora]
        self._stories = [Page(corpus, count) for corpus in islice(written("lessons"), mix.stories)]
        self._told = told(apart=mix.apart)
        self._singles = singles(apart=mix.apart)

    def epoch(self, number: int, seed: int, fallen_for: Fallen | None = None) -> list[Lesson]:
        """The lessons of one epoch, in an order that mixes sources.

        ``fallen_for`` scores lessons without an answer by how far the reader so far falls for them. Of several that
        could be put, the worst is: negatives mined with the model itself (as in Xiong et al. 2021).
        """
        chance = random.Random(seed * 1000 + number)
        choices = [choice for page in self._pages for choice in page.lessons(chance, self._mix, self._mix.share)]
        choices += [choice for page in self._stories * 2 for choice in page.lessons(chance, self._mix)]
        for pages in (self._pages, self._stories):
            choices += [choice for page in pages for choice in _elsewhere(page, pages, self._mix.tried, chance)]
        lessons = worst(choices, fallen_for)
        lessons += [Lesson(*one) for one in self._told.draw(self._mix.told, chance)]
        lessons += [Lesson(*one) for one in self._singles.draw(self._mix.singles, chance)]
        lessons = [Lesson(_as_typed(one.question, chance), one.window, one.answer) for one in lessons]
        chance.shuffle(lessons)
        return lessons


def worst(choices: Sequence[Sequence[Lesson]], fallen_for: Fallen | None) -> list[Lesson]:
    """Of each choice the lesson that the reader so far gets most wrong; the first where nobody says."""
    if fallen_for is None:
        return [choice[0] for choice in choices]
    open_ = [choice for choice in choices if len(choice) > 1]
    scores: Sequence[float] = fallen_for([lesson for choice in open_ for lesson in choice]) if open_ else []
    ends = list(accumulate((len(choice) for choice in open_), initial=0))
    mined = iter([c[int(np.argmax(scores[start : start + len(c)]))] for start, c in zip(ends[:-1], open_, strict=True)])
    return [next(mined) if len(choice) > 1 else choice[0] for choice in choices]


class Page:
    """One article with its questions, ready to cut windows from."""

    def __init__(self, corpus: Corpus, count: Callable[[Sequence[str]], list[int]]) -> None:
        self.article = corpus.article
        self.asked = corpus.asked
        texts = [self.article.slice(sentence) for sentence in self.article.sentences]
        self._tokens = count(texts)
        self._stems = [tuple(stems(text)) for text in texts]
        self._lexicon = Lexicon(self._stems)
        self._names = sorted({name for asked in corpus.asked for name in NAME.findall(asked.question)})
        self._paragraphs: dict[int, list[int]] = {}
        for place, sentence in enumerate(self.article.sentences):
            self._paragraphs.setdefault(sentence.paragraph or 0, []).append(place)

    def lessons(self, chance: random.Random, mix: Mix, share: float = 1.0) -> Iterator[Choice]:
        """For each question a window that answers it, and for many one that only looks as if it did."""
        for asked in self.asked:
            if share < 1 and asked.near is None and chance.random() >= share:
                continue
            question = asked.question.strip()
            if not asked.answers:
                yield self.impossible(question, asked.near, mix.tried, chance)
                continue
            answer = self._likeliest(asked)
            sentence = self.sentence_at(answer[0])
            if sentence is None or answer[1] > self.article.sentences[sentence].end:
                continue
            yield (self.window(question, sentence, answer, chance),)
            luck = chance.random()
            if luck < mix.retrieved:
                yield from self._retrieved(question, asked, mix.tried, chance)
            elif luck < mix.retrieved + mix.without:
                yield from self._without(question, asked, sentence, chance)
            elif luck < mix.retrieved + mix.without + mix.exchanged:
                yield from self._exchanged(question, sentence, chance)

    def window(self, question: str, sentence: int, answer: Span | None, chance: random.Random) -> Lesson:
        """Whole sentences around one, up to a length drawn by chance, the one anywhere among them."""
        most = chance.randint(SHORTEST, LONGEST)
        first = last = sentence
        size = self._tokens[sentence]
        ways = [-1, 1]
        while ways:
            way = chance.choice(ways)
            near = first - 1 if way < 0 else last + 1
            if not 0 <= near < len(self._tokens) or size + self._tokens[near] > most:
                ways.remove(way)
                continue
            size += self._tokens[near]
            first, last = min(first, near), max(last, near)
        start, end = self.article.sentences[first].start, self.article.sentences[last].end
        text = self.article.text[start:end]
        return Lesson(question, text, (answer[0] - start, answer[1] - start) if answer else None)

    def best_sentences(self, question: str, most: int) -> list[int]:
        """Sentences that share the rarest words with a question, best first."""
        scores = self._lexicon.scores(tuple(dict.fromkeys(stems(question))))
        return [int(place) for place in np.argsort(-scores, kind="stable")[:most]]

    def sentence_at(self, offset: int) -> int | None:
        """The number of the sentence that holds a character."""
        return next((n for n, s in enumerate(self.article.sentences) if s.start <= offset < s.end), None)

    def _likeliest(self, asked: Asked) -> Span:
        """Of the places where an answer stands (SQuAD 2.0 gives the first), the one with the question's words around.

        The most frequent answer text, looked for in the whole paragraph.
        """
        start, end = min(asked.answers, key=lambda span: span[1] - span[0])
        words = self.article.text[start:end]
        own = self.sentence_at(start)
        if own is None:
            return start, end
        wanted = set(stems(asked.question))
        places = self._paragraphs[self.article.sentences[own].paragraph or 0]
        found: list[tuple[int, int]] = []
        for place in places:
            sentence = self.article.sentences[place]
            at = self.article.text.find(words, sentence.start, sentence.end)
            if at >= 0:
                found.append((len(wanted & set(self._stems[place])), -at))
        return (-max(found)[1], -max(found)[1] + len(words)) if found else (start, end)

    def impossible(self, question: str, near: Span | None, tried: int, chance: random.Random) -> Choice:
        """A question without an answer, with up to ``tried`` windows that look most like having one.

        Where ``near`` is a sentence, it is taken that nothing in the story answers (wrongly for 28 questions about
        paragraphs of one sentence); where it is a paragraph, that nothing in that does. Of SQuAD 2.0's own, without
        ``near``, only the paragraph was checked: some window of the article may answer.
        """
        best = self.best_sentences(question, 3)
        if near:
            inside = [n for n, each in enumerate(self.article.sentences) if near[0] <= each.start < near[1]]
            likely = [n for n in self.best_sentences(question, 40) if n in inside][:2] or inside
            best = list(dict.fromkeys([*likely, *best])) if len(inside) == 1 and tried > 1 else likely or best
        places = best[:tried] if tried > 1 else [chance.choice(best)]
        return tuple(self.window(question, place, None, chance) for place in places)

    def _retrieved(self, question: str, asked: Asked, tried: int, chance: random.Random) -> Iterator[Choice]:
        """Up to ``tried`` windows that retrieval finds and that hold no answer."""
        answers = {self.article.text[start:end].casefold() for start, end in asked.answers}
        lessons = (self.window(question, place, None, chance) for place in self.best_sentences(question, 6))
        fit = (one for one in lessons if not any(answer in one.window.casefold() for answer in answers))
        if found := tuple(islice(fit, tried)):
            yield found

    def _without(self, question: str, asked: Asked, sentence: int, chance: random.Random) -> Iterator[Choice]:
        """The window with the sentence that answers cut out of it."""
        lesson = self.window(question, sentence, None, chance)
        text = self.article.slice(self.article.sentences[sentence])
        rest = " ".join(lesson.window.replace(text, " ", 1).split())
        answers = {self.article.text[start:end].casefold() for start, end in asked.answers}
        if len(rest) > 60 and not any(answer in rest.casefold() for answer in answers):
            yield (Lesson(question, rest, None),)

    def _exchanged(self, question: str, sentence: int, chance: random.Random) -> Iterator[Choice]:
        """The question about somebody or something else: a name or number exchanged for one of the same article."""
        names = NAME.findall(question)
        if not names:
            return
        name = chance.choice(names)
        lesson = self.window(question, sentence, None, chance)
        same_kind = [
            other
            for other in self._names
            if other[0].isdigit() == name[0].isdigit() and not set(stems(other)) & set(stems(lesson.window + question))
        ]
        if same_kind:
            yield (Lesson(question.replace(name, chance.choice(same_kind)), lesson.window, None),)


def _elsewhere(page: Page, pages: Sequence[Page], tried: int, chance: random.Random) -> Iterator[Choice]:
    """A twentieth of the questions, put to other articles."""
    for asked in page.asked:
        if chance.random() < 0.05:
            other = chance.choice(pages)
            if other is not page:
                yield other.impossible(asked.question.strip(), None, tried, chance)


def _as_typed(question: str, chance: random.Random) -> str:
    """Readers in a chat leave out question marks."""
    return question.rstrip(" ?") if chance.random() < 0.4 else question
