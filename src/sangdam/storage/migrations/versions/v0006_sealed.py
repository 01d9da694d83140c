"""What customers wrote is sealed with keys of their own.

It needs the master key where there are rows to seal or to open. Of the readable columns nothing
is left in the file once `Database.migrate` has wiped it.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from sangdam.errors import SetupError
from sangdam.storage.data_keys import move_in
from sangdam.storage.sealing import place
from sangdam.storage.vault import DataKey, Vault, new_key_id

revision = "0006"
down_revision: str | None = "0005"

MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(32)
AT_ONCE = 500
"""Rows that are held in memory."""
NEEDS_KEY = (
    "this database holds readable texts, and sealing them needs the master key: start the service"
    " with SANGDAM_MASTER_KEY, or let it make one in the data folder"
)
Kind = type[sa.types.TypeEngine[Any]]
TEXTS: dict[str, dict[str, Kind]] = {
    "conversations": {"customer": sa.String, "contact": sa.String},
    "turns": {"reply": sa.JSON},
    "messages": {"text": sa.String, "question": sa.String},
    "attachments": {"name": sa.String},
    "tickets": {"summary": sa.JSON},
    "traces": {"trace": sa.JSON},
    "feedback": {"reason": sa.String},
}
"""The columns to seal, with the types that they had."""
IDENTITY = {"traces": "turn_id", "feedback": "turn_id"}
JOINED = {
    "conversations": "",
    "feedback": "JOIN turns u ON u.id = t.turn_id JOIN conversations c ON c.id = u.conversation_id",
}
TO_CONVERSATION = "JOIN conversations c ON c.id = t.conversation_id"


def upgrade() -> None:
    op.create_table(
        "data_keys",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("customer_index", sa.String, unique=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.execute("ALTER TABLE conversations ADD COLUMN data_key_id VARCHAR REFERENCES data_keys(id)")
    op.add_column("conversations", sa.Column("customer_index", sa.String))
    for column in ("data_key_id", "customer_index"):
        op.create_index(f"ix_conversations_{column}", "conversations", [column])
    op.add_column("traces", sa.Column("outcome", WORD))
    op.add_column("traces", sa.Column("reason_code", WORD))
    for table, columns in TEXTS.items():
        for name in columns:
            op.add_column(table, sa.Column(f"sealed_{name}", sa.LargeBinary))
    if _has_rows():
        _seal_all(op.get_bind(), _vault())
    for table, columns in TEXTS.items():
        for name in columns:
            op.drop_column(table, name)
    with op.batch_alter_table("traces") as traces:
        traces.alter_column("outcome", existing_type=WORD, nullable=False)


def downgrade() -> None:
    """A customer's tier comes back where they have a conversation, which knows their id; files of
    customers stay sealed."""
    for table, columns in TEXTS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind))
    if _has_rows():
        _open_all(op.get_bind(), _vault())
    for table, columns in TEXTS.items():
        for name in columns:
            op.drop_column(table, f"sealed_{name}")
    for column in ("outcome", "reason_code"):
        op.drop_column("traces", column)
    for column in ("data_key_id", "customer_index"):
        op.drop_index(f"ix_conversations_{column}", "conversations")
        op.drop_column("conversations", column)
    op.drop_table("data_keys")


def _has_rows() -> bool:
    for table in ("conversations", "customers"):
        if op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first():
            return True
    return False


def _vault() -> Vault:
    config = op.get_context().config
    vault: Vault | None = config.attributes.get("vault") if config else None
    if vault is None:
        raise SetupError(NEEDS_KEY)
    move_in(op.get_bind(), vault, None)
    return vault


def _seal_all(connection: sa.Connection, vault: Vault) -> None:
    _give_keys(connection, vault)
    for (customer,) in connection.execute(sa.text("SELECT id FROM customers")).all():
        _set(connection, "customers", "id", customer, {"id": vault.index(customer)})
    # An equal first message is no longer found: its key was a digest of readable words.
    connection.execute(sa.text("UPDATE conversations SET opening_key = NULL"))
    keys = _Keys(connection, vault)
    for table, columns in TEXTS.items():
        key = IDENTITY.get(table, "id")
        for row in _rows(connection, table, tuple(columns)):
            sealed: dict[str, object] = {}
            for name, kind in columns.items():
                if row[name] is not None:
                    plain = _as_json(row[name]) if kind is sa.JSON else row[name].encode()
                    where = place(table, f"sealed_{name}", row["id"])
                    sealed[f"sealed_{name}"] = keys[row["key_id"]].seal(plain, where)
            if table == "traces":
                trace = json.loads(_as_json(row["trace"]))
                sealed |= {name: trace.get(name) for name in ("outcome", "reason_code")}
            _set(connection, table, key, row["id"], sealed)


def _open_all(connection: sa.Connection, vault: Vault) -> None:
    keys = _Keys(connection, vault)
    names: dict[str, str] = {}
    for table, columns in TEXTS.items():
        key = IDENTITY.get(table, "id")
        for row in _rows(connection, table, tuple(f"sealed_{name}" for name in columns)):
            opened: dict[str, object] = {}
            for name in columns:
                kept = row[f"sealed_{name}"]
                if kept is not None:
                    where = place(table, f"sealed_{name}", row["id"])
                    opened[name] = keys[row["key_id"]].open(bytes(kept), where).decode()
            if opened.get("customer"):
                names[vault.index(str(opened["customer"]))] = str(opened["customer"])
            _set(connection, table, key, row["id"], opened)
    for (index,) in connection.execute(sa.text("SELECT id FROM customers")).all():
        if index in names:
            _set(connection, "customers", "id", index, {"id": names[index]})
        else:
            connection.execute(sa.text("DELETE FROM customers WHERE id = :id"), {"id": index})


def _give_keys(connection: sa.Connection, vault: Vault) -> None:
    theirs: dict[str, str] = {}
    found = connection.execute(sa.text("SELECT id, customer FROM conversations")).all()
    for conversation_id, customer in found:
        index = vault.index(customer) if customer else None
        key_id = theirs.get(index) if index else None
        if key_id is None:
            key_id = new_key_id()
            _add_key(connection, vault, key_id, index)
            theirs |= {index: key_id} if index else {}
        values: dict[str, object] = {"data_key_id": key_id, "customer_index": index}
        _set(connection, "conversations", "id", conversation_id, values)


def _add_key(connection: sa.Connection, vault: Vault, key_id: str, index: str | None) -> None:
    table = sa.table(
        "data_keys",
        sa.column("id", sa.String),
        sa.column("customer_index", sa.String),
        sa.column("wrapped", sa.LargeBinary),
        sa.column("created_at", MOMENT),
    )
    new = sa.insert(table).values(
        id=key_id,
        customer_index=index,
        wrapped=vault.new_wrapped(key_id),
        created_at=datetime.now(UTC),
    )
    connection.execute(new)


class _Keys(dict[str, DataKey]):
    def __init__(self, connection: sa.Connection, vault: Vault) -> None:
        super().__init__()
        self._connection = connection
        self._vault = vault

    def __missing__(self, key_id: str) -> DataKey:
        its = sa.text("SELECT wrapped FROM data_keys WHERE id = :id")
        wrapped = self._connection.execute(its, {"id": key_id}).scalar_one()
        self[key_id] = self._vault.unwrap(key_id, bytes(wrapped))
        return self[key_id]


def _rows(
    connection: sa.Connection, table: str, columns: tuple[str, ...]
) -> Iterator[sa.RowMapping]:
    """Every row as id, key_id and these columns, some at a time and in the order of ids."""
    join = JOINED.get(table, TO_CONVERSATION)
    owner = "t" if table == "conversations" else "c"
    key = f"t.{IDENTITY.get(table, 'id')}"
    wanted = ", ".join(f"t.{name}" for name in columns)
    page = sa.text(
        f"SELECT {key} AS id, {owner}.data_key_id AS key_id, {wanted} FROM {table} t {join}"
        f" WHERE {key} > :last ORDER BY {key} LIMIT {AT_ONCE}"
    )
    last = ""
    while rows := connection.execute(page, {"last": last}).mappings().all():
        yield from rows
        last = rows[-1]["id"]


def _set(
    connection: sa.Connection, table: str, key: str, identity: str, values: dict[str, object]
) -> None:
    if not values:
        return
    changes = ", ".join(f"{name} = :{name}" for name in values)
    change = sa.text(f"UPDATE {table} SET {changes} WHERE {key} = :identity")
    connection.execute(change, {**values, "identity": identity})


def _as_json(value: object) -> bytes:
    """SQLite hands JSON out as text, PostgreSQL as what it means."""
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
