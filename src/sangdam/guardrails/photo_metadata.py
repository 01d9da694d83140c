"""Photos without what a telephone writes into them: where, when and with which device.

A shop needs the picture of a broken lid, not the customer's home. What decides how the picture
looks is kept: its turn (a telephone's photo would lie on its side without it) and its colours.
JPEG and PNG are done; a HEIC, WebP or GIF keeps what it has, and so does a PDF.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_METADATA = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
SCAN, END = 0xDA, 0xD9
BYTE_ORDERS = {b"II": "<", b"MM": ">"}


def without_metadata(content: bytes, media_type: str) -> bytes:
    """The same picture; any other kind of file, and a JPEG with no picture in it, as it is."""
    if media_type == "image/jpeg":
        return _jpeg(content)
    if media_type == "image/png":
        return PNG_SIGNATURE + b"".join(_png_parts(content))
    return content


def _jpeg(content: bytes) -> bytes:
    """Nothing after the picture's end is kept: there lie previews and clips with metadata of
    their own."""
    parts = list(_segments(content))
    if not any(kind == SCAN for kind, _ in parts):
        return content
    kept = (_kept(kind, segment) for kind, segment in parts)
    return b"\xff\xd8" + b"".join(kept) + b"\xff\xd9"


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its kind; a scan with all that it is followed by."""
    at = _next_marker(content, 2)
    while at + 4 <= len(content) and content[at + 1] != END:
        kind = content[at + 1]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        after = _next_marker(content, end)
        yield kind, content[at : after if kind == SCAN else end]
        at = after


def _next_marker(content: bytes, at: int) -> int:
    """The place of the next marker, or the end. FF 00 and the restart markers are none."""
    while (at := content.find(b"\xff", at)) >= 0:
        after = content[at + 1 : at + 2]
        if after == b"\xff":
            at += 1
        elif after and after != b"\0" and not b"\xd0" <= after <= b"\xd7":
            return at
        else:
            at += 2
    return len(content)


def _kept(kind: int, segment: bytes) -> bytes:
    if kind == APP1:
        return _turned(segment[4:])
    if kind == APP2:
        return segment if segment[4:].startswith(b"ICC_PROFILE") else b""
    about_the_picture = kind in {APP0, APP14} or not (APP0 <= kind <= APP15 or kind == COMMENT)
    return segment if about_the_picture else b""


def _turned(segment: bytes) -> bytes:
    """An Exif segment that says nothing but how the picture is turned; empty where it is not."""
    try:
        turn = _orientation(segment.removeprefix(EXIF)) if segment.startswith(EXIF) else None
    except struct.error:
        turn = None
    if turn is None or not 2 <= turn <= 8:
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, turn, 0)
    tiff = b"MM" + struct.pack(">HIH", 42, 8, 1) + entry + struct.pack(">I", 0)
    return struct.pack(">BBH", 0xFF, APP1, 2 + len(EXIF) + len(tiff)) + EXIF + tiff


def _orientation(tiff: bytes) -> int | None:
    order = BYTE_ORDERS.get(tiff[:2])
    if order is None:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for at in range(first + 2, first + 2 + 12 * count, 12):
        tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, at)
        if tag == ORIENTATION and kind == 3:
            return int(value)
    return None


def _png_parts(content: bytes) -> Iterator[bytes]:
    for start, end in pairwise(_chunk_places(content)):
        if content[start + 4 : start + 8] not in PNG_METADATA:
            yield content[start:end]


def _chunk_places(content: bytes) -> Iterator[int]:
    """Where each chunk begins, and at last where the final one ends."""
    at = len(PNG_SIGNATURE)
    yield at
    while at + 12 <= len(content):
        kind = content[at + 4 : at + 8]
        at += 12 + int.from_bytes(content[at : at + 4])
        yield at
        if kind == b"IEND":
            return
