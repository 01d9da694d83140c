"""Every check, one after the other; settings first, as all others ask them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from sangdam.command.doctor import (
    accounts,
    clocks,
    database,
    disk,
    index,
    language_model,
    master_key,
    memory,
    model_files,
    packages,
    permissions,
    port,
    settings,
)
from sangdam.command.doctor.finding import Finding, State, Tell
from sangdam.command.words import Words
from sangdam.errors import SangdamError, SetupError
from sangdam.settings import Settings

Check = Callable[[Settings, Tell], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "settings": settings.check,
    "packages": packages.check,
    "permissions": permissions.check,
    "models": model_files.check,
    "index": index.check,
    "database": database.check,
    "master_key": master_key.check,
    "accounts": accounts.check,
    "language_model": language_model.check,
    "clock": clocks.check,
    "disk": disk.check,
    "memory": memory.check,
    "port": port.check,
}
INDENT = " " * 9


def run(words: Words, *, as_json: bool) -> int:
    """Exit code 1 where anything is wrong."""
    worst = 0
    for finding in found(words):
        print(json.dumps(finding._asdict(), ensure_ascii=False) if as_json else in_words(finding))
        worst |= finding.state is State.WRONG
    return int(worst)


def found(words: Words) -> Iterator[Finding]:
    try:
        chosen = Settings.load()
    except SetupError as error:
        yield Tell("settings", words).error(error)
        return
    yield from chain.from_iterable(
        _checked(check, chosen, Tell(name, words)) for name, check in CHECKS.items()
    )


def _checked(check: Check, chosen: Settings, tell: Tell) -> Iterator[Finding]:
    try:
        yield from check(chosen, tell)
    except SangdamError as error:
        yield tell.error(error)


def in_words(finding: Finding) -> str:
    line = f"{finding.state:8} {finding.check}: {finding.what}"
    return f"{line}\n{INDENT}→ {finding.mend}" if finding.mend else line
