"""The process that converts: `python -m sangdam.indexing.conversion.worker FD`.

Over the socket FD comes a JSON object with an open file, and back goes, after its length,
`{"read": …}` or `{"unreadable": …, "line": …}`. What a file does to the libraries that read it,
it does here, within bounds. The process ends with its parent.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from sangdam.indexing.conversion.converted import Converted
from sangdam.indexing.conversion.converter import HEAD_BYTES
from sangdam.indexing.conversion.formats import FORMATS
from sangdam.indexing.conversion.limits import (
    HIDDEN_NOTES,
    LINES,
    MEMORY_BYTES,
    TEXT_BYTES,
    megabytes,
)
from sangdam.indexing.conversion.unreadable import Unreadable
from sangdam.indexing.conversion.zips import unpack
from sangdam.indexing.sections import sections

REQUEST_BYTES = 4096
LOOK_SECONDS = 0.5
"""Between two looks whether the parent still lives."""
SHOWN = 200
"""Characters of a library's own words that are told."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    with socket.socket(fileno=int(sys.argv[1])) as link:
        while True:
            request, handles, _, _ = socket.recv_fds(link, REQUEST_BYTES, 1)
            if not request:
                return
            with os.fdopen(handles[0], "rb") as handle:
                answer = _answer(handle, json.loads(request))
            link.sendall(len(answer).to_bytes(HEAD_BYTES) + answer)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


def _answer(handle: BinaryIO, request: dict[str, Any]) -> bytes:
    try:
        handle.seek(0)
        found = _read(handle, request)
        return b'{"read": %b}' % json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
    except Unreadable as error:
        return _refusal(error.what, error.line)
    except MemoryError:
        return _refusal(f"takes over {megabytes(MEMORY_BYTES)} of memory to read; split it")
    except RecursionError:
        return _refusal("its parts are nested too deep; save it anew")
    except Exception as error:  # noqa: BLE001
        # Whatever a damaged file makes a library raise ends here: the file is skipped and told.
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return _refusal(f"damaged ({said[:SHOWN]}); save it anew")


def _refusal(what: str, line: int = 1) -> bytes:
    return json.dumps({"unreadable": what, "line": line}).encode()


def _read(handle: BinaryIO, request: dict[str, Any]) -> object:
    if request["suffix"] == ".zip":
        return unpack(handle, Path(request["folder"]), request["wanted"])
    name = FORMATS[request["suffix"]]
    module = import_module(f"sangdam.indexing.conversion.{name}")
    found: Converted = getattr(module, name)(handle)
    if len(found.text.encode("utf-8", "replace")) > TEXT_BYTES:
        raise Unreadable(f"holds over {megabytes(TEXT_BYTES)} of text; split it")
    if found.text.count("\n") > LINES:
        raise Unreadable(f"holds over {LINES:,} lines of text; split it")
    if not any(sections(found.text)) and not found.sheets:
        raise Unreadable("no text in it, as in a scan; save it with its text, or type it out")
    return found._replace(hidden=found.hidden[:HIDDEN_NOTES])._asdict()


if __name__ == "__main__":
    main()
