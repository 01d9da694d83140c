"""What a simulated customer wants, knows and puts up with: `scenarios.yaml`, typed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from evals.cases import Texts
from evals.facts import states
from sangdam.errors import KnowledgeError
from sangdam.models import Language, ReasonCode, Value

SCENARIOS = Path(__file__).parent / "scenarios.yaml"


class Goal(Value):
    """What has to happen. With facts an answer that states them, else a person."""

    documents: Texts = ()
    facts: tuple[Texts, ...] = ()
    """Each must have been stated by an answer; of a list of wordings one is enough."""
    reason: tuple[ReasonCode, ...] = ()
    """Where a person is wanted: the reason codes that fit; empty: any."""

    @property
    def is_a_person(self) -> bool:
        return not self.facts

    def stated_in(self, text: str) -> bool:
        """Whether the text states every fact; true of a goal without facts."""
        return all(any(states(text, one) for one in wordings) for wordings in self.facts)


class Scenario(Value):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    story: str = Field(min_length=1)
    """Who it is and what they want, for whoever reads the report."""
    language: Language
    goal: Goal
    opens: Texts = Field(min_length=2)
    """First messages to choose from: the same wish in different words and tones."""
    insists: Texts = Field(min_length=1)
    """What is said, in this order, after a reply that did not help."""
    knows: Mapping[str, str] = {}
    """What a clarifying question may be about -> the words that answer it. The key is looked
    for in the question and its suggestions; `order number` answers a request for that."""
    patience: int = Field(default=4, ge=1)
    """Messages after which the customer goes."""
    never: Texts = ()
    """What no reply may state on the way."""


def read_scenarios(path: Path = SCENARIOS) -> tuple[Scenario, ...]:
    """Raises KnowledgeError that names every scenario with a fault."""
    problems: list[str] = []
    scenarios: list[Scenario] = []
    for number, entry in enumerate(yaml.safe_load(path.read_text("utf-8")), start=1):
        try:
            scenarios.append(Scenario.model_validate(entry))
        except ValidationError as error:
            name = entry.get("id", number) if isinstance(entry, dict) else number
            fault = error.errors()[0]
            where = ".".join(map(str, fault["loc"]))
            problems.append(f"{path.name}, scenario {name}, {where}: {fault['msg']}")
    ids = [scenario.id for scenario in scenarios]
    problems += [
        f"{path.name}: two scenarios {name}" for name in {i for i in ids if ids.count(i) > 1}
    ]
    if problems:
        raise KnowledgeError(problems)
    return tuple(scenarios)
