"""Bytes -> text, in the encodings that files of Korean offices come in."""

from __future__ import annotations

import codecs

from sangdam.indexing.conversion.unreadable import Unreadable

MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Byte order mark -> codec; UTF-32 before UTF-16, whose mark it begins with."""

DECLARED = {
    **dict.fromkeys(("euc-kr", "cp949", "ms949", "uhc", "ks_c_5601-1987", "ksc5601"), "cp949"),
    **dict.fromkeys(("windows-1252", "iso-8859-1", "latin1", "us-ascii"), "cp1252"),
}
"""Charset that a page names -> codec, as browsers read it."""

KOREAN = "cp949"
USUAL_SHARE = 0.5
"""Least share of usual (KS X 1001) characters in CP949; in Western text read as it, none are."""


def decoded(data: bytes, declared: str = "") -> str:
    """By its byte order mark, else UTF-8, else the charset that the file declares, else CP949.

    Raises Unreadable, with the line, where none of them fits.
    """
    for mark, codec in MARKS.items():
        if data.startswith(mark):
            return _text(data, codec)
    try:
        return _text(data, "utf-8")
    except UnicodeDecodeError as error:
        text = _otherwise(data, DECLARED.get(declared.lower(), ""))
        if text is None:
            line = data.count(b"\n", 0, error.start) + 1
            what = "neither UTF-8 nor CP949 from this line on; save the file as UTF-8"
            raise Unreadable(what, line) from None
        return text


def _text(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        if codec == "utf-8":
            raise
        raise Unreadable(f"damaged: not the {codec} that it says; save it as UTF-8") from None
    if "\0" in text:
        raise Unreadable("not a text; save it as UTF-8, or move it away")
    return text


def _otherwise(data: bytes, declared: str) -> str | None:
    for codec in dict.fromkeys((declared or KOREAN, KOREAN)):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec != KOREAN or _usual(text):
            return text
    return None


def _usual(text: str) -> bool:
    foreign = [character for character in text if character > "\x7f"]
    usual = "".join(foreign).encode("euc_kr", "ignore").decode("euc_kr")
    return len(usual) >= len(foreign) * USUAL_SHARE
