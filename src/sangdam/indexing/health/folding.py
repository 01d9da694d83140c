"""A text as a reader believes to see it: invisible characters out, look-alikes undone.

For looking into only; never stored or shown.
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""For a character class: what is drawn as nothing, fillers of Hangul and Braille among it."""

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_FOREIGN = re.compile("[\u0131\u0250-\u02af\u0370-\u052f\u1d00-\u1d25]")
_WORD = re.compile(r"[^\W\d_가-힣]+")
_BLANKS = re.compile(r"[^\S\n]+")

LOOK_ALIKES = str.maketrans(
    # Cyrillic
    "аеёоөрсхуүіїјѕԁһӏкмнтвгпԛԝьАВЕЁКМНОРСТУХІЇЈЅԌԚԜҮ"
    # Greek
    "αεηικνορτυχωϲγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
    # Latin of other shapes
    "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢıɑɡɩ",
    "aeeoopcxyyiijsdhlkmhtbrnqwbABEEKMHOPCTYXIIJSGQWY"
    "aenikvoptuxwcyABEZHIKMNOPTYX"
    "abcdeghijklmnoprtuvwyziagi",
)
"""Letters that pass for Latin ones: those of Unicode's confusables (UTS 39) that are used so."""


def folded(text: str) -> str:
    """Lower case, blanks single; lines stay lines."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text)
        if _FOREIGN.search(text):
            text = _WORD.sub(_latin, text)
    return _BLANKS.sub(" ", text).lower() if "  " in text or "\t" in text else text.lower()


def reads_latin(word: str) -> str:
    """The word in the Latin letters it passes for; "" where it can't pass for Latin."""
    latin = word.translate(LOOK_ALIKES)
    return latin if latin.isascii() else ""


def _latin(match: re.Match[str]) -> str:
    return reads_latin(match[0]) or match[0]
