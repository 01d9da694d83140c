"""What in a customer's own words calls for a person.

Patterns, not a model: they catch what is said outright, or in a turn of phrase that many use,
and stay silent on the rest. They live in `signals.yaml` and a file for each reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangdam.models import ReasonCode, Value
from sangdam.routing.phrases import (
    Rule,
    as_typed,
    pattern_file,
    sentences,
)


class Signal(Value):
    """A reason to call a person, and the customer's words that gave it."""

    reason_code: ReasonCode
    words: str


class Signals:
    """Reads the signals files once, in about two seconds; a message then costs milliseconds."""

    def __init__(self) -> None:
        file = pattern_file("signals.yaml")
        self._rules = tuple(
            rule
            for reason in file["order"]
            for rule in _groups(ReasonCode(reason), parts=file["parts"])
        )

    def read(self, text: str) -> Signal | None:
        """The most severe signal in the text, or None."""
        said = tuple(sentences(as_typed(text)))
        for rule in self._rules:
            if words := rule.words(said):
                return Signal(reason_code=ReasonCode(rule.name), words=words)
        return None


def _groups(reason: ReasonCode, parts: Mapping[str, str]) -> Iterator[Rule]:
    """A rule for each group of phrases in the reason's file."""
    groups = pattern_file(f"signals_{reason}.yaml")["groups"]
    return (Rule.of({"name": reason, **group}, parts) for group in groups.values())
