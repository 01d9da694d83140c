"""`sangdam export` and `sangdam erase`: what a customer may ask for, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sangdam.bootstrap_index import now
from sangdam.bootstrap_privacy import attachments_of, rights
from sangdam.command.asking import agreed
from sangdam.command.kept_data import ACTOR, Opened, opened_as_it_is
from sangdam.command.own_file import own_file
from sangdam.command.words import Words
from sangdam.errors import Conflict
from sangdam.models import Erased
from sangdam.privacy import Privacy
from sangdam.storage.sole import InUse


def export(name: str, file: Path, words: Words) -> None:
    """Raises NotFound, Conflict where the file is there; nothing is written then."""
    with opened_as_it_is(words) as there, own_file(file) as target:
        privacy = _privacy(there)
        kept = privacy.kept(name)
        ask = privacy.export if kept.customer else privacy.export_conversation
        target.write(ask(name, actor=ACTOR))
    print(words("rights.exported", file=file, **kept.counts))


def erase(name: str, words: Words, *, sure: bool) -> None:
    """Raises NotFound, and Conflict beside a service on SQLite."""
    with _alone(name, words) as there:
        privacy = _privacy(there)
        kept = privacy.kept(name)
        whose = "rights.customer" if kept.customer else "rights.conversation"
        print(words(whose, name=name), words("rights.will_go", **kept.counts), sep="\n")
        if not sure and not agreed(words, "rights.ask"):
            print(words("rights.left"))
            return
        ask = privacy.erase if kept.customer else privacy.erase_conversation
        _print_erased(ask(name, actor=ACTOR), words)


@contextmanager
def _alone(name: str, words: Words) -> Iterator[Opened]:
    """Where one process serves a database, it alone may erase: it remembers answers."""
    with opened_as_it_is(words) as there:
        try:
            there.database.occupy()
        except InUse as error:
            asked = {"port": there.settings.port, "name": quote(name, safe="")}
            raise Conflict(words("rights.running", reason=error, **asked)) from None
        yield there


def _privacy(there: Opened) -> Privacy:
    settings, database = there
    return rights(settings, database, now, attachments_of(settings, database, now))


def _print_erased(erased: Erased, words: Words) -> None:
    rows = ", ".join(f"{table} {count}" for table, count in erased.counts.items() if count)
    print(words("rights.erased", subject=erased.subject, rows=rows or "0"))
    if erased.told:
        print(words("rights.told", systems=", ".join(erased.told)))
    print(words("rights.backups"))
