"""What waits for a person, on both kinds of database."""

from __future__ import annotations

import pytest

from sangdam.errors import NotFound
from sangdam.models import Outcome, Owner, ReasonCode, Ticket, TicketStatus
from tests.storage.talk import HandClock, Talk, summary


def waiting(talk: Talk, clock: HandClock, *priorities: int) -> list[Ticket]:
    tickets = []
    for priority in priorities:
        clock.forward(seconds=1)
        turn = talk.ask(f"우선순위 {priority}")
        ticket = talk.ticket_for(turn, priority=priority)
        talk.answer(turn, "불렀습니다.", Outcome.HANDED_OFF, ticket)
        tickets.append(ticket)
    return tickets


def test_the_most_urgent_come_first_then_the_oldest(talk: Talk, clock: HandClock) -> None:
    a, b, c, d = waiting(talk, clock, 3, 1, 3, 1)
    assert talk.tickets.list() == (b, d, a, c)


def test_pages_follow_each_other_without_gap_or_overlap(talk: Talk, clock: HandClock) -> None:
    a, b, c, d, e = waiting(talk, clock, 2, 2, 1, 4, 2)
    assert talk.tickets.list(limit=2) == (c, a)
    assert talk.tickets.list(limit=2, after=a.id) == (b, e)
    assert talk.tickets.list(limit=2, after=e.id) == (d,)
    assert talk.tickets.list(after=d.id) == ()


def test_pages_hold_where_two_tickets_came_at_once(talk: Talk) -> None:
    for text in ("하나", "둘", "셋"):
        talk.hand_over(talk.ask(text))
    everything = talk.tickets.list()
    first = talk.tickets.list(limit=1)
    assert first + talk.tickets.list(after=first[0].id) == everything


def test_a_ticket_shows_its_conversation_with_internal_texts(talk: Talk) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    talk.conversations.append_note(turn.conversation.id, "배송사에 문의함")
    view = talk.tickets.get(ticket.id)
    assert view.ticket == ticket
    assert view.conversation.owner is Owner.QUEUE
    assert [m.text for m in view.messages][-1] == "배송사에 문의함"
    assert view.last_event == 5


def test_an_unknown_ticket_is_not_found(talk: Talk) -> None:
    with pytest.raises(NotFound):
        talk.tickets.get("none")
    with pytest.raises(NotFound):
        talk.tickets.resolve("none")
    with pytest.raises(NotFound):
        talk.tickets.list(after="none")
    with pytest.raises(NotFound):
        talk.tickets.replace_summary("none", summary(ReasonCode.ANGER))


def test_a_models_summary_takes_the_place_of_the_rules(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    better = summary(ReasonCode.REQUEST, goal="제주 배송 지연 보상을 원함")
    changed = talk.tickets.replace_summary(ticket.id, better)
    assert changed.summary == better
    assert (
        talk.tickets.get(ticket.id).ticket
        == changed
        == ticket.model_copy(update={"summary": better})
    )


def test_resolving_gives_the_conversation_back_in_a_new_episode(talk: Talk) -> None:
    first = talk.ask()
    ticket = talk.hand_over(first)
    resolved = talk.tickets.resolve(ticket.id)
    assert resolved.status is TicketStatus.RESOLVED
    assert talk.tickets.list() == ()
    assert talk.tickets.list(TicketStatus.RESOLVED) == (resolved,)
    second = talk.ask("또 궁금한 게 있어요", first.conversation.id)
    assert (second.conversation.owner, second.conversation.episode) == (Owner.BOT, 2)
    assert (second.history, second.failures, second.ticket) == ((), 0, None)


def test_resolving_twice_is_resolving_once(talk: Talk) -> None:
    first = talk.ask()
    ticket = talk.hand_over(first)
    talk.tickets.resolve(ticket.id)
    before = talk.conversations.get(first.conversation.id)
    talk.tickets.resolve(ticket.id)
    assert talk.conversations.get(first.conversation.id) == before


def test_the_conversation_stays_with_people_until_its_last_ticket_is_resolved(talk: Talk) -> None:
    first = talk.ask()
    one = talk.hand_over(first)
    other = talk.hand_over(talk.ask("가스 냄새요", first.conversation.id), ReasonCode.SAFETY)
    talk.tickets.resolve(one.id)
    assert talk.conversations.get(first.conversation.id).conversation.owner is Owner.QUEUE
    talk.tickets.resolve(other.id)
    assert talk.conversations.get(first.conversation.id).conversation.owner is Owner.BOT


def test_a_turn_that_was_decided_before_the_resolve_is_decided_anew(talk: Talk) -> None:
    first = talk.ask()
    ticket = talk.hand_over(first)
    second = talk.ask("언제 와요?", first.conversation.id)
    talk.tickets.resolve(ticket.id)
    anew = talk.conversations.reopen(second)
    assert anew.conversation.owner is Owner.BOT
    assert talk.answer(anew).outcome is Outcome.ANSWERED


def test_open_tickets_are_counted_by_queue(talk: Talk) -> None:
    assert talk.tickets.waiting() == {}
    tickets = [talk.hand_over(talk.ask(text)) for text in ("하나", "둘")]
    assert talk.tickets.waiting() == {"general": 2}
    talk.tickets.resolve(tickets[0].id)
    assert talk.tickets.waiting() == {"general": 1}
