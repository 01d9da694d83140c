"""What is kept of a customer, what was erased, and who did what."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from sangdam.models.words import Value


class Act(StrEnum):
    """What the audit log records. The list is closed."""

    LISTED_TICKETS = "listed_tickets"
    READ_TICKET = "read_ticket"
    READ_CONVERSATION = "read_conversation"
    READ_FILE = "read_file"
    READ_TRACE = "read_trace"
    CLAIMED = "claimed"
    REPLIED = "replied"
    NOTED = "noted"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    RESOLVED = "resolved"
    EXPORTED = "exported"
    ERASED = "erased"
    EXPIRED = "expired"
    """Conversations, traces or files were older than the settings let them be."""
    GAP_DISMISSED = "gap_dismissed"
    """Questions without an answer that shall have none."""
    GAP_BROUGHT_BACK = "gap_brought_back"
    SETTINGS_CHANGED = "settings_changed"
    OPERATOR_KEY_MADE = "operator_key_made"
    MASTER_KEY_CHANGED = "master_key_changed"
    KEY_MADE = "key_made"
    KEY_REVOKED = "key_revoked"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CHANGED = "account_changed"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"


class AuditEntry(Value):
    """One act. Its words are ids and numbers: nothing in it is personal data."""

    number: int
    """From 1, without gaps."""
    at: datetime
    actor: str
    """`operator`, `service`, `command`, or the id of an agent, account or key."""
    act: Act
    subject: str = ""
    """Id of a conversation, ticket, account or dismissal; of a customer their index."""
    detail: dict[str, int | str] = Field(default_factory=dict)
    """Counts and digests."""
    before: str
    """`seal` of the entry before; empty for the first."""
    seal: str
    """Made with the house key over all the rest: who changes a row can't make it again."""


class Audited(Value):
    """Whether the audit log is whole."""

    entries: int
    """Those that are as they were written, from the first on."""
    broken_at: int | None = None
    """Number of the first entry that was changed, or in whose place another or none stands."""
    head: str
    """`seal` of the last good entry. Who notes number and head can prove later that none behind
    it was cut off."""


class Erased(Value):
    """What an erasure deleted: rows by table, and files. All zero where nothing was left."""

    subject: str
    """Index of the customer, or id of the conversation, as in the audit log."""
    counts: dict[str, int]
    told: tuple[str, ...] = ()
    """Other systems that had been told of these conversations, and have copies of their own."""
