"""What calls for a person in words that no pattern lists: a linear classifier.

It weighs the vector that the search embeds a message to anyway, what the patterns found, how the
message is shaped, and its commonest character n-grams. One multinomial logistic regression over
all reasons, four kinds of calm messages, and attacks; `python -m evals.signals.fit` finds its
weights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sangdam.models import ReasonCode

CALM = ("question", "plain", "account", "small_talk")
"""Classes of messages that need no person."""
ATTACK = "attack"
"""The class of messages that try to take the assistant over."""
SEVERE = (
    ReasonCode.SELF_HARM,
    ReasonCode.SAFETY,
    ReasonCode.FRAUD,
    ReasonCode.LEGAL,
    ReasonCode.PAYMENT_DISPUTE,
    ReasonCode.ERASURE,
    ReasonCode.ACCESSIBILITY,
)
UPSET = (ReasonCode.ABUSE, ReasonCode.REQUEST, ReasonCode.COMPLAINT, ReasonCode.ANGER)
IN_WORDS = (*SEVERE, *UPSET)
"""Every reason that a message can give by its words."""
SHAPES = (
    re.compile(r"\?"),
    re.compile(r"!"),
    re.compile(r"ㅠ|ㅜ|:\(|[😡😠🤬😤😢😭]|ㅡㅡ|;;"),
    re.compile(r"ㅋㅋ|ㅎㅎ|:\)|[😂🙂😊😄❤]"),
    re.compile(
        r"나요|까요|인가요|은가요|을까|어떻게|얼마|언제"
        r"|\b(?:how|what|which|when|where|can|do|does|is|are)\b"
    ),
)
"""Each is found in a message, or not."""
LONGEST = 200
"""Characters and words beyond which a message counts as no longer."""
LENGTHS = (2, 3, 4, 5)
"""Characters of an n-gram."""
READ = 1000
"""Characters of a message whose n-grams are counted."""
WEIGHTS = "signal_weights.npz"
STEP = 1 / 128
"""Of an n-gram's weight in the file, which is 4 MB so and 6 MB with all digits. The counts have
the length 1, so that a message's log-odds move by a 440th in the mean square (STEP / sqrt(12))."""

Numbers = npt.NDArray[np.float32]


class SignalWeights(NamedTuple):
    """As `WEIGHTS` holds them; n `features` and g n-grams behind them, k classes."""

    embedder: str
    """Whose vectors they weigh; they mean nothing for another's."""
    fitted: str
    """On what."""
    classes: tuple[str, ...]
    """Reason codes, CALM and ATTACK."""
    ngrams: npt.NDArray[np.str_]
    """(g,) Character n-grams in their order: a dictionary of them takes five times the memory."""
    rarity: Numbers
    """(g,) Weight of each n-gram among those of one message."""
    intercepts: Numbers
    """(k,)"""
    weights: npt.NDArray[np.floating]
    """(n + g, k) Log-odds."""


class Counted(NamedTuple):
    """The n-grams of a text, all others being 0."""

    places: npt.NDArray[np.intp]
    counts: Numbers


class SignalClassifier:
    """Silent where the embedder is another than the one that the weights belong to."""

    def __init__(self, weights: SignalWeights, *, embedder: str) -> None:
        self.fits = _model(embedder) == _model(weights.embedder)
        self._weights = weights

    def probabilities(
        self, text: str, vector: Sequence[float], found: ReasonCode | None
    ) -> dict[str, float]:
        """Class -> probability; they add up to 1. `vector` has the shape (dimension,) of the
        embedder; `found` is what the patterns found."""
        known = self._weights
        measured = features(vector, found, text)
        counted = counted_ngrams(text, known.ngrams, known.rarity)
        of_measured = known.weights[: len(measured)].astype(np.float32)
        of_counted = known.weights[len(measured) + counted.places].astype(np.float32)
        log_odds = known.intercepts + measured @ of_measured + counted.counts @ of_counted
        odds = np.exp(log_odds - log_odds.max())
        return dict(zip(known.classes, (odds / odds.sum()).tolist(), strict=True))


def _model(embedder: str) -> str:
    """Runtime and precision change a vector by less than what is weighed here."""
    return embedder.partition("/")[0]


def features(vector: Sequence[float], found: ReasonCode | None, text: str) -> Numbers:
    """Shape (n,): the vector, a place for each reason code, the shape; n-grams come behind."""
    return np.concatenate(
        [vector, [found is code for code in ReasonCode], shape_of(text)], dtype=np.float32
    )


def counted_ngrams(text: str, ngrams: npt.NDArray[np.str_], rarity: Numbers) -> Counted:
    """The known ones of a text; their counts have the length 1, or there are none."""
    its = np.array(sorted(ngrams_of(text)), ngrams.dtype)
    places = np.minimum(np.searchsorted(ngrams, its), len(ngrams) - 1)
    places = places[ngrams[places] == its]
    counts = rarity[places]
    return Counted(places, counts / max(float(np.linalg.norm(counts)), 1e-9))


def shape_of(text: str) -> tuple[float, ...]:
    """Each of SHAPES, 0 or 1; the length, 0 to 1; the log of the number of words."""
    lower = text.lower()
    words = min(len(text.split()), LONGEST)
    return (
        *(float(bool(shape.search(lower))) for shape in SHAPES),
        min(len(text), LONGEST) / LONGEST,
        float(np.log1p(words)),
    )


def ngrams_of(text: str) -> frozenset[str]:
    """Of the lower-case text with single blanks, one at either end."""
    padded = f" {' '.join(text[:READ].lower().split())} "
    return frozenset(
        padded[start : start + size] for size in LENGTHS for start in range(len(padded) - size + 1)
    )


def shipped_weights() -> SignalWeights:
    """Those that come with the package."""
    return read_weights((files(__package__) / WEIGHTS).read_bytes())


def read_weights(content: bytes) -> SignalWeights:
    """What `write_weights` wrote. Raises ValueError or KeyError for anything else."""
    with np.load(BytesIO(content), allow_pickle=False) as file:
        return SignalWeights(
            embedder=str(file["embedder"]),
            fitted=str(file["fitted"]),
            classes=tuple(map(str, file["classes"])),
            ngrams=file["grams"],
            rarity=file["rarity"].astype(np.float32),
            intercepts=file["intercepts"].astype(np.float32),
            weights=file["weights"],
        )


def write_weights(weights: SignalWeights) -> bytes:
    """Half precision, n-grams in STEPs: a probability moves by about a thousandth."""
    content = BytesIO()
    of_measured, of_counted = np.split(weights.weights, [-len(weights.ngrams)])
    rounded = np.concatenate([of_measured, np.round(of_counted / STEP) * STEP])
    np.savez_compressed(
        content,
        embedder=weights.embedder,
        fitted=weights.fitted,
        classes=list(weights.classes),
        grams=weights.ngrams,
        rarity=weights.rarity.astype(np.float16),
        intercepts=weights.intercepts,
        weights=rounded.astype(np.float16),
    )
    return content.getvalue()
