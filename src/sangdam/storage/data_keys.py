"""Which data key seals what: one for each customer, and one for each conversation of nobody's."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.orm import Session

from sangdam.errors import Forbidden
from sangdam.storage.sealing import keyring_in
from sangdam.storage.tables import ConversationRow, KeyRow
from sangdam.storage.vault import HOUSE, Vault, new_key_id
from sangdam.storage.writing import write


def key_for(session: Session, customer: str | None, now: datetime) -> str:
    """Id of the key for a new conversation of this customer: a new one where they have none, or
    where nobody is named."""
    index = keyring_in(session).index(customer) if customer else None
    if index is not None:
        its = select(KeyRow.id, KeyRow.wrapped).where(KeyRow.customer_index == index)
        if (found := session.execute(its).first()) is not None:
            key_id, wrapped = found
            keyring_in(session).keep(key_id, wrapped)
            return key_id
    key_id = new_key_id()
    wrapped = keyring_in(session).vault.new_wrapped(key_id)
    keyring_in(session).keep(key_id, wrapped)
    write(session, KeyRow(id=key_id, customer_index=index, wrapped=wrapped, created_at=now))
    return key_id


def name_customer(
    session: Session, row: ConversationRow, customer: str | None, *, verified: bool
) -> None:
    """The first id that a channel gives stays. The conversation keeps its key. Raises Forbidden
    where it is proven to be somebody else who writes now."""
    if not customer:
        return
    index = keyring_in(session).index(customer)
    if row.customer_index is None:
        row.customer, row.customer_index = customer, index
    if verified and row.customer_index != index:
        raise Forbidden("this conversation is another customer's: begin a new one")
    row.verified = row.verified or verified


def move_in(connection: Connection, vault: Vault, former: Vault | None) -> int:
    """Have the vault know the database's house key, made where there is none. Where the former
    master key wrapped the data keys, wrap them all anew; returns how many.

    Raises SetupError where neither master key wrapped them.
    """
    keys = KeyRow.__table__
    assert isinstance(keys, Table)
    held = select(keys.c.wrapped).where(keys.c.id == HOUSE).with_for_update()
    wrapped = connection.scalar(held)
    renewed = 0
    if wrapped is None:
        wrapped = vault.new_wrapped(HOUSE)
        now = datetime.now(UTC)
        connection.execute(insert(keys).values(id=HOUSE, wrapped=wrapped, created_at=now))
    elif former is not None and not vault.wraps(HOUSE, wrapped):
        renewed = _rewrap(connection, keys, former, vault)
        wrapped = connection.scalar(held)
    assert wrapped is not None
    vault.move_in(wrapped)
    return renewed


def _rewrap(connection: Connection, keys: Table, former: Vault, vault: Vault) -> int:
    """In one transaction: a database under two master keys could not be started."""
    stored = connection.execute(select(keys.c.id, keys.c.wrapped)).all()
    for key_id, wrapped in stored:
        renewed = former.rewrap(key_id, wrapped, vault)
        connection.execute(update(keys).where(keys.c.id == key_id).values(wrapped=renewed))
    return len(stored)
