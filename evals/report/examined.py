"""All that a report tells of."""

from __future__ import annotations

from collections.abc import Mapping

from evals.comparison import Comparison
from evals.customers.plays import Play
from evals.figures import Figure
from evals.gates import Broken
from evals.runs import Run
from sangdam.models import Value


class Examined(Value):
    run: Run
    figures: tuple[Figure, ...]
    broken: tuple[Broken, ...] | None = None
    """None where the exam has no floors."""
    comparisons: Mapping[str, Comparison] = {}
    """Name of the earlier run -> what changed since."""
    plays: tuple[Play, ...] = ()
