"""The README's quality section stands as the shipped baseline has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals import baseline, readme_table
from evals.customers.plays import Consistency, consistency
from evals.figures import figures
from evals.reading import GOLDEN
from sangdam.errors import SetupError
from sangdam.models import Outcome
from tests.evals.judgements import judged

ROOT = Path(__file__).parent.parent.parent
SHIPPED = "shipped"


def test_the_readme_says_what_was_measured() -> None:
    folder = baseline.beside(GOLDEN)
    run = baseline.load(SHIPPED, folder)
    played = consistency(baseline.load_customers(SHIPPED, folder))
    assert readme_table.written(ROOT / "README.md") == readme_table.table(
        figures(run.judged), played
    )


def test_the_table_has_goal_interval_and_number_of_cases() -> None:
    cases = [judged(f"good-{n}", Outcome.ANSWERED, {"hit_at_1": 1.0}) for n in range(9)]
    cases.append(judged("lost", Outcome.ANSWERED, {"hit_at_1": 0.0}))
    text = readme_table.table(figures(cases), Consistency(k=4, value=0.85, scenarios=40))
    row = next(line for line in text.splitlines() if line.startswith("| Right document first"))
    assert "| ≥ 95.0% | 90.0% (" in row
    assert "n 10" in row
    assert "85% of 40 scenarios" in text


def test_only_the_marked_section_is_replaced(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"a\n{readme_table.BEGINS}\nold\n{readme_table.ENDS}\nb\n")
    readme_table.write(readme, "new")
    assert readme.read_text() == f"a\n{readme_table.BEGINS}\nnew\n{readme_table.ENDS}\nb\n"
    readme.write_text("no marks")
    with pytest.raises(SetupError, match="has no section between"):
        readme_table.write(readme, "new")
