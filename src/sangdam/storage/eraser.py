"""Erases one customer, or one conversation, so that nothing of theirs can be read anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from sangdam.models import Act, Erased
from sangdam.ports import Clock
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.database import Database
from sangdam.storage.erasing import Gone, destroy_unused, erase_conversations
from sangdam.storage.erasures import Erasure, Erasures
from sangdam.storage.sealing import keyring_in
from sangdam.storage.tables import ConversationRow, CustomerRow, KeyRow

SERVICE = "service"
"""The actor of what nobody asked for."""


class Eraser:
    """To erase what is gone already deletes nothing, and is noted in the audit log all the same."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        attachments: Attachments,
        audit: Audit,
        erasures: Erasures,
    ) -> None:
        self._database = database
        self._clock = clock
        self._attachments = attachments
        self._audit = audit
        self._erasures = erasures

    def customer(self, customer_id: str, *, actor: str) -> Erased:
        """Everything of the customer that the shop calls so."""
        with self._database.session() as session:
            index = keyring_in(session).index(customer_id)
        return self._erase(self._begun(index), actor)

    def conversation(self, conversation_id: str, *, actor: str) -> Erased:
        return self._erase(self._begun(conversation_id), actor)

    def again(self) -> int:
        """Erase what an older backup brought back; returns how many conversations that were."""
        back = [erasure for erasure in self._erasures.all() if self._is_back(erasure)]
        return sum(self._erase(erasure, SERVICE).counts["conversations"] for erasure in back)

    def _begun(self, subject: str) -> Erasure:
        """Noted before it happens: one that a crash cuts short is ended by the next start."""
        erasure = Erasure(subject, self._clock())
        self._erasures.add(erasure)
        return erasure

    def _is_back(self, erasure: Erasure) -> bool:
        with self._database.session() as session:
            return bool(_theirs(session, *erasure))

    def _erase(self, erasure: Erasure, actor: str) -> Erased:
        with self._database.begin() as session:
            _hold_key(session, erasure.subject)
            gone = erase_conversations(session, _theirs(session, *erasure))
            counts = _with_customer(session, gone, erasure.subject)
            self._audit.note_in(session, actor, Act.ERASED, erasure.subject, counts)
        self.finish(gone.files)
        return Erased(subject=erasure.subject, counts=counts, told=gone.told)

    def finish(self, files: Iterable[str]) -> None:
        """After the rows: the files, and what the database's own files still hold of the keys."""
        self._attachments.discard(files)
        self._database.wipe(KeyRow.__tablename__)
        self._database.forget()


def _hold_key(session: Session, index: str) -> None:
    """No conversation of theirs begins meanwhile: it would need this key."""
    session.scalar(select(KeyRow.id).where(KeyRow.customer_index == index).with_for_update())


def _theirs(session: Session, subject: str, until: datetime) -> list[str]:
    named = (ConversationRow.customer_index == subject) | (ConversationRow.id == subject)
    begun = select(ConversationRow.id).where(named, ConversationRow.created_at <= until)
    return list(session.scalars(begun))


def _with_customer(session: Session, gone: Gone, index: str) -> dict[str, int]:
    """What the shop told of them goes too, once none of their conversations is left."""
    left = select(func.count()).where(ConversationRow.customer_index == index)
    if session.scalar(left):
        return {**gone.counts, "customers": 0, "files": len(gone.files)}
    its = select(KeyRow.id).where(KeyRow.customer_index == index)
    destroyed = destroy_unused(session, session.scalars(its).all())
    had = session.get(CustomerRow, index) is not None
    session.execute(delete(CustomerRow).where(CustomerRow.id == index))
    keys = gone.counts["data_keys"] + destroyed
    return {**gone.counts, "data_keys": keys, "customers": int(had), "files": len(gone.files)}
