"""What a customer may ask for: a copy of all that is kept of them, and that it is erased."""

from __future__ import annotations

from sangdam.customer_copy import zipped
from sangdam.errors import NotFound
from sangdam.models import Act, Audited, Erased, Value
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.customer_copies import Copies, CustomerCopy
from sangdam.storage.eraser import Eraser


class Kept(Value):
    customer: str | None
    """The shop's own id; None where it is one conversation."""
    counts: dict[str, int]


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

    def erase_again(self) -> int:
        """What an older backup brought back; returns how many conversations that were."""
        return self._eraser.again()

    def kept(self, name: str) -> Kept:
        """What would be copied or erased of the conversation with this id, or else of the customer
        that the shop calls so. Raises NotFound where that is nothing."""
        copy = self._copies.of_conversation(name)
        if not copy.conversations:
            copy = self._copies.of_customer(name)
        if not copy.conversations and copy.tier is None:
            raise NotFound(f"nothing is kept of {name}: no such conversation, and no such customer")
        each = copy.conversations
        messages = [message for conversation in each for message in conversation.messages]
        return Kept(
            customer=copy.customer,
            counts={
                "conversations": len(each),
                "messages": len(messages),
                "files": sum(len(message.attachments) for message in messages),
                "tickets": sum(len(conversation.tickets) for conversation in each),
                "traces": sum(len(conversation.traces) for conversation in each),
                "opinions": sum(len(conversation.opinions) for conversation in each),
            },
        )

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
