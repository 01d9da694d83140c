"""Who may come in: accounts, keys, sessions, and how often is too often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sangdam.access import Access
from sangdam.accounts.passwords import Passwords
from sangdam.company_sign_in import CompanySignIn
from sangdam.ports import Clock
from sangdam.settings import Settings
from sangdam.signing_in import SigningIn
from sangdam.storage.accounts import Accounts
from sangdam.storage.agents import Agents
from sangdam.storage.api_keys import ApiKeys
from sangdam.storage.database import Database
from sangdam.storage.rates import RateLimits
from sangdam.storage.sessions import Sessions

if TYPE_CHECKING:
    from sangdam.accounts.customer_identity import CustomerIdentities


@dataclass(frozen=True)
class Doors:
    access: Access
    signing_in: SigningIn
    company: CompanySignIn | None
    """None where the settings name no identity provider."""
    identities: CustomerIdentities | None
    """None where the shop has no key to prove who its customers are."""
    limits: RateLimits
    sessions: Sessions
    passwords: Passwords

    def sweep(self) -> None:
        """Forget what is over."""
        self.sessions.sweep()
        self.limits.sweep()


def doors(settings: Settings, database: Database, clock: Clock) -> Doors:
    """Needs the database and nothing else of the service."""
    accounts = Accounts(database, clock)
    passwords = Passwords(settings.sign_in.password_characters)
    limits = RateLimits(database, clock)
    sessions = Sessions(
        database,
        clock,
        idle=timedelta(minutes=settings.sign_in.idle_minutes),
        life=timedelta(hours=settings.sign_in.hours),
    )
    access = Access(
        accounts=accounts,
        keys=ApiKeys(database, clock),
        agents=Agents(database, clock, capacity=settings.desk.capacity),
        passwords=passwords,
        clock=clock,
    )
    signing_in = SigningIn(
        accounts=accounts,
        sessions=sessions,
        passwords=passwords,
        limits=limits,
        rates=settings.rates,
        company=settings.company_en,
        clock=clock,
    )
    return Doors(
        access=access,
        signing_in=signing_in,
        company=_company(settings, access, signing_in, clock),
        identities=_identities(settings, clock),
        limits=limits,
        sessions=sessions,
        passwords=passwords,
    )


def _identities(settings: Settings, clock: Clock) -> CustomerIdentities | None:
    if settings.identity is None:
        return None
    from sangdam.accounts.customer_identity import CustomerIdentities

    return CustomerIdentities(settings.identity, clock)


def _company(
    settings: Settings, access: Access, signing_in: SigningIn, clock: Clock
) -> CompanySignIn | None:
    if settings.oidc is None:
        return None
    from sangdam.accounts.oidc import Provider
    from sangdam.outward.http import Http
    from sangdam.outward.reach import Reach

    http = Http(clock, Reach(settings.outward_networks))
    provider = Provider(settings.oidc, ask=http.ask, clock=clock)
    return CompanySignIn(
        provider=provider, access=access, signing_in=signing_in, settings=settings.oidc
    )
