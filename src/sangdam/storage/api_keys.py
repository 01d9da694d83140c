"""API keys: shown once, kept as their sha256, good until they are revoked or expire."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import select

from sangdam.errors import NotFound
from sangdam.models import ApiKey, Role
from sangdam.ports import Clock
from sangdam.storage.access_tables import ApiKeyRow
from sangdam.storage.database import Database
from sangdam.storage.keys import digest, new_secret
from sangdam.storage.timeline import new_id

PREFIX = "sgd_"
HINT = len(PREFIX) + 4
"""So many letters of a key are kept, to tell it from others."""
USED_AGAIN = timedelta(minutes=1)


class ApiKeys:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, name: str, role: Role, expires_at: datetime | None) -> tuple[ApiKey, SecretStr]:
        """The new key, and it in clear for the only time."""
        secret = PREFIX + new_secret()
        row = ApiKeyRow(
            id=new_id("key"),
            digest=digest(secret),
            name=name,
            role=role,
            hint=secret[:HINT],
            created_at=self._clock(),
            expires_at=expires_at,
        )
        with self._database.begin() as session:
            session.add(row)
            session.flush()
            return row.value(), SecretStr(secret)

    def list(self) -> tuple[ApiKey, ...]:
        """All, the newest first; those that are over too."""
        newest = select(ApiKeyRow).order_by(ApiKeyRow.created_at.desc(), ApiKeyRow.id)
        with self._database.session() as session:
            return tuple(row.value() for row in session.scalars(newest))

    def find(self, secret: str) -> ApiKey | None:
        """The key that this is; None where it opens nothing (any more)."""
        if not secret.startswith(PREFIX):
            return None
        now = self._clock()
        with self._database.session() as session:
            row = session.scalar(select(ApiKeyRow).where(ApiKeyRow.digest == digest(secret)))
            if row is None or row.revoked_at or (row.expires_at and row.expires_at <= now):
                return None
            key = row.value()
        if key.used_at is None or now - key.used_at > USED_AGAIN:
            self._used(key.id)
        return key

    def revoke(self, key_id: str) -> ApiKey:
        """From now on it opens nothing. Raises NotFound."""
        with self._database.begin() as session:
            row = session.get(ApiKeyRow, key_id, with_for_update=True)
            if row is None:
                raise NotFound(f"no API key {key_id}")
            row.revoked_at = row.revoked_at or self._clock()
            return row.value()

    def _used(self, key_id: str) -> None:
        with self._database.begin() as session:
            session.get_one(ApiKeyRow, key_id, with_for_update=True).used_at = self._clock()
