"""Reading what was said in a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import ScalarResult, Select, bindparam, select
from sqlalchemy.orm import Session

from sangdam.models import Audience, Message, Outcome, Sender
from sangdam.storage.tables import MessageRow, TurnRow

UNANSWERED = frozenset({Outcome.CLARIFY, Outcome.HANDED_OFF})
"""Outcomes of a turn after which the customer still has no answer."""


def messages_of(session: Session, conversation_id: str, audience: Audience) -> tuple[Message, ...]:
    """Every message, oldest first; internal ones for an internal audience only."""
    said = select(MessageRow).where(MessageRow.conversation_id == conversation_id)
    if audience is Audience.CUSTOMER:
        said = said.where(MessageRow.audience == Audience.CUSTOMER)
    return _values(session.scalars(said.order_by(MessageRow.sequence)))


def before(session: Session, turn: TurnRow, episode: int) -> tuple[Message, ...]:
    """What a customer may see of this Episode in words, without the turn's own messages, oldest
    first."""
    its = {"conversation": turn.conversation_id, "episode": episode, "turn": turn.id}
    return _values(session.scalars(_before(), its))


def failures(history: Iterable[Message]) -> int:
    """How many of the bot's messages left the customer without an answer, since a person last
    spoke: what led to a person is settled by them."""
    count = 0
    for message in history:
        if message.sender is Sender.AGENT:
            count = 0
        count += message.outcome in UNANSWERED
    return count


def clarified_last(history: Iterable[Message]) -> bool:
    """Whether the bot's last message was a clarifying question."""
    outcomes = [message.outcome for message in history if message.sender is Sender.BOT]
    return outcomes[-1:] == [Outcome.CLARIFY]


@cache
def _before() -> Select[MessageRow]:
    return (
        select(MessageRow)
        .where(MessageRow.conversation_id == bindparam("conversation"))
        .where(MessageRow.audience == Audience.CUSTOMER)
        .where(MessageRow.episode == bindparam("episode"))
        .where(MessageRow.turn_id.is_distinct_from(bindparam("turn")))
        .where(MessageRow.sealed_text != b"")
        .order_by(MessageRow.sequence)
    )


def _values(rows: ScalarResult[MessageRow]) -> tuple[Message, ...]:
    return tuple(row.value() for row in rows.unique())
