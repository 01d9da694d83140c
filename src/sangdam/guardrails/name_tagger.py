"""How likely each word of a text is part of a person's name or of a postal address.

A linear model judges each word by itself, from how it is spelt and what stands next to it: a
multinomial logistic regression over hashed features (Weinberger et al. 2009, arXiv 0902.2206).
A Korean word carries its particles, so each of its beginnings is judged. Fitted by
`python -m evals.personal_data.fit`; the weights hold no name, only numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sangdam.guardrails.spans import Span

KINDS = ("name", "address")
WEIGHTS = "name_weights.npz"
SIZE = 1 << 17
"""Rows of the table of weights; a feature's hash names its row."""
LONGEST_KOREAN = 4
"""Syllables of a name: one or two of the family, one or two given."""
TOKEN = re.compile(
    r"(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"  # a code: "HB-200X"
    r"|[A-Za-zÀ-ɏ]+(?:['’-](?!s\b)[A-Za-zÀ-ɏ]+)*"  # "Grace's" is "Grace" and what is hers
    r"|[가-힣]+|\d+|[^\w\s]|_"
)
SHAPE = str.maketrans(
    "".join(map(chr, range(ord("a"), ord("z") + 1)))
    + "".join(map(chr, range(ord("A"), ord("Z") + 1)))
    + "0123456789",
    "x" * 26 + "X" * 26 + "0" * 10,
)
PARTICLE = re.compile(
    "(?:이?랑|하고|과|와|이?나|이?든지?|이?라도|이?라는|이?라서|에서|에게|에|으?로|까지|부터|보다|처럼|마다|밖에|만"
    "|의|은|는|이|가|을|를|도|께서)(?:은|는|도|만)?요?"
)
"""What may follow a Korean noun in the same word."""
EDGE = "^"
"""Stands before the first word and behind the last."""

Numbers = npt.NDArray[np.float32]


class Candidate(NamedTuple):
    """A stretch of text that may be a name or part of an address, and how it looks."""

    span: Span
    word: str
    """In lower case."""
    spelling: tuple[str, ...]
    """Features that know it by heart."""
    looks: tuple[str, ...]
    """Those that would fit an unknown one too."""


class NameWeights(NamedTuple):
    common: frozenset[int]
    """`hash_of` words, and beginnings of Korean ones, that are common where nobody is named."""
    intercepts: Numbers
    """(2,) of KINDS, against neither."""
    weights: Numbers
    """(SIZE, 2)"""


def probabilities(candidates: Sequence[Candidate], known: NameWeights) -> Numbers:
    """(n, 2) Of KINDS, for each candidate."""
    if not candidates:
        return np.zeros((0, len(KINDS)), np.float32)
    features = [(*one.spelling, *looks_of(one, known.common)) for one in candidates]
    rows = [hash_of(feature) % SIZE for some in features for feature in some]
    starts = np.cumsum([0, *map(len, features)])[:-1]
    log_odds = known.intercepts + np.add.reduceat(known.weights[rows], starts, axis=0)
    # A word of a thousand letters adds up to more than exp can hold, and would pass unjudged.
    most = np.maximum(log_odds.max(axis=1, keepdims=True), 0)
    odds = np.exp(log_odds - most)
    share: Numbers = odds / (np.exp(-most) + odds.sum(axis=1, keepdims=True))
    return share


def hash_of(text: str) -> int:
    return crc32(text.encode())


def looks_of(one: Candidate, common: frozenset[int]) -> tuple[str, ...]:
    """`one.looks`, and whether it is a common word."""
    known = hash_of(one.word) in common
    return (*one.looks, f"{one.looks[0]} common={known}", f"{one.looks[1]} common={known}")


def candidates_in(text: str, common: frozenset[int] = frozenset()) -> Iterator[Candidate]:
    """Every Latin word and number; of a Korean word every beginning. No common word, unless it
    has a capital."""
    found = [*TOKEN.finditer(text)]
    words = [EDGE, EDGE, *(match.group() for match in found), EDGE, EDGE]
    for place, match in enumerate(found):
        word, around = match.group(), words[place : place + 5]
        if not word[0].isalnum() or _is_common(word, common):
            continue
        if is_korean(word):
            yield from _beginnings(match, around)
        else:
            lower = word.lower()
            yield Candidate(Span(*match.span()), lower, (f"w={lower}",), tuple(_latin(around)))


