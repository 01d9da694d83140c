"""The one door to the database: SQLite in a file, or PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from alembic.util import CommandError
from pydantic import SecretStr
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
)
from sqlalchemy.orm import Session, sessionmaker

from sangdam.errors import SetupError
from sangdam.models import NewsType
from sangdam.storage import revisions
from sangdam.storage.absence import told_as_unavailable
from sangdam.storage.data_keys import move_in
from sangdam.storage.kept_connections import KEPT, MORE_AT_ONCE, look_at_rested
from sangdam.storage.sealing import KEYRING, Keyring, seal_new
from sangdam.storage.sole import SoleProcess
from sangdam.storage.tables import Base, KeyRow
from sangdam.storage.vault import Vault
from sangdam.storage.wiping import wipe
from sangdam.storage.wire import Told, Wire
from sangdam.storage.writers import Writers

BUSY_MILLISECONDS = 10_000
"""How long a SQLite writer waits for another one before it gives up."""

WAIT_FOR_CONNECTION_S = 5
"""How long a thread waits for one of the pool's connections."""

LOST_LINE = {
    "connect_timeout": 3,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8_000,
}
"""How soon a connection counts as lost over which nothing comes back: after 8 s. All but the last,
which is in milliseconds, in seconds; an option in the URL wins."""

Newest = Mapping[str, int]
"""Conversation id -> the number of its newest event."""

Whisper = Mapping[str, str | None]
"""Told to the other processes as it is, and stored nowhere."""

NEWEST, WHISPER, FORGET = "newest", "whisper", "forget"
"""What is told to other processes, by these names."""

Subscriptions = Mapping[str, frozenset[NewsType]]
"""Name of a destination -> what it is told of."""

SUBSCRIPTIONS = "subscriptions"
"""Where a writing session knows them by."""

SAMPLES = "pg_statistic"
"""Where PostgreSQL keeps values that it took from the tables' columns."""

EXAMPLES = "sqlite:///data/sangdam.db or postgresql://user:password@host/name"


