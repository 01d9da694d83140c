"""One family of wordings, and how its alternatives are written down."""

from __future__ import annotations

import re
from typing import NamedTuple


class Pattern(NamedTuple):
    name: str
    expression: re.Pattern[str]


def pattern(name: str, *alternatives: str) -> Pattern:
    """Alternatives are verbose regular expressions over folded (lower-case) text."""
    joined = "|".join(f"(?:{alternative})" for alternative in alternatives)
    return Pattern(name, re.compile(joined, re.MULTILINE | re.VERBOSE))
