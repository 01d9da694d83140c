"""Korean sentences end as one speaks to a customer: 합니다 or 해요, never 한다 or 해."""

from __future__ import annotations

from sangdam.guardrails.case import Case
from sangdam.guardrails.language import main_language
from sangdam.models import Language

KOREAN = Language.KOREAN
POLITE = ("니다", "니까", "시오", "요", "죠", "쇼")


def politeness(case: Case) -> str:
    """A quotation is as polite as its passage."""
    korean = (part for part in case.own_words if main_language(part, KOREAN) is KOREAN)
    blunt = [part for part in korean if _blunt(case.last_ending(part))]
    return "not said politely" if blunt else ""


def _blunt(ending: str) -> bool:
    return bool(ending) and not ending.endswith(POLITE)
