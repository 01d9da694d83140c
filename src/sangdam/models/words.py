"""The closed lists that every part of the house speaks in."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value that rejects fields it does not know. Its errors don't quote what it was
    given: they are logged."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Language(StrEnum):
    KOREAN = "ko"
    ENGLISH = "en"


class Audience(StrEnum):
    """Who may see a text. Nothing marked internal ever reaches a customer."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


class Route(StrEnum):
    """How the text of a reply was made."""

    DIRECT = "direct"
    GENERATED = "generated"
    EXTRACTIVE = "extractive"
    FIXED = "fixed"


class Outcome(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    SMALL_TALK = "small_talk"
    OUT_OF_SCOPE = "out_of_scope"
    HANDED_OFF = "handed_off"
    REFUSED = "refused"
    WITH_HUMAN = "with_human"


class ReasonCode(StrEnum):
    """Why a person is needed. The list is closed."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    ANGER = "anger"
    ABUSE = "abuse"
    SAFETY = "safety"
    LEGAL = "legal"
    FRAUD = "fraud"
    SELF_HARM = "self_harm"
    ERASURE = "erasure"
    PAYMENT_DISPUTE = "payment_dispute"
    ACCESSIBILITY = "accessibility"
    ACCOUNT_DATA = "account_data"
    NO_EVIDENCE = "no_evidence"
    LOW_CONFIDENCE = "low_confidence"
    FAILED_CHECKS = "failed_checks"
    THIRD_FAILURE = "third_failure"
    SYSTEM = "system"


class Owner(StrEnum):
    """Who speaks to the customer in a conversation."""

    BOT = "bot"
    QUEUE = "queue"
    HUMAN = "human"


class Sender(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
