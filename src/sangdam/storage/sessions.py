"""Who is signed in, and until when."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, select

from sangdam.models import Account
from sangdam.ports import Clock
from sangdam.storage.access_tables import AccountRow, SessionRow
from sangdam.storage.database import Database
from sangdam.storage.keys import digest, new_secret

SEEN_AGAIN = timedelta(minutes=1)
"""A sign of life this soon after the last one is not worth writing down."""


class Sessions:
    """A session ends when it was not used for `idle`, and at the latest after `life`."""

    def __init__(
        self, database: Database, clock: Clock, *, idle: timedelta, life: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self._idle = idle
        self._life = life

    def begin(self, account_id: str) -> str:
        """What the browser is to bring from now on; it is stored nowhere in clear."""
        secret, now = new_secret(), self._clock()
        row = SessionRow(digest=digest(secret), account_id=account_id, created_at=now, seen_at=now)
        with self._database.begin() as session:
            session.add(row)
        return secret

    def account(self, secret: str) -> Account | None:
        """Who brings it, as they are now; None where it opens nothing (any more)."""
        now = self._clock()
        found = (
            select(AccountRow, SessionRow.seen_at)
            .join(SessionRow, SessionRow.account_id == AccountRow.id)
            .where(
                SessionRow.digest == digest(secret),
                SessionRow.seen_at > now - self._idle,
                SessionRow.created_at > now - self._life,
                AccountRow.disabled_at.is_(None),
            )
        )
        with self._database.session() as session:
            row = session.execute(found).one_or_none()
            if row is None:
                return None
            account, seen_at = row[0].value(), row[1]
        if now - seen_at > SEEN_AGAIN:
            self._see(secret)
        return account

    def end(self, secret: str) -> None:
        with self._database.begin() as session:
            session.execute(delete(SessionRow).where(SessionRow.digest == digest(secret)))

    def sweep(self) -> None:
        """Forget those that are over."""
        now = self._clock()
        over = or_(
            SessionRow.seen_at <= now - self._idle, SessionRow.created_at <= now - self._life
        )
        with self._database.begin() as session:
            session.execute(delete(SessionRow).where(over))

    def _see(self, secret: str) -> None:
        with self._database.begin() as session:
            row = session.get(SessionRow, digest(secret), with_for_update=True)
            if row is not None:
                row.seen_at = self._clock()
