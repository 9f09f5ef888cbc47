"""Train the weights of ``pullquote.reader.ExtractiveReader``: ``python -m lab.train_weights``.

Two conditional logits over the retrieved candidates, "none of them" being one more choice: one over what retrieval
knows, which chooses what is read, and one over that and what the span model found, which judges. Trained on questions
that the span model did not learn from: about whole articles of SQuAD 2.0, SQuAD 1.1 and New-Wikipedia that it has not
seen, and about news (it has seen the PolNeAR stories, with other questions, and single sentences of a few Wikinews
ones), which are fewer but of our kind, and count more; with unanswerable questions and questions put to other articles
as questions without an answer. Nothing of the shipped article goes in.

Prints figures on articles that the weights were not trained on (five folds by article), sets the bar from those, and
writes ``src/pullquote/weights.json``. Same data, same machine: same weights.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

import pullquote
from lab.corpora import DATA, news, wikinews
from lab.figures import auroc, calibration_error
from lab.lessons import whole_articles
from lab.shelf import Remembering, Shelf
from pullquote.encoder import SentenceEncoder
from pullquote.errors import QuestionError
from pullquote.evidence import FEATURES, READ_FEATURES, weigh, weigh_findings
from pullquote.question import Question
from pullquote.reader import Calibration, Logit, choose, read_spans, screen
from pullquote.retrieval import Retriever
from pullquote.selection import MOST
from pullquote.span_models import PublishedSpanModel, ShippedSpanModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from lab.corpora import Corpus
    from pullquote.retrieval import Candidate
    from pullquote.spans import Finding, SpanModel

SEED = 7
FOLDS = 5
PENALTY = 3e-4
PER_ARTICLE = 90  # questions of each annotators' article
WEIGHT = {"answerable": 1.0, "impossible": 1.0, "elsewhere": 0.4}
NEWS = 3.0  # how much more a question about news counts
KEPT = 0.93  # share of the answerable questions about news that the bar lets through
OURS = frozenset({"wikinews", "wikinews-ours", "polnear-ours"})
WRITTEN = Path(pullquote.__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Example:
    """A question put to an article: the evidence for each candidate, and which candidates are right."""

    source: str
    article: str
    case: str
    question: Question
    candidates: tuple[Candidate, ...]
    rows: NDArray[np.float32]
    right: NDArray[np.bool_]

    def only(self, places: Sequence[int], rows: NDArray[np.float32]) -> Example:
        """The same with some of its candidates and other evidence."""
        kept = tuple(self.candidates[place] for place in places)
        return Example(self.source, self.article, self.case, self.question, kept, rows, self.right[list(places)])


def main() -> None:
    """Gather, train, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", help="name or folder of another span model (default: the one that ships)")
    parser.add_argument("--keep", type=Path, help="a file to keep the evidence in, and to take it from if it is there")
    parser.add_argument("--write", type=Path, default=WRITTEN, help="where the weights go (default: %(default)s)")
    options = parser.parse_args()
    if options.keep and options.keep.exists():
        retrieved, read = pickle.loads(options.keep.read_bytes())  # noqa: S301 our own file
    else:
        retrieved = gather(not_learnt_from())
        model = PublishedSpanModel(options.reader) if options.reader else ShippedSpanModel()
        logit = fit(retrieved)
        read = [read_example(example, logit, model) for example in retrieved]
        if options.keep:
            options.keep.write_bytes(pickle.dumps((retrieved, read)))
    print_recall(retrieved, read)
    calibration, bar = cross_validate(read)
    write(options.write, fit(retrieved), fit(read), calibration, bar)


def not_learnt_from() -> list[Corpus]:
    """The articles that the span model did not learn from, with their questions."""
    corpora: list[Corpus] = []
    for corpus in whole_articles(held=True):
        asked = random.Random(SEED).sample(corpus.asked, min(PER_ARTICLE, len(corpus.asked)))
        corpora.append(corpus.with_questions(asked))
    return [*corpora, *wikinews(DATA / "wikinews/questions.json"), *news("wikinews"), *news("polnear")]


def gather(corpora: Sequence[Corpus]) -> list[Example]:
    """The retrieved evidence for every question in its own article, and for some in another of the same source."""
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
            case = "answerable" if asked.answers else "impossible"
            examples.append(_example(corpus, case, question, retrievers[number], corpus.right(asked)))
            if case == "answerable" and chance.random() < (1.0 if corpus.source in OURS else 0.25):
                other = retrievers[chance.choice(others)]
                examples.append(_example(corpus, "elsewhere", question, other, frozenset()))
    return [example for example in examples if len(example.rows)]


