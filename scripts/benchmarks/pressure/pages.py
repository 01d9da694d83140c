"""Customers with the chat page open: each one's conversation, and its event stream held open."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any, NamedTuple

from scripts.benchmarks.pressure.wire import Response, asked

BREAKS = (OSError, EOFError, TimeoutError)
STREAM_AGAIN_S = 1.0
QUESTIONS_EACH = 4
"""Then a customer closes the page and another one comes."""
PATIENCE_S = 60.0
OK, UNAVAILABLE = 200, 503
KEPT = ("route", "outcome")
"""Of each reply: a long run has too many for all of them."""


class Turn(NamedTuple):
    """What came of one message."""

    text: str
    status: int
    """Of the HTTP answer; 0 where the connection broke or nothing came in time."""
    reply: dict[str, Any] | None
    first_delta_at: float | None = None
    """By time.monotonic(); of streamed turns."""
    retry_after: str | None = None

    @property
    def come_back(self) -> bool:
        """Whether the customer was told clearly when to try again."""
        return self.status == UNAVAILABLE and (self.retry_after or "").isdigit()

    @property
    def failed(self) -> bool:
        return self.reply is None and not self.come_back

    @property
    def route(self) -> str:
        return str(self.reply["route"]) if self.reply else ""


class Page:
    """One customer. Its stream is opened with the first reply, as the chat page does."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._path = ""
        self._token: dict[str, str] = {}
        self._stream: asyncio.Task[None] | None = None
        self.asked = 0
        self.with_person = False
        self.follows = False
        self.cut = 0
        """How often its event stream broke."""

    async def ask(self, text: str, *, streamed: bool) -> Turn:
        self.asked += 1
        ask = self._streamed if streamed else self._whole
        try:
            turn = await asyncio.wait_for(ask(text), PATIENCE_S)
        except BREAKS:
            return Turn(text, 0, None)
        if turn.reply is None:
            return turn
        self._settle(turn.reply)
        return turn._replace(reply={name: turn.reply[name] for name in KEPT})

    async def close(self) -> None:
        if self._stream is not None:
            self._stream.cancel()
            await asyncio.gather(self._stream, return_exceptions=True)

    async def _whole(self, text: str) -> Turn:
        async with asked(self._url, "POST", "/v1/chat", self._token, self._body(text)) as answer:
            if answer.status != OK:
                return _refused(text, answer)
            return Turn(text, OK, await answer.json())

    async def _streamed(self, text: str) -> Turn:
        path, first = "/v1/chat/stream", None
        async with asked(self._url, "POST", path, self._token, self._body(text)) as answer:
            if answer.status != OK:
                return _refused(text, answer)
            async for event in answer.events():
                if event.kind == "delta":
                    first = first or monotonic()
                if event.kind == "done":
                    return Turn(text, OK, event.data, first)
        return Turn(text, OK, None)

    def _body(self, text: str) -> dict[str, str]:
        known = {"conversation_id": self._path.rsplit("/", 1)[-1]} if self._path else {}
        return {
            "message": text,
            "client_message_id": secrets.token_hex(16),
            "channel": "web",
        } | known

    def _settle(self, reply: dict[str, Any]) -> None:
        self.with_person = reply["outcome"] in {"handed_off", "with_human"}
        if self._stream is None:
            self._path = f"/v1/conversations/{reply['conversation_id']}"
            self._token = {"Authorization": f"Bearer {reply['conversation_token']}"}
            self._stream = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        last = "0"
        while True:
            headers = self._token | {"Last-Event-ID": last}
            try:
                async with asked(self._url, "GET", f"{self._path}/events", headers) as answer:
                    self.follows = answer.status == OK
                    async for event in answer.events():
                        last = event.id or last
            except BREAKS:
                self.cut += 1
            self.follows = False
            await asyncio.sleep(STREAM_AGAIN_S)


class Pages:
    """So many pages, open all the time: where one is closed another one opens."""

    def __init__(self, url: str, texts: Callable[[], str], *, streamed: bool = False) -> None:
        """`texts` says what is asked next."""
        self._url = url
        self.texts = texts
        self.streamed = streamed
        self._idle: deque[Page] = deque()
        self._asking: set[Page] = set()
        self._count = 0
        self._cut_before = 0

    @property
    def following(self) -> int:
        """Event streams that are open now."""
        return sum(page.follows for page in (*self._idle, *self._asking))

    @property
    def cut(self) -> int:
        """Event streams that broke so far."""
        return self._cut_before + sum(page.cut for page in (*self._idle, *self._asking))

    async def open(self, count: int, *, at_once: int = 8) -> None:
        """Returns once so many have asked their first question and follow their conversation."""
        self._count = count
        room = asyncio.Semaphore(at_once)

        async def one() -> None:
            async with room:
                page = Page(self._url)
                while not page.follows:
                    turn = await page.ask(self.texts(), streamed=False)
                    await asyncio.sleep(0.05 if turn.reply else STREAM_AGAIN_S)
                self._idle.append(page)

        await asyncio.gather(*(one() for _ in range(count)))

    async def ask(self) -> Turn:
        """A question from the page that was quiet for longest."""
        page = self._idle.popleft() if self._idle else Page(self._url)
        if page.asked >= QUESTIONS_EACH or page.with_person:
            await self._leave(page)
            page = Page(self._url)
        self._asking.add(page)
        try:
            return await page.ask(self.texts(), streamed=self.streamed)
        finally:
            self._asking.discard(page)
            if len(self._idle) < self._count:
                self._idle.append(page)
            else:  # who came in a rush leaves again
                await self._leave(page)

    async def _leave(self, page: Page) -> None:
        self._cut_before += page.cut
        await page.close()

    async def close(self) -> None:
        await asyncio.gather(*(page.close() for page in self._idle))
        self._idle.clear()


def _refused(text: str, answer: Response) -> Turn:
    return Turn(text, answer.status, None, retry_after=answer.headers.get("retry-after"))
