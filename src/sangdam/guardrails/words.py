"""Whether words occur in a text, in whatever way they are written together."""

from __future__ import annotations

from collections.abc import Collection, Iterable

GENERIC = frozenset({"상품", "item", "지역", "area"})
"""Words for whatever is sold, and wherever: they tell nothing apart."""
# 회원 does not stand in 비회원.
DENYING_PREFIXES = frozenset("비미불무반")


def lacking(needed: Iterable[str], words: Collection[str], surface: str) -> frozenset[str]:
    """`needed` without what occurs in `words`, or in `surface` as part of a compound."""
    return frozenset(w for w in needed if w not in words and not _in_compound(w, surface))


def kept(words: Iterable[str], heard: Collection[str], surface: str) -> float:
    """Share of `words` that occur; 1 where there is nothing that could be missing."""
    telling = frozenset(words) - GENERIC
    return 1 - len(lacking(telling, heard, surface)) / len(telling) if telling else 1.0


def listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _in_compound(word: str, surface: str) -> bool:
    if not "가" <= word[0] <= "힣":
        return False
    start = surface.find(word)
    while start > 0 and surface[start - 1] in DENYING_PREFIXES:
        start = surface.find(word, start + 1)
    return start >= 0
