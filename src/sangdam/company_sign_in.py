"""People whom the company's identity provider knows sign in without a password of ours."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import SecretStr

from sangdam.access import Access, read_login
from sangdam.accounts.visit import Away, NotProven, Visit
from sangdam.errors import Conflict, Forbidden, Invalid
from sangdam.models import Account, Act, Role, Value
from sangdam.settings import Oidc
from sangdam.signing_in import SigningIn
from sangdam.storage.keys import digest

if TYPE_CHECKING:
    from sangdam.accounts.oidc import Provider

LONGEST_NAME = 60


class Refusal(StrEnum):
    """Why somebody does not get in, or on."""

    DENIED = "denied"
    """They, or the provider, said no."""
    NOT_PROVEN = "not_proven"
    NO_ROLE = "no_role"
    NO_LOGIN = "no_login"
    TAKEN = "taken"
    """Somebody with a password has this login."""
    DISABLED = "disabled"
    AWAY = "away"
    TOO_OFTEN = "too_often"
    NO_FAREWELL = "no_farewell"
    """The provider has no place to sign out at."""


class NotLetIn(Forbidden):
    def __init__(self, refusal: Refusal, reason: str) -> None:
        super().__init__(reason)
        self.refusal = refusal


class Departure(Value):
    """The browser goes to `address` and keeps the secret until it is back."""

    secret: SecretStr
    address: str


class Arrival(Value):
    account: Account
    session: SecretStr
    changed: Act | None
    """Whether the account was made or changed on the way."""


class CompanySignIn:
    """Nobody is asked twice: whom the provider vouches for has no password and no second factor
    here, and the role that the provider says now."""

    def __init__(
        self, *, provider: Provider, access: Access, signing_in: SigningIn, settings: Oidc
    ) -> None:
        self._provider = provider
        self._access = access
        self._signing_in = signing_in
        self._settings = settings

    def begin(self, back: str) -> Departure:
        """Raises NotLetIn."""
        visit = Visit.begin()
        with _told():
            return Departure(secret=visit.secret, address=self._provider.address(visit, back))

    def finish(self, secret: SecretStr | None, answer: Mapping[str, str], back: str) -> Arrival:
        """`answer` is what the provider had the browser bring back. Raises NotLetIn."""
        visit = Visit(secret=secret) if secret else None
        if visit is None or not visit.began(answer.get("state", "")):
            raise NotLetIn(Refusal.NOT_PROVEN, "this browser did not set out from here")
        if (
            "code" not in answer
            or answer.get("iss", self._settings.issuer) != self._settings.issuer
        ):
            raise NotLetIn(Refusal.DENIED, "the provider brought no code of its own")
        with _told():
            claims = self._provider.claims(answer["code"], visit, back)
        account, changed = self._account(claims)
        session = self._signing_in.begin(account).session
        assert session is not None
        return Arrival(account=account, session=session, changed=changed)

    def farewell(self, back: str) -> str:
        """Where the provider signs people out. Raises NotLetIn."""
        with _told():
            address = self._provider.farewell(back)
        if address is None:
            raise NotLetIn(Refusal.NO_FAREWELL, "the provider has no place to sign out at")
        return address

    def _account(self, claims: Mapping[str, object]) -> tuple[Account, Act | None]:
        role = self._role(claims)
        company_id = digest(f"{self._settings.issuer} {claims['sub']}")
        account = self._access.company_account(company_id)
        if account is None:
            return self._made(company_id, claims, role)
        if account.disabled:
            raise NotLetIn(Refusal.DISABLED, f"{account.id} is disabled")
        if account.role is role:
            return account, None
        return self._access.change_account(account.id, role=role), Act.ACCOUNT_CHANGED

    def _made(
        self, company_id: str, claims: Mapping[str, object], role: Role
    ) -> tuple[Account, Act]:
        try:
            login = read_login(_text(claims, self._settings.login_claim))
        except Invalid:
            reason = f"the claim `{self._settings.login_claim}` is not there, or no login"
            raise NotLetIn(Refusal.NO_LOGIN, reason) from None
        name = _text(claims, "name").strip()[:LONGEST_NAME] or login
        try:
            account = self._access.create_account(
                login, name=name, role=role, password=None, company_id=company_id
            )
        except Conflict:
            raise NotLetIn(Refusal.TAKEN, "another account has this login") from None
        return account, Act.ACCOUNT_MADE

    def _role(self, claims: Mapping[str, object]) -> Role:
        said = _named(claims, self._settings.role_claim)
        words = said if isinstance(said, list) else [said]
        for word, role in self._settings.roles.items():
            if word in words:
                return role
        reason = f"the claim `{self._settings.role_claim}` has no word that the settings know"
        raise NotLetIn(Refusal.NO_ROLE, reason)


@contextmanager
def _told() -> Generator[None]:
    """What the provider did not do, as what it means for whoever waits at the door."""
    try:
        yield
    except Away as error:
        raise NotLetIn(Refusal.AWAY, str(error)) from None
    except NotProven as error:
        raise NotLetIn(Refusal.NOT_PROVEN, str(error)) from None


def _text(claims: Mapping[str, object], name: str) -> str:
    said = claims.get(name)
    return said if isinstance(said, str) else ""


def _named(claims: Mapping[str, object], name: str) -> object:
    """The claim of this name; else the part of a claim that the name leads to."""
    if name in claims:
        return claims[name]
    found: object = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
