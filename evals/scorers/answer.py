"""What of a reply is the answer itself, and what are fixed texts around it."""

from __future__ import annotations

import re
from functools import cache

from evals.facts.words import morphology
from sangdam.guardrails.sentences import sentences_of
from sangdam.models import Language, Reply
from sangdam.prompts import say

FRAMES = ("other_language", "account_data", "account_data_no_way", "ask_order_number")
CLOSINGS = ("offer_person",)
ANYTHING = "\N{OBJECT REPLACEMENT CHARACTER}"
BLANK_LINE = re.compile(r"\n\s*\n")


def answer_of(reply: Reply) -> str:
    """The reply without notices and fixed texts: what it says in its own words, or quotes."""
    paragraphs = BLANK_LINE.split(reply.text)
    return "\n\n".join(p for p in paragraphs if not _is_fixed(p, reply.language))


def sentences(text: str, language: Language) -> tuple[str, ...]:
    """Its sentences; a line of a list or table is one by itself."""
    lines = (line for line in text.splitlines() if line.strip())
    return tuple(s for line in lines for s in sentences_of(line, language, morphology()))


def framed_quote(reply: Reply) -> bool:
    """Whether it says that the source is in the other language, and so quotes it."""
    return say("other_language", reply.language) in reply.text


def _is_fixed(paragraph: str, language: Language) -> bool:
    text = paragraph.strip()
    if text.startswith(say("notice", language, text="").strip()):
        return True
    if any(text == say(key, language) for key in (*FRAMES, *CLOSINGS)):
        return True
    return bool(_removal(language).fullmatch(text))


@cache
def _removal(language: Language) -> re.Pattern[str]:
    """The text that tells which identifiers were cut out, whichever they were."""
    text = re.escape(say("removed", language, kinds=ANYTHING))
    return re.compile(text.replace(ANYTHING, ".+"))