def _example(corpus: Corpus, case: str, question: Question, retriever: Retriever, right: frozenset[int]) -> Example:
    candidates = retriever.retrieve(question)
    rows = weigh(question, [candidate.signals for candidate in candidates], retriever.lexicon.idf)
    hits = np.asarray([candidate.passage.focus in right for candidate in candidates], dtype=np.bool_)
    return Example(corpus.source, corpus.article.id, case, question, candidates, rows, hits)


def read_example(example: Example, logit: Logit, model: SpanModel) -> Example:
    """The candidates that are worth reading, with what the span model finds in them as more evidence."""
    places = screen(logit.scores(example.rows))
    chosen = [example.candidates[place] for place in places]
    found: Sequence[Finding] = read_spans(example.question, chosen, model)
    retrieved = example.rows[places]
    read = weigh_findings(example.question, [candidate.signals for candidate in chosen], found, retrieved)
    return example.only(places, np.hstack([retrieved, read]))


def fit(examples: Sequence[Example]) -> Logit:
    """The conditional logit (penalised maximum likelihood, L-BFGS), for features as they are."""
    usable = [example for example in examples if example.case != "answerable" or example.right.any()]
    stacked = np.concatenate([example.rows for example in usable]).astype(np.float64)
    mean, scale = stacked.mean(axis=0), stacked.std(axis=0) + 1e-3
    rows = np.hstack([(stacked - mean) / scale, np.ones((len(stacked), 1))])
    sizes = np.asarray([len(example.rows) for example in usable])
    firsts = np.concatenate([[0], sizes.cumsum()[:-1]])
    right = np.concatenate([example.right for example in usable])
    none_right = np.asarray([not example.right.any() for example in usable], dtype=np.float64)
    counts = [WEIGHT[e.case] * (NEWS if e.source in OURS else 1.0) for e in usable]
    importance = np.asarray(counts) / sum(counts)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.clip(rows @ weights, -50, 50)
        likely = np.exp(scores)
        among_all = np.add.reduceat(likely, firsts) + 1.0  # 1: "none of these"
        among_right = np.add.reduceat(likely * right, firsts) + none_right
        value = (importance * (np.log(among_all) - np.log(among_right))).sum() + PENALTY * (weights @ weights)
        expected = likely / np.repeat(among_all, sizes) - likely * right / np.repeat(among_right, sizes)
        return float(value), rows.T @ (expected * np.repeat(importance, sizes)) + 2 * PENALTY * weights

    start = np.zeros(rows.shape[1], dtype=np.float64)
    learnt = minimize(loss, start, jac=True, method="L-BFGS-B").x
    unscaled = learnt[:-1] / scale
    return Logit(unscaled.astype(np.float32), float(learnt[-1] - unscaled @ mean))


@dataclass(frozen=True, slots=True)
class Judged:
    """How an example that was not trained on came out: probabilities, best first, and which of them are right."""

    source: str
    case: str
    probabilities: NDArray[np.float64]
    right: NDArray[np.bool_]

    @property
    def sure(self) -> float:
        """Probability that one of those that would be shown answers."""
        return float(self.probabilities[:MOST].sum())

    def calibrated(self, calibration: Calibration) -> Judged:
        """The same with other probabilities."""
        return Judged(self.source, self.case, calibration.applied(self.probabilities), self.right)


def judge(example: Example, logit: Logit) -> Judged:
    """Probabilities of an example's candidates."""
    probabilities = choose(logit.scores(example.rows))
    order = np.argsort(-probabilities, kind="stable")
    return Judged(example.source, example.case, probabilities[order], example.right[order])


def cross_validate(examples: Sequence[Example]) -> tuple[Calibration, float]:
    """Print the figures of every source, each article judged and calibrated by weights that did not see it.

    Returns the calibration and the bar that follow from all of them.
    """
    raw: dict[str, list[Judged]] = {}
    for held in folds(examples):
        logit = fit([example for example in examples if example.article not in held])
        for example in examples:
            if example.article in held:
                raw.setdefault(example.article, []).append(judge(example, logit))
    judged: list[Judged] = []
    for held in folds(examples):
        others = calibrate([one for article, ones in raw.items() if article not in held for one in ones])
        judged += [one.calibrated(others) for article in sorted(held) for one in raw[article]]
    ours = [one for one in judged if one.source in OURS]
    bar = float(np.quantile([one.sure for one in ours if one.case == "answerable"], 1 - KEPT))
    print(f"bar {bar:.3f}")
    for source in sorted({one.source for one in judged}):
        print_figures(source, [one for one in judged if one.source == source], bar)
    print_figures("all news", ours, bar)
    return calibrate([one for ones in raw.values() for one in ones]), bar


