"""What a customer may ask for: a copy of all that is kept of them, and that it is erased."""

from __future__ import annotations

from sangdam.customer_copy import zipped
from sangdam.models import Act, Audited, Erased
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.customer_copies import Copies, CustomerCopy
from sangdam.storage.eraser import Eraser


class Privacy:
    """`actor` is who asks for it, as the audit log names them."""

    def __init__(
        self, *, eraser: Eraser, copies: Copies, attachments: Attachments, audit: Audit
    ) -> None:
        self._eraser = eraser
        self._copies = copies
        self._attachments = attachments
        self._audit = audit

    def erase(self, customer_id: str, *, actor: str) -> Erased:
        """Every conversation of the customer that the shop calls so, with all that was made of it;
        their key, and with it every copy of their words; their tokens open nothing any more."""
        return self._eraser.customer(customer_id, actor=actor)

    def erase_conversation(self, conversation_id: str, *, actor: str) -> Erased:
        """The same for one conversation, whose customer nobody may have named."""
        return self._eraser.conversation(conversation_id, actor=actor)

    def export(self, customer_id: str, *, actor: str) -> bytes:
        """A zip of JSON, text and files; without conversations where nothing is kept."""
        return self._zipped(self._copies.of_customer(customer_id), actor)

    def export_conversation(self, conversation_id: str, *, actor: str) -> bytes:
        return self._zipped(self._copies.of_conversation(conversation_id), actor)

    def verify_audit(self, *, noted: tuple[int, str] | None = None) -> Audited:
        return self._audit.verify(noted=noted)

    def _zipped(self, copy: CustomerCopy, actor: str) -> bytes:
        counts = {"conversations": len(copy.conversations)}
        self._audit.note(actor, Act.EXPORTED, copy.subject, counts)
        return zipped(copy, lambda *ids: self._attachments.find(*ids).content)
