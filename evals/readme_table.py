"""The quality section of the README, written from a run: figures are never typed in by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from evals.cases import Half, Written
from evals.customers.plays import Consistency
from evals.figures import Better, Figure, Unit
from evals.labels import read_labels
from evals.slices import ALL
from sangdam.errors import SetupError
from sangdam.models import Language

BEGINS, ENDS = "<!-- exam: written by scripts/evaluate.py --readme -->", "<!-- /exam -->"


class Goal(NamedTuple):
    figure: str
    value: float


GOALS = (
    Goal("hit_at_1", 0.95),
    Goal("facts_in_answered", 0.92),
    Goal("wrong_among_answered", 0.02),
    Goal("requests_to_person", 0.98),
    Goal("severe_to_person", 1.0),
    Goal("complaints_to_person", 0.92),
    Goal("handoff_precision", 0.90),
    Goal("language_right", 0.995),
)
PASS_4 = 0.85
BESIDES = ("passed", "right_of_answerable", "grounded", "hidden_kept", "ece", "auroc")
"""Figures without a goal of their own."""
COLUMNS = (Half.OPEN, Half.SEALED, Written.PLAIN)


def table(figures: Iterable[Figure], consistency: Consistency | None) -> str:
    """Markdown: a row a figure, with its goal, for each half and for plainly asked questions."""
    known = {(figure.slice, figure.name): figure for figure in figures}
    labels = read_labels(Language.ENGLISH)
    heads = [labels.slice(column) for column in COLUMNS]
    rows = [f"| figure | goal | {' | '.join(heads)} |", "|---|---|" + "---|" * len(heads)]
    goals = {goal.figure: goal.value for goal in GOALS}
    for name in (*goals, *BESIDES):
        cells = [_cell(known.get((column, name))) for column in COLUMNS]
        whole = known.get((ALL, name))
        goal = _goal(whole, goals[name]) if whole and name in goals else ""
        rows.append(f"| {labels.figures[name].label} | {goal} | {' | '.join(cells)} |")
    if consistency:
        rows.append(
            f"\nSimulated customers: in {consistency.value:.0%} of {consistency.scenarios}"
            f" scenarios all four plays reach their goal (pass^4; goal {PASS_4:.0%})."
        )
    return "\n".join(rows)


def write(readme: Path, text: str) -> None:
    """Puts the text between the README's marks. Raises SetupError where they are not there."""
    whole = readme.read_text("utf-8")
    before, begins, rest = whole.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not begins or not ends:
        raise SetupError(f"{readme.name} has no section between {BEGINS} and {ENDS}")
    readme.write_text(f"{before}{BEGINS}\n{text}\n{ENDS}{after}", "utf-8")


def written(readme: Path) -> str:
    """What stands between the README's marks."""
    return readme.read_text("utf-8").partition(BEGINS)[2].partition(ENDS)[0].strip()


def _goal(figure: Figure, value: float) -> str:
    return f"{'≥' if figure.better is Better.HIGHER else '≤'} {value:.1%}"


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    ends = (end for end in (figure.low, figure.high) if end is not None)
    interval = " to ".join(_number(end, figure.unit) for end in ends)
    inside = f"{interval}; n {figure.n}" if interval else f"n {figure.n}"
    return f"{_number(figure.value, figure.unit)} ({inside})"


def _number(value: float, unit: Unit) -> str:
    return f"{value:.1%}" if unit is Unit.SHARE else f"{value:.3f}"