def calibrate(judged: Sequence[Judged]) -> Calibration:
    """The line through the log-odds that makes the best candidate's probability most likely (Platt 1999)."""
    used = [one for one in judged if one.case != "elsewhere"]
    best = np.clip([one.probabilities[0] for one in used], 1e-9, 1 - 1e-9)
    odds, hit = np.log(best / (1 - best)), np.asarray([one.right[0] for one in used], dtype=np.float64)
    counts = np.asarray([NEWS if one.source in OURS else 1.0 for one in used])

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = line[0] * odds + line[1]
        off = counts * (1 / (1 + np.exp(-scores)) - hit)
        return float((counts * (np.logaddexp(0, scores) - hit * scores)).sum()), np.asarray([off @ odds, off.sum()])

    slope, intercept = minimize(loss, np.asarray([1.0, 0.0]), jac=True, method="L-BFGS-B").x.tolist()
    return Calibration(slope, intercept)


def folds(examples: Sequence[Example]) -> Iterator[set[str]]:
    """Articles to be held out together."""
    articles = sorted({example.article for example in examples})
    random.Random(SEED).shuffle(articles)
    for fold in range(FOLDS):
        yield set(articles[fold::FOLDS])


def print_figures(name: str, judged: Sequence[Judged], bar: float) -> None:
    """How often the right one is first and among three, and how well silence is told from answers."""
    sure = {case: [one.sure for one in judged if one.case == case] for case in WEIGHT}
    asked = [one for one in judged if one.case == "answerable"]
    given = [one for one in judged if one.sure >= bar and one.case != "elsewhere"]
    said = [float(one.probabilities[0]) for one in given]
    error = calibration_error(said, [bool(one.right[:1].any()) for one in given])
    print(
        f"{name:14} {len(asked):5} first {np.mean([one.right[:1].any() for one in asked]):.3f}"
        f" three {np.mean([one.right[:3].any() for one in asked]):.3f}"
        f" | AUROC impossible {auroc(sure['answerable'], sure['impossible']):.3f}"
        f" elsewhere {auroc(sure['answerable'], sure['elsewhere']):.3f}"
        f" | over the bar: answerable {_share(sure['answerable'], bar)} impossible {_share(sure['impossible'], bar)}"
        f" elsewhere {_share(sure['elsewhere'], bar)} | ECE {error:.3f}"
    )


def print_recall(retrieved: Sequence[Example], read: Sequence[Example]) -> None:
    """How often the right sentence is retrieved, and how often it is among those that are read."""
    for source in sorted({example.source for example in retrieved}):
        pairs = [
            (before.right.any(), after.right.any())
            for before, after in zip(retrieved, read, strict=True)
            if before.source == source and before.case == "answerable"
        ]
        found, seen = np.mean(pairs, axis=0)
        print(f"{source:14} {len(pairs):5} retrieved {found:.3f} read {seen:.3f}")


def _share(sure: Sequence[float], bar: float) -> str:
    return f"{np.mean(np.asarray(sure) >= bar):.3f}" if sure else "-"


def write(path: Path, retrieved: Logit, read: Logit, calibration: Calibration, bar: float) -> None:
    """Both logits, the calibration and the bar, as the reader loads them."""
    fields: dict[str, Any] = {
        "trained_by": "python -m lab.train_weights",
        "seed": SEED,
        "bar": round(bar, 6),
        "calibration": {"slope": round(calibration.slope, 6), "intercept": round(calibration.intercept, 6)},
        "screen": _fields(retrieved, FEATURES),
        "judge": _fields(read, FEATURES + READ_FEATURES),
    }
    path.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


def _fields(logit: Logit, features: Sequence[str]) -> dict[str, Any]:
    weights = {name: round(float(weight), 6) for name, weight in zip(features, logit.weights, strict=True)}
    return {"bias": round(logit.bias, 6), "weights": weights}


if __name__ == "__main__":
    main()
