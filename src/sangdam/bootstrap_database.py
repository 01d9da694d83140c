"""The database that the settings name, with the master key that opens its texts."""

from __future__ import annotations

from sangdam.settings import Settings
from sangdam.storage.database import Database, Subscriptions
from sangdam.storage.master import master_key


def open_database(settings: Settings, subscriptions: Subscriptions | None = None) -> Database:
    """Raises SetupError that says what to mend. Close it."""
    return Database(
        settings.database,
        master=master_key(settings.master_key, settings.data_dir),
        former_master=settings.former_master_key,
        subscriptions=subscriptions,
    )


def prepare_database(settings: Settings) -> None:
    """Bring it to this version. Raises SetupError where it can't be opened."""
    database = open_database(settings)
    try:
        database.migrate()
    finally:
        database.close()
