"""The figures below which nothing may be released: `floors.toml`, by exam and slice."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from evals.figures import FIGURES, Better, Figure, Unit
from evals.slices import SLICES
from sangdam.errors import SetupError
from sangdam.models import Value

FLOORS = Path(__file__).parent / "floors.toml"


def beside(golden: Path) -> Path:
    """The floors for that folder of cases."""
    return golden.parent / FLOORS.name


class Exam(StrEnum):
    FULL = "full"
    """Every case."""
    FAST = "fast"
    """The subset for every change."""
    EMBEDDED = "embedded"
    """The subset for the embedded language model."""
    SEARCH = "search"
    """The questions to find documents by, whatever is said then."""
    CONFIDENCE = "confidence"
    """Questions with and without an answer: the probability alone."""
    DRAFTS = "drafts"
    """What a model might write: the checks alone."""
    WRITTEN = "written"
    """Drafts that a model wrote, whatever was asked: do the checks stop what is unsound."""
    SIGNALS = "signals"
    """Messages alone: is heard what calls for a person."""
    ATTACKS = "attacks"
    """A model that does whatever an attacker wants: does any of it reach the customer."""
    PERSONAL_DATA = "personal_data"
    """Texts alone: is what is personal hidden, and little else."""
    SUMMARIES = "summaries"
    """Conversations that end with a person: does the agent read all of it, and nothing else."""


SIDE: Mapping[Better, str] = {Better.HIGHER: "at_least", Better.LOWER: "at_most"}


class Floor(Value):
    """The worst that a figure may be; where lower is better it is a ceiling."""

    exam: Exam
    slice: str
    figure: str
    worst: float

    def holds(self, figure: Figure | None) -> bool:
        """Nothing scored does not hold: else the floor says nothing and nobody hears it."""
        if figure is None:
            return False
        return figure.value >= self.worst if self.rises else figure.value <= self.worst

    @property
    def rises(self) -> bool:
        """Whether it bounds from below."""
        return FIGURES[self.figure].better is Better.HIGHER

    @property
    def unit(self) -> Unit:
        return FIGURES[self.figure].unit


class Broken(Value):
    """A floor and the figure that does not keep it."""

    floor: Floor
    figure: Figure | None
    """None where nothing was scored."""

    def __str__(self) -> str:
        floor = self.floor
        kind = "floor" if floor.rises else "ceiling"
        line = f"the {kind} is {_number(floor.worst, floor.unit)}"
        name = f"{floor.exam}, {floor.slice}: {floor.figure}"
        if self.figure is None:
            return f"{name} can't be told, nothing was scored; {line}"
        return f"{name} is {_in_words(self.figure)}, {line}"


class Floors(Value):
    floors: tuple[Floor, ...]

    def broken(self, exam: str, figures: Iterable[Figure]) -> tuple[Broken, ...]:
        """Every floor of the exam that its figures don't keep.

        Raises SetupError for an exam without floors: a gate that is not there stops nothing.
        """
        floors = [floor for floor in self.floors if floor.exam == exam]
        if not floors:
            raise SetupError(_unknown("", "exam", exam, Exam))
        known = {(figure.slice, figure.name): figure for figure in figures}
        pairs = ((floor, known.get((floor.slice, floor.figure))) for floor in floors)
        return tuple(
            Broken(floor=floor, figure=figure) for floor, figure in pairs if not floor.holds(figure)
        )


def read_floors(path: Path = FLOORS) -> Floors:
    """Raises SetupError that names every fault with its key, and with the line where TOML fails."""
    try:
        tree = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise SetupError(f"{path.name} is missing: no figure would stop a release") from None
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{path.name}: {error}") from None
    problems = [f"{path.name}: {fault}" for fault in _faults(tree)]
    if problems:
        raise SetupError("\n".join(problems))
    return Floors(floors=tuple(_floors(tree)))


def _floors(tree: Mapping[str, Any]) -> Iterator[Floor]:
    for exam, slices in tree.items():
        for name, figures in slices.items():
            for figure, bound in figures.items():
                worst = bound[SIDE[FIGURES[figure].better]]
                yield Floor(exam=Exam(exam), slice=name, figure=figure, worst=worst)


def _faults(tree: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"[{exam}] is missing: it needs a floor" for exam in Exam if not tree.get(exam))
    for exam, slices in tree.items():
        if exam not in set(Exam):
            yield _unknown(f"[{exam}]: ", "exam", exam, Exam)
        elif not isinstance(slices, dict):
            yield f"{exam} is {slices!r}: write [{exam}.all] and figures below it"
        else:
            yield from _faults_of_exam(exam, slices)


def _faults_of_exam(exam: str, slices: Mapping[str, Any]) -> Iterator[str]:
    for name, figures in slices.items():
        place = f"[{exam}.{name}]"
        if name not in SLICES:
            yield _unknown(f"{place}: ", "slice", name, SLICES)
        elif not figures or not isinstance(figures, dict):
            yield f"{place}: has no floors; write one, such as passed = {{at_least = 0.8}}"
        else:
            for figure, bound in figures.items():
                yield from _faults_of_floor(f"{place} {figure}", figure, bound)


def _faults_of_floor(place: str, figure: str, bound: object) -> Iterator[str]:
    if figure not in FIGURES:
        yield _unknown(f"{place}: ", "figure", figure, tuple(FIGURES))
        return
    definition = FIGURES[figure]
    side = SIDE[definition.better]
    if not isinstance(bound, dict) or set(bound) != {side}:
        yield f"{place}: {definition.better} is better, so write {{{side} = number}}"
    elif isinstance(bound[side], bool) or not isinstance(bound[side], int | float):
        yield f"{place}: {side} is {bound[side]!r}, no number"
    elif definition.unit.bounds and not 0 <= bound[side] <= 1:
        yield f"{place}: {side} is {bound[side]}, but a {definition.unit} runs from 0 to 1"


def _unknown(place: str, what: str, name: str, known: Iterable[str]) -> str:
    names: Sequence[str] = [*known]
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"{place}there is no {what} {name}; {hint}There are: {', '.join(names)}"


def _in_words(figure: Figure) -> str:
    value = _number(figure.value, figure.unit)
    if figure.low is None or figure.high is None:
        return f"{value} (n {figure.n})"
    low, high = (_number(end, figure.unit, digits=2) for end in (figure.low, figure.high))
    return f"{value} (n {figure.n}, {low} to {high})"


def _number(value: float, unit: Unit, digits: int = 3) -> str:
    if unit in (Unit.SHARE, Unit.SCORE):
        return f"{value:.{digits}f}"
    return f"{value:.4f}" if unit is Unit.COST else f"{value:.0f} {unit}"
