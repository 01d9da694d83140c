"""What is printed: numbers with their intervals, lists that stay short, sealed cases unnamed."""

from __future__ import annotations

from evals.customers.plays import RUNS, End, Play
from evals.customers.scenario import read_scenarios
from evals.figures import Better, Figure, Unit
from evals.gates import Broken, Exam, Floor
from evals.terminal import customers, floors, headline


def figure(name: str, slice: str, value: float, unit: Unit = Unit.SHARE) -> Figure:
    return Figure(
        name=name,
        slice=slice,
        value=value,
        n=40,
        low=value * 0.9,
        high=value,
        better=Better.HIGHER,
        unit=unit,
    )


def test_a_figure_is_told_with_interval_and_number_of_cases() -> None:
    table = list(
        headline(
            [
                figure("passed", "all", 0.8),
                figure("passed", "sealed", 1.0),
                figure("passed", "ko", 0.1),
                figure("latency_p50", "all", 120, Unit.MILLISECONDS),
            ]
        )
    )
    assert table[0].split() == ["all", "sealed"]
    rows = {row.split()[0]: row for row in table[1:]}
    assert ".800 (.720 to .800, n 40)" in rows["passed"]
    assert "1 (.900 to 1, n 40)" in rows["passed"]
    assert "120 (108 to 120, n 40)" in rows["latency_p50"]
    assert rows["hit_at_1"].split() == ["hit_at_1", "-", "-"]
    assert ".100" not in rows["passed"]


def test_floors_are_told_in_each_case() -> None:
    broken = Broken(
        floor=Floor(exam=Exam.FULL, slice="all", figure="passed", worst=0.9),
        figure=figure("passed", "all", 0.8),
    )
    (line,) = floors((broken,))
    assert (
        line == "BROKEN FLOOR full, all: passed is 0.800 (n 40, 0.72 to 0.80), the floor is 0.900"
    )
    assert "Not held against the floors" in next(iter(floors(None)))


def test_customers_are_told_by_their_ends() -> None:
    scenario = read_scenarios()[0]
    ends = [End.RESOLVED, End.RESOLVED, End.WRONG, End.RESOLVED]
    plays = [Play(scenario=scenario, seed=seed, turns=(), end=end) for seed, end in enumerate(ends)]
    assert len(ends) == RUNS
    (line,) = customers(plays)
    assert line == "Customers: resolved 3, wrong 1; pass^4 0.00 of 1 scenarios"
    assert list(customers([])) == []
