"""What the service writes about itself: plain lines, or one JSON object a line."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import pairwise
from types import TracebackType

from sangdam.settings import LogFormat

QUIET = ("httpx2", "httpcore2", "openai")
"""Below a warning they write a line for every call, then its headers with their keys, then the
prompt."""
PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"
FRAME = re.compile(r'^([ |]*)File ".+", line \d+(?:, in .+)?\n(?:\1  .*\n)*', re.MULTILINE)
"""A line of a stack, with its line of code and the marks below that."""

_turn: ContextVar[str | None] = ContextVar("turn", default=None)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


@contextmanager
def during(turn_id: str) -> Iterator[None]:
    """Every line logged meanwhile, in this thread or with a copy of its context, names the turn."""
    before = _turn.get()
    _turn.set(turn_id)
    try:
        yield
    finally:
        _turn.set(before)  # no token: a turn that nobody listens to may be ended elsewhere


def start(form: LogFormat, level: str, *, mask: Callable[[str], str]) -> None:
    """Write to stderr from now on. `mask` is applied to errors of the program, whose words are
    not the program's own alone."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(mask) if form is LogFormat.JSON else PlainLines(mask))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class PlainLines(logging.Formatter):
    def __init__(self, mask: Callable[[str], str]) -> None:
        super().__init__(PLAIN)
        self._mask = mask

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the name that logging asks for
        return told_masked(super().formatException(ei), self._mask)


def told_masked(traceback: str, mask: Callable[[str], str]) -> str:
    """The traceback with what its exceptions say masked; where they come from is code, and stays
    readable."""
    frames = [frame.span() for frame in FRAME.finditer(traceback)]
    ends = [0, *(end for span in frames for end in span), len(traceback)]
    parts = [traceback[begin:end] for begin, end in pairwise(ends)]
    return "".join(part if at % 2 else mask(part) for at, part in enumerate(parts))


class JsonLines(PlainLines):
    """`turn` and `exception` stand only where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "turn": _turn.get(),
            "exception": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return json.dumps({k: v for k, v in line.items() if v is not None}, ensure_ascii=False)
