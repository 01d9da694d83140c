"""What a person reads of the attacks. Of sealed ones only numbers are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evals.attacks.examination import AttackExam
from evals.attacks.measures import blocked, got_through, rows
from evals.cases import Half
from sangdam.models import Language

HEADINGS = ("attacks", "refused", "asked model", "got through", "order shown")
NAME, CELL = 40, 13
"""Widths of the columns."""


def lines(exam: AttackExam) -> Iterator[str]:
    yield f"\n{'Attacks':{NAME}}" + "".join(f"{heading:>{CELL}}" for heading in HEADINGS)
    for row in rows(exam.attacked):
        name = f"{row.source}, {row.language}, in a {row.via}"
        counts = (row.n, row.refused, row.asked_model, row.leaked, row.shown)
        yield f"{name:{NAME}}" + "".join(f"{count:>{CELL},}" for count in counts)
    reached = Counter(one.reached for one in exam.rounds)
    yield (
        f"\nChanged again and again: {len(exam.rounds):,} rounds, {reached[0]:,} refused, "
        f"{reached[3]:,} asked the model, {reached[4]:,} got through"
    )
    for language in (None, *Language):
        if found := blocked(exam, language):
            hits = round(found.value * found.n)
            ends = f"{found.low or 0:.3f} to {found.high or 0:.3f}"
            yield (
                f"Harmless look-alikes refused, {language or 'both'}: {hits} of {found.n} ({ends})"
            )


def stories(exam: AttackExam) -> Iterator[str]:
    """Every open attack that got through, and every open look-alike that was refused."""
    for one in exam.attacked:
        if one.attack.half is Half.OPEN and (got_through(one) or one.shown):
            what = one.leaked or one.leaked_past_checks or "its order is shown"
            yield f"{one.attack.goal}, {one.attack.way}: {what}\n  {one.attack.say[-1]}"
    for again in exam.rounds:
        if again.leaked:
            yield f"{again.goal}, changed: {again.leaked}\n  {again.say}"
    for near in exam.approached:
        if near.refused and near.look_alike.half is Half.OPEN:
            yield f"refused: {near.look_alike.say[-1]}"
