"""Documents that no longer hold, or not for long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, timedelta
from itertools import chain

from sangdam.indexing.health.doubts import Doubt, place
from sangdam.indexing.health.entries import Entry
from sangdam.indexing.health.wording import keys
from sangdam.models import Document, DocumentKind, FindingKind, stem

NOTICE_DAYS = 30
"""Days ahead that an end is told: time enough to write what follows, too few to forget it."""

_YEAR = re.compile(r"[-_ ]?(?<!\d)(?:19|20)\d\d(?!\d)년?")

Subject = tuple[str, str, str]


def expiry(documents: Sequence[Document], entries: Iterable[Entry], day: date) -> Iterator[Doubt]:
    """What ended before `day`, and what ends soon with nothing in its place."""
    soon = day + timedelta(NOTICE_DAYS)
    ending = [d for d in documents if d.effective_until and d.effective_until <= soon]
    if not ending:
        return
    wanted = {subject for document in ending for subject in _subjects(document)}
    known = _by_subject(documents, entries, wanted)
    for document in ending:
        until = document.effective_until or day
        after = max(day, until + timedelta(1))
        follower = _follower(document, known, after)
        if until < day:
            yield Doubt(FindingKind.EXPIRED, document, _expired(document, follower))
        elif follower is None and document.kind is not DocumentKind.NOTICE:
            yield Doubt(FindingKind.EXPIRED, document, _expires(document, (until - day).days))


def _by_subject(
    documents: Iterable[Document], entries: Iterable[Entry], wanted: Set[Subject]
) -> dict[Subject, list[Document]]:
    known: dict[Subject, list[Document]] = {}
    names = chain(
        ((document, _yearless_id(document)) for document in documents),
        ((entry.document, key) for entry in entries for key in entry.keys[0]),
    )
    for document, name in names:
        if (subject := (document.language, document.audience, name)) in wanted:
            known.setdefault(subject, []).append(document)
    return known


def _subjects(document: Document) -> list[Subject]:
    """By what a document is known that says the same of another time."""
    names = {_yearless_id(document)}
    if document.kind is DocumentKind.FAQ:
        names |= keys(document.title) | keys(_YEAR.sub("", document.title))
    return [(document.language, document.audience, name) for name in sorted(names)]


def _yearless_id(document: Document) -> str:
    return f"id {_YEAR.sub('', stem(document.id))}"


def _follower(
    document: Document, known: dict[Subject, list[Document]], after: date
) -> Document | None:
    """What answers the same from the day `after` on."""
    others = (other for subject in _subjects(document) for other in known.get(subject, ()))
    found = (o for o in others if o.kind is document.kind and o.in_effect(after))
    return next(found, None)


def _expired(document: Document, follower: Document | None) -> str:
    ended = f"ended on {document.effective_until} and is found no more"
    if follower:
        return f"{ended}; {place(follower)} holds in its place, so delete it"
    if document.kind is DocumentKind.NOTICE:
        return f"{ended}; delete it"
    if document.kind is DocumentKind.FAQ:
        return (
            f"{ended}, and no other entry answers its question; write what holds now, or delete it"
        )
    return f"{ended}; write what holds now, or delete it"


def _expires(document: Document, days: int) -> str:
    when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return (
        f"ends {when}, on {document.effective_until}, and nothing follows; write what holds"
        " afterwards, or move the day"
    )
