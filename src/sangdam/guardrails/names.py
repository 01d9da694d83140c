"""Where a text names a person, or holds an address that no pattern knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import numpy as np

from sangdam.guardrails.name_tagger import (
    KINDS,
    candidates_in,
    is_korean,
    probabilities,
    shipped_name_weights,
)
from sangdam.guardrails.spans import Span

LINES, KOREAN_LINES = (0.5, 0.5), (0.25, 0.5)
"""Of KINDS: probabilities from which on a word is hidden. A name that stays is read by the model
that the owner chose; a word hidden for nothing is missing from the search."""
BETWEEN = re.compile(r"[\s,.'’&/#()-]{0,3}")
"""What may stand between two parts of one name or address."""
SHAPES = {
    "name": re.compile(r"\D+"),
    "address": re.compile(r".*(?:\d.*[^\W\d]|[^\W\d].*\d).*", re.DOTALL),
}
"""A name has no number; an address has one, and a word."""


class Found(NamedTuple):
    kind: str
    """One of KINDS."""
    span: Span


def find_names(clean: str) -> tuple[Found, ...]:
    """Names, and addresses with a number each, in order and without overlaps."""
    found = _joined(_marked(clean), clean)
    return tuple(one for one in found if SHAPES[one.kind].fullmatch(clean[slice(*one.span)]))


def _joined(marked: Iterable[Found], clean: str) -> list[Found]:
    """Neighbours of one kind are one."""
    found: list[Found] = []
    for one in marked:
        last = found[-1] if found else None
        near = last and BETWEEN.fullmatch(clean, last.span.end, one.span.start)
        if last and near and last.kind == one.kind:
            found[-1] = Found(one.kind, Span(last.span.start, one.span.end))
        else:
            found.append(one)
    return found


def _marked(clean: str) -> Iterator[Found]:
    """Of the candidates that begin at one place, the likeliest, where all together are likely."""
    known = shipped_name_weights()
    candidates = [*candidates_in(clean, known.common)]
    shares = probabilities(candidates, known)
    rivals = groupby(zip(candidates, shares, strict=True), key=lambda one: one[0].span.start)
    for _, group in rivals:
        some, odds = zip(*group, strict=True)
        lines = KOREAN_LINES if is_korean(some[0].word) else LINES
        for kind, p, line in zip(KINDS, np.transpose(odds), lines, strict=True):
            if p.sum() >= line:
                yield Found(kind, some[int(p.argmax())].span)
