"""Customers' rights, carried out by an operator: a copy, erasure; and the log of who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from sangdam.bootstrap import Service
from sangdam.channels.callers import Actor, may
from sangdam.channels.sent import HIGHEST
from sangdam.errors import Invalid
from sangdam.models import Audited, AuditEntry, Erased, Permission

router = APIRouter(prefix="/v1/desk", tags=["privacy"])

Permitted = Annotated[Service, may(Permission.PRIVACY)]

ZIP = {"content": {"application/zip": {}}, "description": "JSON, text and files"}
MOST_ENTRIES = 1000


class AuditPage(BaseModel):
    entries: tuple[AuditEntry, ...]


@router.get("/customers/{customer_id}/export", response_class=Response, responses={200: ZIP})
def export(customer_id: str, service: Permitted, who: Actor) -> Response:
    """All that is kept of the customer whom the shop calls so, as a zip."""
    return _zip(service.privacy.export(customer_id, actor=who))


@router.delete("/customers/{customer_id}")
def erase(customer_id: str, service: Permitted, who: Actor) -> Erased:
    """Erase every conversation of the customer and all that was made of it, for good. Asked for
    again, it finds nothing and says so."""
    return service.privacy.erase(customer_id, actor=who)


@router.get(
    "/conversations/{conversation_id}/export", response_class=Response, responses={200: ZIP}
)
def export_conversation(conversation_id: str, service: Permitted, who: Actor) -> Response:
    """The same of one conversation, whose customer nobody may have named."""
    return _zip(service.privacy.export_conversation(conversation_id, actor=who))


@router.delete("/conversations/{conversation_id}")
def erase_conversation(conversation_id: str, service: Permitted, who: Actor) -> Erased:
    return service.privacy.erase_conversation(conversation_id, actor=who)


@router.get("/audit")
def audit(
    service: Permitted,
    after: Annotated[int, Query(ge=0, le=HIGHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = 100,
    subject: Annotated[str | None, Query(max_length=64)] = None,
) -> AuditPage:
    """Who read and did what, oldest first; only of one conversation, ticket or customer's index
    where it is named."""
    return AuditPage(entries=service.audit.entries(after=after, limit=limit, subject=subject))


@router.get("/audit/verification")
def verification(
    service: Permitted,
    number: Annotated[int | None, Query(ge=1, le=HIGHEST)] = None,
    head: Annotated[str | None, Query(max_length=64)] = None,
) -> Audited:
    """Whether the audit log is whole; with number and head of an earlier verification, also
    whether all that stood there then still does."""
    if (number is None) != (head is None):
        raise Invalid("Send number and head of an earlier verification, both or neither.")
    noted = (number, head) if number is not None and head is not None else None
    return service.privacy.verify_audit(noted=noted)


def _zip(content: bytes) -> Response:
    headers = {
        "Content-Disposition": 'attachment; filename="customer.zip"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="application/zip", headers=headers)
