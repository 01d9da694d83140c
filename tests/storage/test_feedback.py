"""Opinions, on both kinds of database."""

from __future__ import annotations

import pytest

from sangdam.errors import NotFound
from tests.storage.talk import HandClock, Talk


def test_an_opinion_is_kept(talk: Talk, clock: HandClock) -> None:
    turn = talk.ask()
    opinion = talk.feedback.add(turn.turn_id, helpful=False, reason="제주는 안 나와요")
    assert talk.feedback.get(turn.turn_id) == opinion
    assert (opinion.helpful, opinion.reason) == (False, "제주는 안 나와요")
    assert opinion.created_at == clock.now


def test_a_newer_opinion_takes_the_place_of_the_older(talk: Talk) -> None:
    turn = talk.ask()
    talk.feedback.add(turn.turn_id, helpful=False, reason="틀렸어요")
    newer = talk.feedback.add(turn.turn_id, helpful=True)
    assert talk.feedback.get(turn.turn_id) == newer
    assert (newer.helpful, newer.reason) == (True, "")


def test_there_is_no_opinion_of_an_unknown_turn(talk: Talk) -> None:
    with pytest.raises(NotFound):
        talk.feedback.add("turn_none", helpful=True)
    assert talk.feedback.get("turn_none") is None
