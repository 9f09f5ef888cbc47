"""Train the weights of ``pullquote.reader.LinearReader``: ``python -m lab.train_linear_reader``.

A conditional logit over the retrieved candidates, "none of them" being one more choice. Trained on whole articles
(SQuAD 2.0 and 1.1 parts, New-Wikipedia) and on the Wikinews questions, which are few but of our kind, and count more;
with unanswerable questions and questions put to other articles as questions without an answer. People ask in other
words than the article's; annotators who see the paragraph do not: so half of the annotators' questions are used a
second time with some of their words made unknown to the lexical evidence.

Prints figures on articles that were not trained on (five folds; Wikinews story by story), sets the bar from those, and
writes ``src/pullquote/linear_reader.json``. Ten minutes on two cores. Same data, same machine: same weights.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

import pullquote
from lab.corpora import DATA, squad, wikinews
from lab.shelf import Remembering, Shelf
from pullquote.encoder import SentenceEncoder
from pullquote.errors import QuestionError
from pullquote.evidence import FEATURES, weigh
from pullquote.question import Question
from pullquote.reader import choose
from pullquote.retrieval import Retriever
from pullquote.selection import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from lab.corpora import Corpus

SEED = 7
FOLDS = 5
PENALTY = 1e-5
WEIGHT = {"answerable": 1.0, "impossible": 0.3, "elsewhere": 0.5}
NEWS = 25.0  # how much more a question about news counts
KEPT = 0.975  # share of the answerable Wikinews questions that the bar lets through
WRITTEN = Path(pullquote.__file__).parent / "linear_reader.json"


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the evidence for each candidate, and which candidates are right."""

    source: str
    article: str
    case: str
    rows: NDArray[np.float32]
    right: NDArray[np.bool_]
    used_again: bool = False


def main() -> None:
    """Train, print the figures, write the weights."""
    files = ((DATA / "squad2/part-v2.json", 160), (DATA / "squad2/part-v1.json", 100))
    corpora = [corpus for path, most in files for corpus in squad(path, most)]
    corpora += squad(DATA / "newwiki/new_wiki_v1.0.json", 80)
    corpora += wikinews(DATA / "wikinews/questions.json")
    examples = gather(corpora)
    sure: dict[str, list[float]] = {case: [] for case in WEIGHT}
    right: list[NDArray[np.bool_]] = []
    for name, held in folds(examples):
        weights, bias = fit([example for example in examples if example.article not in held])
        tested = [example for example in examples if example.article in held and not example.used_again]
        if name != "wikinews":
            print_figures(name, *measure(tested, weights, bias))
            continue
        of_story, right_in_story = measure(tested, weights, bias)
        right += right_in_story
        for case, values in of_story.items():
            sure[case] += values
    print_figures("wikinews", sure, right)
    bar = float(np.quantile(sure["answerable"], 1 - KEPT))
    print(f"bar {bar:.4f}: refuses {np.mean(np.asarray(sure['elsewhere']) < bar):.3f} of what is put to another story")
    weights, bias = fit(examples)
    fields: dict[str, Any] = {
        "trained_by": "python -m lab.train_linear_reader",
        "seed": SEED,
        "bar": round(bar, 6),
        "bias": round(bias, 6),
        "weights": {name: round(float(weight), 6) for name, weight in zip(FEATURES, weights, strict=True)},
    }
    WRITTEN.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


def folds(examples: Sequence[Example]) -> Iterator[tuple[str, set[str]]]:
    """Articles to be held out together: a fifth of the annotators' at a time, the Wikinews stories one by one."""
    news = sorted({example.article for example in examples if example.source == "wikinews"})
    articles = sorted({example.article for example in examples} - set(news))
    random.Random(SEED).shuffle(articles)
    for fold in range(FOLDS):
        yield f"fold {fold}", set(articles[fold::FOLDS])
    for story in news:
        yield "wikinews", {story}


def gather(corpora: Sequence[Corpus]) -> list[Example]:
    """The evidence for every question in its own article, and for some in another of the same source."""
    chance = random.Random(SEED)
    encoder = Remembering(SentenceEncoder())
    retrievers = [Retriever(Shelf(corpus.article, encoder), encoder) for corpus in corpora]
    encoder.remember([Question(asked.question).text for corpus in corpora for asked in corpus.asked if asked.question])
    examples: list[Example] = []
    for number, corpus in enumerate(corpora):
        others = [n for n, other in enumerate(corpora) if other.source == corpus.source and n != number]
        for asked in corpus.asked:
            try:
                question = Question(asked.question)
            except QuestionError:
                continue
            right = corpus.right(asked)
            case = "answerable" if asked.answers else "impossible"
            examples.append(_example(corpus, case, question, retrievers[number], right))
            if case == "answerable" and corpus.source != "wikinews" and chance.random() < 0.5:
                forgetful = _with_unknown_words(question, chance)
                examples.append(_example(corpus, case, forgetful, retrievers[number], right, used_again=True))
            if case == "answerable" and chance.random() < (1.0 if corpus.source == "wikinews" else 0.25):
                other = retrievers[chance.choice(others)]
                examples.append(_example(corpus, "elsewhere", question, other, frozenset()))
    return [example for example in examples if len(example.rows)]


