"""Names for people who read the exam's results, from `labels.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import yaml

from sangdam.models import Language, Value

LABELS = Path(__file__).parent / "labels.yaml"


class Group(StrEnum):
    """What is named; each a mapping in the file."""

    CHECKS = "checks"
    KINDS = "kinds"
    OUTCOMES = "outcomes"
    WAYS = "ways"
    SLICES = "slices"
    EXAMS = "exams"
    UNITS = "units"


class FigureLabel(Value):
    label: str
    means: str
    """One sentence."""


class Labels(Value):
    """All names in one language. A name that the file lacks is a KeyError."""

    figures: Mapping[str, FigureLabel]
    names: Mapping[Group, Mapping[str, str]]

    def name(self, group: Group, key: str) -> str:
        return self.names[group][key]

    def slice(self, key: str) -> str:
        """Of a kind too, and of two together: `complaint-ko`."""
        known = {**self.names[Group.KINDS], **self.names[Group.SLICES]}
        return " · ".join(known[part] for part in key.split("-"))


def read_labels(language: Language, path: Path = LABELS) -> Labels:
    tree = yaml.safe_load(path.read_text("utf-8"))
    return Labels(
        figures={name: entry[language] for name, entry in tree["figures"].items()},
        names={
            group: {name: entry[language] for name, entry in tree[group].items()} for group in Group
        },
    )
