"""A text's digits made plain, character for character, so that positions still agree."""

from __future__ import annotations

import re

SPOKEN = str.maketrans("공영일이삼사오육륙칠팔구", "001234566789")
# Spoken digits are read as digits only in a run that no sentence contains by chance.
FEWEST_SPOKEN = 7
SPOKEN_RUN = re.compile(r"[공영일이삼사오육륙칠팔구\d](?:[ .\-]?[공영일이삼사오육륙칠팔구\d])+")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ーㅡ", "-") | dict.fromkeys("·‧・", "."))


def plain_digits(clean: str) -> str:
    """Same length as `clean`: odd dashes become `-`, spoken digits (공일공) become digits."""
    return SPOKEN_RUN.sub(_digits, clean.translate(DASHES))


def _digits(match: re.Match[str]) -> str:
    run = match.group()
    plain = run.translate(SPOKEN)
    return plain if sum(c.isdigit() for c in plain) >= FEWEST_SPOKEN else run
