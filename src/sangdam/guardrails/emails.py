"""Where a text holds an e-mail address, also one that is spelt out: "john dot smith at ..."."""

from __future__ import annotations

import re
from itertools import chain

from sangdam.guardrails.spans import Span

EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+%-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?![A-Za-z])", re.A
)
LABEL = r"[a-z0-9]+(?:[_+-][a-z0-9]+)*"
DOT = r"(?:\s?[(\[](?:dot|점)[)\]]\s?|\sdot\s|\s?(?:점|닷|쩜)\s?)"
AT = r"(?:\s?[(\[](?:at|골뱅이)[)\]]\s?|\s?골뱅이\s?)"
JOINED = rf"(?:{DOT}|\.|\s(?:underscore|dash|hyphen)\s)"
END = r"(?:com|net|org|info|io|edu|gov|dev|me|kr|uk|컴)(?![a-z0-9])"
LOCAL = rf"(?<![\w.@-]){LABEL}(?:{JOINED}{LABEL}){{0,4}}"
SPELT = (
    re.compile(rf"{LOCAL}(?:{AT}|@)[a-z0-9가-힣-]+(?:(?:{DOT}|\.){LABEL}){{0,3}}(?:{DOT}|\.){END}"),
    re.compile(rf"{LOCAL}\sat\s{LABEL}(?:(?:{DOT}|\.){LABEL}){{0,3}}{DOT}{END}"),
)
"""Where `at` is a plain word, the dot before the end has to be spelt out too."""
TELLS = ("dot", "점", "닷", "쩜", "at)", "at]", "골뱅이")
NO_NAME = re.compile(
    r"(?:\w+\s)?(?:look|me|it|us|is|are|was|buy|bought|order|ordered|saw|see)\sat\s"
)
"""What is done at a site; nobody's name."""


def find_emails(clean: str) -> tuple[Span, ...]:
    """In no order."""
    return tuple(Span(*m.span()) for m in chain(EMAIL.finditer(clean), _spelt_out(clean.lower())))


def _spelt_out(lower: str) -> list[re.Match[str]]:
    if not any(tell in lower for tell in TELLS):
        return []
    found = (match for pattern in SPELT for match in pattern.finditer(lower))
    return [match for match in found if not NO_NAME.match(match[0])]
