"""One score for a subject: how alike its texts and the question are, and which words they share.

A FAQ entry has many vectors: its question, its aliases, the question with the answer, and all of
that again in translation. The nearest alone rewards like style over like meaning ("delivery
instructions" lies nearest to "delivery fee"), the mean alone forgets an odd alias that says just
what was asked; both count. Weights were chosen on `evals/fitting`, the open questions of
`evals/retrieval` and training questions of a public set of bank questions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sangdam.ports import Matches

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

NEAREST = 3
SPREAD = 0.07
"""Standard deviation of the similarities of one question to all subjects; about the same for
every question and knowledge, which a score from candidates alone would not be."""
LEXICAL = 0.3
"""Weight of one standard deviation of BM25 against one of similarity."""


class Likeness(NamedTuple):
    """Of each subject, shape (subjects,)."""

    whole: Floats
    """Mean of the nearest question, the three nearest, twice all texts, and the answer."""
    question: Floats
    """The nearest question; 0 where there is none."""
    nearest: Floats
    """The nearest of all texts."""


def likeness(similarities: Floats, asks: Flags, counts: Counts) -> Likeness:
    """`similarities` and `asks` hold the vectors of one subject after the other, `counts` how
    many each has, at least one."""
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    questions = np.where(asks, similarities, -np.inf)
    answers = np.where(asks, -np.inf, similarities)
    question = np.maximum.reduceat(questions, first)
    answer = np.maximum.reduceat(answers, first)
    nearest = _nearest(questions, asks, first, counts)
    everything = np.add.reduceat(similarities, first) / counts.astype(np.float32)
    answer = np.where(np.isfinite(answer), answer, question)
    has_question = np.isfinite(question)
    whole = (question + nearest + 2 * everything + answer) / 5
    return Likeness(
        np.where(has_question, whole, answer).astype(np.float32),
        np.where(has_question, question, 0).astype(np.float32),
        np.maximum(question, answer).astype(np.float32),
    )


def _nearest(questions: Floats, asks: Flags, first: Counts, counts: Counts) -> Floats:
    """Mean of the NEAREST nearest questions of each subject, or of as many as it has."""
    group = np.repeat(np.arange(len(counts)), counts)
    order = np.lexsort((-questions, group))
    rank = np.arange(len(order)) - first[group[order]]
    chosen = (rank < NEAREST) & asks[order]
    rows = np.where(chosen, questions[order], 0)
    used = np.add.reduceat(chosen, first, dtype=np.int64)
    mean: Floats = (np.add.reduceat(rows, first) / np.maximum(used, 1)).astype(np.float32)
    return mean


def fused(likenesses: Floats, lexical: Floats, words: Matches) -> Floats:
    """Higher is better; about 0 for a subject that is like any other.

    `lexical` holds the subjects' BM25 scores, `words` says how those of all passages spread.
    """
    score: Floats = likenesses / SPREAD + LEXICAL * (lexical - words.mean) / words.spread
    return score
