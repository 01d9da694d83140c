"""Polite words that claim nothing: a greeting, an apology, thanks, an offer to ask again."""

from __future__ import annotations

import re

SORRY = r"(?:죄송|송구|미안)"
KOREAN = rf"""
    안녕하(?:세요|십니까)
    |고객님
    |(?:불편|걱정|심려|번거로움|혼란|실망)(?:을|를)?\s?(?:끼쳐|드려|드리게\s?되어|겪게\s?해)\s?(?:드려)?\s?
     (?:(?:대단히|정말|진심으로|매우)\s?)?(?:{SORRY}(?:합니다(?:만)?|하지만|스럽습니다)|사과드립니다)
    |(?:대단히|정말|진심으로)?\s?{SORRY}(?:합니다(?:만)?|하지만|하게도|스럽지만|해요)
    |(?:아쉽|안타깝|유감스럽)(?:지만|게도|습니다만)
    |(?:문의|연락|이용|말씀)(?:해|하여)?\s?(?:주셔서)?\s?(?:대단히|정말)?\s?감사(?:합니다|드립니다)
    |감사합니다
    |(?:더|추가로|그\s?밖에|다른)?\s?(?:궁금|필요)하신\s(?:점|사항|것|내용)(?:이|은)?\s?(?:있으시면|있으면|생기시면)\s
     (?:(?:언제든지?|편하게|편히|다시)\s)*(?:말씀|문의|질문)(?:해)?\s?(?:주세요|주십시오|주시기\s바랍니다)
"""
ENGLISH = r"""
    hello|hi(?:\sthere)?|dear\scustomer
    |(?:thank\syou|thanks)(?:\s(?:so|very)\smuch)?(?:\sfor\s(?:contacting\sus|reaching\sout|asking
     |your\s(?:question|message|patience|interest|enquiry|inquiry)))?
    |(?:i'm|i\sam|we're|we\sare)?\s?(?:(?:very|so|really)\s)?sorry
     (?:\s(?:to\shear\s(?:that|this|about\s(?:that|this))|about\s(?:that|this)
      |(?:about|for)\s(?:the|any|your|this|that)\s[a-z]+))?(?:,?\sbut)?
    |(?:we|i)\sapologi[sz]e\sfor\s(?:the|any|this)\s[a-z]+
    |(?:please\s)?(?:don't|do\snot)\sworry|no\s(?:worries|problem)|yes(?=[.!])
    |unfortunately|(?:i'm|i\sam|we're|we\sare)\safraid(?:\sthat)?
    |(?:that's\s)?good\snews|happily|of\scourse|certainly|sure|great\squestion
    |(?:please\s)?note\sthat
    |(?:if\syou\shave\sany\s(?:other|more|further)?\s?questions,?\s)?
     (?:please\s)?(?:feel\sfree\sto\sask|let\s(?:us|me)\sknow)
     (?:\sif\syou\shave\sany\s(?:(?:other|more|further)\s)?questions)?
    |(?:i|we)\shope\s(?:this|that)\shelps
"""
END = r"(?:\s*[,.!:~]+\s*|\s+|$)"
COURTESY = re.compile(rf"\s*(?:{KOREAN}|{ENGLISH}){END}", re.IGNORECASE | re.VERBOSE)


def without_courtesies(text: str) -> str:
    """`text` without the polite words that it opens with; empty where it is nothing else."""
    text = text.replace("’", "'")
    while match := COURTESY.match(text):
        text = text[match.end() :]
    return text
