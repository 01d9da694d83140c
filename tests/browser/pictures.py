"""Pictures as a customer's device holds them."""

from __future__ import annotations

import zlib
from struct import pack

from playwright.sync_api import FilePayload


def png(width: int = 40, height: int = 30) -> bytes:
    """A grey picture."""
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height)
    chunks = [
        (b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", pixels),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def file(name: str, kind: str = "image/png", content: bytes | None = None) -> FilePayload:
    """A file to choose in the page."""
    return {"name": name, "mimeType": kind, "buffer": png() if content is None else content}
