"""Figures as the server tells them: of a busy span, and of one in which nothing happened."""

from __future__ import annotations

from datetime import date, timedelta

from sangdam.models import Outcome, ReasonCode

TODAY = date(2026, 11, 23)


def talk(conversations: int, messages: int, without: int) -> dict[str, object]:
    return {
        "conversations": conversations,
        "messages": messages,
        "without_person": without,
        "without_person_share": without / conversations if conversations else None,
    }


def made_up(days: int = 7, **more: object) -> dict[str, object]:
    """A busy span."""
    outcomes, reasons = list(Outcome), list(ReasonCode)
    return {
        "first": str(TODAY - timedelta(days=days - 1)),
        "last": str(TODAY),
        "zone": "Asia/Seoul",
        "kept_days": 180,
        "total": talk(1_200, 3_456, 1_000),
        "before": talk(1_000, 3_000, 750),
        "days": [
            {"day": str(TODAY - timedelta(days=n)), "conversations": 9, "messages": 20 - n % 7}
            for n in range(days)
        ],
        "endings": [{"outcome": o, "messages": 5, "share": 1 / len(outcomes)} for o in outcomes],
        "reasons": [{"reason_code": r, "tickets": 2, "share": 1 / len(reasons)} for r in reasons],
        "first_replies": {
            "tickets": 34,
            "answered": 30,
            "waiting": 3,
            "median_seconds": 330.0,
            "ninetieth_seconds": 7_500.0,
            "open_now": 4,
            "unclaimed_now": 1,
        },
        "opinions": {"helpful": 60, "unhelpful": 20},
        "unanswered": 17,
        "model": {"calls": 512, "failures": 2, "cost": 1.25, "currency": "USD"},
        **more,
    }


NOTHING = made_up(
    total=talk(0, 0, 0),
    before=talk(0, 0, 0),
    endings=[],
    reasons=[],
    first_replies={
        "tickets": 0,
        "answered": 0,
        "waiting": 0,
        "median_seconds": None,
        "ninetieth_seconds": None,
        "open_now": 0,
        "unclaimed_now": 0,
    },
    opinions={"helpful": 0, "unhelpful": 0},
)
