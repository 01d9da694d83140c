"""What the product finds of personal data in made sentences, and what it takes for it.

    python -m evals.personal_data

4,000 sentences, Korean and English, half of them near misses, made in memory from a seed.
"""

from __future__ import annotations

from evals.intervals import Estimate
from evals.personal_data.examination import examine_personal_data
from evals.personal_data.measures import Row
from sangdam.settings import Settings


def main() -> None:
    exam = examine_personal_data(Settings.load())
    print(f"{'Personal data':28}{'recall':>34}{'precision':>34}{'F1':>8}")
    for row in exam.rows:
        print(_line(row))
    print(f"Screening one sentence: p50 {exam.p50_ms:.1f} ms, p95 {exam.p95_ms:.1f} ms")


def _line(row: Row) -> str:
    name = f"{row.kind}, {row.language or 'both'}"
    f1 = "" if row.f1 is None else f"{row.f1:.3f}"
    return f"{name:28}{_share(row.recall):>34}{_share(row.precision):>34}{f1:>8}"


def _share(found: Estimate | None) -> str:
    if found is None:
        return "-"
    return f"{found.value:.4f} ({found.low or 0:.4f} to {found.high or 1:.4f}, n {found.n})"


if __name__ == "__main__":
    main()
