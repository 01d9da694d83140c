"""The words of the inventions, from `wordings.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from sangdam.models import Language, Value

WORDINGS = Path(__file__).parent / "wordings.yaml"


class Split(NamedTuple):
    """A sentence in two parts."""

    topic: str
    said: str


class Wordings(Value):
    """Of one language."""

    additions: Mapping[str, tuple[str, ...]]
    """Fault -> sentences that no passage holds."""
    units: Mapping[str, tuple[str, ...]]
    """Unit behind a number -> other ones; longer units come first."""
    entities: Mapping[str, tuple[str, ...]]
    """Name -> names that may be put in its place."""
    days: Mapping[str, str]
    """What says when -> when else."""
    from_a_day: tuple[str, ...]
    """What makes a sentence hold from some day on, to be put before it."""


@cache
def wordings(language: Language) -> Wordings:
    tree = yaml.safe_load(WORDINGS.read_text("utf-8"))
    return Wordings.model_validate(tree[language])
