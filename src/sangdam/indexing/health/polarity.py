"""Does an answer say yes or no?"""

from __future__ import annotations

import re
from typing import NamedTuple

from sangdam.indexing.health.wording import words

_YES = re.compile(r"\W*(?:네|예|yes)(?=[\s,.!])", re.IGNORECASE)
_NO = re.compile(r"\W*(?:아니요|아니오|아뇨|no)(?=[\s,.!])", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s|\n")
_CAN = re.compile(
    r"수 ?있\S*|가능\S*|됩니다|돼요|\b(?:can|may|possible|allowed|accepted|available)\b",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"수 ?없\S*|불가\S*|가능하지 ?않\S*|(?:되|하)지는? ?않\S*|안 ?(?:됩니다|돼요|되)\S*"
    r"|못 ?(?:합니다|해요)"
    r"|\b(?:cannot|can['’]?t|(?:can|may|must|is|are|do|does) not|(?:is|are|do|does)n['’]t"
    r"|impossible|unable)\b",
    re.IGNORECASE,
)


def opening(answer: str) -> bool | None:
    """True where the answer begins with a yes, False with a no, None with neither."""
    return True if _YES.match(answer) else False if _NO.match(answer) else None


class Leaning(NamedTuple):
    says: bool
    about: frozenset[str]
    """The words of the sentence that are left when its can and cannot are taken out."""


def leaning(answer: str) -> Leaning | None:
    """What the first sentence allows or denies; None where it does neither, or both."""
    first = _SENTENCE.split(answer.strip(), maxsplit=1)[0]
    rest = _CANNOT.sub(" ", first)
    can, cannot = bool(_CAN.search(rest)), rest != first
    if can == cannot:
        return None
    return Leaning(can, frozenset(words(_CAN.sub(" ", rest))))
