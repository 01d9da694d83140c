"""What a file is, by its first bytes."""

from __future__ import annotations

import pytest

from sangdam.guardrails.file_kinds import media_type_of


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"\xff\xd8\xff\xe1\0\x10Exif", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0", "image/heic"),
        (b"%PDF-1.7\n", "application/pdf"),
    ],
)
def test_photos_and_pdfs_are_known(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8",
        b"\x89PNG",
        b"<!doctype html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b" %PDF-1.7",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"\0\0\0\x18ftypisom",
        b"PK\x03\x04",
        b"MZ\x90\0",
        b"\x7fELF",
        b"#!/bin/sh",
        "안녕하세요".encode(),
    ],
)
def test_anything_else_is_unknown(content: bytes) -> None:
    assert media_type_of(content) is None
