"""No promise beyond the passages, and never that a person will call."""

from __future__ import annotations

import re

from sangdam.guardrails.case import Case

PROMISE = re.compile(
    r"""
    보장|약속|책임지|틀림없이|장담|확실히|무조건
    |\b(?:guarantee|promis|assur|compensat)\w*|\brest\ assured\b|\bdefinitely\b
    |\bwithout\ fail\b|\bmake\ it\ up\ to\b
    |(?:보상|배상)(?:을|를)?\s?(?:해\s?|하여\s?)?(?:드립|드려|드릴|합니다|됩니다|해\s?줍)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""May be said only in the very sentence of a cited passage."""
FUTURE = re.compile(
    r"""
    (?:반드시|꼭)[^.]*(?:드리겠|드립니다|드릴게|할게|하겠)
    |(?:보상|배상|환불|교환|지급|보내|처리|해결|확인|조치|연락|할인|발송|취소)(?:을|를)?\s?
     (?:\S+\s)?(?:해\s?|하여\s?)?드리(?:겠|도록)
    |\b(?:we|i)(?:\ will|'ll|\ shall|\ are\ going\ to)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What we are going to do: a passage must say that we do it."""
OURS = re.compile(r"드리|드립|\bwe\b|\bus\b", re.IGNORECASE)
PERSON = re.compile(
    r"""
    (?:상담원|상담사|담당자|직원|매니저|관리자|팀장|전문가|고객센터|저희|제가)(?:이|가|에서|께서)?\s?
     [^.]{0,20}(?:연락|전화|회신|콜백|방문)(?:을|를)?\s?(?:해\s?)?
     (?:드리|드릴|드립|하겠|할\s?(?:예정|것)|갈|합니다|됩니다|줄|주)
    |(?:곧|금방|잠시\s?후|빠른\s?시일)[^.]{0,20}(?:연락|전화|회신)[^.]{0,6}(?:드리|드릴|드립|하겠|갈)
    |(?:연락|전화|회신)(?:을|를)?\s?(?:해\s?)?(?:드리겠|드릴게|드릴\s?예정|드릴\s?것)
    |\b(?:agent|representative|someone|somebody|colleague|team|staff|specialist|manager|human
     |person|member|we|i)\b\s(?:\w+\s){0,4}?(?:will|'ll|is\ going\ to|are\ going\ to|shall)\s
     (?:\w+\s){0,3}?(?:call|contact|phone|reach|get\ (?:back|in\ touch)|be\ in\ touch|reply
     |visit|follow\ up|ring)
    |\b(?:we|i)'ll\s(?:\w+\s){0,2}?(?:call|contact|phone|reach|get\ (?:back|in\ touch)
     |be\ in\ touch|ring)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "상담원에게 전화해 주세요" asks the customer to call.
ASKS = re.compile(r"(?:연락|전화|회신)(?:을|를)?\s?(?:해\s?)?(?:주세요|주십시오|주시|바랍니다)")


def promises(case: Case) -> str:
    if any(PERSON.search(ASKS.sub("", part)) for part in case.parts):
        return "promises that a person calls"
    known = " ".join(passage.text for passage in case.cited)
    if any(_promises_more(part, known) for part in case.own_words):
        return "promises what no passage says word for word"
    return ""


def _promises_more(part: str, known: str) -> bool:
    if PROMISE.search(part):
        return True
    return bool(FUTURE.search(part)) and not OURS.search(known)
