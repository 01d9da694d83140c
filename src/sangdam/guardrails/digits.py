"""A text's digits made plain, character for character, so that positions still agree."""

from __future__ import annotations

import re

SYLLABLES = "공영일이삼사오육륙칠팔구"
SPOKEN = str.maketrans(SYLLABLES, "001234566789")
# Spoken digits are read as digits only in a run that no sentence contains by chance.
FEWEST_SPOKEN = 7
SHORTEST_SPOKEN = 3
# "…3456이고", "이 010…": a particle or a copula at the edge of written digits is no digit.
EDGES = re.compile(r"^(?P<before>[^\d]*)(?P<digits>\d.*\d|\d)(?P<after>[^\d]*)$", re.DOTALL)
SPOKEN_RUN = re.compile(r"[공영일이삼사오육륙칠팔구\d](?:[ .\-]?[공영일이삼사오육륙칠팔구\d])+")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ーㅡ", "-") | dict.fromkeys("·‧・", "."))


def plain_digits(clean: str) -> str:
    """Same length as `clean`: odd dashes become `-`, spoken digits (공일공) become digits."""
    return SPOKEN_RUN.sub(_digits, clean.translate(DASHES))


def _digits(match: re.Match[str]) -> str:
    run = match.group()
    plain = "".join(_read(part) for part in _parts(run))
    return plain if sum(c.isdigit() for c in plain) >= FEWEST_SPOKEN else run


def _parts(run: str) -> tuple[str, ...]:
    """What stands before its written digits, these, and what stands behind; or all of it."""
    edges = EDGES.match(run)
    return edges.group("before", "digits", "after") if edges else (run,)


def _read(part: str) -> str:
    spoken = sum(syllable in SYLLABLES for syllable in part)
    written = any(character.isdigit() for character in part)
    return part.translate(SPOKEN) if written or spoken >= SHORTEST_SPOKEN else part
