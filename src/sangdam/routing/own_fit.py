"""The fit that a knowledge has of its own, kept beside its Generations."""

from __future__ import annotations

import logging
from pathlib import Path

from pydantic import ValidationError

from sangdam.models import Value
from sangdam.routing.confidence import shipped_fit
from sangdam.routing.fit import Fit, Reliability

FILE = "confidence.json"

log = logging.getLogger(__name__)


class OwnFit(Value):
    """What came of fitting the confidence to a knowledge."""

    generation: str
    """Which was asked."""
    base_fit: str
    """Name of the base fit it began with, and was held against."""
    fit: Fit | None = None
    """None where the base fit stays."""
    why: str = ""
    """Why it does."""
    base: Reliability | None = None
    """What the base fit was worth on the same questions."""
    changed: int = 0
    """Documents added, changed or removed since."""

    def __str__(self) -> str:
        if self.fit is None or self.fit.reliability is None or self.base is None:
            return f"base fit, {self.why}"
        new = self.fit.reliability
        return (
            f"fitted to this knowledge by {new.questions:,} questions: AUROC "
            f"{new.auroc:.3f} (base fit {self.base.auroc:.3f}), calibration error {new.ece:.3f} "
            f"({self.base.ece:.3f})"
        )


def read_own_fit(index: Path) -> OwnFit | None:
    """None where there is none, or where it was made beside another base fit than the shipped."""
    try:
        found = OwnFit.model_validate_json((index / FILE).read_bytes())
    except (OSError, ValidationError):
        return None
    return found if found.base_fit == shipped_fit().name else None


class FitInUse:
    """Call it for the newest fit to the index: its own, or else the base fit."""

    def __init__(self, index: Path) -> None:
        self._file = index / FILE
        self._seen: tuple[int, int] | None = None
        self._fit = shipped_fit()

    def __call__(self) -> Fit:
        stamp = self._stamp()
        if stamp != self._seen:
            own = read_own_fit(self._file.parent)
            self._fit = own.fit if own and own.fit else shipped_fit()
            self._seen = stamp
            log.info("confidence is reckoned by %s", self._fit.name)
        return self._fit

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino
