"""Who may speak while a conversation belongs to whom."""

from __future__ import annotations

from collections.abc import Callable

from sangdam.models import Owner
from sangdam.settings import Ownership, Speaks


def speaks(
    owner: Owner,
    answered_now: Callable[[], bool],
    ownership: Ownership,
    *,
    model_budget_spent: bool = False,
) -> Speaks:
    """What the bot may do now. Whether people answer is asked only while the conversation is
    queued; where the model's budget is spent, no owner lets the bot ask it."""
    setting = _setting(owner, answered_now, ownership)
    if setting is Speaks.FULLY and model_budget_spent:
        return Speaks.WITHOUT_MODEL
    return setting


def _setting(owner: Owner, answered_now: Callable[[], bool], ownership: Ownership) -> Speaks:
    match owner:
        case Owner.BOT:
            return ownership.bot
        case Owner.QUEUE:
            return ownership.queue_open if answered_now() else ownership.queue_closed
        case Owner.HUMAN:
            return ownership.human
