"""The operator's key: whether there is one, a new one, none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sangdam.bootstrap_index import now
from sangdam.command.kept_data import ACTOR, opened
from sangdam.command.words import Words
from sangdam.models import Act
from sangdam.settings import Settings
from sangdam.storage.audit import Audit
from sangdam.storage.keys import OperatorKeys

OPERATOR = "operator"
"""What the audit log calls this key."""


def show(words: Words) -> None:
    with _kept() as (settings, keys, _):
        if settings.operator_key is not None:
            print(words("keys.by_setting"))
        elif made := keys.made_at():
            print(words("keys.there", made=f"{made:%Y-%m-%d %H:%M} UTC"))
        else:
            print(words("keys.none"))


def make(words: Words) -> None:
    """The old key opens nothing once the service has started anew."""
    with _kept() as (settings, keys, audit):
        audit.note(ACTOR, Act.OPERATOR_KEY_MADE)
        print(words("keys.made", key=keys.renew().get_secret_value()))
        if settings.operator_key is not None:
            print(words("keys.setting_wins"))


def revoke(words: Words) -> None:
    with _kept() as (_, keys, audit):
        there = keys.revoke()
        if there:
            audit.note(ACTOR, Act.KEY_REVOKED, OPERATOR)
        print(words("keys.revoked" if there else "keys.none"))


@contextmanager
def _kept() -> Iterator[tuple[Settings, OperatorKeys, Audit]]:
    with opened() as (settings, database):
        yield settings, OperatorKeys(database, now), Audit(database, now)
