"""Translations that say something else, or that were left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from sangdam.indexing.health.conflict import Conflict, differing, missing, opening_conflict
from sangdam.indexing.health.doubts import Doubt, place
from sangdam.indexing.health.entries import meet
from sangdam.indexing.health.quantities import Quantity, quantities
from sangdam.indexing.sections import sections
from sangdam.models import Document, DocumentKind, FindingKind, stem

LOOSE = frozenset({"", "times", "ordinal", "code", "date"})
"""Families that one language leaves out where the other needs them: a year, a phone number."""


def translations(documents: Iterable[Document], day: date) -> Iterator[Doubt]:
    """A contradiction for different numbers, an orphan for the older text of two."""
    for one, other in _pairs(documents):
        if meet(one, other, day):
            yield from _differences(one, other)
            if older := _left_behind(one, other):
                yield older


def _pairs(documents: Iterable[Document]) -> Iterator[tuple[Document, Document]]:
    """Both with the same stem, by language."""
    stems: dict[str, list[Document]] = {}
    for document in documents:
        stems.setdefault(stem(document.id), []).append(document)
    for group in stems.values():
        for one, other in combinations(sorted(group, key=lambda d: d.language), 2):
            if one.language is not other.language and one.kind is other.kind:
                yield one, other


def _differences(one: Document, other: Document) -> Iterator[Doubt]:
    """At most one. Documents are compared section by section, where both have as many."""
    if one.kind is DocumentKind.FAQ:
        ours, theirs = quantities(one.text), quantities(other.text)
        found = differing(ours, theirs) or opening_conflict(one.text, other.text)
        left_out = None if found else _left_out(one, other, ours, theirs)
    else:
        found, left_out = _conflict_of_sections(one, other), None
    if found:
        what = (
            f"says “{found.one}” where its translation {place(other)} says “{found.other}”;"
            " mend the one that is wrong"
        )
        yield Doubt(FindingKind.CONTRADICTION, one, what, found.one)
    elif left_out:
        yield left_out


def _conflict_of_sections(one: Document, other: Document) -> Conflict | None:
    ours, theirs = list(sections(one.text)), list(sections(other.text))
    if len(ours) != len(theirs):
        return None
    pairs = zip(ours, theirs, strict=True)
    found = (differing(quantities(a.text), quantities(b.text)) for a, b in pairs)
    return next(filter(None, found), None)


def _left_out(
    one: Document, other: Document, ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> Doubt | None:
    """A number in digits and with a unit that only one of the two gives."""
    for lacking, having, left in (
        (one, other, missing(theirs, ours)),
        (other, one, missing(ours, theirs)),
    ):
        for quantity in left:
            if quantity.family not in LOOSE and quantity.said[0].isdigit():
                what = (
                    f"does not say “{quantity.said}” as its translation {place(having)} does;"
                    " mend the one that is wrong"
                )
                return Doubt(FindingKind.CONTRADICTION, lacking, what)
    return None


def _left_behind(one: Document, other: Document) -> Doubt | None:
    """The one of two translations that was not updated when the other one was."""
    if one.updated is None or other.updated is None or one.updated == other.updated:
        return None
    older, newer = (one, other) if one.updated < other.updated else (other, one)
    what = (
        f"was updated on {older.updated}, its translation {place(newer)} on {newer.updated};"
        " bring it in line and write the day under `updated`"
    )
    return Doubt(FindingKind.ORPHANED, older, what)
