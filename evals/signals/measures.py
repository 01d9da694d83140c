"""What is found of the messages that call for a person, and what rings without need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evals.cases import Half
from evals.figures import Figure, figure_of
from evals.intervals import Estimate, estimate
from evals.signals.reading import Calm, SaidTurn
from sangdam.models import Language, ReasonCode, Value
from sangdam.routing.signal_classifier import SEVERE

ALL_SEVERE = "severe"
REASON = "reason"
FIGURE_NAMES = {
    ReasonCode.REQUEST: "said_requests_found",
    ReasonCode.COMPLAINT: "said_complaints_found",
    ReasonCode.ANGER: "said_anger_found",
    ReasonCode.ABUSE: "said_abuse_found",
    ALL_SEVERE: "said_severe_found",
    Calm.QUESTION: "said_questions_rung",
    Calm.PLAIN: "said_plain_rung",
    Calm.SMALL_TALK: "said_small_talk_rung",
    REASON: "said_reason_right",
}
"""Row -> the figure that floors are held against."""


class HeardTurn(Value):
    """A message, and what calls for a person in it as far as the product hears."""

    turn: SaidTurn
    reason: ReasonCode | None
    milliseconds: float


class Row(Value):
    what: str
    """A reason code: share of its messages for which a person is called, whatever the reason; a
    calm class: the same, where none should be; `severe`: all severe ones together; `reason`: the
    share of rightly called ones with a right reason."""
    half: Half
    language: Language | None
    """None: both."""
    share: Estimate
    hit: int


def rows(heard: Sequence[HeardTurn]) -> tuple[Row, ...]:
    return tuple(
        row
        for half in Half
        for language in (None, *Language)
        for row in _of(
            [
                one
                for one in heard
                if one.turn.half is half and language in (None, one.turn.language)
            ],
            half,
            language,
        )
    )


def _of(heard: Sequence[HeardTurn], half: Half, language: Language | None) -> Iterator[Row]:
    filed = dict.fromkeys([*SEVERE, *ReasonCode, *Calm])
    classes = {what: [one for one in heard if one.turn.filed == what] for what in filed}
    classes[ALL_SEVERE] = [one for one in heard if one.turn.filed in SEVERE]
    for what, members in classes.items():
        yield from _row(what, (one.reason is not None for one in members), half, language)
    called = [one for one in heard if one.turn.reasons and one.reason]
    yield from _row(REASON, (one.reason in one.turn.reasons for one in called), half, language)


def _row(what: str, hits: Iterable[bool], half: Half, language: Language | None) -> Iterator[Row]:
    found = [*hits]
    if share := estimate(found):
        yield Row(what=what, half=half, language=language, share=share, hit=sum(found))


def figures(found: Iterable[Row]) -> tuple[Figure, ...]:
    """What floors are held against: the sealed half, together and by language."""
    return tuple(
        figure_of(FIGURE_NAMES[row.what], _slice(row), row.share)
        for row in found
        if row.what in FIGURE_NAMES and row.half is Half.SEALED
    )


def _slice(row: Row) -> str:
    return f"{row.half}-{row.language}" if row.language else str(row.half)
