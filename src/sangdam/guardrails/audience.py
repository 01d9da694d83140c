"""Nothing in a draft rests on a text that customers may not see."""

from __future__ import annotations

from sangdam.models import Audience, Draft


def for_customers(draft: Draft) -> str:
    hidden = [p.id for p in draft.passages if p.audience is not Audience.CUSTOMER]
    return f"not for customers: {', '.join(hidden)}" if hidden else ""
