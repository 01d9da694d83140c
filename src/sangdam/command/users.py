"""`sangdam users`: who may sign in at the desk, without a browser."""

from __future__ import annotations

import getpass
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sangdam.bootstrap_access import Doors, doors
from sangdam.bootstrap_index import now
from sangdam.command.asking import agreed
from sangdam.command.kept_data import ACTOR, opened
from sangdam.command.words import Words
from sangdam.errors import Invalid
from sangdam.models import Account, Act, Role
from sangdam.storage.audit import Audit

GENERATED_BYTES = 15
"""Of a password made here: 20 letters and digits."""


def show(words: Words) -> None:
    with _doors() as (there, _):
        accounts = there.access.list_accounts()
    for account in accounts:
        print(_line(account, words))
    if not accounts:
        print(words("users.none"))


def add(login: str, role: str, name: str, words: Words, *, generate: bool) -> None:
    """Raises Invalid, and Conflict where the login or the agent's name is taken."""
    if not name.strip():
        raise Invalid(words("users.no_name"))
    password = _password(words, generate=generate)
    with _doors() as (there, audit):
        made = there.access.create_account(
            login, name=name.strip(), role=Role(role), password=password
        )
        audit.note(ACTOR, Act.ACCOUNT_MADE, made.id)
    print(words("users.made", account=_line(made, words)))
    if generate:
        print(words("users.password", password=password))


def change(
    login: str, words: Words, *, role: str | None = None, disable: bool | None = None
) -> None:
    """Raises NotFound."""
    with _doors() as (there, audit):
        access = there.access
        account = access.named(login)
        audit.note(ACTOR, Act.ACCOUNT_CHANGED, account.id)
        changed = (
            access.disable_account(account.id)
            if disable
            else access.change_account(
                account.id, role=Role(role) if role else None, disabled=disable
            )
        )
    print(_line(changed, words))


def set_password(login: str, words: Words, *, generate: bool) -> None:
    """Signed out everywhere. Raises NotFound, Invalid."""
    with _doors() as (there, audit):
        account = there.access.named(login)
        password = _password(words, generate=generate)
        there.access.set_password(account.id, password)
        audit.note(ACTOR, Act.ACCOUNT_CHANGED, account.id)
    print(words("users.renewed", login=account.login))
    if generate:
        print(words("users.password", password=password))


def reset_second_factor(login: str, words: Words, *, sure: bool) -> None:
    """Signed out everywhere. Raises NotFound, and Invalid where nobody is there to be asked."""
    with _doors() as (there, audit):
        account = there.access.named(login)
        if not account.second_factor:
            print(words("users.factor_not_there", login=account.login))
            return
        print(_line(account, words), words("users.factor_will_go"), sep="\n")
        if not sure and not agreed(words, "users.factor_ask"):
            print(words("users.factor_left"))
            return
        audit.note(ACTOR, Act.ACCOUNT_CHANGED, account.id)
        there.access.end_second_factor(account.id)
    print(words("users.factor_ended", login=account.login))


def unlock(login: str, words: Words) -> None:
    """Raises NotFound."""
    with _doors() as (there, audit):
        account = there.access.named(login)
        audit.note(ACTOR, Act.ACCOUNT_CHANGED, account.id)
        there.signing_in.unlock(account)
    print(words("users.unlocked", login=account.login))
    if account.disabled:
        print(words("users.still_disabled", login=account.login))


@contextmanager
def _doors() -> Iterator[tuple[Doors, Audit]]:
    with opened() as (settings, database):
        yield doors(settings, database, now), Audit(database, now)


def _password(words: Words, *, generate: bool) -> str:
    """Made; or asked for, hidden, twice; or the first line of what is piped in."""
    if generate:
        return secrets.token_urlsafe(GENERATED_BYTES)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass(words("users.ask") + " ")
    if getpass.getpass(words("users.ask_again") + " ") != password:
        raise Invalid(words("users.not_the_same"))
    return password


def _line(account: Account, words: Words) -> str:
    factor = words("users.factor" if account.second_factor else "users.no_factor")
    seen = f"{account.signed_in_at:%Y-%m-%d %H:%M} UTC" if account.signed_in_at else "-"
    parts = (account.login, account.role, account.name, factor, seen)
    return "  ".join([*parts, *([words("users.disabled")] if account.disabled else [])])