class Database:
    """An engine and its transactions. Raises SetupError where it cannot be opened."""

    def __init__(
        self,
        url: str,
        *,
        master: SecretStr | None = None,
        former_master: SecretStr | None = None,
        subscriptions: Subscriptions | None = None,
    ) -> None:
        """Without the master key no customer's text can be written or read. Data keys that the
        former one wrapped are wrapped anew by `migrate`."""
        self._subscriptions = subscriptions or {}
        self.vault = Vault(master) if master else None
        self._former_vault = Vault(former_master) if former_master else None
        self.rewrapped = 0
        """How many data keys got another master key at this start."""
        self._url = _read(url)
        self._engine = _engine(self._url)
        self._writer = self._engine.execution_options(writes=True)
        self._embedded = self._url.get_backend_name() == "sqlite"
        alone = {} if self._embedded else {"isolation_level": "AUTOCOMMIT"}
        self._reader = self._engine.execution_options(**alone)
        self._alone = self._writer.execution_options(**alone)
        self._sessions = sessionmaker()
        event.listen(self._sessions, "before_flush", seal_new)
        self._listeners: list[Callable[[Newest], None]] = []
        self._forgetting: list[Callable[[], None]] = []
        self._whispered_to: list[Callable[[Whisper], None]] = []
        self._writers = Writers() if self._embedded else None
        self._sole: SoleProcess | None = None
        self._wire = None if self._embedded else Wire(self._engine, self._heard)

    def occupy(self) -> None:
        """Be the service that works on it. Any number may on PostgreSQL; on SQLite raises
        InUse where another one does already."""
        if self._embedded and self._url.database:
            self._sole = SoleProcess(Path(self._url.database))

    def listen(self, listener: Callable[[Newest], None]) -> None:
        """Have the listener called with what each transaction told, right after its end: one of
        this process in the thread that made it, one of another in a thread of its own. It must
        return at once."""
        self._listeners.append(listener)
        self._hear_others()

    def overhear(self, listener: Callable[[Whisper], None]) -> None:
        """Have the listener called with what other processes whisper; it must return at once."""
        self._whispered_to.append(listener)
        self._hear_others()

    @property
    def kind(self) -> str:
        """sqlite or postgresql."""
        return self._url.get_backend_name()

    def ping(self) -> None:
        """Raises Unavailable where it is away."""
        with self.session() as session:
            session.execute(select(1))

    def processes(self) -> int:
        """How many services work on it now."""
        return self._wire.listeners() if self._wire else 1

    def whisper(self, whisper: Whisper) -> None:
        """Tell the other processes what nobody stores."""
        if self._wire is not None:
            with told_as_unavailable(), self._writer.begin() as connection:
                self._wire.tell(connection, {WHISPER: whisper})

    def on_forgetting(self, listener: Callable[[], None]) -> None:
        """Have the listener called whenever a process erased somebody; it must return at once."""
        self._forgetting.append(listener)
        self._hear_others()

    def forget(self) -> None:
        """Have every process drop what it remembers of customers' words."""
        self._forget()
        if self._wire is not None:
            with self._writer.begin() as connection:
                self._wire.tell(connection, {FORGET: True})

    def _forget(self) -> None:
        for listener in self._forgetting:
            listener()

    def migrate(self) -> None:
        """Bring the schema to this version of the code; nothing happens where it is there."""
        try:
            self._upgrade()
        except CommandError:
            raise SetupError(
                f"the database {self.shown} was written by a newer version of Sangdam;"
                " run that version, or give another database"
            ) from None
        except DBAPIError as error:
            raise SetupError(
                f"the database {self.shown} can't be opened: {self.reason(error)}"
            ) from None

    @property
    def shown(self) -> str:
        """The URL without password and options, which can hold one too."""
        return self._url.set(query={}).render_as_string(hide_password=True)

    def reason(self, error: DBAPIError) -> str:
        """What the driver said, without secrets."""
        said = str(error.orig).strip()
        for secret in filter(None, (self._url.password, self._url.query.get("password"))):
            said = said.replace(str(secret), "***")
        return said.splitlines()[0] if said else type(error.orig).__name__

    def _upgrade(self) -> None:
        try:
            self._upgrade_once()
        except (IntegrityError, ProgrammingError):
            # Processes that start together on an empty database: the first made the tables.
            self._upgrade_once()

    def _upgrade_once(self) -> None:
        with self._writer.begin() as connection:
            before = revisions.revision_of(connection)
            revisions.upgrade(connection, vault=self.vault)
            after = revisions.revision_of(connection)
            if self.vault is not None:
                self.rewrapped = move_in(connection, self.vault, self._former_vault)
        if self.rewrapped or before not in {None, after}:
            # What stood there readable, or under the old key.
            self.wipe(*Base.metadata.tables, SAMPLES)

    def wipe(self, *tables: str) -> None:
        """Leave nothing of what was deleted in the database's files: of any table on SQLite, of
        these on PostgreSQL, which nobody can use meanwhile."""
        with self._writers.turn() if self._writers else nullcontext():
            wipe(self._engine, tables)

    @contextmanager
    def session(self) -> Generator[Session]:
        """A consistent view for reading; what is changed in it is thrown away."""
        with told_as_unavailable(), self._session(self._engine) as session:
            yield session

    @contextmanager
    def glance(self) -> Generator[Session]:
        """For one statement that reads: on PostgreSQL no transaction begins and ends around it,
        which takes longer than the look itself. Raises TypeError where it would write."""
        with told_as_unavailable(), self._session(self._reader) as session:
            event.listen(session, "before_flush", _must_not_write)
            yield session

    @contextmanager
    def snapshot(self) -> Generator[Session]:
        """As `session`, of one moment however long it is read."""
        with self.session() as session:
            if not self._embedded:  # on SQLite every transaction is one
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @contextmanager
    def begin(self) -> Generator[Session]:
        """One transaction: all of it is kept at the end, or none where an error leaves it.

        Raises Unavailable where the database is away; then it may have been kept all the same, if
        it went away at the very end.
        """
        with told_as_unavailable(), self._session(self._writer) as session:
            with self._writers.turn() if self._writers else nullcontext(), session.begin():
                yield session
                if self._wire is not None and (newest := newest_in(session)):
                    self._wire.tell(session.connection(), {NEWEST: newest})
            self._spread(newest_in(session))

    @contextmanager
    def alone(self) -> Generator[Connection]:
        """For one statement, which is kept once it returns. Raises Unavailable as `begin` does."""
        with (
            told_as_unavailable(),
            self._writers.turn() if self._writers else nullcontext(),
            self._alone.begin() as connection,
        ):
            yield connection

    def _session(self, bind: Engine) -> Session:
        session = self._sessions(bind=bind)
        session.info[SUBSCRIPTIONS] = self._subscriptions
        session.info[KEYRING] = Keyring(self.vault, session, KeyRow)
        return session

    def close(self) -> None:
        if self._wire:
            self._wire.close()
        self._engine.dispose()
        if self._sole:
            self._sole.close()

    def _spread(self, newest: Newest) -> None:
        for listener in self._listeners if newest else ():
            listener(newest)

    def _hear_others(self) -> None:
        if self._wire is not None:
            self._wire.start()

    def _heard(self, told: Told) -> None:
        self._spread(told.get(NEWEST, {}))
        if FORGET in told:
            self._forget()
        if WHISPER in told:
            for listener in self._whispered_to:
                listener(told[WHISPER])


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database, there or not; None for another kind. Raises SetupError."""
    parsed = _read(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def _must_not_write(_session: Session, _context: object, _instances: object) -> None:
    raise TypeError("a glance at the database writes nothing")


def newest_in(session: Session) -> dict[str, int]:
    """What this transaction tells; whoever adds an event notes it here."""
    newest: dict[str, int] = session.info.setdefault("newest", {})
    return newest


def _read(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SetupError(f"database_url is not a database URL; write {EXAMPLES}") from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise SetupError(
            f"database_url names {parsed.get_backend_name()}, but Sangdam runs on SQLite and"
            f" PostgreSQL only; write {EXAMPLES}"
        )
    return parsed


def _engine(url: URL) -> Engine:
    """Its errors don't quote what was being written: they are logged."""
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        engine = create_engine(
            url,
            pool_size=KEPT,
            max_overflow=MORE_AT_ONCE,
            pool_timeout=WAIT_FOR_CONNECTION_S,
            hide_parameters=True,
            connect_args={name: of for name, of in LOST_LINE.items() if name not in url.query},
        )
        look_at_rested(engine)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise SetupError(
            f"no driver for {url.drivername} is installed; for PostgreSQL install psycopg[binary]"
        ) from None
    return engine


def _sqlite(url: URL) -> Engine:
    _make_file(url.database or "")
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_file(name: str) -> None:
    if not name or name.startswith((":memory:", "file:")):
        raise SetupError(f"database_url: SQLite needs the plain path of a file; write {EXAMPLES}")
    path = Path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # it holds what customers wrote, and the keys
    except OSError as error:
        raise SetupError(
            f"the database file {path} can't be written: {error.strerror};"
            " mend its folder, or set database_url (or data_dir) to another place"
        ) from None


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # `_begin` opens transactions, not the driver
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    _write_ahead(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turning this on in a new file takes the whole file and, unlike a transaction, does not
    wait for another process that is doing so."""
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    # A writer that began as a reader fails at once when another one wrote in between; one that
    # asks for the write lock first waits its turn.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
