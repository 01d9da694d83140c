"""What customers were told, beside what the database has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, create_engine, text

from scripts.benchmarks.breaking.askers import Acknowledged

TURNS = """
SELECT t.id, t.conversation_id, t.client_message_id, t.sealed_reply IS NOT NULL AS answered,
       count(*) FILTER (WHERE m.sender = 'customer') AS asked,
       count(*) FILTER (WHERE m.sender = 'bot') AS said
FROM turns t LEFT JOIN messages m ON m.turn_id = t.id
GROUP BY t.id, t.conversation_id, t.client_message_id
"""
Turn = Row[Any]
OPEN = "SELECT turn_id FROM tickets"


def faults(url: str, acknowledged: Iterable[Acknowledged]) -> list[str]:
    """What is not as it was told; empty where nothing is lost, doubled or left alone."""
    told = list(acknowledged)
    engine = create_engine(url)
    with engine.connect() as connection:
        found = list(_faults(connection, told))
    engine.dispose()
    return found


def _faults(connection: Connection, told: list[Acknowledged]) -> Iterator[str]:
    turns = connection.execute(text(TURNS)).all()
    tickets = set(connection.scalars(text(OPEN)))
    by_id = {turn.id: turn for turn in turns}
    for one in told:
        turn = by_id.get(one.turn_id)
        if turn is None or turn.client_message_id != one.client_message_id:
            yield f"lost: {one.text!r} ({one.turn_id})"
        elif one.outcome == "handed_off" and not _has_ticket(turns, tickets, turn):
            yield f"{one.turn_id} was handed over, and there is no ticket"
    keys = Counter(turn.client_message_id for turn in turns)
    yield from (f"doubled: {key} became {n} turns" for key, n in keys.items() if n > 1)
    known = {one.turn_id for one in told}
    for turn in turns:
        if turn.asked != 1 or turn.said > 1:
            yield f"doubled: {turn.id} has {turn.asked} questions and {turn.said} answers"
        if not turn.answered or not turn.said:
            yield f"left alone: {turn.id} has no answer"
        if turn.id not in known:
            yield f"doubled: {turn.id} is nobody's"


def _has_ticket(turns: Iterable[Turn], tickets: set[str], turn: Turn) -> bool:
    """Its own one, or that of an earlier turn of its conversation."""
    return any(t.id in tickets for t in turns if t.conversation_id == turn.conversation_id)
