"""Where and when a photo was taken is cut out; the picture, its turn and its colours stay."""

from __future__ import annotations

import zlib
from struct import pack

import pytest

from sangdam.guardrails.photo_metadata import without_metadata

TABLES = b"\xff\xdb\x00\x05\x00\x10\x0b"
FRAME = b"\xff\xc0\x00\x08\x08\x00\x01\x00\x01\x00"
SCAN = b"\xff\xda\x00\x04\x01\x00\x3f\xff\x00\x7f\xff\xd0\x12\x34"
"""With a stuffed byte and a restart marker in it, which end nothing."""
SECOND_SCAN = b"\xff\xc4\x00\x06\xff\xd9\x01\x02\xff\xda\x00\x04\x02\x00\x55"
"""A progressive photo has several; its table holds bytes that look like the end."""
END = b"\xff\xd9"
ICC = b"ICC_PROFILE\0\x01\x01colours"


def segment(kind: int, content: bytes) -> bytes:
    return pack(">BBH", 0xFF, kind, 2 + len(content)) + content


def exif(turn: int, order: str = ">") -> bytes:
    """How the photo is turned, the maker's name, and a pointer to where it was taken."""
    entries = pack(f"{order}HHIHH", 0x0112, 3, 1, turn, 0)
    entries += pack(f"{order}HHII", 0x010F, 2, 4, 0x5048)
    entries += pack(f"{order}HHII", 0x8825, 4, 1, 50)
    tiff = {">": b"MM", "<": b"II"}[order] + pack(f"{order}HIH", 42, 8, 3) + entries
    return segment(0xE1, b"Exif\0\0" + tiff + b"\0\0\0\0 37.5665N 126.9780E")


def jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join([*segments, TABLES, FRAME, SCAN, SECOND_SCAN, END])


BARE = jpeg()
COLOURS = segment(0xE2, ICC)
HEAD = segment(0xE0, b"JFIF\0\x01\x02")


@pytest.mark.parametrize(
    "metadata",
    [
        exif(1),
        exif(1, "<"),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<GPSLatitude>37.5"),
        segment(0xED, b"Photoshop 3.0\x008BIM Seoul"),
        segment(0xE2, b"MPF\0another picture"),
        segment(0xFE, b"taken at home"),
        segment(0xE1, b"Exif\0\0MM"),
        segment(0xE1, b"Exif\0\0MM\0\x2a\xff\xff\xff\xff"),
        segment(0xE1, b"Exif\0\0??"),
    ],
)
def test_a_photo_says_nothing_of_place_time_and_device(metadata: bytes) -> None:
    assert without_metadata(jpeg(metadata), "image/jpeg") == BARE


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", [2, 6, 8])
def test_a_photo_stays_upright(turn: int, order: str) -> None:
    kept = without_metadata(jpeg(exif(turn, order)), "image/jpeg")
    assert b"126.9780E" not in kept
    assert len(kept) - len(BARE) == 36
    assert pack(">HHIHH", 0x0112, 3, 1, turn, 0) in kept
    assert without_metadata(kept, "image/jpeg") == kept


def test_colours_and_the_picture_are_kept_byte_by_byte() -> None:
    photo = jpeg(HEAD, COLOURS)
    assert without_metadata(photo, "image/jpeg") == photo


def test_nothing_after_the_picture_is_kept() -> None:
    clip = b"\xff\xd8" + exif(1) + b"a clip of two seconds"
    assert without_metadata(jpeg(HEAD) + clip, "image/jpeg") == jpeg(HEAD)


@pytest.mark.parametrize("between", [b"\xff\xff", b"\0\0", b"junk"])
def test_bytes_between_segments_hide_nothing(between: bytes) -> None:
    """Browsers pass over them, and so does this."""
    kept = without_metadata(jpeg(HEAD, between, exif(1), between), "image/jpeg")
    assert b"126.9780E" not in kept
    assert HEAD in kept
    assert kept.endswith(SCAN + SECOND_SCAN + END)


@pytest.mark.parametrize("left", range(2, len(jpeg(HEAD, exif(6))) - 2))
def test_a_photo_that_breaks_off_anywhere_still_tells_no_place(left: int) -> None:
    broken = jpeg(HEAD, exif(6))[:left]
    kept = without_metadata(broken, "image/jpeg")
    assert kept == broken or b"126.9780E" not in kept
    assert kept != broken or SCAN[:4] not in broken


def chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))


def drawing(*more: bytes) -> bytes:
    pixel = [chunk(b"IDAT", zlib.compress(b"\0\x80")), chunk(b"IEND", b"")]
    header = chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"".join([b"\x89PNG\r\n\x1a\n", header, *more, *pixel])


@pytest.mark.parametrize("kind", [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"])
def test_a_screenshot_says_nothing_either(kind: bytes) -> None:
    shot = drawing(chunk(b"gAMA", pack(">I", 45455)), chunk(kind, b"37.5665N"))
    kept = without_metadata(shot + b"and more", "image/png")
    assert kept == drawing(chunk(b"gAMA", pack(">I", 45455)))


@pytest.mark.parametrize("media_type", ["image/gif", "image/webp", "image/heic", "application/pdf"])
def test_other_kinds_stay_as_they_are(media_type: str) -> None:
    assert without_metadata(jpeg(exif(6)), media_type) == jpeg(exif(6))


def test_what_holds_no_picture_stays_as_it_is() -> None:
    assert (
        without_metadata(b"\xff\xd8\xff\xe0 nothing", "image/jpeg") == b"\xff\xd8\xff\xe0 nothing"
    )