def _is_common(word: str, common: frozenset[int]) -> bool:
    """Also with a particle: 쿠폰이랑, 이불은. One syllable is common too often to tell."""
    if not is_korean(word):
        return word.islower() and hash_of(word) in common
    heads = (word[:size] for size in range(2, len(word)) if PARTICLE.fullmatch(word, size))
    return any(hash_of(each) in common for each in (word, *heads))


def is_korean(word: str) -> bool:
    """By its first letter."""
    return "가" <= word[0] <= "힣"


def _beginnings(match: re.Match[str], around: Sequence[str]) -> Iterator[Candidate]:
    word, start = match.group(), match.start()
    for size in range(1, min(len(word), LONGEST_KOREAN) + 1):
        spelling = (f"k={word[:size]}", f"word={word}")
        looks = tuple(_korean(word, size, around))
        yield Candidate(Span(start, start + size), word[:size], spelling, looks)


def _korean(word: str, size: int, around: Sequence[str]) -> Iterator[str]:
    name, rest = word[:size], word[size:]
    before, after = around[1], around[3]
    yield f"size={size}"
    yield f"{size} first={name[0]}"
    yield f"{size} last={name[-1]}"
    yield f"{size} middle={name[1:2]}"
    yield f"{size} first, last={name[0]}{name[-1]}"
    yield f"{size} given={name[-2:]}"
    yield f"{size} rest={rest}"
    yield f"{size} rest2={rest[:2]}"
    yield f"{size} rest1={rest[:1]}"
    yield f"{size} before={before}"
    yield f"{size} before2={before[-2:]}"
    yield f"{size} before1={before[-1]}"
    yield f"{size} before, rest={before}, {rest[:1]}"
    yield f"{size} two before={around[0]} {before}"
    yield f"{size} after={after}"
    yield f"{size} after2={after[:2]}"
    yield f"{size} rest, after={rest}, {after[:2]}"


def _latin(around: Sequence[str]) -> Iterator[str]:
    earlier, before, word, after, later = around
    lower, shape, before_shape, after_shape = word.lower(), *map(_shape, (word, before, after))
    yield f"shape={shape}"
    yield f"{before_shape} {shape}"
    for size in (2, 3, 4):
        yield f"begins={lower[:size]}"
        yield f"ends={lower[-size:]}"
    for place in range(max(len(lower) - 2, 0)):
        yield f"has={lower[place : place + 3]}"
    before, after = before.lower(), after.lower()
    yield f"{shape} before={before}"
    yield f"{shape} after={after}"
    yield f"{shape} two before={earlier.lower()} {before}"
    yield f"{shape} two after={after} {later.lower()}"
    yield f"{shape} earlier={earlier.lower()}"
    yield f"{shape} later={later.lower()}"
    yield f"{before_shape} {shape} {after_shape}"
    yield f"{_shape(earlier)} {before_shape} {shape}"
    yield f"{shape} {after_shape} {_shape(later)}"
    yield f"before ends={before[-3:]} {shape}"
    yield f"after ends={after[-3:]} {shape}"


@lru_cache(maxsize=4096)
def _shape(word: str) -> str:
    """`Xx` of a capitalised word, `X.` of an initial, `00000` of five digits, `가` of Korean."""
    if is_korean(word):
        return "가"
    plain = word.translate(SHAPE)
    return plain if plain[0] == "0" else re.sub(r"(.)\1+", r"\1", plain)


@cache
def shipped_name_weights() -> NameWeights:
    """Those that come with the package."""
    with np.load(BytesIO((files(__package__) / WEIGHTS).read_bytes()), allow_pickle=False) as file:
        return NameWeights(
            common=frozenset(file["common"].tolist()),
            intercepts=file["intercepts"].astype(np.float32),
            weights=file["weights"].astype(np.float32),
        )
