from __future__ import annotations

from pathlib import Path

import pytest

from evals.figures import FIGURES, Figure
from evals.gates import Exam, read_floors
from sangdam.errors import SetupError

OTHERS = """
[fast.all]
passed = {at_least = 0.5}
[embedded.all]
passed = {at_least = 0.5}
[search.all]
hit_at_1 = {at_least = 0.5}
[confidence.all]
auroc = {at_least = 0.5}
[drafts.all]
errors_caught = {at_least = 0.5}
[written.all]
prose_unsound = {at_most = 0.5}
[signals.all]
said_severe_found = {at_least = 0.5}
[attacks.all]
attacks_leaked = {at_most = 0.5}
[personal_data.all]
personal_found = {at_least = 0.5}
[summaries.all]
summaries_unfounded = {at_most = 0.5}
"""


def floors_file(folder: Path, text: str) -> Path:
    path = folder / "floors.toml"
    path.write_text(text + OTHERS, "utf-8")
    return path


def figure(
    name: str, value: float, *, of: str = "all", low: float | None = 0.66, high: float | None = 0.76
) -> Figure:
    definition = FIGURES[name]
    return Figure(
        name=name,
        slice=of,
        value=value,
        n=310,
        low=low,
        high=high,
        better=definition.better,
        unit=definition.unit,
    )


def broken(folder: Path, text: str, *figures: Figure) -> tuple[str, ...]:
    found = read_floors(floors_file(folder, text)).broken("full", figures)
    return tuple(map(str, found))


def test_a_figure_under_its_floor_is_told_in_a_sentence(tmp_path: Path) -> None:
    text = "[full.all]\nhit_at_1 = {at_least = 0.80}"

    assert broken(tmp_path, text, figure("hit_at_1", 0.712)) == (
        "full, all: hit_at_1 is 0.712 (n 310, 0.66 to 0.76), the floor is 0.800",
    )


def test_a_figure_over_its_ceiling_is_told_in_a_sentence(tmp_path: Path) -> None:
    text = "[full.ko]\nwrong_among_answered = {at_most = 0.05}\nlatency_p95 = {at_most = 1500}"
    found = broken(
        tmp_path,
        text,
        figure("wrong_among_answered", 0.061, of="ko", low=0.04, high=0.09),
        figure("latency_p95", 1812.4, of="ko", low=None, high=None),
    )

    assert found == (
        "full, ko: wrong_among_answered is 0.061 (n 310, 0.04 to 0.09), the ceiling is 0.050",
        "full, ko: latency_p95 is 1812 ms (n 310), the ceiling is 1500 ms",
    )


@pytest.mark.parametrize(
    ("bound", "name", "value"),
    [("at_least", "hit_at_1", 0.8), ("at_least", "hit_at_1", 0.9), ("at_most", "ece", 0.8)],
)
def test_a_figure_on_the_good_side_or_on_the_line_passes(
    tmp_path: Path, bound: str, name: str, value: float
) -> None:
    text = f"[full.all]\n{name} = {{{bound} = 0.8}}"

    assert broken(tmp_path, text, figure(name, value)) == ()


def test_a_floor_looks_at_its_own_slice_and_exam_only(tmp_path: Path) -> None:
    text = "[full.sealed]\npassed = {at_least = 0.9}"
    figures = [figure("passed", 0.8), figure("passed", 0.95, of="sealed")]
    floors = read_floors(floors_file(tmp_path, text))

    assert floors.broken("full", figures) == ()
    assert floors.broken("fast", figures) == ()


def test_a_floor_under_nothing_is_broken(tmp_path: Path) -> None:
    text = "[full.severe-ko]\nsevere_to_person = {at_least = 0.9}"

    assert broken(tmp_path, text, figure("severe_to_person", 1.0)) == (
        "full, severe-ko: severe_to_person can't be told, nothing was scored; the floor is 0.900",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[full.all]\nhit_at1 = {at_least = 0.8}",
            r"\[full.all\] hit_at1: there is no figure hit_at1; did you mean hit_at_1\? "
            r"There are: passed, .*auroc",
        ),
        (
            "[full.all]\npassed = {at_least = 0.8}\n[fulll.all]\npassed = {at_least = 0.8}",
            r"there is no exam fulll; did you mean full\? There are: full, fast, embedded, search",
        ),
        (
            "[full.koo]\npassed = {at_least = 0.8}",
            r"\[full.koo\]: there is no slice koo; did you mean ko\? There are: all, .*attack",
        ),
        ("[full.all]\npassed = {at_most = 0.8}", "higher is better, so write {at_least = number}"),
        ("[full.all]\nece = {at_least = 0.8}", "lower is better, so write {at_most = number}"),
        ("[full.all]\npassed = {at_leest = 0.8}", "write {at_least = number}"),
        ("[full.all]\npassed = 0.8", "write {at_least = number}"),
        ("[full.all]\npassed = {at_least = '80 %'}", "at_least is '80 %', no number"),
        ("[full.all]\npassed = {at_least = true}", "at_least is True, no number"),
        ("[full.all]\npassed = {at_least = 80}", "at_least is 80, but a share runs from 0 to 1"),
        ("[full.all]", r"\[full.all\]: has no floors"),
        ("full = 3", "full is 3: write"),
        ("", r"\[full\] is missing"),
        ("[full.all]\npassed = {at_least = 0.8", r"floors.toml: .*line 2"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SetupError, match=told):
        read_floors(floors_file(tmp_path, text))


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = "[full.all]\npasst = {at_least = 0.8}\nece = 1"

    with pytest.raises(SetupError) as told:
        read_floors(floors_file(tmp_path, text))
    assert len(str(told.value).splitlines()) == 2


def test_an_exam_that_nobody_set_floors_for_does_not_pass(tmp_path: Path) -> None:
    floors = read_floors(floors_file(tmp_path, "[full.all]\npassed = {at_least = 0.8}"))

    with pytest.raises(SetupError, match="there is no exam quick"):
        floors.broken("quick", [])


def test_without_its_file_the_gate_does_not_stand_open(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"floors.toml is missing"):
        read_floors(tmp_path / "floors.toml")


def test_the_floors_of_this_project_hold_for_every_exam() -> None:
    floors = read_floors()

    assert {floor.exam for floor in floors.floors} == set(Exam)
    assert {floor.figure for floor in floors.floors} >= {"hit_at_1", "wrong_among_answered"}
