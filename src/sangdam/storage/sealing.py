"""What customers wrote is readable in a row, and sealed in its column.

A row class says which of its columns are sealed; whoever works with rows knows nothing of it.
Before a session writes, everything new is sealed with the key of the row's conversation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, Generic, Protocol, TypeVar, overload

from pydantic import TypeAdapter
from sqlalchemy import LargeBinary, inspect, select
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session, object_session
from sqlalchemy.types import TypeDecorator

from sangdam.errors import NotFound, SetupError
from sangdam.storage.vault import HOUSE, DataKey, Vault, key_of

V = TypeVar("V")
KEYRING = "keyring"
"""Where a session knows its Keyring by."""


class Unsealed(Generic[V]):
    """A new value on its way into a sealed column."""

    def __init__(self, value: V) -> None:
        self.value = value


Kept = bytes | Unsealed[Any]


class SealedBytes(TypeDecorator[Kept]):
    """A sealed text; empty where the text is empty. What was not sealed is never written."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Kept | None, _dialect: Dialect) -> bytes | None:
        if isinstance(value, Unsealed):
            raise TypeError("a customer's text must be sealed before it is stored")
        return value


class Row(Protocol):
    def key_id(self, session: Session) -> str: ...


class Sealed(Generic[V]):
    """An attribute whose value is kept in the sealed column of the same name with `sealed_`
    before it. On the class it is that column."""

    def __init__(self, kind: Any) -> None:
        """`kind` is the type of its values, as pydantic reads it; str is kept as it is."""
        self._kind = kind
        self._json: TypeAdapter[V] | None = None if kind is str else TypeAdapter(kind)

    def __set_name__(self, _owner: type, name: str) -> None:
        self._column = f"sealed_{name}"

    @overload
    def __get__(self, row: None, owner: type) -> InstrumentedAttribute[Kept | None]: ...
    @overload
    def __get__(self, row: object, owner: type) -> V: ...
    def __get__(self, row: object | None, owner: type) -> V | InstrumentedAttribute[Kept | None]:
        if row is None:
            column: InstrumentedAttribute[Kept | None] = getattr(owner, self._column)
            return column
        kept: Kept | None = getattr(row, self._column)
        if kept is None:
            return None  # type: ignore[return-value]  # V is optional then
        if isinstance(kept, Unsealed):
            value: V = kept.value
            return value
        return self._read(keyring_of(row).open(kept, place_of(row, self._column)))

    def __set__(self, row: object, value: V) -> None:
        setattr(row, self._column, None if value is None else Unsealed(value))

    @property
    def column(self) -> str:
        return self._column

    def seal(self, row: Row, session: Session) -> None:
        kept: Kept | None = getattr(row, self._column)
        if isinstance(kept, Unsealed):
            setattr(row, self._column, self.sealed(row, kept, session))

    def sealed(self, row: Row, new: Unsealed[V], session: Session) -> bytes:
        """A new value as it is stored in this row."""
        place = place_of(row, self._column)
        return keyring_in(session).seal(self._written(new.value), row.key_id(session), place)

    def _written(self, value: V) -> bytes:
        if self._json is None:
            return str(value).replace("\x00", "").encode("utf-8", "surrogatepass")
        return self._json.dump_json(value)

    def _read(self, plain: bytes) -> V:
        if self._json is None:
            text: Any = plain.decode("utf-8", "surrogatepass")
            return text  # type: ignore[no-any-return]
        return self._json.validate_json(plain)


class Keyring:
    """The data keys that one session has used."""

    def __init__(self, vault: Vault | None, session: Session, table: type[Any]) -> None:
        """`table` is the rows' class that holds the wrapped keys."""
        self._vault = vault
        self._session = session
        self._table = table
        self._keys: dict[str, DataKey] = {}

    @property
    def vault(self) -> Vault:
        """Raises SetupError where the database was opened without a master key."""
        if self._vault is None:
            raise SetupError("the database was opened without its master key: nothing is readable")
        return self._vault

    def seal(self, plain: bytes, key_id: str, place: str) -> bytes:
        return self.key(key_id).seal(plain, place) if plain else b""

    def open(self, kept: bytes, place: str) -> bytes:
        """Raises NotFound where its key was destroyed."""
        return self.key(key_of(kept)).open(kept, place) if kept else b""

    def key(self, key_id: str) -> DataKey:
        if key_id not in self._keys:
            self.fetch([key_id])
        if key_id not in self._keys:
            raise NotFound("the key of this text was destroyed")
        return self._keys[key_id]

    def index(self, customer: str) -> str:
        """Finds the customer's rows, and tells nobody who they are."""
        return self.settled().index(customer)

    def settled(self) -> Vault:
        """The vault, once it knows the database's house key."""
        if not self.vault.settled:
            house = select(self._table.wrapped).where(self._table.id == HOUSE)
            with self._session.no_autoflush:
                self.vault.move_in(self._session.scalars(house).one())
        return self.vault

    def fetch(self, key_ids: Iterable[str]) -> None:
        """Have these keys at hand, by one look for all of them."""
        missing = set(key_ids) - set(self._keys)
        if not missing:
            return
        wanted = select(self._table.id, self._table.wrapped).where(self._table.id.in_(missing))
        with self._session.no_autoflush:
            for key_id, wrapped in self._session.execute(wanted):
                self.keep(key_id, wrapped)

    def keep(self, key_id: str, wrapped: bytes) -> None:
        """Have a key at hand that was read or made anyway."""
        self._keys[key_id] = self.vault.unwrap(key_id, wrapped)


def keyring_in(session: Session) -> Keyring:
    keyring: Keyring = session.info[KEYRING]
    return keyring


def fetch_keys(session: Session, kept: Iterable[Kept | None]) -> None:
    """Have the keys of all these sealed texts at hand, by one look."""
    keyring_in(session).fetch({key_of(text) for text in kept if isinstance(text, bytes) and text})


def keyring_of(row: object) -> Keyring:
    session = object_session(row)
    if session is None:
        raise TypeError("a sealed value is read while its row's session is open")
    return keyring_in(session)


def place_of(row: object, column: str) -> str:
    """Table, row and column: what a sealed text belongs to."""
    state = inspect(row, raiseerr=True)
    table = state.mapper.local_table.name
    return place(table, column, *(getattr(row, key.key) for key in state.mapper.primary_key))


def place(table: str, column: str, *identity: object) -> str:
    return json.dumps([table, column, *identity], ensure_ascii=False)


def seal_new(session: Session, _context: object, _instances: object) -> None:
    """Called by SQLAlchemy before it writes."""
    for row in (*session.new, *session.dirty):
        for attribute in sealed_in(kind_of(row)):
            attribute.seal(row, session)


def kind_of(row: DeclarativeBase) -> type[DeclarativeBase]:
    return type(row)


@cache
def sealed_in(kind: type[DeclarativeBase]) -> tuple[Sealed[Any], ...]:
    """The sealed attributes of a class of rows."""
    return tuple(value for value in vars(kind).values() if isinstance(value, Sealed))
