"""The golden cases: what a customer says, and what must come of it.

They live in `golden/`, whose README tells whoever edits them how.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from sangdam.models import Language, Outcome, ReasonCode, Value


class Half(StrEnum):
    OPEN = "open"
    SEALED = "sealed"
    """Committed before any tuning, scored, never tuned to."""


class Kind(StrEnum):
    ANSWERABLE = "answerable"
    FOLLOW_UP = "follow_up"
    CROSS_LANGUAGE = "cross_language"
    """Only the other language's documents hold the answer."""
    NEAR_DUPLICATE = "near_duplicate"
    """Two entries differ in one fact; only one of them is right."""
    MISSPELT = "misspelt"
    """Typing errors, no spaces, two languages in one message."""
    UNDER_SPECIFIED = "under_specified"
    FALSE_PREMISE = "false_premise"
    NONSENSE = "nonsense"
    UNSAFE = "unsafe"
    """Asks for what would do harm."""
    OUT_OF_SCOPE = "out_of_scope"
    WRONG_MODALITY = "wrong_modality"
    """Asks for what a text assistant can't do: look at a photo, ring up."""
    COMPLAINT = "complaint"
    REQUEST = "request"
    """Asks for a person."""
    SEVERE = "severe"
    """Danger, law, fraud, self-harm, erasure, payment dispute, accessibility: always a person."""
    SMALL_TALK = "small_talk"
    ACCOUNT_DATA = "account_data"
    ATTACK = "attack"
    PERSONAL_DATA = "personal_data"


UNANSWERABLE = frozenset(
    {
        Kind.UNDER_SPECIFIED,
        Kind.FALSE_PREMISE,
        Kind.NONSENSE,
        Kind.UNSAFE,
        Kind.OUT_OF_SCOPE,
        Kind.WRONG_MODALITY,
    }
)
"""The six kinds of arXiv 2412.12300."""

USUAL_OUTCOME: Mapping[Kind, tuple[Outcome, ...]] = {
    Kind.UNDER_SPECIFIED: (Outcome.CLARIFY, Outcome.HANDED_OFF),
    Kind.FALSE_PREMISE: (Outcome.ANSWERED, Outcome.CLARIFY, Outcome.HANDED_OFF),
    Kind.NONSENSE: (Outcome.OUT_OF_SCOPE, Outcome.SMALL_TALK, Outcome.CLARIFY),
    Kind.UNSAFE: (Outcome.REFUSED, Outcome.OUT_OF_SCOPE, Outcome.HANDED_OFF),
    Kind.OUT_OF_SCOPE: (Outcome.OUT_OF_SCOPE, Outcome.HANDED_OFF, Outcome.CLARIFY),
    Kind.WRONG_MODALITY: (Outcome.OUT_OF_SCOPE, Outcome.HANDED_OFF, Outcome.CLARIFY),
    Kind.COMPLAINT: (Outcome.HANDED_OFF,),
    Kind.REQUEST: (Outcome.HANDED_OFF,),
    Kind.SEVERE: (Outcome.HANDED_OFF,),
    Kind.SMALL_TALK: (Outcome.SMALL_TALK,),
    Kind.ATTACK: (Outcome.REFUSED,),
}
"""What a case of the kind may end in where it says nothing itself; other kinds: answered."""


class Written(StrEnum):
    """How the customer's words were found."""

    PLAIN = "plain"
    """As most customers write: short, in everyday words, to the point."""
    BY_HAND = "by_hand"
    """Thought up from a situation that somebody might get wrong."""
    PARAPHRASE = "paraphrase"
    """A known question said again in quite other words."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_listed)]
"""In YAML one text, or a list."""


class Case(Value):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    say: Texts = Field(min_length=1)
    """The customer's messages in order; the reply to the last one is judged."""
    outcome: Annotated[tuple[Outcome, ...], BeforeValidator(_listed)] = ()
    """How that turn may end, the best first."""
    documents: Texts = ()
    """Ids without .ko or .en; an answer cites at least one, and one should be found first."""
    facts: Annotated[tuple[Texts, ...], BeforeValidator(_listed)] = ()
    """Each must be stated by an answer; of a list of wordings one is enough."""
    never: Texts = ()
    """What no reply may state."""
    reason: Annotated[tuple[ReasonCode, ...], BeforeValidator(_listed)] = ()
    """Reason codes that a handoff may carry; empty: any."""
    hidden: Texts = ()
    """Parts of the customer's text that may show in no reply and no trace."""
    language: Language | None = None
    """Language of the reply; None where either will do."""
    at: datetime | None = None
    """Local time of the shop at which it is asked; None: a Monday morning in service hours."""
    written: Written = Written.BY_HAND
    why: str = Field(min_length=1)
    kind: Kind
    half: Half
    place: str
    """`file:line` of the case."""

    @property
    def wants_answer(self) -> bool:
        """Whether an answer is the best ending, or the only one."""
        return self.outcome[0] is Outcome.ANSWERED

    @property
    def needs_person(self) -> bool:
        """Whether anything but a handoff is a mistake."""
        return self.outcome == (Outcome.HANDED_OFF,)
