"""What a support lead reads of the last days: counts, shares and times; nothing of anybody's."""

from __future__ import annotations

from datetime import date

from sangdam.models.words import Outcome, ReasonCode, Value


class Talk(Value):
    """How much customers wrote in a span of days."""

    conversations: int
    """Those in which a customer wrote."""
    messages: int
    """Customers' messages that came to an end: a reply, or silence where a person answers."""
    without_person: int
    """Of the conversations those in which no person was needed in that span."""
    without_person_share: float | None
    """Of all conversations; None where there are none."""


class DayOfTalk(Value):
    day: date
    conversations: int
    messages: int


class OutcomeShare(Value):
    """How many messages ended so."""

    outcome: Outcome
    messages: int
    share: float


class ReasonShare(Value):
    """How many tickets were opened for this reason."""

    reason_code: ReasonCode
    tickets: int
    share: float


class FirstReplies(Value):
    """How long customers waited, from the ticket to a person's first words; closed hours count."""

    tickets: int
    """Opened in the span."""
    answered: int
    waiting: int
    """Of those tickets still open, without a person's word. The rest ended without one."""
    median_seconds: float | None
    ninetieth_seconds: float | None
    """Nine of ten waited no longer. None, as the median, where nobody was answered."""
    open_now: int
    """Whenever they were opened."""
    unclaimed_now: int


class Opinions(Value):
    helpful: int
    unhelpful: int


class ModelCost(Value):
    calls: int
    failures: int
    cost: float | None
    """At the prices of the settings as they are now; None without prices."""
    currency: str


class Figures(Value):
    first: date
    """In the shop's zone."""
    last: date
    """Today, which is not over."""
    zone: str
    kept_days: float | None
    """How long what is counted is kept; older days are missing. None: for good."""
    total: Talk
    before: Talk | None
    """As many days before the first one; None where they are not kept any more."""
    days: tuple[DayOfTalk, ...]
    """Newest first."""
    endings: tuple[OutcomeShare, ...]
    """Those that occurred, most frequent first; so are the reasons."""
    reasons: tuple[ReasonShare, ...]
    first_replies: FirstReplies
    opinions: Opinions
    unanswered: int
    """Messages that got no good answer, as gaps count them."""
    model: ModelCost
