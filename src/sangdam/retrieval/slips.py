"""How far a typed word lies from the one that was meant, counted in slips of a finger.

A slip is one key too many, too few, wrong, or struck before the one ahead of it. Slips that
people make all the time cost less than 1: a neighbouring key, a key struck twice, Shift, letters
that sound alike. Both words are key strings (see keystrokes), so ㅐ for ㅔ is `o` for `p`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_OFFSETS = (0.0, 0.25, 0.75)
"""How far to the right of the first row each row begins, in keys."""

SHIFT = 0.5
TWICE = 0.5
SWAPPED = 0.7
NEAR = 0.7
ALIKE = 0.9
"""English letters that sound alike; Korean ones count as near, being the commonest slips there."""
VOWEL = 0.8
"""An English vowel too many or too few: `ordr`, `avalable`."""
MISSING = 1.0
"""Any other key too many or too few."""
FAR = 1.4
"""Another key for no reason that shows."""
_SPELT_VOWELS = frozenset("aeiou")


class _Slip(Enum):
    TOO_MANY = auto()
    TOO_FEW = auto()
    WRONG = auto()
    SWAPPED = auto()


def _neighbours() -> frozenset[str]:
    places = {
        letter: (row, column + _OFFSETS[row])
        for row, letters in enumerate(_ROWS)
        for column, letter in enumerate(letters)
    }
    return frozenset(
        a + b
        for a, (row, column) in places.items()
        for b, (other, place) in places.items()
        if a != b and abs(row - other) <= 1 and abs(column - place) <= 1
    )


def _both_ways(pairs: str) -> frozenset[str]:
    return frozenset(pairs.split()) | frozenset(pair[::-1] for pair in pairs.split())


_NEIGHBOURS = _neighbours()
_ALIKE_KOREAN = _both_ways("rz ex qv wc tx te tw tc tg ew ec ag")
"""ㄱㅋ ㄷㅌ ㅂㅍ ㅈㅊ, and finals that are said alike."""
_ALIKE_ENGLISH = _both_ways("ae ai ao au ei eo eu io iu ou iy ey ck cs sz kq fv")
"""Vowels, and consonants that share a sound."""


def slips(typed: str, meant: str, most: int, *, korean: bool) -> float | None:
    """The cost of at most `most` slips that turn `meant` into `typed`; None where none do."""
    if typed == meant:
        return 0.0
    if most == 0 or abs(len(typed) - len(meant)) > most:
        return None
    start = _shared_beginning(typed, meant)
    tails = _Tails(typed[start - 1 : start] if start else "", typed[start:], meant[start:], korean)
    costs = [
        tails.cost(kind) + rest
        for kind, a, b in tails.after_one_slip()
        if (rest := slips(a, b, most - 1, korean=korean)) is not None
    ]
    return min(costs, default=None)


def _shared_beginning(a: str, b: str) -> int:
    for place, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return place
    return min(len(a), len(b))


class _Tails(NamedTuple):
    """Both words from their first difference on, and the key that they share before it."""

    before: str
    typed: str
    meant: str
    korean: bool

    def after_one_slip(self) -> Iterator[tuple[_Slip, str, str]]:
        typed, meant = self.typed, self.meant
        if typed:
            yield _Slip.TOO_MANY, typed[1:], meant
        if meant:
            yield _Slip.TOO_FEW, typed, meant[1:]
        if typed and meant:
            yield _Slip.WRONG, typed[1:], meant[1:]
        if len(meant) > 1 and typed[:2] == meant[1::-1]:
            yield _Slip.SWAPPED, typed[2:], meant[2:]

    def cost(self, slip: _Slip) -> float:
        match slip:
            case _Slip.TOO_MANY:
                return self._extra(self.typed)
            case _Slip.TOO_FEW:
                return self._extra(self.meant)
            case _Slip.WRONG:
                return _wrong(self.typed[0], self.meant[0], self.korean)
            case _Slip.SWAPPED:
                return SWAPPED

    def _extra(self, longer: str) -> float:
        """The first key of `longer` is in one of the two words only."""
        if longer[0] in (self.before, longer[1:2]):
            return TWICE
        return VOWEL if not self.korean and longer[0] in _SPELT_VOWELS else MISSING


def _wrong(typed: str, meant: str, korean: bool) -> float:
    pair = typed.lower() + meant.lower()
    if pair[0] == pair[1]:
        return SHIFT
    if pair in _NEIGHBOURS or (korean and pair in _ALIKE_KOREAN):
        return NEAR
    return ALIKE if not korean and pair in _ALIKE_ENGLISH else FAR
