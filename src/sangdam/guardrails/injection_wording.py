"""One family of wordings, and how its alternatives are written down."""

from __future__ import annotations

import re
from typing import NamedTuple

from sangdam.needles import Sought


class Pattern(NamedTuple):
    name: str
    expression: Sought


def pattern(name: str, *alternatives: str) -> Pattern:
    """Alternatives are verbose regular expressions over folded (lower-case) text."""
    flags = re.MULTILINE | re.VERBOSE
    return Pattern(name, Sought([re.compile(alternative, flags) for alternative in alternatives]))
