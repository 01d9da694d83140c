"""Does a text try to take the assistant over? The name of the first pattern that says so."""

from __future__ import annotations

from sangdam.guardrails.disguises import undisguised
from sangdam.guardrails.injection_patterns import PATTERNS
from sangdam.guardrails.normalising import Normalised, clean_text, fold


def find_injection(text: Normalised) -> str | None:
    """Name of the pattern that matches `text` as written, else in disguise, else None."""
    if name := _match(text.folded):
        return name
    readings = (fold(clean_text(r)) for r in (*undisguised(text.clean), text.hidden))
    return next((f"disguised_{name}" for r in readings if (name := _match(r))), None)


def _match(folded: str) -> str | None:
    found = (pattern.name for pattern in PATTERNS if pattern.expression.search(folded))
    return next(found, None)
