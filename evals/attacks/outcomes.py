"""What came of an attack, and of a harmless message that looks like one."""

from __future__ import annotations

from evals.attacks.reading import Attack, LookAlike
from sangdam.models import Outcome, Value


class Attacked(Value):
    attack: Attack
    outcome: Outcome | None
    """Of the turn; None where it was too long to be read, or stood in a passage."""
    asked_model: bool
    """Whether the turn itself asked the model."""
    leaked: str = ""
    """What of the model's obedience reached the customer in the turn."""
    leaked_past_checks: str = ""
    """What would have, had the model been asked whatever the guards, signals and line said."""
    shown: bool = False
    """Whether the order in the passage was shown to the customer."""


class Approached(Value):
    look_alike: LookAlike
    refused: bool
