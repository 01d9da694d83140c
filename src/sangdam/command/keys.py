"""The operator's key: whether there is one, a new one, none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sangdam.bootstrap_index import now
from sangdam.command.words import Words
from sangdam.settings import Settings
from sangdam.storage.database import Database
from sangdam.storage.keys import OperatorKeys


def show(words: Words) -> None:
    with _kept() as (settings, keys):
        if settings.operator_key is not None:
            print(words("keys.by_setting"))
        elif made := keys.made_at():
            print(words("keys.there", made=f"{made:%Y-%m-%d %H:%M} UTC"))
        else:
            print(words("keys.none"))


def make(words: Words) -> None:
    """The old key opens nothing once the service has started anew."""
    with _kept() as (settings, keys):
        print(words("keys.made", key=keys.renew().get_secret_value()))
        if settings.operator_key is not None:
            print(words("keys.setting_wins"))


def revoke(words: Words) -> None:
    with _kept() as (_, keys):
        print(words("keys.revoked" if keys.revoke() else "keys.none"))


@contextmanager
def _kept() -> Iterator[tuple[Settings, OperatorKeys]]:
    settings = Settings.load()
    database = Database(settings.database)
    try:
        database.migrate()
        yield settings, OperatorKeys(database, now)
    finally:
        database.close()
