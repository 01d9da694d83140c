"""What waits for a person, on both kinds of database."""

from __future__ import annotations

import pytest

from sangdam.errors import NotFound
from sangdam.models import Outcome, Owner, ReasonCode, Sender, Ticket, TicketStatus
from sangdam.storage.tickets import ListedTicket, Place
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


def ids(listed: tuple[ListedTicket, ...]) -> list[str]:
    return [each.ticket.id for each in listed]


def test_the_most_urgent_come_first_then_the_oldest(talk: Talk, clock: HandClock) -> None:
    a, b, c, d = waiting(talk, clock, 3, 1, 3, 1)
    assert talk.waiting() == (b, d, a, c)


def test_pages_follow_each_other_without_gap_or_overlap(talk: Talk, clock: HandClock) -> None:
    a, b, c, d, e = waiting(talk, clock, 2, 2, 1, 4, 2)
    assert ids(talk.tickets.list(limit=2)) == [c.id, a.id]
    assert ids(talk.tickets.list(limit=2, after=a.id)) == [b.id, e.id]
    assert ids(talk.tickets.list(limit=2, after=e.id)) == [d.id]
    assert talk.tickets.list(after=d.id) == ()


def test_pages_hold_where_two_tickets_came_at_once(talk: Talk) -> None:
    for text in ("하나", "둘", "셋"):
        talk.hand_over(talk.ask(text))
    everything = talk.tickets.list()
    first = talk.tickets.list(limit=1)
    assert first + talk.tickets.list(after=first[0].ticket.id) == everything


def test_a_list_says_who_has_a_ticket_and_who_spoke_last(talk: Talk, clock: HandClock) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    (listed,) = talk.tickets.list()
    assert (listed.owner, listed.agent_id, listed.last_sender) == (Owner.QUEUE, None, Sender.BOT)
    talk.casework.claim(ticket.id, talk.agent())
    talk.note(turn.conversation.id, "확인 중")
    clock.forward(seconds=5)
    talk.ask("여보세요?", turn.conversation.id)
    (listed,) = talk.tickets.list()
    assert (listed.owner, listed.agent_id) == (Owner.HUMAN, talk.agent())
    assert (listed.last_sender, listed.last_message_at) == (Sender.CUSTOMER, clock.now)


def test_a_ticket_shows_its_conversation_with_internal_texts(talk: Talk) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    talk.note(turn.conversation.id, "배송사에 문의함")
    view = talk.tickets.get(ticket.id)
    assert view.ticket == ticket
    assert view.conversation.owner is Owner.QUEUE
    assert [m.text for m in view.messages][-1] == "배송사에 문의함"
    assert view.last_event == 5


def test_an_unknown_ticket_is_not_found(talk: Talk) -> None:
    with pytest.raises(NotFound):
        talk.tickets.get("none")
    with pytest.raises(NotFound):
        talk.resolve("none")
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
    resolved = talk.resolve(ticket.id)
    assert resolved.status is TicketStatus.RESOLVED
    assert talk.tickets.list() == ()
    (listed,) = talk.tickets.list(TicketStatus.RESOLVED)
    assert listed.ticket == resolved
    second = talk.ask("또 궁금한 게 있어요", first.conversation.id)
    assert (second.conversation.owner, second.conversation.episode) == (Owner.BOT, 2)
    assert (second.history, second.failures, second.ticket) == ((), 0, None)


def test_resolving_twice_is_resolving_once(talk: Talk) -> None:
    first = talk.ask()
    ticket = talk.hand_over(first)
    talk.resolve(ticket.id)
    before = talk.conversations.get(first.conversation.id)
    talk.resolve(ticket.id)
    assert talk.conversations.get(first.conversation.id) == before


def test_resolving_one_ticket_resolves_all_of_its_conversation(talk: Talk) -> None:
    first = talk.ask()
    one = talk.hand_over(first)
    other = talk.hand_over(talk.ask("가스 냄새요", first.conversation.id), ReasonCode.SAFETY)
    talk.resolve(one.id)
    assert talk.tickets.get(other.id).ticket.status is TicketStatus.RESOLVED
    assert talk.conversations.get(first.conversation.id).conversation.owner is Owner.BOT


def test_a_turn_that_was_decided_before_the_resolve_is_decided_anew(talk: Talk) -> None:
    first = talk.ask()
    ticket = talk.hand_over(first)
    second = talk.ask("언제 와요?", first.conversation.id)
    talk.resolve(ticket.id)
    anew = talk.conversations.reopen(second)
    assert anew.conversation.owner is Owner.BOT
    assert talk.answer(anew).outcome is Outcome.ANSWERED


def test_a_customers_place_is_by_urgency_then_by_time(talk: Talk, clock: HandClock) -> None:
    a, b, c = waiting(talk, clock, 3, 1, 3)
    places = [talk.tickets.place(ticket.conversation_id) for ticket in (a, b, c)]
    assert places == [Place("general", 2), Place("general", 1), Place("general", 3)]
    assert talk.tickets.next_place("general", 3) == Place("general", 4)
    assert talk.tickets.next_place("general", 1) == Place("general", 2)
    assert talk.tickets.next_place("orders", 3) == Place("orders", 1)


def test_who_is_with_a_person_waits_no_more_and_makes_room(talk: Talk, clock: HandClock) -> None:
    a, b = waiting(talk, clock, 2, 2)
    talk.casework.claim(a.id, talk.agent())
    assert talk.tickets.place(a.conversation_id) is None
    assert talk.tickets.place(b.conversation_id) == Place("general", 1)


def test_two_tickets_of_one_customer_take_one_place(talk: Talk, clock: HandClock) -> None:
    first = talk.ask()
    talk.hand_over(first)
    talk.hand_over(talk.ask("가스 냄새요", first.conversation.id), ReasonCode.SAFETY)
    (last,) = waiting(talk, clock, 4)
    assert talk.tickets.place(last.conversation_id) == Place("general", 2)


def test_how_long_tickets_took_is_known_newest_first(talk: Talk, clock: HandClock) -> None:
    for hours in (1, 2, 3):
        (ticket,) = waiting(talk, clock, 3)
        talk.casework.claim(ticket.id, talk.agent())
        clock.forward(hours=hours)
        talk.resolve(ticket.id)
    (unclaimed,) = waiting(talk, clock, 3)
    talk.resolve(unclaimed.id)
    assert talk.tickets.handled("general", latest=2) == (180.0, 120.0)
    assert talk.tickets.handled("orders", latest=2) == ()


def test_open_tickets_are_counted_by_queue(talk: Talk, clock: HandClock) -> None:
    assert talk.tickets.open_by_queue() == {}
    one, two, _three = waiting(talk, clock, 3, 3, 1)
    talk.casework.claim(one.id, talk.agent())
    assert talk.tickets.open_by_queue() == {"general": 3}
    assert talk.tickets.unclaimed_by_queue() == {"general": 2}
    talk.casework.transfer(two.conversation_id, talk.agent(), to=None, queue="orders", note="")
    assert talk.tickets.unclaimed_by_queue() == {"general": 1, "orders": 1}
    talk.resolve(one.id)
    assert talk.tickets.open_by_queue() == {"general": 1, "orders": 1}
