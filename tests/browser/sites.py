"""A site under test: its server in a thread, and the browsers that visit it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1200, "height": 800}
OPERATOR_KEY = "a-key-for-the-browser-tests"


@dataclass
class Seen:
    """What went wrong in a page, and what it asked of other origins."""

    origin: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", lambda request: self._request(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _request(self, url: str) -> None:
        if urlsplit(url.removeprefix("blob:")).netloc != urlsplit(self.origin).netloc:
            self.foreign.append(url)


@dataclass(frozen=True)
class Site:
    """A running server and the browser to visit it with."""

    origin: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def visit(self, path: str = "/?lang=ko", **options: object) -> Page:
        """A page in a browser that has never been here."""
        settings = {"viewport": DESKTOP, "locale": "ko-KR", "reduced_motion": "reduce", **options}
        context = self.browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        seen = Seen(self.origin)
        seen.watch(context)
        self.contexts.append(context)
        self.seen.append(seen)
        page = context.new_page()
        page.goto(self.origin + path)
        return page

    @property
    def errors(self) -> list[str]:
        return [error for seen in self.seen for error in seen.errors]

    def forgive(self, status: int) -> None:
        """Chromium writes every refused request to the console; this one was meant."""
        for seen in self.seen:
            seen.errors = [e for e in seen.errors if f"status of {status} " not in e]

    @property
    def foreign(self) -> list[str]:
        return [url for seen in self.seen for url in seen.foreign]

    def leave(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        self.seen.clear()


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of a server that runs in a thread until the block ends."""
    config = uvicorn.Config(
        app, port=0, log_level="critical", access_log=False, timeout_graceful_shutdown=10
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_for(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
