"""Accounts, and what proves who signs in. Nothing secret here is in clear but the secret of a
second factor, which has to be."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from sangdam.errors import Conflict, NotFound
from sangdam.models import Account, Role, Value
from sangdam.ports import Clock
from sangdam.storage.access_tables import AccountRow, SessionRow
from sangdam.storage.agents import agent_row
from sangdam.storage.database import Database
from sangdam.storage.timeline import new_id


class Proofs(Value):
    """An account with what it is proven by."""

    account: Account
    password: str
    """Its argon2 hash."""
    totp: str | None
    totp_step: int
    recovery_codes: frozenset[str]
    """Their sha256."""


class Accounts:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        login: str,
        *,
        name: str,
        role: Role,
        password: str,
        agent_id: str | None = None,
        company_id: str | None = None,
    ) -> Account:
        """`password` is a hash. Raises Conflict where the login or the agent is taken, NotFound
        where there is no such agent."""
        try:
            with self._database.begin() as session:
                if agent_id is not None:
                    agent_row(session, agent_id)
                row = AccountRow(
                    id=new_id("account"),
                    login=login,
                    name=name,
                    role=role,
                    password=password,
                    agent_id=agent_id,
                    company_id=company_id,
                    totp_step=0,
                    recovery_codes=[],
                    created_at=self._clock(),
                )
                session.add(row)
                session.flush()
                return row.value()
        except IntegrityError:
            raise Conflict("another account has this login, or is this agent") from None

    def any(self) -> bool:
        with self._database.session() as session:
            return bool(session.scalar(select(exists(select(AccountRow.id)))))

    def has(self, login: str) -> bool:
        """Disabled or not."""
        of_login = select(AccountRow.id).where(AccountRow.login == login)
        with self._database.session() as session:
            return session.scalar(of_login) is not None

    def list(self) -> tuple[Account, ...]:
        """Everybody, by login; the disabled too."""
        with self._database.session() as session:
            rows = session.scalars(select(AccountRow).order_by(AccountRow.login))
            return tuple(row.value() for row in rows)

    def get(self, account_id: str) -> Account:
        """Raises NotFound."""
        with self._database.session() as session:
            return account_row(session, account_id).value()

    def named(self, login: str) -> Proofs | None:
        """The account with this login; None where there is none, or it is disabled."""
        of_login = select(AccountRow).where(
            AccountRow.login == login, AccountRow.disabled_at.is_(None)
        )
        with self._database.session() as session:
            row = session.scalar(of_login)
            return _proofs(row) if row else None

    def of_company(self, company_id: str) -> Account | None:
        """Disabled or not."""
        theirs = select(AccountRow).where(AccountRow.company_id == company_id)
        with self._database.session() as session:
            row = session.scalar(theirs)
            return row.value() if row else None

    def proofs(self, account_id: str) -> Proofs:
        """Raises NotFound."""
        with self._database.session() as session:
            return _proofs(account_row(session, account_id))

    def change(
        self,
        account_id: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        disabled: bool | None = None,
        agent_id: str | None = None,
    ) -> Account:
        """Change what is given; who is disabled is signed out. Raises NotFound."""
        with self._database.begin() as session:
            row = account_row(session, account_id, held=True)
            row.name = name or row.name
            row.role = role or row.role
            row.agent_id = agent_id or row.agent_id
            if disabled is not None:
                row.disabled_at = (row.disabled_at or self._clock()) if disabled else None
            if row.disabled_at is not None:
                _sign_out(session, account_id)
            return row.value()

    def set_password(self, account_id: str, password: str) -> None:
        """`password` is a hash; whoever is signed in with the old one is no more."""
        with self._database.begin() as session:
            account_row(session, account_id, held=True).password = password
            _sign_out(session, account_id)

    def renew_hash(self, account_id: str, password: str) -> None:
        """The same password, hashed anew: nobody is signed out."""
        with self._database.begin() as session:
            account_row(session, account_id, held=True).password = password

    def signed_in(self, account_id: str) -> None:
        with self._database.begin() as session:
            account_row(session, account_id, held=True).signed_in_at = self._clock()

    def offer_second_factor(self, account_id: str, totp: str) -> None:
        """A secret to be confirmed by a code; until then the old one, or none, is asked for."""
        with self._database.begin() as session:
            account_row(session, account_id, held=True).totp_offered = totp

    def offered_second_factor(self, account_id: str) -> str | None:
        with self._database.session() as session:
            return account_row(session, account_id).totp_offered

    def begin_second_factor(
        self, account_id: str, totp: str, step: int, recovery_codes: Collection[str]
    ) -> None:
        """The offered secret, confirmed by the code of `step`. Raises Conflict where another was
        offered meanwhile."""
        with self._database.begin() as session:
            row = account_row(session, account_id, held=True)
            if row.totp_offered != totp:
                raise Conflict("another second factor was begun meanwhile; begin again")
            row.totp, row.totp_offered, row.totp_step = totp, None, step
            row.recovery_codes = sorted(recovery_codes)

    def end_second_factor(self, account_id: str, *, sign_out: bool = False) -> None:
        """With `sign_out` whoever is signed in is no more. Raises NotFound."""
        with self._database.begin() as session:
            row = account_row(session, account_id, held=True)
            row.totp = row.totp_offered = None
            row.totp_step, row.recovery_codes = 0, []
            if sign_out:
                _sign_out(session, account_id)

    def use_step(self, account_id: str, step: int) -> bool:
        """Whether no code of this step or a later one was used before; from now on it was."""
        with self._database.begin() as session:
            row = account_row(session, account_id, held=True)
            if step <= row.totp_step:
                return False
            row.totp_step = step
            return True

    def use_recovery_code(self, account_id: str, digest: str) -> bool:
        """Whether the code was there; from now on it is not."""
        with self._database.begin() as session:
            row = account_row(session, account_id, held=True)
            left = [each for each in row.recovery_codes if each != digest]
            found = len(left) < len(row.recovery_codes)
            row.recovery_codes = left
            return found


def account_row(session: Session, account_id: str, *, held: bool = False) -> AccountRow:
    """The account, where `held` locked until the transaction ends. Raises NotFound."""
    row = session.get(AccountRow, account_id, with_for_update=True if held else None)
    if row is None:
        raise NotFound(f"no account {account_id}")
    return row


def _proofs(row: AccountRow) -> Proofs:
    return Proofs(
        account=row.value(),
        password=row.password,
        totp=row.totp,
        totp_step=row.totp_step,
        recovery_codes=frozenset(row.recovery_codes),
    )


def _sign_out(session: Session, account_id: str) -> None:
    session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))
