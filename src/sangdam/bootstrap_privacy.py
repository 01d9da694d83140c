"""What keeps customers' words private, composed: erasing, copies, retention, the audit log."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass

from sangdam.models import Act
from sangdam.ports import Clock
from sangdam.privacy import Privacy
from sangdam.settings import Settings
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.customer_copies import Copies
from sangdam.storage.database import Database
from sangdam.storage.eraser import SERVICE, Eraser
from sangdam.storage.erasures import Erasures
from sangdam.storage.retention import Retention

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Guarded:
    privacy: Privacy
    audit: Audit
    retention: Retention


def guard(
    settings: Settings, database: Database, clock: Clock, attachments: Attachments
) -> Guarded:
    """Before the service answers: seals what an earlier version left readable, erases what an
    older backup brought back, and notes what changed since the last start."""
    audit = Audit(database, clock)
    privacy = rights(settings, database, clock, attachments)
    if sealed := attachments.seal_old():
        log.info("%d files of customers are sealed now", sealed)
    if again := privacy.erase_again():
        log.warning("%d conversations had come back after they were erased: gone again", again)
    _note_changes(settings, database, audit)
    return Guarded(
        privacy=privacy,
        audit=audit,
        retention=Retention(
            database, clock, settings.retention, attachments=attachments, audit=audit
        ),
    )


def rights(
    settings: Settings, database: Database, clock: Clock, attachments: Attachments
) -> Privacy:
    """Needs the database and nothing else of the service."""
    audit, erasures = Audit(database, clock), Erasures(settings.data_dir)
    return Privacy(
        eraser=Eraser(database, clock, attachments=attachments, audit=audit, erasures=erasures),
        copies=Copies(database),
        attachments=attachments,
        audit=audit,
    )


def attachments_of(settings: Settings, database: Database, clock: Clock) -> Attachments:
    return Attachments(
        database, clock, settings.attachments_dir, at_most=settings.attachments.at_most
    )


def _note_changes(settings: Settings, database: Database, audit: Audit) -> None:
    if database.rewrapped:
        audit.note(SERVICE, Act.MASTER_KEY_CHANGED, detail={"data_keys": database.rewrapped})
    digest = hashlib.sha256(settings.model_dump_json().encode()).hexdigest()
    last = audit.last(Act.SETTINGS_CHANGED)
    if last is None or last.detail.get("digest") != digest:
        audit.note(SERVICE, Act.SETTINGS_CHANGED, detail={"digest": digest})
