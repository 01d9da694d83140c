"""Who signs in at the desk, with what, and how often they may try."""

from __future__ import annotations

import logging

from pydantic import SecretStr

from sangdam.access import read_login
from sangdam.accounts.passwords import Passwords
from sangdam.accounts.qr import qr_svg
from sangdam.accounts.second_factor import (
    Offer,
    offer,
    plain_recovery_code,
    recovery_codes,
    step_of,
)
from sangdam.errors import Conflict, Forbidden, Invalid, TooOften
from sangdam.models import Account, Value
from sangdam.ports import Clock
from sangdam.settings import Rates
from sangdam.storage.accounts import Accounts, Proofs
from sangdam.storage.keys import digest
from sangdam.storage.rates import RateLimits
from sangdam.storage.sessions import Sessions

log = logging.getLogger(__name__)

ACCOUNT, ADDRESS = "sign_in", "sign_in_address"


class NotSignedIn(Forbidden):
    """Login, password or code is not right; never says which, nor what exists."""


class SignedIn(Value):
    account: Account | None
    session: SecretStr | None
    """What the browser brings from now on. None: the password is right, and a code of the second
    factor is asked for."""


class SigningIn:
    def __init__(
        self,
        *,
        accounts: Accounts,
        sessions: Sessions,
        passwords: Passwords,
        limits: RateLimits,
        rates: Rates,
        company: str,
        clock: Clock,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._passwords = passwords
        self._limits = limits
        self._rates = rates
        self._company = company
        self._clock = clock

    def sign_in(self, login: str, password: str, code: str | None, *, address: str) -> SignedIn:
        """Raises NotSignedIn, and TooOften without a look at what was sent.

        An attempt counts before it is judged, so that a thousand at once are no more than a
        thousand in a row; a right one then counts no more.
        """
        with self._passwords.in_line():
            return self._judged(_known_form(login), password, code, address)

    def _judged(self, login: str, password: str, code: str | None, address: str) -> SignedIn:
        self._count(login, address)
        proofs = self._accounts.named(login)
        if not self._passwords.fits(password, proofs.password if proofs else None):
            raise _refused()
        assert proofs is not None
        account = proofs.account
        if account.second_factor and code is None:
            self._uncount(login, address)
            return SignedIn(account=None, session=None)
        if account.second_factor and not self._code_fits(proofs, code or ""):
            raise _refused()
        self._limits.uncount(ADDRESS, address, self._rates.sign_in_address)
        self._limits.forget(ACCOUNT, login, self._rates.sign_in)
        if self._passwords.is_old(proofs.password):
            self._accounts.renew_hash(account.id, self._passwords.hash(password))
        return self.begin(account)

    def begin(self, account: Account) -> SignedIn:
        """A session for somebody who is known to be this one."""
        self._accounts.signed_in(account.id)
        session = SecretStr(self._sessions.begin(account.id))
        log.info("%s signed in", account.id)
        return SignedIn(account=account, session=session)

    def sign_out(self, session: str) -> None:
        self._sessions.end(session)

    def account(self, session: str) -> Account | None:
        """Who brings this session; None where it is over."""
        return self._sessions.account(session)

    def unlock(self, account: Account) -> None:
        """Failed attempts at this account count no more; those from an address still do."""
        self._limits.forget(ACCOUNT, account.login, self._rates.sign_in)
        log.info("%s may try to sign in again", account.id)

    # --- one's own account -------------------------------------------------------------------

    def change_password(self, account: Account, old: str, new: str, *, address: str) -> None:
        """Signed out everywhere. Raises NotSignedIn, TooOften, Invalid."""
        self._must_prove(account, old, address)
        self._passwords.must_be_good(new, login=account.login)
        self._accounts.set_password(account.id, self._passwords.hash(new))
        log.info("%s has a new password", account.id)

    def offer_second_factor(self, account: Account) -> tuple[Offer, str]:
        """A secret for the app, and its picture as SVG. Raises Conflict where there is a second
        factor already: it is ended first."""
        if account.second_factor:
            raise Conflict("this account has a second factor; end that first")
        offered = offer(login=account.login, company=self._company)
        self._accounts.offer_second_factor(account.id, offered.secret)
        return offered, qr_svg(offered.uri)

    def begin_second_factor(self, account: Account, code: str) -> tuple[str, ...]:
        """The recovery codes, for the only time. Raises Invalid where the code is not right."""
        secret = self._accounts.offered_second_factor(account.id)
        step = step_of(code, secret, self._clock()) if secret else None
        if secret is None or step is None:
            raise Invalid("this is not the code that the app shows now")
        codes = recovery_codes()
        self._accounts.begin_second_factor(account.id, secret, step, [digest(c) for c in codes])
        log.info("%s has a second factor", account.id)
        return codes

    def end_second_factor(self, account: Account, password: str, *, address: str) -> None:
        """Raises NotSignedIn, TooOften."""
        self._must_prove(account, password, address)
        self._accounts.end_second_factor(account.id)
        log.info("%s has no second factor", account.id)

    def _must_prove(self, account: Account, password: str, address: str) -> None:
        """Whoever finds an open desk does not know the password of whom it belongs to."""
        with self._passwords.in_line():
            self._count(account.login, address)
            if not self._passwords.fits(password, self._accounts.proofs(account.id).password):
                raise _refused()
            self._uncount(account.login, address)

    def _code_fits(self, proofs: Proofs, code: str) -> bool:
        account, secret = proofs.account, proofs.totp or ""
        step = step_of(code, secret, self._clock())
        if step is not None:
            return self._accounts.use_step(account.id, step)
        recovery = digest(plain_recovery_code(code))
        return self._accounts.use_recovery_code(account.id, recovery)

    def _count(self, login: str, address: str) -> None:
        try:
            self._limits.count(ADDRESS, address, self._rates.sign_in_address)
            self._limits.count(ACCOUNT, login, self._rates.sign_in)
        except TooOften:
            log.warning("too many failed attempts to sign in; more are refused for a while")
            raise

    def _uncount(self, login: str, address: str) -> None:
        self._limits.uncount(ADDRESS, address, self._rates.sign_in_address)
        self._limits.uncount(ACCOUNT, login, self._rates.sign_in)


def _known_form(login: str) -> str:
    """A login that no account can have is treated like one that no account has."""
    try:
        return read_login(login)
    except Invalid:
        return "-" + digest(login)


def _refused() -> NotSignedIn:
    return NotSignedIn("login, password or code is not right")
