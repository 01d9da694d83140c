"""The figures of written drafts: by half and language, each with its 95 % interval."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from evals.cases import Half
from evals.figures import Figure, figure_of
from evals.intervals import SHARE, Array, Estimate, estimate
from evals.slices import ALL
from evals.written.checked import CheckedDraft, CheckedSentence, Writing
from evals.written.faults import Fault
from sangdam.models import Language, Value

FIGURE_OF: Mapping[str, frozenset[Writing]] = {
    "prose": frozenset({Writing.PROSE}),
    "invented": frozenset({Writing.BUILT}),
}
"""Beginning of a figure's name -> the drafts that it is about."""
GROUPS: Mapping[str, frozenset[Writing]] = {
    "all that was read": frozenset({Writing.PROSE, Writing.READ}),
    "embedded model": frozenset({Writing.PROSE}),
    "inventing model": frozenset({Writing.BUILT}),
}
"""What is told apart, by its name in the table."""


class Row(Value):
    group: str
    half: Half | None
    """None: both."""
    language: Language | None
    """None: both."""
    drafts: int
    sentences: int
    unchecked: Estimate
    """Share of unsound sentences among those that were written: all would be read."""
    passed: Estimate | None
    """The same among the sentences that pass the checks, each taken by itself. None where none
    does."""
    sent: Estimate | None
    """The same among the sentences of drafts that pass as a whole."""
    good_passed: Estimate | None
    """Share of the good drafts that pass as a whole; n counts them."""


class FaultRow(Value):
    """One fault among the sentences of one group."""

    group: str
    language: Language
    fault: Fault
    n: int
    passed: int


class Agreement(Value):
    """Between reading and building, on sentences of the inventing model."""

    agree: int
    n: int


def rows(drafts: Iterable[CheckedDraft]) -> tuple[Row, ...]:
    """Both halves together first, then the sealed one, then the open one."""
    known = tuple(drafts)
    return tuple(
        _row(group, half, language, members)
        for half in (None, Half.SEALED, Half.OPEN)
        for group, writings in GROUPS.items()
        for language in (None, *Language)
        if (members := _members(known, writings, half, language))
    )


def fault_rows(drafts: Iterable[CheckedDraft]) -> tuple[FaultRow, ...]:
    """Of both halves together."""
    known = tuple(drafts)
    return tuple(
        FaultRow(
            group=group,
            language=language,
            fault=fault,
            n=len(members),
            passed=sum(sentence.passes for sentence in members),
        )
        for group, writings in GROUPS.items()
        for language in Language
        for fault, members in _by_fault(_members(known, writings, None, language)).items()
    )


def figures(drafts: Iterable[CheckedDraft]) -> tuple[Figure, ...]:
    """What floors are held against: all, each half, each language, and both together."""
    known = tuple(drafts)
    return tuple(
        figure
        for name, writings in FIGURE_OF.items()
        for half in (None, *Half)
        for language in (None, *Language)
        if (members := _members(known, writings, half, language))
        for figure in _figures(name, _slice(half, language), members)
    )


def agreement(drafts: Iterable[CheckedDraft]) -> Agreement:
    """How many sentences of the inventing model were read to be as sound as they were built;
    sentences that it no longer writes are left out."""
    built: dict[tuple[str, str, tuple[int, ...]], bool] = {}
    read: dict[tuple[str, str, tuple[int, ...]], bool] = {}
    for draft in drafts:
        for one in draft.sentences:
            known = {Writing.BUILT: built, Writing.READ: read}.get(draft.writing)
            if known is not None:
                known[draft.asked.id, one.text, one.markers] = one.sound
    both = Counter(built[key] is sound for key, sound in read.items() if key in built)
    return Agreement(agree=both[True], n=both.total())


def unsound(
    drafts: Sequence[CheckedDraft], *, passing: bool = False, sent: bool = False
) -> Estimate | None:
    """Share of unsound sentences among those that are read; None where none is.

    Sentences of one draft go together: the interval is over drafts.
    """
    read = [_read(draft, passing=passing, sent=sent) for draft in drafts]
    counted = [sentences for sentences in read if sentences]
    if not counted:
        return None
    wrong = [sum(not sentence.sound for sentence in sentences) for sentences in counted]
    every = [len(sentences) for sentences in counted]
    found = estimate(wrong, every, statistic=_ratio, bounds=SHARE, paired=True)
    return found.model_copy(update={"n": sum(every)}) if found else None


def good_passed(drafts: Iterable[CheckedDraft]) -> Estimate | None:
    """Share of the good drafts that pass; None where none is good."""
    passes = [draft.passes for draft in drafts if draft.good]
    return estimate(passes) if passes else None


def _read(draft: CheckedDraft, *, passing: bool, sent: bool) -> tuple[CheckedSentence, ...]:
    if sent and not draft.passes:
        return ()
    return tuple(one for one in draft.sentences if one.passes or not passing)


def _ratio(wrong: Array, every: Array, axis: int = -1) -> Array:
    total = np.sum(every, axis=axis)
    share: Array = np.sum(wrong, axis=axis) / np.where(total > 0, total, np.nan)
    return share


def _members(
    drafts: Iterable[CheckedDraft],
    writings: frozenset[Writing],
    half: Half | None,
    language: Language | None,
) -> tuple[CheckedDraft, ...]:
    return tuple(
        draft
        for draft in drafts
        if draft.writing in writings
        and half in (None, draft.asked.half)
        and language in (None, draft.asked.language)
    )


def _row(
    group: str, half: Half | None, language: Language | None, members: Sequence[CheckedDraft]
) -> Row:
    unchecked = unsound(members)
    assert unchecked, "a draft has at least one sentence"
    return Row(
        group=group,
        half=half,
        language=language,
        drafts=len(members),
        sentences=unchecked.n,
        unchecked=unchecked,
        passed=unsound(members, passing=True),
        sent=unsound(members, sent=True),
        good_passed=good_passed(members),
    )


def _by_fault(drafts: Iterable[CheckedDraft]) -> dict[Fault, list[CheckedSentence]]:
    found: defaultdict[Fault, list[CheckedSentence]] = defaultdict(list)
    for draft in drafts:
        for sentence in draft.sentences:
            if sentence.fault:
                found[sentence.fault].append(sentence)
    return {fault: found[fault] for fault in Fault if fault in found}


def _slice(half: Half | None, language: Language | None) -> str:
    return "-".join(part for part in (half, language) if part) or ALL


def _figures(name: str, part: str, members: Sequence[CheckedDraft]) -> Iterator[Figure]:
    found = {
        f"{name}_unsound": unsound(members, passing=True),
        f"{name}_good_passed": good_passed(members),
    }
    for figure, value in found.items():
        if value:
            yield figure_of(figure, part, value)
