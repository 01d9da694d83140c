"""Who may do what: roles, and the one table that says what each of them may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sangdam.models.words import Value


class Role(StrEnum):
    AGENT = "agent"
    LEAD = "lead"
    """Support lead."""
    OWNER = "owner"
    """Knowledge owner."""
    OPERATOR = "operator"
    INTEGRATOR = "integrator"
    """A program of the shop's own."""


class Permission(StrEnum):
    TICKETS = "tickets"
    """Read tickets and conversations."""
    INTERNAL = "internal"
    """Read and write notes, and read passages that are for people at the desk only."""
    REPLY = "reply"
    """Answer customers, and take, transfer and resolve tickets, as an agent."""
    ACT_FOR_AGENTS = "act_for_agents"
    """Do so in the name of any agent, by the header `Sangdam-Agent`."""
    AGENTS = "agents"
    """Add agents, and change others than oneself."""
    CUSTOMERS = "customers"
    """Tell what the shop knows of a customer."""
    SEARCH = "search"
    GAPS = "gaps"
    """See what the knowledge lacks, and write entries."""
    DELIVERIES = "deliveries"
    """See what other systems did not take, and send it again."""
    USAGE = "usage"
    """See what the language model cost, and the figures of the last days."""
    TRACES = "traces"
    METRICS = "metrics"
    STATUS = "status"
    """See how every part of the service is."""
    PRIVACY = "privacy"
    """Copy and erase what is kept of a customer, and read who did what."""
    ACCOUNTS = "accounts"
    """Make, change and disable accounts and API keys."""


_AGENT = frozenset({Permission.TICKETS, Permission.INTERNAL, Permission.REPLY, Permission.SEARCH})

MAY: Mapping[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.LEAD: _AGENT
    | {Permission.AGENTS, Permission.GAPS, Permission.DELIVERIES}
    | {Permission.USAGE, Permission.TRACES, Permission.STATUS},
    Role.OWNER: frozenset({Permission.SEARCH, Permission.INTERNAL, Permission.GAPS}),
    Role.OPERATOR: frozenset(Permission),
    Role.INTEGRATOR: frozenset(
        {Permission.TICKETS, Permission.REPLY, Permission.ACT_FOR_AGENTS, Permission.AGENTS}
        | {Permission.CUSTOMERS, Permission.SEARCH, Permission.DELIVERIES, Permission.METRICS}
        | {Permission.STATUS}
    ),
}
"""The whole of it: what is not listed here is refused."""


class Account(Value):
    """Somebody who signs in. Never holds their password, nor its hash."""

    id: str
    login: str
    """Lower case; unique."""
    name: str
    role: Role
    agent_id: str | None
    """The agent that they are at the desk."""
    company: bool
    """The company's identity provider vouches for them: no password opens this account."""
    second_factor: bool
    disabled: bool
    created_at: datetime
    signed_in_at: datetime | None


class ApiKey(Value):
    """A key for a program. Never holds the key itself."""

    id: str
    name: str
    role: Role
    hint: str
    """How the key begins, to tell it from others."""
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None
    """To the minute."""


class Caller(Value):
    """Whoever calls the desk's side of the API, once it is known who that is."""

    role: Role
    name: str
    account_id: str | None = None
    key_id: str | None = None
    """Both None: the operator key."""
    agent_id: str | None = None

    def may(self, permission: Permission) -> bool:
        return permission in MAY[self.role]
