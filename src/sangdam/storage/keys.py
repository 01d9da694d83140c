"""The operator's key and the tokens that prove a customer's right to a conversation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy.exc import IntegrityError

from sangdam.errors import Forbidden
from sangdam.ports import Clock
from sangdam.storage.database import Database
from sangdam.storage.tables import SecretRow

RANDOM_BYTES = 32
"""Length of a made key. So much chance needs no slow hash: nobody can try it out."""

TOKEN_DAYS = 30
"""How long a customer's browser may come back to a conversation."""


OPERATOR_KEY = "operator_key"
"""Under this name the operator key's sha256 is kept."""


class OperatorKey:
    """Opens desk, search, metrics and traces. Only its sha256 is stored.

    A given key is the only valid one and is not stored at all.
    """

    def __init__(self, database: Database, clock: Clock, given: SecretStr | None = None) -> None:
        self.made: SecretStr | None = None
        """The key in clear at the very start that made it, to be printed once; else None."""
        if given is not None:
            self._digest = digest(given.get_secret_value())
            return
        made = _fresh_key()
        self._digest = _kept(database, clock, OPERATOR_KEY, digest(made))
        if _equal(self._digest, digest(made)):
            self.made = SecretStr(made)

    def opens(self, candidate: str) -> bool:
        return _equal(self._digest, digest(candidate))


class OperatorKeys:
    """The kept operator key seen from outside: a running service takes a change at its next
    start."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def made_at(self) -> datetime | None:
        """None where there is no key yet."""
        with self._database.session() as session:
            row = session.get(SecretRow, OPERATOR_KEY)
            return row.created_at if row else None

    def renew(self) -> SecretStr:
        """The new key in clear; the old one is gone."""
        made = _fresh_key()
        row = SecretRow(name=OPERATOR_KEY, value=digest(made), created_at=self._clock())
        with self._database.begin() as session:
            session.merge(row)
        return SecretStr(made)

    def revoke(self) -> bool:
        """Whether there was one. The next start makes and prints a new one."""
        with self._database.begin() as session:
            row = session.get(SecretRow, OPERATOR_KEY)
            if row is not None:
                session.delete(row)
            return row is not None


class ConversationTokens:
    """`conversation_id.expires.signature`: UNIX seconds, and HMAC-SHA256 by this deployment."""

    def __init__(self, database: Database, clock: Clock, days: float = TOKEN_DAYS) -> None:
        fresh = secrets.token_hex(RANDOM_BYTES)
        self._secret = bytes.fromhex(_kept(database, clock, "token_secret", fresh))
        self._clock = clock
        self._life = timedelta(days=days)

    def issue(self, conversation_id: str) -> str:
        expires = int((self._clock() + self._life).timestamp())
        signed = f"{conversation_id}.{expires}"
        return f"{signed}.{self._signature(signed)}"

    def verify(self, token: str, conversation_id: str) -> None:
        """Raises Forbidden, always with the same words, for every token but a right one."""
        if not _equal(self.conversation(token), conversation_id):
            raise _not_yours()

    def conversation(self, token: str) -> str:
        """The id of the conversation that this token opens. Raises Forbidden as `verify` does."""
        signed, _, signature = token.rpartition(".")
        if not _equal(self._signature(signed), signature):
            raise _not_yours()
        conversation_id, _, expires = signed.rpartition(".")
        if self._clock().timestamp() >= int(expires):
            raise _not_yours()
        return conversation_id

    def _signature(self, signed: str) -> str:
        digest = hmac.digest(self._secret, _bytes(signed), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _kept(database: Database, clock: Clock, name: str, fresh: str) -> str:
    """The secret kept under this name; from now on `fresh` where there was none."""
    try:
        with database.begin() as session:
            row = session.get(SecretRow, name)
            if row is not None:
                return row.value
            session.add(SecretRow(name=name, value=fresh, created_at=clock()))
    except IntegrityError:
        # Another process of a new deployment was first.
        with database.session() as session:
            return session.get_one(SecretRow, name).value
    return fresh


def _fresh_key() -> str:
    return f"sangdam_{new_secret()}"


def new_secret() -> str:
    return secrets.token_urlsafe(RANDOM_BYTES)


def digest(key: str) -> str:
    """What is stored of a random secret in its place."""
    return hashlib.sha256(_bytes(key)).hexdigest()


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(_bytes(one), _bytes(other))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _not_yours() -> Forbidden:
    return Forbidden("this needs the conversation's own token")
