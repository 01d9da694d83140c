"""Korean comments that complain or rage, told from the others: a public set by other writers.

Fitted on half of `kote_val`, measured on the other half, with the product's features and fit.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from evals.intervals import Array, Estimate, estimate
from evals.signals.fit import examples_of
from evals.signals.fitting import fitted
from sangdam.models import ReasonCode
from sangdam.ports import Embedder
from sangdam.routing.signal_classifier import SignalClassifier
from sangdam.routing.signals import Signals

UPSET = ("불평/불만", "화남/분노", "짜증")
OTHER = "plain"


def kote_auroc(data: Path, embedder: Embedder, signals: Signals) -> Estimate | None:
    """Of the second half of the comments, by weights of the first."""
    folder = data / "kote_val"
    names = dict(
        line.split(maxsplit=1) for line in (folder / "labels.txt").read_text("utf-8").splitlines()
    )
    labelled = []
    for line in (folder / "val.tsv").read_text("utf-8").splitlines():
        _, text, labels = line.split("\t")
        upset = any(names[label] in UPSET for label in labels.split(","))
        labelled.append((text, ReasonCode.COMPLAINT if upset else OTHER, 1.0))
    examples = examples_of(labelled, embedder, signals)
    first, second = examples[::2], examples[1::2]
    weights = fitted(first, embedder=embedder.name, on=folder.name)
    classifier = SignalClassifier(weights, embedder=embedder.name)
    p = [
        classifier.probabilities(one.text, one.vector.tolist(), one.found)[ReasonCode.COMPLAINT]
        for one in second
    ]
    right = [one.label == ReasonCode.COMPLAINT for one in second]
    return estimate(p, right, statistic=_auroc, paired=True)


def _auroc(p: Array, upset: Array, axis: int = -1) -> Array:
    together = np.concatenate([p, upset], axis=axis)
    found: Array = np.apply_along_axis(_auroc_of, axis, together)
    return found


def _auroc_of(together: Array) -> float:
    p, upset = np.split(together, 2)
    return float(roc_auc_score(upset > 0, p))