def _with_unknown_words(question: Question, chance: random.Random) -> Question:
    """The same question, some of its stems replaced by ones that stand nowhere."""
    share = chance.choice((0.2, 0.4, 0.6))
    other = Question(question.typed)
    other.__dict__["stems"] = tuple(f"{stem}?" if chance.random() < share else stem for stem in question.stems)
    return other


def _example(
    corpus: Corpus,
    case: str,
    question: Question,
    retriever: Retriever,
    right: frozenset[int],
    *,
    used_again: bool = False,
) -> Example:
    candidates = retriever.retrieve(question)
    rows = weigh(question, [candidate.signals for candidate in candidates], retriever.lexicon.idf)
    hits = np.asarray([candidate.passage.focus in right for candidate in candidates], dtype=np.bool_)
    return Example(corpus.source, corpus.article.id, case, rows, hits, used_again)


def fit(examples: Sequence[Example]) -> tuple[NDArray[np.float32], float]:
    """Weights and bias of the conditional logit (penalised maximum likelihood, L-BFGS), for features as they are."""
    usable = [example for example in examples if example.case != "answerable" or example.right.any()]
    stacked = np.concatenate([example.rows for example in usable]).astype(np.float64)
    mean, scale = stacked.mean(axis=0), stacked.std(axis=0) + 1e-3
    rows = np.hstack([(stacked - mean) / scale, np.ones((len(stacked), 1))])
    sizes = np.asarray([len(example.rows) for example in usable])
    firsts = np.concatenate([[0], sizes.cumsum()[:-1]])
    right = np.concatenate([example.right for example in usable])
    none_right = np.asarray([not example.right.any() for example in usable], dtype=np.float64)
    counts = [WEIGHT[e.case] * (NEWS if e.source == "wikinews" else 1.0) for e in usable]
    importance = np.asarray(counts) / sum(counts)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.clip(rows @ weights, -50, 50)
        likely = np.exp(scores)
        among_all = np.add.reduceat(likely, firsts) + 1.0  # 1: "none of these"
        among_right = np.add.reduceat(likely * right, firsts) + none_right
        value = (importance * (np.log(among_all) - np.log(among_right))).sum() + PENALTY * (weights @ weights)
        expected = likely / np.repeat(among_all, sizes) - likely * right / np.repeat(among_right, sizes)
        return float(value), rows.T @ (expected * np.repeat(importance, sizes)) + 2 * PENALTY * weights

    start = np.zeros(len(FEATURES) + 1, dtype=np.float64)
    learnt = minimize(loss, start, jac=True, method="L-BFGS-B").x
    unscaled = learnt[:-1] / scale
    return unscaled.astype(np.float32), float(learnt[-1] - unscaled @ mean)


def answered(example: Example, weights: NDArray[np.float32], bias: float) -> float:
    """Probability that one of the candidates that would be shown answers."""
    return float(np.sort(choose(example.rows @ weights + bias))[-MOST:].sum())


def measure(
    examples: Sequence[Example], weights: NDArray[np.float32], bias: float
) -> tuple[dict[str, list[float]], list[NDArray[np.bool_]]]:
    """How sure each question of each case is to have an answer, and which candidates are right, best first."""
    sure = {case: [answered(e, weights, bias) for e in examples if e.case == case] for case in WEIGHT}
    asked = [example for example in examples if example.case == "answerable"]
    return sure, [example.right[np.argsort(-(example.rows @ weights), kind="stable")] for example in asked]


def print_figures(name: str, sure: dict[str, list[float]], right: Sequence[NDArray[np.bool_]]) -> None:
    """How often the right sentence is first and among three, and how well silence is told from answers."""
    print(
        f"{name:10} {len(right):5} questions  first {np.mean([hits[:1].any() for hits in right]):.3f}"
        f"  among three {np.mean([hits[:3].any() for hits in right]):.3f}"
        f"  AUROC impossible {auroc(sure['answerable'], sure['impossible']):.3f}"
        f"  elsewhere {auroc(sure['answerable'], sure['elsewhere']):.3f}"
    )


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive stands above a negative (Mann-Whitney); nan without one of each."""
    if not positive or not negative:
        return float("nan")
    above = np.asarray(positive)[:, None] - np.asarray(negative)[None, :]
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


if __name__ == "__main__":
    main()
