"""What a text says once its code is broken: base64, hex, escapes, rot13, backwards, spelt out."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

SHORTEST = 16
"""Characters from which a word without a blank may be a code."""
LONGEST = 20_000
"""Characters of one code that are decoded; an order is short."""
TELLING = ("ignore", "disregard", "instruct", "system prompt", "you are now")
"""Words of which one stands in nearly every order, so that whole texts are read anew only where
one of them would come out."""

_LONG = re.compile(rf"\S{{{SHORTEST},}}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_BASE32 = re.compile(r"[A-Z2-7]{24,}=*")
_HEX = re.compile(r"(?:0x)?(?:[0-9a-fA-F]{2}){8,}")
_BINARY = re.compile(r"(?:[01]{8} ?){6,}")
_SPACED_HEX = re.compile(r"(?:[0-9a-f]{2}[ :]){8,}[0-9a-f]{2}")
_ESCAPE = re.compile(r"\\[ux]\{?([0-9a-fA-F]{2,4})\}?")
_SPELT = re.compile(r"(?<!\w)(?:[a-z][ ._*-]){5,}[a-z](?!\w)")
_GAP = re.compile(r"[ ._*-]")
_LEET = dict(zip("013457@$", "oieastas", strict=True))


class Decoded(NamedTuple):
    text: str
    code: str
    """As it stands in the text; empty where the whole text is written so."""
    disguise: str


class Rewriting(NamedTuple):
    """A way to write a whole text otherwise."""

    tells: Callable[[str], bool]
    """Whether a telling word would come out of a lower-case text."""
    read: Callable[[str], str]
    disguise: str


def decoded_words(text: str) -> Iterator[Decoded]:
    """What the long words of the text may stand for, each once, whether it makes sense or not."""
    for word in dict.fromkeys(_LONG.findall(text)):
        yield from _decoded(word)


def _decoded(word: str) -> Iterator[Decoded]:
    for pattern, decode, disguise in _CODES:
        for match in pattern.finditer(word):
            if said := _said(decode, match[0][:LONGEST]):
                yield Decoded(said, match[0], disguise)
    if word.count("%") > 1 or "\\u" in word or "\\x" in word or "&#" in word:
        yield Decoded(_unescaped(word), word, "escaped characters")


def _said(decode: Callable[[str], bytes], code: str) -> str:
    try:
        text = decode(code).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return text if text.isprintable() or "\n" in text else ""


def _base64(code: str) -> bytes:
    body = code.rstrip("=").translate(str.maketrans("-_", "+/"))
    return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)


def _base32(code: str) -> bytes:
    body = code.rstrip("=")
    return base64.b32decode(body + "=" * (-len(body) % 8))


def _hex(code: str) -> bytes:
    return bytes.fromhex(re.sub(r"^0x|[ :]", "", code))


def _binary(code: str) -> bytes:
    return bytes(int(octet, 2) for octet in re.findall(r"[01]{8}", code))


def _unescaped(text: str) -> str:
    return html.unescape(unquote(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)))


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")


def _backwards(text: str) -> str:
    return text[::-1]


def _joined(text: str) -> str:
    return _SPELT.sub(lambda match: _GAP.sub("", match[0]), text)


def _unleet(text: str) -> str:
    for digit, letter in _LEET.items():
        text = text.replace(digit, letter)
    return text


def _unhexed(text: str) -> str:
    return _SPACED_HEX.sub(lambda match: _said(_hex, match[0]), text)


def _unbinary(text: str) -> str:
    return _BINARY.sub(lambda match: _said(_binary, match[0]), text)


def _holds(*words: str) -> Callable[[str], bool]:
    return lambda text: any(word in text for word in words)


def _leet(text: str) -> bool:
    """Whether a telling word comes out that did not stand there."""
    plain = _unleet(text)
    return any(plain.count(word) > text.count(word) for word in TELLING)


_CODES: tuple[tuple[re.Pattern[str], Callable[[str], bytes], str], ...] = (
    (_BASE64, _base64, "base64"),
    (_BASE32, _base32, "base32"),
    (_HEX, _hex, "hexadecimal code"),
    (_BINARY, _binary, "binary code"),
)
REWRITINGS = (
    Rewriting(_holds(*map(_rot13, TELLING)), _rot13, "rot13"),
    Rewriting(_holds(*map(_backwards, TELLING)), _backwards, "letters written backwards"),
    Rewriting(
        _holds(*(mark.join(word[:5]) for word in TELLING for mark in " ._-*")),
        _joined,
        "letters set apart",
    ),
    Rewriting(_holds("69 67 6e", "69:67:6e", "49 67 6e", "49:67:6e"), _unhexed, "hexadecimal code"),
    Rewriting(_holds("01101001 01100111", "01001001 01100111"), _unbinary, "binary code"),
    Rewriting(_leet, _unleet, "digits for letters"),
)
