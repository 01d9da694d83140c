"""The chat API as the page sees it, answering from a script: for failures that the real server
can't be made to show. It records what it gets and fails when the script runs out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from sangdam.channels.pages import pages
from sangdam.channels.widget import widget
from sangdam.models import Document, DocumentKind, Language
from sangdam.settings import Settings

CUT = "cut"
"""In a turn: the connection ends here, before the reply is done."""
WAIT = "wait"
"""In a turn: nothing more until `ScriptedApi.go_on` is called."""

Event = dict[str, object]
Turn = list[object] | int | Response
"""What is sent for one message, in order; or the HTTP status or answer that refuses it."""

NOTICE = Document(
    id="strike",
    kind=DocumentKind.NOTICE,
    title="배송 지연 안내",
    text="제주 배송이 하루 더 걸립니다.",
    language=Language.KOREAN,
    source="notices/strike.md",
)


class Shop:
    """What the pages need of the service."""

    def __init__(self) -> None:
        self.settings = Settings.load({}, company="하루마켓", company_en="Haru Market")
        self.any_account = False

    def notices(self, language: Language) -> tuple[Document, ...]:
        return (NOTICE,) if language is Language.KOREAN else ()


@dataclass
class ScriptedApi:
    turns: list[Turn] = field(default_factory=list)
    later: list[Turn] = field(default_factory=list)
    """What each look at the conversation's events sends before it ends."""
    conversation: Event | None = None
    """What the conversation is read as; None where it is not to be had."""
    received: list[Event] = field(default_factory=list)
    followed: list[tuple[str, str]] = field(default_factory=list)
    """Of each look at events: the conversation, and the Last-Event-ID it began from."""
    tokens: list[str | None] = field(default_factory=list)
    uploads: list[Turn] = field(default_factory=list)
    """What is answered to each file: a `kept` message, or the status that refuses it."""
    uploaded: list[tuple[str, bytes]] = field(default_factory=list)
    contacts: list[object] = field(default_factory=list)
    contact_answer: int = 204
    typed: int = 0
    """How often the page told that its customer is writing."""
    reads: int = 0
    """How often the conversation was read."""
    slow_to_read: bool = False
    """Whether it is read only once `go_on` is called."""
    retry_after: int | None = None
    """What a refusal says of when to come back, in seconds."""
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.AbstractEventLoop | None = None

    def go_on(self) -> None:
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self.waiting.set)

    def app(self) -> FastAPI:
        app = FastAPI()
        app.include_router(pages(Shop()))
        app.include_router(widget(Shop()))
        app.post("/v1/chat/stream")(self._chat)
        app.get("/v1/conversations/{conversation_id}")(self._read)
        app.get("/v1/conversations/{conversation_id}/events")(self._follow)
        app.post("/v1/conversations/{conversation_id}/attachments")(self._take)
        app.post("/v1/conversations/{conversation_id}/contact")(self._contact)
        app.post("/v1/conversations/{conversation_id}/typing")(self._typing)
        return app

    async def _chat(self, request: Request) -> Response:
        self.loop = asyncio.get_running_loop()
        self.received.append(await request.json())
        self.tokens.append(request.headers.get("authorization"))
        return self._response(self.turns.pop(0))

    async def _take(self, name: str, request: Request) -> Response:
        self.loop = asyncio.get_running_loop()
        self.uploaded.append((name, await request.body()))
        turn = self.uploads.pop(0)
        if isinstance(turn, int):
            return problem(turn)
        assert isinstance(turn, list)
        if WAIT in turn:
            await self.waiting.wait()
            self.waiting.clear()
        return JSONResponse(turn[-1], status_code=201)

    async def _contact(self, request: Request) -> Response:
        self.contacts.append((await request.json())["contact"])
        return Response(status_code=204) if self.contact_answer == 204 else problem(422)

    async def _typing(self) -> Response:
        self.typed += 1
        return Response(status_code=204)

    async def _read(self) -> Response:
        self.reads += 1
        if self.slow_to_read:
            self.loop = asyncio.get_running_loop()
            await self.waiting.wait()
            self.waiting.clear()
        return JSONResponse(self.conversation) if self.conversation else problem(403)

    async def _follow(self, conversation_id: str, request: Request) -> Response:
        self.followed.append((conversation_id, request.headers["last-event-id"]))
        if self.later:
            return self._response(self.later.pop(0))
        return self._response([": nothing\n\n", WAIT])

    def _response(self, turn: Turn) -> Response:
        if isinstance(turn, int):
            return problem(turn, self.retry_after)
        if isinstance(turn, Response):
            return turn
        return StreamingResponse(self._told(turn), media_type="text/event-stream")

    async def _told(self, turn: list[object]) -> AsyncIterator[str]:
        for item in turn:
            if item == CUT:
                raise ConnectionAbortedError
            if item == WAIT:
                await self.waiting.wait()
                self.waiting.clear()
            elif isinstance(item, dict):
                yield sse(item)
            else:
                yield str(item)


def sse(event: Event) -> str:
    lines = [f"event: {event['event']}", f"data: {json.dumps(event['data'], ensure_ascii=False)}"]
    return "\n".join([*([f"id: {event['id']}"] if "id" in event else []), *lines]) + "\n\n"


def problem(status: int, again: str | int | None = None) -> Response:
    """`again`: what the header Retry-After asks for."""
    body = {"type": "urn:test", "title": "No", "status": status, "detail": "not now"}
    headers = {} if again is None else {"Retry-After": str(again)}
    kind = "application/problem+json"
    return JSONResponse(body, status_code=status, media_type=kind, headers=headers)


def step(name: str) -> Event:
    return {"event": "status", "data": {"step": name}}


def delta(text: str) -> Event:
    return {"event": "delta", "data": {"text": text}}


def done(text: str, *, turn: str = "turn_1", **more: object) -> Event:
    reply = {
        "conversation_id": "conv_1",
        "conversation_token": "token_1",
        "turn_id": turn,
        "outcome": "answered",
        "route": "direct",
        "text": text,
        "language": "ko",
        "citations": [],
        "confidence": None,
        "handoff": None,
        "suggestions": [],
        **more,
    }
    return {"event": "done", "data": reply}


def message(number: int, sender: str, text: str, *, turn: str = "", **more: object) -> Event:
    payload = {
        "id": f"msg_{number}",
        "turn_id": turn,
        "sender": sender,
        "text": text,
        "created_at": "2026-11-21T09:00:00Z",
        **more,
    }
    return {"id": str(number), "event": "message", "data": {"id": number, "payload": payload}}


def kept(number: int, name: str) -> Event:
    """The message of a file that the server has taken."""
    file = {"id": f"file_{number}", "name": name, "media_type": "image/png", "size": 1}
    return {"id": f"msg_{number}", "sender": "customer", "text": "", "attachments": [file]}


def owner(number: int, who: str, agent: str | None = None) -> Event:
    data = {"id": number, "payload": {"owner": who, "agent": agent}}
    return {"id": str(number), "event": "owner", "data": data}


def typing(agent: str) -> Event:
    return {"event": "typing", "data": {"sender": "agent", "name": agent}}


def waits(position: int = 1, **more: object) -> Event:
    """A conversation in the queue as it is read."""
    figures = {
        "position": position,
        "minutes": None,
        "opens_at": None,
        "on_break": False,
        "staffed": True,
        **more,
    }
    return {
        "conversation_id": "conv_1",
        "owner": "queue",
        "agent": None,
        "language": "ko",
        "waiting": figures,
        "contact_left": False,
        "last_event": 3,
        "messages": [],
    }
