"""What a text says once its disguise is off: base64, hex, rot13, spelt out, backwards."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

SHORTEST_TOKEN = 12
BASE64 = re.compile(rf"[A-Za-z0-9+/_-]{{{SHORTEST_TOKEN},}}={{0,2}}")
BASE32 = re.compile(rf"\b[A-Z2-7]{{{SHORTEST_TOKEN},}}=*")
HEX = re.compile(r"(?:0x)?(?:[0-9a-fA-F]{2}[ :]?){8,}")
BASE85 = re.compile(rf"(?<!\S)\S{{{SHORTEST_TOKEN},}}(?!\S)")
BINARY = re.compile(r"(?:[01]{8} ?){6,}")
ESCAPE = re.compile(r"\\[ux]\{?([0-9a-fA-F]{2,4})\}?")
SPACED = re.compile(r"(?<!\w)(?:\w[ ._\-*]){3,}\w(?!\w)")
LEET = str.maketrans("01345789@$!", "oieastbgasi")
LEET_WORD = re.compile(r"\b(?=\w*[a-zA-Z])(?=\w*[0134578@$])[\w@$]+\b")


def undisguised(clean: str) -> Iterator[str]:
    """Other readings of `clean`: every token that decodes to text, and the whole, re-read."""
    yield from _tokens(clean)
    yield from (reading for read in WHOLE_TEXT if (reading := read(clean)) != clean)


def _tokens(clean: str) -> Iterator[str]:
    for pattern, decode in TOKENS:
        for match in pattern.finditer(clean):
            if text := _printable(decode, match.group()):
                yield text


def _printable(decode: Callable[[str], bytes], token: str) -> str:
    try:
        text = decode(token).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return text if text.isprintable() or "\n" in text else ""


def _base64(token: str) -> bytes:
    body = token.rstrip("=").translate(str.maketrans("-_", "+/"))
    return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)


def _base32(token: str) -> bytes:
    body = token.rstrip("=")
    return base64.b32decode(body + "=" * (-len(body) % 8))


def _hex(token: str) -> bytes:
    return bytes.fromhex(re.sub(r"^0x|[ :]", "", token))


def _binary(token: str) -> bytes:
    return bytes(int(octet, 2) for octet in re.findall(r"[01]{8}", token))


def _ascii85(token: str) -> bytes:
    return base64.a85decode(token, adobe=token.startswith("<~"))


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")


def _escapes(text: str) -> str:
    return html.unescape(ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))


def _backwards(text: str) -> str:
    return text[::-1]


def _spelt_out(text: str) -> str:
    return SPACED.sub(lambda match: re.sub(r"[ ._\-*]", "", match.group()), text)


def _leet(text: str) -> str:
    return LEET_WORD.sub(lambda match: match.group().translate(LEET), text)


TOKENS: tuple[tuple[re.Pattern[str], Callable[[str], bytes]], ...] = (
    (BASE64, _base64),
    (BASE32, _base32),
    (HEX, _hex),
    (BINARY, _binary),
    (BASE85, base64.b85decode),
    (BASE85, _ascii85),
)
WHOLE_TEXT: tuple[Callable[[str], str], ...] = (
    unquote,
    _escapes,
    _rot13,
    _backwards,
    _spelt_out,
    _leet,
)
