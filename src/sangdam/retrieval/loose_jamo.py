"""Korean letters that fell out of their syllables: 바ㄴ품, ㅎㅘㄴ불, 돼ㅐ요."""

from __future__ import annotations

import re

from sangdam.retrieval.keystrokes import hangul, is_open, keys

_LOOSE = re.compile(r"(?P<before>[가-힣]?)(?P<loose>[ㄱ-ㅣ]+)(?=(?P<after>[가-힣]?))")
_MOOD = re.compile(r"[ㅋㅎㅠㅜㅡ]+|(.)\1+")
"""Laughter, tears, ㅇㅇ and ㄷㄷ: letters that are meant to stand alone."""


def gathered(text: str) -> str:
    """The text with loose letters put into syllables where they form whole ones.

    A letter struck twice goes; letters that stand for a mood, and short forms such as ㄱㅅ, stay.
    """
    return _LOOSE.sub(_mended, text)


def _mended(found: re.Match[str]) -> str:
    before, loose, after = found["before"], found["loose"], found["after"]
    if _MOOD.fullmatch(loose):
        return found[0]
    if is_open(before) and (whole := hangul(keys(before + loose))):
        return whole
    if whole := hangul(keys(loose)):
        return before + whole
    return before if _struck_twice(before, loose, after) else found[0]


def _struck_twice(before: str, loose: str, after: str) -> bool:
    letter = keys(loose)
    return (bool(before) and keys(before).endswith(letter)) or keys(after).startswith(letter)
