"""Train the weights of ``pullquote.reader.ExtractiveReader``: ``python -m lab.train_weights``.

Three conditional logits over the retrieved candidates, "none of them" being one more choice: one over what retrieval
knows, which chooses what is read, and two over that and what the span model found, which judge: one learns from all
questions, one from those with an answer and those about another story. Trained on questions that the span model did
not learn from: about whole articles of SQuAD 2.0 that it has not seen, and about news (it has seen attributions in the
PolNeAR stories, those of ``judged.json`` to the end of its training, and single sentences of a few Wikinews ones),
which are of our kind, and count more; with unanswerable questions and questions put to other articles as questions
without an answer. Nothing of the shipped article goes in.

A fourth logit weighs, of the best few, what is left after the cross-encoder has read them once more
(``pullquote.verification``): of articles that the judges before it were not trained on.

Prints figures on articles that the weights were not trained on (five folds by article), sets the bar from those, and
writes ``src/pullquote/weights.json``. Same data, same machine: same weights.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize

import pullquote
from lab.figures import auroc, calibration_error
from lab.gathering import OURS, SEED, gather, keep, not_learnt_from, read_example, recall, verify
from pullquote.evidence import FEATURES, READ_FEATURES
from pullquote.list_models import ShippedListModel
from pullquote.reader import Calibration, Judges, Logit, Weights, verified
from pullquote.selection import MOST
from pullquote.span_models import PublishedSpanModel, ShippedSpanModel
from pullquote.verification import VERDICT_FEATURES, weigh_verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from lab.gathering import Evidence

FOLDS = 5
PENALTY = 3e-4
WEIGHT = {"answerable": 1.0, "impossible": 1.0, "elsewhere": 0.4}
OF_STORY = {"answerable": 1.0, "impossible": 0.0, "elsewhere": 2.0}  # for the judge that is asked about the story alone
NEWS = 2.0  # times that a question about news counts
ASKED = 2 / 3  # share of the questions that have an answer, where confidence is calibrated
KEPT = 0.95  # share of the answerable questions about news that the bar lets through
WRITTEN = Path(pullquote.__file__).parent / "weights.json"


def main() -> None:
    """Gather, train, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", help="name or folder of another span model (default: the one that ships)")
    parser.add_argument("--keep", type=Path, help="a file to keep what is read in, and to take it from if it is there")
    parser.add_argument("--write", type=Path, default=WRITTEN, help="where the weights go (default: %(default)s)")
    options = parser.parse_args()
    examples = gather(not_learnt_from())
    retrieved = [example.evidence for example in examples]
    logit = fit(retrieved)
    if options.keep and options.keep.exists():
        _, read = recall(options.keep)
    else:
        model = PublishedSpanModel(options.reader) if options.reader else ShippedSpanModel()
        read = [read_example(example, logit, model)[0] for example in examples]
        if options.keep:
            keep(options.keep, retrieved, read)
    print_recall(retrieved, read)
    judges = fit_judges(read)
    read = verify(examples, read, logit, judges, ShippedListModel())
    weights = Weights(logit, judges, fit_verdict(read), *cross_validate(read))
    write(options.write, weights)


def fit(examples: Sequence[Evidence], weight: Mapping[str, float] = WEIGHT) -> Logit:
    """The conditional logit (penalised maximum likelihood, L-BFGS), for features as they are.

    ``weight`` is what an example of each case counts.
    """
    usable = [example for example in examples if example.case != "answerable" or example.right.any()]
    stacked = np.concatenate([example.rows for example in usable]).astype(np.float64)
    mean, scale = stacked.mean(axis=0), stacked.std(axis=0) + 1e-3
    rows = np.hstack([(stacked - mean) / scale, np.ones((len(stacked), 1))])
    sizes = np.asarray([len(example.rows) for example in usable])
    firsts = np.concatenate([[0], sizes.cumsum()[:-1]])
    right = np.concatenate([example.right for example in usable])
    none_right = np.asarray([not example.right.any() for example in usable], dtype=np.float64)
    counts = [weight[e.case] * importance_of(e.source) for e in usable]
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


def fit_judges(examples: Sequence[Evidence]) -> Judges:
    """One that learns from everything, and one that does not have to tell what is missing in the right story."""
    return Judges(fit(examples), fit(examples, OF_STORY))


def fit_verdict(examples: Sequence[Evidence]) -> Logit:
    """What weighs the verifier's opinion with the judges', who are others for each fold than those who saw it."""
    of_best: list[Evidence] = []
    for held in folds(examples):
        judges = fit_judges([example for example in examples if example.article not in held])
        of_best += [best_of(example, judges) for example in examples if example.article in held]
    return fit(of_best)


def best_of(example: Evidence, judges: Judges) -> Evidence:
    """The evidence for those of an example's candidates that were verified."""
    probabilities = judges.probabilities(example.rows)
    order, odds = _verified_first(example, probabilities)
    rows = weigh_verdicts(probabilities[order], odds)
    return replace(example, rows=rows, right=example.right[order[: len(odds)]])


