"""Customers' photos and PDFs: sealed in a folder outside the web root, the rest in the database."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sangdam.errors import Conflict, NotFound
from sangdam.models import Attachment, Message, Owner, Sender
from sangdam.ports import Clock
from sangdam.storage.database import Database
from sangdam.storage.sealing import keyring_in, place
from sangdam.storage.tables import AttachmentRow, ConversationRow, MessageRow
from sangdam.storage.timeline import locked, new_id, say
from sangdam.storage.writing import write

SEALED = ".sealed"


class Stored(NamedTuple):
    attachment: Attachment
    content: bytes


class NotYet(Conflict):
    """No person has the conversation: nobody would look at the file."""


class TooMany(Conflict):
    """As many files as one Episode may have are there."""


class Attachments:
    def __init__(self, database: Database, clock: Clock, folder: Path, *, at_most: int) -> None:
        self._database = database
        self._clock = clock
        self._folder = folder
        self._at_most = at_most

    def add(self, conversation_id: str, *, name: str, media_type: str, content: bytes) -> Message:
        """Keep the file as a message of the customer.

        Raises NotFound, NotYet while the assistant has the conversation, and TooMany.
        """
        attachment_id = new_id("file")
        path = self._path(attachment_id)
        with self._database.session() as session:
            sealed = _sealed(session, conversation_id, attachment_id, content)
        _write(path, sealed)
        try:
            with self._database.begin() as session:
                row = locked(session, conversation_id)
                self._must_fit(session, row)
                message = say(session, row, self._clock(), sender=Sender.CUSTOMER, text="")
                attachment = AttachmentRow(
                    id=attachment_id,
                    conversation_id=row.id,
                    message_id=message.id,
                    name=name,
                    media_type=media_type,
                    size=len(content),
                    created_at=message.created_at,
                )
                write(session, attachment)
                message.attachments.append(attachment)
                return message.value()
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def find(self, conversation_id: str, attachment_id: str) -> Stored:
        """Raises NotFound where this conversation has no such file."""
        with self._database.session() as session:
            row = session.get(AttachmentRow, attachment_id)
            if row is None or row.conversation_id != conversation_id:
                raise NotFound(f"no file {attachment_id}")
            kept = self._path(row.id).read_bytes()
            return Stored(row.value(), keyring_in(session).open(kept, _place(row.id)))

    def discard(self, attachment_ids: Iterable[str]) -> None:
        """Delete files whose rows are gone."""
        for attachment_id in attachment_ids:
            self._path(attachment_id).unlink(missing_ok=True)

    def seal_old(self) -> int:
        """Seal what an earlier version kept readable; returns how many files that were."""
        readable = [path for path in self._folder.glob("file_*") if not path.suffix]
        for path in readable:
            with self._database.session() as session:
                row = session.get(AttachmentRow, path.name)
                if row is not None:
                    sealed = _sealed(session, row.conversation_id, row.id, path.read_bytes())
                    self._path(row.id).unlink(missing_ok=True)  # of a start that was cut short
                    _write(self._path(row.id), sealed)
            path.unlink()
        return len(readable)

    def _path(self, attachment_id: str) -> Path:
        return self._folder / f"{attachment_id}{SEALED}"

    def _must_fit(self, session: Session, row: ConversationRow) -> None:
        if row.owner is Owner.BOT:
            raise NotYet("a file can be sent once a person has the conversation")
        sent = (
            select(func.count())
            .select_from(AttachmentRow)
            .join(MessageRow, MessageRow.id == AttachmentRow.message_id)
            .where(AttachmentRow.conversation_id == row.id, MessageRow.episode == row.episode)
        )
        if (session.scalar(sent) or 0) >= self._at_most:
            raise TooMany(f"at most {self._at_most} files")


def _sealed(session: Session, conversation_id: str, attachment_id: str, content: bytes) -> bytes:
    row = session.get(ConversationRow, conversation_id)
    if row is None:
        raise NotFound(f"no conversation {conversation_id}")
    return keyring_in(session).seal(content, row.key_id(session), _place(attachment_id))


def _place(attachment_id: str) -> str:
    return place("attachments", "file", attachment_id)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
