"""The gaps API: what the knowledge can't answer yet, and a new entry. Needs the permission
`gaps`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, Field

from sangdam.bootstrap import Service
from sangdam.channels.callers import Actor, may
from sangdam.channels.problems import ReadOnly
from sangdam.channels.sent import Sent
from sangdam.desk.found_gaps import MOST, DismissedGap
from sangdam.desk.gaps import Gap, Wording, answering, key
from sangdam.errors import Conflict, SetupError
from sangdam.indexing.new_entry import NewEntry, add_entry, written
from sangdam.models import Audience, Document, DocumentKind, Language, Permission
from sangdam.ports import Generation
from sangdam.prompts import say
from sangdam.storage.gaps import Ended

router = APIRouter(prefix="/v1/desk/gaps", tags=["desk"])

Permitted = Annotated[Service, may(Permission.GAPS)]

LONGEST = {"line": 2000, "answer": 8000, "aliases": 50}
"""Characters of a question or alias and of an answer, and how many aliases an entry may have."""
Line = Annotated[str, Field(min_length=1, max_length=LONGEST["line"], pattern=r"\S")]


class ClosestEntry(BaseModel):
    """What the knowledge has nearest to the question; perhaps it lacks an alias only."""

    document_id: str
    title: str
    kind: DocumentKind
    source: str
    """Path below the knowledge folder."""
    line: int


class EntrySince(BaseModel):
    """The entry that was written for the gap."""

    document_id: str
    source: str
    live: bool
    """False until the next reindex."""


class ShownGap(BaseModel):
    id: str
    question: str
    language: Language
    wordings: tuple[Wording, ...]
    ended: dict[Ended, int]
    """Why it counts as unanswered -> how often."""
    askers: int
    last: datetime
    closest: ClosestEntry | None
    entry: EntrySince | None


class ShownDismissed(BaseModel):
    id: str
    """Of the dismissal."""
    at: datetime
    question: str
    language: Language
    times: int
    """How often it was asked, in like words since then too."""


class GapList(BaseModel):
    gaps: tuple[ShownGap, ...]
    """The one asked last first."""
    total: int
    dismissed: tuple[ShownDismissed, ...]
    """What shall stay without an answer, the one dismissed last first."""
    looked_at: int
    """The list is made from at most so many unanswered questions, the newest."""


class Dismissal(BaseModel):
    id: str
    """By which it is brought back."""


class SentEntry(Sent):
    question: Line
    answer: str = Field(min_length=1, max_length=LONGEST["answer"], pattern=r"\S")
    language: Language
    aliases: tuple[Line, ...] = Field(default=(), max_length=LONGEST["aliases"])


class WrittenEntry(BaseModel):
    document_id: str
    source: str
    next: str = "make reindex"
    """What brings it live."""


@router.get("")
def gaps(service: Permitted, limit: Annotated[int, Query(ge=1, le=MOST)] = 50) -> GapList:
    """Questions that ended in a question back, a handoff for want of an answer, or a thumbs
    down, grouped by meaning. Nothing in them leads back to a customer."""
    found = service.gaps.found()
    live = service.current()
    entries = _entries(service, live)
    return GapList(
        gaps=tuple(_shown(gap, live, entries) for gap in found.open[:limit]),
        total=len(found.open),
        dismissed=tuple(map(_dismissed, found.dismissed)),
        looked_at=MOST,
    )


@router.post("/{gap_id}/dismissal", status_code=status.HTTP_201_CREATED)
def dismiss(gap_id: str, service: Permitted, who: Actor) -> Dismissal:
    """Never answer this: the gap, and what is asked in like words from now on, leaves the list. It
    lasts as long as the traces of its questions."""
    gap = service.gaps.get(gap_id)
    return Dismissal(id=service.dismissals.add(gap.holds, among=MOST, actor=who))


@router.delete("/dismissals/{dismissal_id}", status_code=status.HTTP_204_NO_CONTENT)
def bring_back(dismissal_id: str, service: Permitted, who: Actor) -> None:
    """The questions of this dismissal are open again."""
    service.dismissals.remove(dismissal_id, actor=who)


@router.post("/entries", status_code=status.HTTP_201_CREATED)
def write(sent: SentEntry, service: Permitted, lang: Language = Language.ENGLISH) -> WrittenEntry:
    """Append a FAQ entry to faqs/from-gaps.csv in the knowledge folder. Why it can't be is told in
    the language `lang`."""
    live = service.current()
    _must_be_new(sent, _entries(service, live), lang)
    try:
        entry = add_entry(
            service.settings.knowledge_dir,
            NewEntry(**dict(sent)),
            taken={document.id for document in live.documents},
            day=service.hours.today(),
            reader=lang,
        )
    except SetupError as error:
        raise ReadOnly(str(error)) from None
    return WrittenEntry(document_id=entry.id, source=entry.source)


def _entries(service: Service, live: Generation) -> tuple[Document, ...]:
    """FAQ entries that customers are answered with today, then those that wait for a reindex."""
    today = service.hours.today()
    written_since = written(service.settings.knowledge_dir)
    waiting = (entry for entry in written_since if not live.document(entry.id))
    return tuple(
        document
        for document in (*live.documents, *waiting)
        if document.kind is DocumentKind.FAQ
        and document.audience is Audience.CUSTOMER
        and document.in_effect(today)
    )


def _must_be_new(sent: SentEntry, entries: Iterable[Document], reader: Language) -> None:
    for entry in entries:
        asks = {key(text) for text in (entry.title, *entry.aliases)}
        if entry.language is sent.language and key(sent.question) in asks:
            there = {"id": entry.id, "source": entry.source, "line": str(entry.line)}
            raise Conflict(say("entry_asked", reader, **there))


def _shown(gap: Gap, live: Generation, entries: Iterable[Document]) -> ShownGap:
    since = answering(gap, entries)
    return ShownGap(
        id=gap.id,
        question=gap.question,
        language=gap.language,
        wordings=gap.wordings,
        ended={Ended(name): times for name, times in gap.ended.items()},
        askers=gap.askers,
        last=gap.last,
        closest=_closest(gap, live),
        entry=EntrySince(
            document_id=since.id, source=since.source, live=live.document(since.id) is not None
        )
        if since
        else None,
    )


def _dismissed(dismissed: DismissedGap) -> ShownDismissed:
    gap = dismissed.gap
    return ShownDismissed(
        id=dismissed.id,
        at=dismissed.at,
        question=gap.question,
        language=gap.language,
        times=gap.times + dismissed.since,
    )


def _closest(gap: Gap, live: Generation) -> ClosestEntry | None:
    """The best of what the turn found that is there still and customers may read."""
    documents = (live.document(passage_id.rpartition("#")[0]) for passage_id in gap.evidence)
    for document in documents:
        if document and document.audience is Audience.CUSTOMER:
            return ClosestEntry(
                document_id=document.id,
                title=document.title,
                kind=document.kind,
                source=document.source,
                line=document.line,
            )
    return None