def _verified_first(example: Evidence, probabilities: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Places of an example's candidates, the surest first, but those that were verified before all; and their odds."""
    if example.odds is None:
        raise ValueError(f"an example of {example.article} was not verified")
    order = np.lexsort((-probabilities, np.isnan(example.odds)))
    return order, example.odds[order[: int((~np.isnan(example.odds)).sum())]].astype(np.float64)


def importance_of(source: str) -> float:
    """How much a question of a source counts."""
    return NEWS if source in OURS else 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """How an example that was not trained on came out: probabilities, best first, and which of them are right.

    ``confidence`` is the calibrated one that the first is right.
    """

    source: str
    case: str
    probabilities: NDArray[np.float64]
    right: NDArray[np.bool_]
    confidence: float = 0.0

    @property
    def sure(self) -> float:
        """Probability that one of those that would be shown answers."""
        return float(self.probabilities[:MOST].sum())

    def calibrated(self, calibration: Calibration) -> Judged:
        """The same with the confidence that follows."""
        return replace(self, confidence=calibration.of(self.sure))


def judge(example: Evidence, judges: Judges, verdict: Logit) -> Judged:
    """Probabilities of an example's candidates."""
    before = judges.probabilities(example.rows)
    order, odds = _verified_first(example, before)
    after = verified(before[order], odds, verdict)
    again = np.argsort(-after, kind="stable")
    return Judged(example.source, example.case, after[again], example.right[order][again])


def cross_validate(examples: Sequence[Evidence]) -> tuple[Calibration, float]:
    """Print the figures of every source, each article judged and calibrated by weights that did not see it.

    Returns the calibration and the bar that follow from all of them.
    """
    raw: dict[str, list[Judged]] = {}
    for held in folds(examples):
        learnt = [example for example in examples if example.article not in held]
        judges, verdict = fit_judges(learnt), fit_verdict(learnt)
        for example in examples:
            if example.article in held:
                raw.setdefault(example.article, []).append(judge(example, judges, verdict))
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
    """The line through the log-odds of ``sure`` that makes it most likely that the best is right (Platt 1999).

    Questions count as if ASKED of them had an answer: those that were written to have none are more than readers ask.
    """
    used = [one for one in judged if one.case != "elsewhere"]
    sure = np.clip([one.sure for one in used], 1e-9, 1 - 1e-9)
    odds, hit = np.log(sure / (1 - sure)), np.asarray([one.right[0] for one in used], dtype=np.float64)
    counts = np.asarray([importance_of(one.source) for one in used])
    answerable = np.asarray([one.case == "answerable" for one in used])
    counts[answerable] *= ASKED / counts[answerable].sum()
    counts[~answerable] *= (1 - ASKED) / counts[~answerable].sum()

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = line[0] * odds + line[1]
        off = counts * (1 / (1 + np.exp(-scores)) - hit)
        return float((counts * (np.logaddexp(0, scores) - hit * scores)).sum()), np.asarray([off @ odds, off.sum()])

    slope, intercept = minimize(loss, np.asarray([1.0, 0.0]), jac=True, method="L-BFGS-B").x.tolist()
    return Calibration(slope, intercept)


def folds(examples: Sequence[Evidence]) -> Iterator[set[str]]:
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
    said = [one.confidence for one in given]
    error = calibration_error(said, [bool(one.right[:1].any()) for one in given])
    print(
        f"{name:14} {len(asked):5} first {np.mean([one.right[:1].any() for one in asked]):.3f}"
        f" three {np.mean([one.right[:3].any() for one in asked]):.3f}"
        f" | AUROC impossible {auroc(sure['answerable'], sure['impossible']):.3f}"
        f" elsewhere {auroc(sure['answerable'], sure['elsewhere']):.3f}"
        f" | over the bar: answerable {_share(sure['answerable'], bar)} impossible {_share(sure['impossible'], bar)}"
        f" elsewhere {_share(sure['elsewhere'], bar)} | ECE {error:.3f}"
    )


def print_recall(retrieved: Sequence[Evidence], read: Sequence[Evidence]) -> None:
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


def write(path: Path, weights: Weights) -> None:
    """All logits, the calibration and the bar, as the reader loads them."""
    line = weights.calibration
    fields: dict[str, Any] = {
        "trained_by": "python -m lab.train_weights",
        "seed": SEED,
        "bar": round(weights.bar, 6),
        "calibration": {"slope": round(line.slope, 6), "intercept": round(line.intercept, 6)},
        "screen": _fields(weights.screen, FEATURES),
        "answer": _fields(weights.judges.answer, FEATURES + READ_FEATURES),
        "story": _fields(weights.judges.story, FEATURES + READ_FEATURES),
        "verdict": _fields(weights.verdict, VERDICT_FEATURES),
    }
    path.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


def _fields(logit: Logit, features: Sequence[str]) -> dict[str, Any]:
    weights = {name: round(float(weight), 6) for name, weight in zip(features, logit.weights, strict=True)}
    return {"bias": round(logit.bias, 6), "weights": weights}


if __name__ == "__main__":
    main()
