"""The report as one page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from evals.calibration import Calibration, calibration
from evals.cases import Half, Kind
from evals.confusion import Cell, Way, confusion
from evals.customers.plays import End, Play, consistency, ends
from evals.customers.scenario import Scenario
from evals.figures import Figure, Unit
from evals.judged import Judged
from evals.labels import Group, Labels, read_labels
from evals.report import charts
from evals.report.examined import Examined
from evals.scorers import CHECKS
from evals.slices import ALL
from sangdam.models import Language, stem

FOLDER = Path(__file__).parent
SLICE_FIGURES = (
    "passed",
    "hit_at_1",
    "right_of_answerable",
    "wrong_among_answered",
    "over_escalated",
    "under_escalated",
)
HALVES = (ALL, Half.OPEN.value, Half.SEALED.value)


class FigureRow(NamedTuple):
    name: str
    """Of a figure, or of a slice."""
    figures: tuple[Figure | None, ...]


class ConfusionRow(NamedTuple):
    wanted: Way
    cells: tuple[Cell, ...]


class PlayRow(NamedTuple):
    scenario: Scenario
    plays: tuple[Play, ...]


class Charts(NamedTuple):
    reliability: str
    risk_coverage: str
    latencies: str


class Failed(NamedTuple):
    open: tuple[Judged, ...]
    sealed: tuple[Judged, ...]


def page(examined: Examined) -> str:
    """HTML in both languages; its reader chooses one."""
    judged = examined.run.judged
    found = calibration(judged)
    drawn = _charts(found, judged)
    by_name = {(figure.slice, figure.name): figure for figure in examined.figures}
    return _template().render(
        run=examined.run,
        broken=examined.broken,
        headline=_headline(by_name),
        figure_rows=_rows(by_name, _names(examined.figures), HALVES),
        slice_figures=SLICE_FIGURES,
        slice_rows=_slices(by_name, examined.figures),
        calibration=found,
        charts=drawn,
        latency=_latency(by_name),
        ways=tuple(Way),
        confusion_rows=_confusion(judged),
        plays=examined.plays,
        play_rows=_play_rows(examined.plays),
        customers=_customers(examined.plays),
        comparisons=list(examined.comparisons.items()),
        failed=_failed(judged),
        style=Markup((FOLDER / "report.css").read_text("utf-8")),
        script=Markup((FOLDER / "report.js").read_text("utf-8")),
    )


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined
    )
    labels = {language: read_labels(language) for language in Language}
    environment.globals |= {
        "languages": tuple(Language),
        "words": yaml.safe_load((FOLDER / "words.yaml").read_text("utf-8")),
        "label": lambda part, name, language: _label(labels[language], part, name),
        "meaning": lambda name, language: labels[language].figures[name].means,
        "amount": amount,
        "value": lambda figure: amount(figure.value, figure.unit),
        "bounds": bounds,
        "faults": _faults,
        "stem": stem,
    }
    return environment.get_template("report.html")


def _label(labels: Labels, part: str, name: str) -> str:
    match part:
        case "figures":
            return labels.figures[name].label
        case "slices":
            return labels.slice(name)
        case _:
            return labels.name(Group(part), name)


class Fault(NamedTuple):
    check: str
    """Empty where the conversation broke off."""
    why: str


def _faults(judged: Judged) -> list[Fault]:
    if judged.outcome is None:
        return [Fault("", judged.observed.error)]
    wrong = {name: judged.scores[name] for name in CHECKS if judged.right(name) is False}
    return [Fault(name, score.why) for name, score in wrong.items()]


def amount(value: float, unit: Unit) -> str:
    """A number as people read it in its unit."""
    match unit:
        case Unit.SHARE:
            return f"{value:.1%}"
        case Unit.SCORE:
            return f"{value:.3f}"
        case Unit.COST:
            return f"{value:.4f}"
        case _:
            return f"{value:,.0f} {unit}"


def bounds(figure: Figure) -> str:
    """The interval of a figure; an end that is not known is left out."""
    ends = (figure.low, figure.high)
    return "–".join("" if end is None else amount(end, figure.unit) for end in ends)


ByName = Mapping[tuple[str, str], Figure]
"""(slice, figure name) -> the figure."""


def _headline(by_name: ByName) -> dict[str, object]:
    passed = by_name[ALL, "passed"]
    return {
        "n": passed.n,
        "passed": round(passed.value * passed.n),
        "wrong": _said(by_name.get((ALL, "wrong_among_answered"))),
        "right": _said(by_name.get((ALL, "right_of_answerable"))),
    }


def _said(figure: Figure | None) -> str:
    return amount(figure.value, figure.unit) if figure else "–"


def _names(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(figure.name for figure in figures if figure.slice == ALL))


def _rows(by_name: ByName, names: Iterable[str], slices: Sequence[str]) -> list[FigureRow]:
    return [FigureRow(name, tuple(by_name.get((part, name)) for part in slices)) for name in names]


def _slices(by_name: ByName, figures: Iterable[Figure]) -> list[FigureRow]:
    found = dict.fromkeys(figure.slice for figure in figures if figure.slice not in HALVES)
    return [
        FigureRow(part, tuple(by_name.get((part, name)) for name in SLICE_FIGURES))
        for part in found
    ]


def _charts(found: Calibration | None, judged: Sequence[Judged]) -> Charts:
    times = [one.scores["latency_ms"].value for one in judged if "latency_ms" in one.scores]
    return Charts(
        reliability=Markup(charts.reliability(found) if found else ""),
        risk_coverage=Markup(charts.risk_coverage(found) if found else ""),
        latencies=Markup(charts.latencies(times) if times else ""),
    )


def _latency(by_name: ByName) -> dict[str, str]:
    return {
        end: f"{by_name[ALL, f'latency_{end}'].value:.0f}"
        for end in ("p50", "p95")
        if (ALL, f"latency_{end}") in by_name
    }


def _confusion(judged: Sequence[Judged]) -> list[ConfusionRow]:
    found = confusion(judged)
    wanted = dict.fromkeys(cell.wanted for cell in found.cells)
    return [ConfusionRow(way, tuple(found.cell(way, got) for got in Way)) for way in wanted]


def _play_rows(plays: Sequence[Play]) -> list[PlayRow]:
    scenarios = {play.scenario.id: play.scenario for play in plays}
    return [
        PlayRow(scenario, tuple(play for play in plays if play.scenario.id == name))
        for name, scenario in scenarios.items()
    ]


def _customers(plays: Sequence[Play]) -> dict[str, object]:
    if not plays:
        return {}
    ended = [play.end for play in plays]
    return {
        "n": len({play.scenario.id for play in plays}),
        "resolved": f"{ended.count(End.RESOLVED) / len(ended):.1%}",
        "wrong": f"{ended.count(End.WRONG) / len(ended):.1%}",
        "pass4": f"{consistency(ends(plays)).value:.1%}",
    }


def _failed(judged: Sequence[Judged]) -> Failed:
    order = list(Kind)
    failed = sorted(
        (one for one in judged if not one.passed), key=lambda one: order.index(one.case.kind)
    )
    return Failed(
        open=tuple(one for one in failed if one.case.half is Half.OPEN),
        sealed=tuple(one for one in failed if one.case.half is Half.SEALED),
    )
