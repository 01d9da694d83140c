"""Accounts and API keys: who gets one, and who loses it."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from itertools import chain, count

from pydantic import SecretStr

from sangdam.accounts.passwords import Passwords
from sangdam.errors import Conflict, Invalid, NotFound
from sangdam.models import MAY, Account, ApiKey, Permission, Role, Value
from sangdam.ports import Clock
from sangdam.storage.accounts import Accounts
from sangdam.storage.agents import Agents
from sangdam.storage.api_keys import ApiKeys
from sangdam.storage.keys import new_secret

log = logging.getLogger(__name__)

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")
MOST_DAYS = 3650


class NewKey(Value):
    key: ApiKey
    secret: SecretStr
    """It in clear, for the only time."""


class Access:
    """What an operator does, by page, API or command line. Whether the caller may is asked
    before."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        keys: ApiKeys,
        agents: Agents,
        passwords: Passwords,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._keys = keys
        self._agents = agents
        self._passwords = passwords
        self._clock = clock

    # --- accounts ----------------------------------------------------------------------------

    def any_account(self) -> bool:
        return self._accounts.any()

    def list_accounts(self) -> tuple[Account, ...]:
        """Everybody, by login; the disabled too."""
        return self._accounts.list()

    def account(self, account_id: str) -> Account:
        """Raises NotFound."""
        return self._accounts.get(account_id)

    def named(self, login: str) -> Account:
        """The account with this login, disabled or not. Raises NotFound."""
        login = login.strip().lower()
        found = next((each for each in self.list_accounts() if each.login == login), None)
        if found is None:
            raise NotFound(f"there is no account {login}")
        return found

    def company_account(self, company_id: str) -> Account | None:
        """Of whom the company's identity provider knows as this one; None before the first
        sign-in."""
        return self._accounts.of_company(company_id)

    def create_account(
        self,
        login: str,
        *,
        name: str,
        role: Role,
        password: str | None,
        agent_id: str | None = None,
        company_id: str | None = None,
    ) -> Account:
        """Who answers customers is an agent at the desk: the one named, or else a new one of this
        name. Without a password none opens it. Raises Invalid, Conflict where the login, agent or
        agent's name is taken, and NotFound where there is no such agent."""
        login = read_login(login)
        if password is not None:
            self._passwords.must_be_good(password, login=login)
        hashed = self._passwords.hash(password or new_secret())
        if self._accounts.has(login):
            raise Conflict(f"there is an account {login} already")
        known_as = name if company_id is None else self._free_name(name)
        agent_id = self._agent_of(role, known_as, agent_id)
        account = self._accounts.add(
            login, name=name, role=role, password=hashed, agent_id=agent_id, company_id=company_id
        )
        log.info("%s was created with the role %s", account.id, role)
        return account

    def change_account(
        self,
        account_id: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        disabled: bool | None = None,
    ) -> Account:
        """Change what is given; it holds from the next request on. Who answers customers from now
        on is an agent at the desk. Raises NotFound."""
        before = self._accounts.get(account_id)
        agent_id = before.agent_id
        if role is not None and agent_id is None:
            agent_id = self._agent_of(role, self._free_name(name or before.name), None)
        account = self._accounts.change(
            account_id, name=name, role=role, disabled=disabled, agent_id=agent_id
        )
        log.info("%s has the role %s%s", account.id, account.role, ", disabled" * account.disabled)
        return account

    def disable_account(self, account_id: str) -> Account:
        """Whoever it is is signed out at once and can't come back. Raises NotFound."""
        return self.change_account(account_id, disabled=True)

    def set_password(self, account_id: str, password: str) -> None:
        """Whoever is signed in with the old one is no more. Raises NotFound, Invalid, and Conflict
        where the company's identity provider vouches for them."""
        account = self._accounts.get(account_id)
        if account.company:
            raise Conflict("this account is signed in by the company's identity provider alone")
        self._passwords.must_be_good(password, login=account.login)
        self._accounts.set_password(account_id, self._passwords.hash(password))
        log.info("%s has a new password", account_id)

    def end_second_factor(self, account_id: str) -> None:
        """For who has lost both the app and the recovery codes: signed out everywhere, as whoever
        has the phone now may be signed in. Raises NotFound."""
        self._accounts.end_second_factor(account_id, sign_out=True)
        log.info("%s has no second factor", account_id)

    def _agent_of(self, role: Role, name: str, agent_id: str | None) -> str | None:
        may = MAY[role]
        if Permission.REPLY not in may:
            if agent_id is not None:
                raise Invalid(f"the role {role} answers no customers: leave out agent_id")
            return None
        if agent_id is None and Permission.ACT_FOR_AGENTS not in may:
            return self._agents.add(name).id
        return agent_id

    def _free_name(self, name: str) -> str:
        """The name, with a number where an agent has it already."""
        taken = {agent.name for agent in self._agents.list()}
        numbered = (f"{name} {number}" for number in count(2))
        return next(each for each in chain([name], numbered) if each not in taken)

    # --- keys --------------------------------------------------------------------------------

    def list_keys(self) -> tuple[ApiKey, ...]:
        """All, the newest first; those that are over too."""
        return self._keys.list()

    def create_key(self, name: str, *, role: Role, days: int | None = None) -> NewKey:
        """A key that expires after so many days; without them it is good until it is revoked."""
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise Invalid(f"a key lasts 1 to {MOST_DAYS} days, or give none")
        expires_at = None if days is None else self._clock() + timedelta(days=days)
        key, secret = self._keys.add(name, role, expires_at)
        log.info("%s was created with the role %s", key.id, role)
        return NewKey(key=key, secret=secret)

    def revoke_key(self, key_id: str) -> ApiKey:
        """From now on it opens nothing. Raises NotFound."""
        key = self._keys.revoke(key_id)
        log.info("%s was revoked", key_id)
        return key

    def key(self, secret: str) -> ApiKey | None:
        """The key that this is; None where it opens nothing (any more)."""
        return self._keys.find(secret)


def read_login(written: str) -> str:
    """The login as it is stored. Raises Invalid."""
    login = written.strip().lower()
    if not LOGIN.fullmatch(login):
        raise Invalid(
            "a login has 2 to 64 of the letters a to z, digits and . _ @ + -, such as an address"
        )
    return login
