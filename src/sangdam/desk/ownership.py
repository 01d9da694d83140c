"""Who may speak while a conversation belongs to whom."""

from __future__ import annotations

from sangdam.models import Owner
from sangdam.settings import Ownership, Speaks


def speaks(owner: Owner, open_now: bool, ownership: Ownership) -> Speaks:
    """What the bot may do now. Opening hours matter only while the conversation is queued."""
    match owner:
        case Owner.BOT:
            return ownership.bot
        case Owner.QUEUE:
            return ownership.queue_open if open_now else ownership.queue_closed
        case Owner.HUMAN:
            return ownership.human
