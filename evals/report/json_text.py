"""The run for programs: figures and cases, without the conversations."""

from __future__ import annotations

import json

from evals.judged import Judged
from evals.report.examined import Examined


def json_text(examined: Examined) -> str:
    """`{run, exam, began, about, broken, figures[], cases[], customers[]}`."""
    run = examined.run
    content = {
        "run": run.name,
        "exam": run.exam,
        "began": run.began.isoformat(),
        "about": run.about.model_dump(mode="json"),
        "broken": None if examined.broken is None else [str(one) for one in examined.broken],
        "figures": [figure.model_dump(mode="json") for figure in examined.figures],
        "cases": [_case(judged) for judged in run.judged],
        "customers": [
            {"id": play.scenario.id, "seed": play.seed, "end": play.end} for play in examined.plays
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _case(judged: Judged) -> dict[str, object]:
    return {
        "id": judged.case.id,
        "kind": judged.case.kind,
        "half": judged.case.half,
        "passed": judged.passed,
        "outcome": judged.outcome,
        "faults": judged.faults,
        "scores": {name: round(score.value, 4) for name, score in judged.scores.items()},
    }
