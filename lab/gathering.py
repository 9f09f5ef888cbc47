"""The evidence that ``lab.train_weights`` learns from: what is retrieved for questions, and what is read in it."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from lab.corpora import DATA, invented, news, wikinews, written
from lab.lessons import whole_articles
from lab.shelf import Remembering, Shelf
from pullquote.encoder import SentenceEncoder
from pullquote.errors import QuestionError
from pullquote.evidence import FEATURES, READ_FEATURES, weigh, weigh_findings
from pullquote.question import Question
from pullquote.reader import READ, Reading, read_spans, screen
from pullquote.retrieval import Retriever
from pullquote.statements import find_statements
from pullquote.verification import verify as read_again

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from lab.corpora import Corpus
    from pullquote.list_models import ListModel
    from pullquote.reader import Judges, Logit
    from pullquote.retrieval import Candidate
    from pullquote.spans import Finding, SpanModel

SEED = 7
ANNOTATED = "part-v2"  # SQuAD 2.0
PER_ARTICLE = 60  # questions of each of its articles
OURS = frozenset({"wikinews", "wikinews-ours", "polnear-ours", "polnear-judged", "invented"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of a question put to an article: the evidence for each candidate, a row each, and which of them are right.

    ``odds`` are those of verification, once there was any; nan for what was not worth it.
    """

    source: str
    article: str
    case: str
    rows: NDArray[np.float32]
    right: NDArray[np.bool_]
    odds: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its candidates, and what speaks for them."""

    question: Question
    candidates: tuple[Candidate, ...]
    evidence: Evidence


def not_learnt_from() -> list[Corpus]:
    """Articles with the questions that the span model did not learn from."""
    corpora: list[Corpus] = []
    for corpus in whole_articles(held=True):
        if corpus.source != ANNOTATED:
            continue  # whose annotators asked nothing that has no answer
        asked = random.Random(SEED).sample(corpus.asked, min(PER_ARTICLE, len(corpus.asked)))
        corpora.append(corpus.with_questions(asked))
    stories = [*wikinews(DATA / "wikinews/questions.json"), *news("wikinews"), *news("polnear"), *written("judged")]
    return [*corpora, *stories, *invented()]


def gather(corpora: Sequence[Corpus]) -> list[Example]:
    """The retrieved evidence for every question in its own article, and for some in another of the same source."""
    chance = random.Random(SEED)
    encoder = Remembering(SentenceEncoder())
    retrievers = [Retriever(Shelf([corpus.article], encoder), encoder) for corpus in corpora]
    questions = {asked.question: _question(asked.question) for corpus in corpora for asked in corpus.asked}
    encoder.remember([question.text for question in questions.values() if question])
    examples: list[Example] = []
    for number, corpus in enumerate(corpora):
        others = [n for n, other in enumerate(corpora) if other.source == corpus.source and n != number]
        for asked in corpus.asked:
            question = questions[asked.question]
            if question is None:
                continue
            case = "answerable" if asked.answers else "impossible"
            examples.append(_example(corpus, case, question, retrievers[number], corpus.right(asked)))
            if others and case == "answerable" and chance.random() < (1.0 if corpus.source in OURS else 0.25):
                other = retrievers[chance.choice(others)]
                examples.append(_example(corpus, "elsewhere", question, other, frozenset()))
    return [example for example in examples if example.candidates]


def _question(text: str) -> Question | None:
    """A question, if it is one."""
    try:
        return Question(text)
    except QuestionError:
        return None


def _example(corpus: Corpus, case: str, question: Question, retriever: Retriever, right: frozenset[int]) -> Example:
    candidates = retriever.retrieve(question)
    rows = weigh(question, [candidate.signals for candidate in candidates], retriever.lexicon.idf)
    hits = np.asarray([candidate.passage.focus in right for candidate in candidates], dtype=np.bool_)
    return Example(question, candidates, Evidence(corpus.source, corpus.article.id, case, rows, hits))


def read_example(example: Example, logit: Logit, model: SpanModel, most: int = READ) -> tuple[Evidence, list[int]]:
    """The evidence for the candidates that are worth reading, and what the span model finds in them as more of it.

    With it, which candidates those are.
    """
    known = example.evidence
    places = screen(logit.scores(known.rows), most)
    chosen = [example.candidates[place] for place in places]
    found: Sequence[Finding] = read_spans(example.question, chosen, model)
    retrieved = known.rows[places]
    read = weigh_findings(example.question, [candidate.signals for candidate in chosen], found, retrieved)
    rows = np.hstack([retrieved, read])
    return Evidence(known.source, known.article, known.case, rows, known.right[places]), places


def verify(
    examples: Sequence[Example], read: Sequence[Evidence], logit: Logit, judges: Judges, model: ListModel
) -> list[Evidence]:
    """The evidence with what the list model makes of the best candidates, as ``judges`` have it, of those read."""
    found: list[Evidence] = []
    for example, known in zip(examples, read, strict=True):
        places = screen(logit.scores(example.evidence.rows), len(known.rows))
        if not np.array_equal(example.evidence.right[places], known.right):
            raise SystemExit("what was kept is of other sentences than those that are retrieved now: remove it")
        probabilities = judges.probabilities(known.rows)
        order: list[int] = np.argsort(-probabilities, kind="stable").tolist()
        readings = [Reading(example.candidates[places[place]], float(probabilities[place])) for place in order]
        statements = find_statements(example.question, readings)
        odds = np.full(len(places), np.nan, dtype=np.float32)
        judged = read_again(example.question, readings, statements, model).odds
        odds[order[: len(judged)]] = judged
        found.append(replace(known, odds=odds))
    return found


def keep(path: Path, retrieved: Sequence[Evidence], read: Sequence[Evidence]) -> None:
    """Put all evidence but the verifier's in a NumPy file, in one step."""
    arrays: dict[str, NDArray[Any]] = {"features": np.asarray(FEATURES + READ_FEATURES)}
    for name, all_of_it in (("retrieved", retrieved), ("read", read)):
        arrays[f"{name}_labels"] = np.asarray([(each.source, each.article, each.case) for each in all_of_it])
        arrays[f"{name}_sizes"] = np.asarray([len(each.rows) for each in all_of_it])
        arrays[f"{name}_rows"] = np.concatenate([each.rows for each in all_of_it])
        arrays[f"{name}_right"] = np.concatenate([each.right for each in all_of_it])
    unfinished = path.with_name(f"{path.name}.new")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    unfinished.replace(path)


def recall(path: Path) -> tuple[list[Evidence], list[Evidence]]:
    """The evidence that ``keep`` put in a file. It is for the model and the questions that there were then."""
    with np.load(path, allow_pickle=False) as arrays:
        if tuple(arrays["features"].tolist()) != FEATURES + READ_FEATURES:
            raise SystemExit(f"{path} holds other features: remove it")
        both: list[list[Evidence]] = []
        for name in ("retrieved", "read"):
            cuts = arrays[f"{name}_sizes"].cumsum()[:-1]
            rows, right = np.split(arrays[f"{name}_rows"], cuts), np.split(arrays[f"{name}_right"], cuts)
            labels: list[tuple[str, str, str]] = arrays[f"{name}_labels"].tolist()
            together = zip(labels, rows, right, strict=True)
            both.append([Evidence(of, on, case, one, hits) for (of, on, case), one, hits in together])
    return both[0], both[1]
