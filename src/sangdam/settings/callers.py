"""How often somebody may call, and how long they stay signed in."""

from __future__ import annotations

from ipaddress import ip_network

from pydantic import Field, IPvAnyNetwork

from sangdam.settings.group import Group


class Rate(Group):
    """So often in so many seconds, counted from the first time on."""

    times: int = Field(gt=0)
    seconds: int = Field(default=60, gt=0, le=86_400)


class Rates(Group):
    """How often is too often. Counted by all processes together."""

    conversation: Rate = Rate(times=30)
    """Messages in one conversation: more than anybody types."""
    address: Rate = Rate(times=300)
    """Messages from one address, behind which may be a whole office."""
    customer: Rate = Rate(times=60)
    """Messages of one customer whom the shop has signed for, in all their conversations."""
    key: Rate = Rate(times=1200)
    """Requests with one API key."""
    sign_in: Rate = Rate(times=5, seconds=900)
    """Failed attempts to sign in to one account; then nobody can until the time is over."""
    sign_in_address: Rate = Rate(times=30, seconds=900)
    """Failed attempts to sign in from one address."""
    uncounted: tuple[IPvAnyNetwork, ...] = (
        ip_network("127.0.0.0/8"),
        ip_network("::1/128"),
    )
    """Networks whose messages are not counted by address: programs on this very machine.
    Customers come from elsewhere, by their own address where `trusted_proxies` are right."""


class SignIn(Group):
    """How long somebody stays signed in at the desk, and what a password needs."""

    idle_minutes: float = Field(default=60, gt=0)
    """An open desk page is never idle."""
    hours: float = Field(default=12, gt=0)
    """Then the password is asked for again, whatever happened."""
    password_characters: int = Field(default=12, ge=8, le=200)
    """A password needs at least so many."""
