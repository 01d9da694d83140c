"""How a table shows a share and its interval."""

from __future__ import annotations

from evals.intervals import Estimate


def share(value: float) -> str:
    """`.912`; 1 only where nothing is missing."""
    return f"{value:.3f}".removeprefix("0") if value < 0.9995 else "1"


def shares(found: Estimate) -> str:
    """`.912 (.880 to .938)`"""
    if found.low is None or found.high is None:
        return share(found.value)
    return f"{share(found.value)} ({share(found.low)} to {share(found.high)})"


def hits(found: Estimate) -> str:
    """`14 of 15  .933 (.800 to 1)`, of cases that are right or wrong."""
    return f"{round(found.value * found.n)} of {found.n}  {shares(found)}"
