"""What the BM25 scores of a term are like over all texts, without the texts.

How far a question's scores spread needs every text's score. Of up to SAMPLED texts all are kept
here, and the spread is exact. Of more, every so manieth: then the scores of single terms are still
summed over all texts, and the sample only tells how often terms stand together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sangdam.retrieval.postings import FOLDER, Numbers, Postings, Scores, rarity_of

SAMPLED = 16_384
"""Texts whose scores are kept: 60 terms each make 8 MB."""

Sums = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moments:
    texts: Numbers
    """(2,) How many there are, and how many of them are in the sample."""
    holding: Numbers
    """(terms,) Texts that hold the term."""
    sums: Sums
    """(terms,) Sum of the term's scores in all texts."""
    squares: Sums
    """(terms,) Sum of their squares."""
    starts: Numbers
    """(terms + 1,) Rows of `sampled` and `scores` that belong to each term."""
    sampled: npt.NDArray[np.int32]
    """Position in the sample."""
    scores: Scores

    def rarity(self, terms: Numbers) -> Scores:
        """How much each of these terms tells, as BM25 weighs it, shape (terms,)."""
        return rarity_of(self.holding[terms], int(self.texts[0])).astype(np.float32)

    def mean_and_spread(self, terms: Sequence[int], best: Scores) -> tuple[float, float]:
        """Of all texts' scores for a question with these terms, which may repeat; `best` are the
        scores of some of them, the highest."""
        texts, sample = map(int, self.texts)
        totals = np.zeros(sample, np.float32)
        for term in terms:
            rows = self._rows(term)
            totals[self.sampled[rows]] += self.scores[rows]
        if sample == texts:
            return float(totals.mean()), float(totals.std())
        mean = sum(count * float(self.sums[term]) for term, count in Counter(terms).items()) / texts
        square = max(self._square(Counter(terms), totals), float(np.square(best).sum()) / texts)
        return mean, sqrt(max(square - mean**2, 0.0))

    def _square(self, terms: Counter[int], totals: Scores) -> float:
        """Mean square of all texts' scores: each term's own from all texts, what terms have
        together from the sample."""
        texts, sample = map(int, self.texts)
        own = sum(count**2 * float(self.squares[term]) for term, count in terms.items()) / texts
        seen = sum(
            count**2 * float(np.square(self.scores[self._rows(term)]).sum())
            for term, count in terms.items()
        )
        return own + float(np.square(totals.astype(np.float64)).sum() - seen) / sample

    def _rows(self, term: int) -> slice:
        return slice(self.starts[term], self.starts[term + 1])


def moments(found: Postings, *, sampled: int = SAMPLED) -> Moments:
    step = -(-len(found) // sampled) or 1
    term = np.repeat(np.arange(len(found.terms)), np.diff(found.starts))
    kept = found.texts % step == 0
    counts = np.bincount(term[kept], minlength=len(found.terms))
    scores = found.scores.astype(np.float64)
    return Moments(
        texts=np.array([len(found), -(-len(found) // step)]),
        holding=np.diff(found.starts),
        sums=np.bincount(term, scores, minlength=len(found.terms)).astype(np.float64),
        squares=np.bincount(term, np.square(scores), minlength=len(found.terms)).astype(np.float64),
        starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        sampled=(found.texts[kept] // step).astype(np.int32),
        scores=found.scores[kept],
    )


def write_moments(folder: Path, found: Moments) -> None:
    for field in fields(Moments):
        np.save(_file(folder, field.name), getattr(found, field.name))


def open_moments(folder: Path) -> Moments:
    """Memory-mapped. Raises OSError or ValueError where it is missing or damaged."""
    return Moments(
        **{
            field.name: np.asarray(np.load(_file(folder, field.name), mmap_mode="r"))
            for field in fields(Moments)
        }
    )


def _file(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"moments_{name}.npy"
