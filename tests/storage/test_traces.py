"""Traces, on both kinds of database."""

from __future__ import annotations

import pytest

from sangdam.errors import NotFound
from tests.storage.talk import HandClock, Talk


def test_a_trace_is_read_by_its_turn(talk: Talk) -> None:
    turn = talk.ask()
    talk.answer(turn, "3~4영업일")
    trace = talk.traces.get(turn.turn_id)
    assert (trace.conversation_id, trace.reply) == (turn.conversation.id, "3~4영업일")
    assert trace.evidence == (("shipping.ko#1", 2.5),)


def test_an_unfinished_turn_has_no_trace(talk: Talk) -> None:
    turn = talk.ask()
    with pytest.raises(NotFound):
        talk.traces.get(turn.turn_id)


def test_recent_traces_come_newest_first(talk: Talk, clock: HandClock) -> None:
    for text in ("하나", "둘", "셋"):
        talk.answer(talk.ask(), text)
        clock.forward(seconds=1)
    assert [trace.reply for trace in talk.traces.recent(2)] == ["셋", "둘"]
    assert len(talk.traces.recent()) == 3
