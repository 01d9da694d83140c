"""What came of a case: every turn as the customer saw it and as the service recorded it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from evals.cases import Case
from sangdam.models import Language, Reply, Trace, Value


class Found(Value):
    """One passage of the evidence, best first in its list."""

    passage_id: str
    score: float
    title: str = ""
    """Empty where the target shows ids only; text likewise."""
    section: str = ""
    text: str = ""

    @property
    def document_id(self) -> str:
        return self.passage_id.rpartition("#")[0] or self.passage_id


class Seen(Value):
    """One turn."""

    said: str
    reply: Reply
    trace: Trace | None
    """None where the target shows no traces: what needs one is then not scored."""
    found: tuple[Found, ...] = ()
    milliseconds: float
    """From sending the message to having the whole reply, as the customer waits."""


class Observed(Value):
    """One case as it went."""

    case_id: str
    turns: tuple[Seen, ...] = ()
    error: str = ""
    """Why the conversation broke off; the case has then failed."""

    @property
    def last(self) -> Seen | None:
        """The judged turn; None where the conversation broke off."""
        return None if self.error or not self.turns else self.turns[-1]


class Score(Value):
    """One scorer's word on one case."""

    value: float
    """1 is right and 0 wrong, with shares between; a measure has its own unit (ms, tokens)."""
    why: str = ""
    """What is wrong, for a person who reads the report; empty where nothing is."""

    @property
    def right(self) -> bool:
        return self.value >= 1


Scorer = Callable[[Case, Seen], Score | None]
"""Judges the last turn of a case. None: the question does not apply, so it is not scored."""


class Conversation(Protocol):
    def say(self, text: str) -> Seen:
        """Says it and waits for the reply. Raises SangdamError where none comes."""


class About(Value):
    """What was examined: enough to tell two runs apart."""

    target: str
    """`in process`, or the address."""
    generation: str
    model: str
    """The language model, `none`, or `unknown`."""
    versions: dict[str, str]
    """Package or program -> version."""
    settings: dict[str, object]
    """The whole tree with secrets masked; empty where the target hides it."""


class Target(Protocol):
    """A service under examination, in this process or behind an address."""

    def about(self) -> About: ...

    def open(
        self, *, locale: Language | None = None, at: datetime | None = None
    ) -> Conversation | None:
        """A new conversation; None where the target can't be asked at another time than now."""

    def close(self) -> None: ...
