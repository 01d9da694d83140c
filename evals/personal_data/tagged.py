"""A text whose personal data is known by its place."""

from __future__ import annotations

from sangdam.guardrails.spans import Span
from sangdam.models import Language, Value


class Tagged(Value):
    text: str
    language: Language
    spans: tuple[tuple[str, Span], ...] = ()
    """Kind and place of what it holds, in order."""
