"""Regular expressions that are searched only where a text holds one of their words.

Hundreds of wordings are looked for in every message, and nearly all are not there. What has to
stand in any match is read from each expression once: `(?:ask|call) for a (?:rep|human)` can be
found only where "ask for a " or "call for a " is. Looking for such needles costs a tenth of the
search, and no text can make a thousand expressions go astray at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as code
from re import _parser
from typing import Any

MOST = 60
"""Needles of an expression; with more, looking for them would cost what the search does."""
LONG_ENOUGH = 3
"""Characters; a needle of more is no better, fewer needles are."""

Needles = frozenset[str]


class Sought:
    """Several expressions that are searched as one, `(?:one)|(?:other)`."""

    def __init__(self, expressions: Sequence[re.Pattern[str]]) -> None:
        self._sought = tuple((tuple(sorted(needles_of(one))), one) for one in expressions)

    def search(self, text: str) -> re.Match[str] | None:
        """The match that begins first; of those that begin together, the earlier expression's."""
        found = None
        for needles, expression in self._sought:
            for needle in needles:
                if needle in text:
                    match = expression.search(text)
                    if match and (found is None or match.start() < found.start()):
                        found = match
                    break
        return found


def needles_of(expression: re.Pattern[str]) -> Needles:
    """One of them is in every text that the expression matches; `{""}` where nothing has to be.

    Case must count for the expression.
    """
    if expression.flags & re.IGNORECASE:
        return ANYWHERE
    return _best(_parser.parse(expression.pattern, expression.flags)) or ANYWHERE


def _best(parsed: Iterable[tuple[Any, Any]]) -> Needles | None:
    """The likeliest to be missing from a text, of all that a sequence needs."""
    choices: list[Needles] = []
    runs: list[str] = [""]
    for operation, given in parsed:
        if operation is code.LITERAL:
            runs[-1] += chr(given)
            continue
        runs.append("")
        if operation is code.AT:
            continue
        if needed := _needed(operation, given):
            choices.append(needed)
    choices += [frozenset({run}) for run in runs if run]
    choices = [some for some in choices if len(some) <= MOST]
    return max(choices, key=_worth, default=None)


def _needed(operation: Any, given: Any) -> Needles | None:
    """What one part of an expression needs, by its kind."""
    if operation is code.BRANCH:
        branches = [_best(branch) for branch in given[1]]
        return frozenset().union(*(some for some in branches if some)) if all(branches) else None
    if operation is code.SUBPATTERN:
        _, added, _, inside = given
        return None if added & re.IGNORECASE else _best(inside)
    if operation is code.ATOMIC_GROUP:
        return _best(given)
    if operation in REPEATS:
        least, _, repeated = given
        return _best(repeated) if least else None
    if operation is code.IN and all(kind is code.LITERAL for kind, _ in given):
        return frozenset(chr(one) for _, one in given)
    return None


def _worth(needles: Needles) -> tuple[int, int]:
    shortest = min(map(len, needles))
    return min(shortest, LONG_ENOUGH), -len(needles)


ANYWHERE: Needles = frozenset({""})
REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
