"""How the wordings of orders to a language model are written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

NEVER = r"(?!)"


class Wording(NamedTuple):
    anchors: tuple[tuple[str, ...], ...]
    """One of each group stands in every text that matches: looking for them is quick, and the
    quicker, the fewer there are in the first group."""
    expression: re.Pattern[str]


class Order(NamedTuple):
    """One family of wordings, searched in folded text."""

    does: str
    """What such a text does, as an owner reads it."""
    wordings: tuple[Wording, ...]
    customers_only: bool
    """True where a playbook for people may say the same to its readers."""
    faint: bool
    """True for a sign that is worth telling only where there is no clearer one."""
    unless_before: re.Pattern[str]
    """Words right before a match that make it harmless: "if you …", "do not …"."""
    unless_within: re.Pattern[str]
    """Words in the sentence of a match that make it harmless."""


def order(
    does: str,
    wordings: Mapping[str, str],
    *,
    customers_only: bool = False,
    faint: bool = False,
    unless_before: str = NEVER,
    unless_within: str = NEVER,
) -> Order:
    """`wordings` maps anchors to a verbose expression; in anchors | is or, & is and."""
    return Order(
        does,
        tuple(
            Wording(_groups(anchors), re.compile(expression, re.VERBOSE | re.MULTILINE))
            for anchors, expression in wordings.items()
        ),
        customers_only,
        faint,
        re.compile(rf"(?:{unless_before})\s*$", re.VERBOSE),
        re.compile(unless_within, re.VERBOSE),
    )


def _groups(anchors: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("|")) for group in anchors.split("&"))
