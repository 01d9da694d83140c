"""What a question asks for, whatever its endings, particles, politeness and spacing.

Similarity of vectors can't tell this: between shipped entries "the warranty on the coating" and
"… on the body" have a cosine of .980, while half of the true paraphrases of one entry stay below
.88 (e5-small-q4). So the words decide, and every word that is left over counts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sangdam.indexing.health.wording_english import english_gist
from sangdam.indexing.health.wording_korean import korean_gist

REMEMBERED = 50_000
"""Questions whose keys are kept for the next reindex of the same process, some 600 bytes each."""

LONGEST = 300
"""Characters of the longest text that is read as a question; a longer one only equals itself."""

_HANGUL = re.compile(r"[가-힣]")
_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_NOT = re.compile(r"\b(ca|wo|sha)?n['’]t\b|(?<=\w)n['’]t\b")
_OWN = re.compile(r"(?<=\w)['’](?:s|re|m|d|ll|ve)\b")
_MARK = re.compile(r"[^\w\s+#%&@$₩€°℃]+|_")
_MARK_OUTSIDE_NUMBERS = re.compile(r"(?!(?<=\d)[.:~/-]\d)[^\w\s+#%&@$₩€°℃]|_")


@lru_cache(REMEMBERED)
def keys(question: str) -> frozenset[str]:
    """Two questions that share a key ask the same."""
    plain = _plain(question)
    found = {plain.replace(" ", "")}
    decisive = _decisive(plain) if len(plain) <= LONGEST else ()
    if decisive:
        # From Silver to Gold is not from Gold to Silver; and a "not" belongs to one word.
        directed = "에서" in plain or not _DIRECTED.isdisjoint(decisive)
        found |= {"".join(decisive), " ".join(decisive if directed else sorted(decisive))}
    return frozenset(found - {""})


def words(text: str) -> tuple[str, ...]:
    """Those that decide what a question asks, or a sentence says; in their order."""
    return _decisive(_plain(text)[:LONGEST])


def _decisive(plain: str) -> tuple[str, ...]:
    return korean_gist(plain) if _HANGUL.search(plain) else english_gist(plain)


def _plain(text: str) -> str:
    """Lower case, marks as spaces, but 1.5 stays 1.5 and 1,000 becomes 1000."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if "'" in folded or "’" in folded:
        folded = _OWN.sub("", _NOT.sub(lambda short: f"{_WHOLE.get(short[1], '')} not", folded))
    if _DIGIT.search(folded):
        return " ".join(_MARK_OUTSIDE_NUMBERS.sub(" ", _THOUSANDS.sub("", folded)).split())
    return " ".join(_MARK.sub(" ", folded).split())


_DIRECTED = frozenset({"from", "not", "cannot", "안", "못"})
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}
