"""Customers' photos and PDFs: sent while a person has the conversation, read by people only."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, status
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from sangdam.bootstrap import Service
from sangdam.channels.callers import Calls, Owned, audited, may
from sangdam.channels.conversation import ShownMessage, shown
from sangdam.channels.guard import told_length
from sangdam.channels.problems import TooLarge
from sangdam.errors import Invalid
from sangdam.guardrails.file_kinds import media_type_of
from sangdam.guardrails.photo_metadata import without_metadata
from sangdam.models import Act, Permission
from sangdam.prompts import say
from sangdam.settings import Attachments
from sangdam.storage.attachments import NotYet, Stored, TooMany

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""What a browser may show in place."""
SAVED = frozenset({"image/heic", "application/pdf"})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=86400",
}
UPLOADS = re.compile(r"/v1/conversations/[^/]+/attachments")
LONGEST_NAME = 120
BODY = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}
FILE = {
    "content": {kind: {} for kind in sorted(SHOWN | SAVED)},
    "description": "The file as it was sent, without what a photo tells of its place",
}
MEBIBYTE = 1_048_576


def attachments(limits: Attachments) -> APIRouter:
    """Uploads may be longer than any other request: `send` counts the bytes itself."""
    router = APIRouter(prefix="/v1")

    @router.post(
        "/conversations/{conversation_id}/attachments",
        status_code=status.HTTP_201_CREATED,
        tags=["chat"],
        openapi_extra=BODY,
    )
    async def send(
        conversation_id: Owned,
        request: Request,
        service: Calls,
        name: Annotated[str, Query(min_length=1, max_length=255)],
    ) -> ShownMessage:
        """A photo or PDF, as the body; `name` is what its owner calls it."""
        content = await _read(request, limits.bytes_each)
        if content is None:
            raise TooLarge(await run_in_threadpool(_too_large, service, conversation_id))
        return await run_in_threadpool(_keep, service, conversation_id, name, content)

    @router.get(
        "/conversations/{conversation_id}/attachments/{attachment_id}",
        tags=["chat"],
        response_class=Response,
        responses={200: FILE},
    )
    def own(conversation_id: Owned, attachment_id: str, service: Calls) -> Response:
        """The customer's own file."""
        return _file(service.attachments.find(conversation_id, attachment_id))

    @router.get(
        "/desk/conversations/{conversation_id}/attachments/{attachment_id}",
        tags=["desk"],
        response_class=Response,
        responses={200: FILE},
        dependencies=[audited(Act.READ_FILE, Permission.TICKETS)],
    )
    def for_agents(
        conversation_id: str,
        attachment_id: str,
        service: Annotated[Service, may(Permission.TICKETS)],
    ) -> Response:
        """A customer's file, for whoever answers them."""
        return _file(service.attachments.find(conversation_id, attachment_id))

    return router


async def _read(request: Request, most: int) -> bytes | None:
    """The body; None where it is longer than `most` bytes, of which no more are kept."""
    if told_length(request.headers) > most:
        return None
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)


def _too_large(service: Service, conversation_id: str) -> str:
    language = service.conversations.get(conversation_id).conversation.language
    limit = f"{service.settings.attachments.bytes_each / MEBIBYTE:.3g} MB"
    return say("attachment_too_large", language, limit=limit)


def _keep(service: Service, conversation_id: str, name: str, content: bytes) -> ShownMessage:
    language = service.conversations.get(conversation_id).conversation.language
    media_type = media_type_of(content)
    if media_type is None:
        raise Invalid(say("attachment_kind", language))
    content = without_metadata(content, media_type)
    try:
        message = service.attachments.add(
            conversation_id, name=_plain(name), media_type=media_type, content=content
        )
    except NotYet:
        raise Invalid(say("attachment_later", language)) from None
    except TooMany:
        most = str(service.settings.attachments.at_most)
        raise Invalid(say("attachment_too_many", language, most=most)) from None
    return shown(message)


def _plain(name: str) -> str:
    """The last part of what may be a path, without characters that don't print."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:] or "file"


def _file(stored: Stored) -> Response:
    attachment = stored.attachment
    way = "inline" if attachment.media_type in SHOWN else "attachment"
    return Response(
        stored.content,
        media_type=attachment.media_type,
        headers={
            **HEADERS,
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(attachment.name)}",
        },
    )
