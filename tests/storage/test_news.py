"""Whoever listens hears of what was written, and only of that, on both kinds of database."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sangdam.errors import Conflict
from sangdam.models import Audience, Outcome
from tests.storage.talk import Talk


def test_a_listener_hears_what_a_transaction_told_once_it_can_be_read(talk: Talk) -> None:
    heard: list[Mapping[str, int]] = []
    readable: list[int] = []

    def listen(news: Mapping[str, int]) -> None:
        heard.append(dict(news))
        told = [
            talk.events.after(conversation_id, 0, Audience.INTERNAL) for conversation_id in news
        ]
        readable.extend(events[-1].id for events in told)

    talk.events.listen(listen)
    turn = talk.ask()
    talk.hand_over(turn)
    assert heard == [{turn.conversation.id: 1}, {turn.conversation.id: 4}]
    assert readable == [1, 4]


def test_what_was_not_kept_is_no_news(talk: Talk) -> None:
    turn, other = talk.ask("하나"), talk.ask("둘")
    talk.hand_over(talk.ask("상담원", turn.conversation.id))
    heard: list[Mapping[str, int]] = []
    talk.events.listen(heard.append)
    with pytest.raises(Conflict):
        talk.answer(turn)
    talk.conversations.get(turn.conversation.id)
    assert heard == []
    talk.answer(other, "둘입니다.", Outcome.ANSWERED)
    assert heard == [{other.conversation.id: 2}]
