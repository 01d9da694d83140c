"""Zips, whose parts may be bombs, encrypted, or named to climb out."""

from __future__ import annotations

import re
import stat
import unicodedata
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from sangdam.indexing.conversion.limits import (
    ARCHIVE_BYTES,
    ARCHIVE_MEMBERS,
    FILE_BYTES,
    RATIO,
    RATIO_FROM,
    megabytes,
)
from sangdam.indexing.conversion.unreadable import Unreadable

ENCRYPTED = 0x1
UTF8_NAME = 0x800
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an encrypted Office file begins, and one of before 2007."""
CHUNK = 2**20
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""No name holds these but one that is to break a line of what is told."""


class Member(NamedTuple):
    name: str
    """Its path in the zip, in Unicode form NFC."""
    refused: str
    """Why it was not unpacked; empty where it was, as a file named by its position."""


def unpack(handle: BinaryIO, folder: Path, wanted: Collection[str]) -> tuple[Member, ...]:
    """Write the files whose suffix is wanted into `folder`, named 0, 1, 2 … as in the result.

    The name that a file has in the zip is never used as a path. Raises Unreadable where the zip
    as a whole is damaged or unpacks to too much.
    """
    zipped = opened(handle)
    members = tuple(
        info
        for info in zipped.infolist()
        if not info.is_dir() and _suffix(_name(info)) in {*wanted, ".zip"}
    )
    refuse_bomb(members)
    return tuple(_unpacked(zipped, members, folder))


def opened(handle: BinaryIO) -> ZipFile:
    """Raises Unreadable where it is no zip, or has too many parts."""
    begins = handle.read(len(OLE))
    handle.seek(0)
    if begins == OLE:
        raise Unreadable(
            "encrypted, or in the format of before 2007; save it anew without a password"
        )
    try:
        zipped = ZipFile(handle)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"damaged ({error}); save it anew") from None
    if len(zipped.infolist()) > ARCHIVE_MEMBERS:
        raise Unreadable(f"holds over {ARCHIVE_MEMBERS:,} files; split it")
    return zipped


def refuse_bomb(members: Collection[ZipInfo]) -> None:
    """By the sizes that it declares; no more than these is ever unpacked."""
    whole = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if whole > ARCHIVE_BYTES:
        raise Unreadable(
            f"unpacks to {megabytes(whole)}, over {megabytes(ARCHIVE_BYTES)}; split it"
        )
    if whole > RATIO_FROM and whole > packed * RATIO:
        raise Unreadable(
            f"unpacks to over {RATIO} times its size, as a bomb does; put its files here unzipped"
        )


def _unpacked(zipped: ZipFile, members: Collection[ZipInfo], folder: Path) -> Iterator[Member]:
    seen: set[str] = set()
    for number, info in enumerate(members):
        name = _name(info)
        refused = "twice in the zip; keep one" if name in seen else _wrong(info, name)
        yield Member(name, refused or _written(zipped, info, folder / str(number)))
        seen.add(name)


def _name(info: ZipInfo) -> str:
    """As it was meant: zips made in Korea write CP949 without saying so. U+FFFD stands for what
    can't be shown."""
    name = info.filename
    if not info.flag_bits & UTF8_NAME:
        for encoding in ("utf-8", "cp949"):
            try:
                name = info.filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return CONTROL.sub("\ufffd", unicodedata.normalize("NFC", name.replace("\\", "/")))


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _wrong(info: ZipInfo, name: str) -> str:
    if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
        return "its path leads out of the zip; zip the files anew"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link; zip the file itself"
    if "\ufffd" in name:
        return "its name holds what can't be shown; rename it and zip it anew"
    if info.flag_bits & ENCRYPTED:
        return "encrypted; zip it without a password"
    if _suffix(name) == ".zip":
        return "a zip in a zip is not opened; unpack it"
    if info.file_size > FILE_BYTES:
        return f"{megabytes(info.file_size)}, over {megabytes(FILE_BYTES)}; split it"
    return ""


def _written(zipped: ZipFile, info: ZipInfo, path: Path) -> str:
    """Why it could not be, or an empty text; then the file is whole."""
    try:
        with zipped.open(info) as member, path.open("wb") as file:
            while chunk := member.read(CHUNK):
                file.write(chunk)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        return f"damaged ({error}); zip it anew"
    return ""
