"""What the shop itself told of its customers."""

from __future__ import annotations

from sangdam.storage.database import Database
from sangdam.storage.sealing import keyring_in
from sangdam.storage.tables import CustomerRow


class Customers:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, customer_id: str, *, tier: str) -> None:
        """`tier` is the shop's own word; a newer one takes the older's place."""
        with self._database.begin() as session:
            session.merge(CustomerRow(id=keyring_in(session).index(customer_id), tier=tier))

    def index(self, customer_id: str) -> str:
        """What stands for the customer wherever their id must not."""
        with self._database.session() as session:
            return keyring_in(session).index(customer_id)

    def tier(self, customer_id: str | None) -> str | None:
        if customer_id is None:
            return None
        with self._database.session() as session:
            row = session.get(CustomerRow, keyring_in(session).index(customer_id))
            return row.tier if row else None
