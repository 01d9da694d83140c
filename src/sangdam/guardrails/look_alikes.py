"""Letters of other alphabets that pass for Latin ones, undone for inspection only.

The pairs are those of Unicode's confusables list (UTS 39) that attackers of chat services
use: Cyrillic, Greek, small capitals, and letters in circles, squares and flags.
"""

from __future__ import annotations

import re

CYRILLIC = {
    **dict(zip("аеёѐоөрсхуүіїјѕԁһӏкмнтвгпԛԝѵьъ", "aeeeoopcxyyiijsdhlkmhtbrnqwvbb", strict=True)),
    **dict(zip("АВЕЁКМНОРСТУХІЇЈЅԌԚԜҮ", "ABEEKMHOPCTYXIIJSGQWY", strict=True)),
}
GREEK = {
    **dict(zip("αβεηικνορτυχωϲγ", "abenikvoptuxwcy", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
}
LATIN = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢıɑɡɩ", "abcdefghijklmnopqrstuvwyziagi", strict=True))
# First code point of each alphabet that is drawn in circles, squares or flags.
ENCLOSED = (0x1F150, 0x1F170, 0x1F1E6)
LOOK_ALIKES = str.maketrans(
    {**CYRILLIC, **GREEK, **LATIN}
    | {chr(first + n): chr(ord("a") + n) for first in ENCLOSED for n in range(26)}
)
WORD = re.compile(r"[^\W\d_가-힣]+|[\U0001F150-\U0001F189\U0001F1E6-\U0001F1FF]+")


def fold_look_alikes(text: str) -> str:
    """Words that read as Latin, in Latin letters; words of a real other alphabet untouched."""
    return text if text.isascii() else WORD.sub(_latin, text)


def _latin(match: re.Match[str]) -> str:
    folded = match.group().translate(LOOK_ALIKES)
    return folded if folded.isascii() else match.group()
