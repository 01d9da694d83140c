"""What was last told of the knowledge: told again while neither it nor the day has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from sangdam.indexing.durable import replace_text
from sangdam.models import Finding, Value

FILE = "doubts.json"


class Report(Value):
    generation: str
    day: date
    doubts: tuple[Finding, ...]
    """What was doubtful on that day in what this Generation says."""


def doubts_of(
    index: Path, generation: str, day: date, *, look: Callable[[], tuple[Finding, ...]]
) -> tuple[Finding, ...]:
    """As reported before; where that was of another Generation or day, `look` finds them anew.

    A report that can't be written is no failure: it saves the next run a look.
    """
    known = _read(index)
    if known and (known.generation, known.day) == (generation, day):
        return known.doubts
    report = Report(generation=generation, day=day, doubts=look())
    with suppress(OSError):
        replace_text(index / FILE, report.model_dump_json())
    return report.doubts


def _read(index: Path) -> Report | None:
    try:
        return Report.model_validate_json((index / FILE).read_bytes())
    except (OSError, ValueError):
        return None
