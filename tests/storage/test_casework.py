"""What agents do with conversations, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sangdam.errors import Conflict, NotFound
from sangdam.models import (
    Audience,
    Availability,
    DraftUse,
    Outcome,
    Owner,
    Resolution,
    Sender,
    Ticket,
    TicketStatus,
)
from tests.storage.talk import HandClock, Talk


def owner(talk: Talk, ticket: Ticket) -> tuple[Owner, str | None]:
    conversation = talk.conversations.get(ticket.conversation_id).conversation
    return conversation.owner, conversation.agent_id


def test_a_claim_gives_the_conversation_to_its_agent_and_the_customer_is_told_who(
    talk: Talk, clock: HandClock
) -> None:
    ticket = talk.hand_over(talk.ask())
    seen = talk.conversations.get(ticket.conversation_id).last_event
    clock.forward(seconds=30)
    talk.casework.claim(ticket.id, talk.agent())
    assert owner(talk, ticket) == (Owner.HUMAN, talk.agent())
    assert talk.tickets.get(ticket.id).ticket.claimed_at == clock.now
    (told,) = talk.events.after(ticket.conversation_id, seen)
    assert told.payload == {"owner": "human", "agent": "김하루"}


def test_claiming_twice_is_claiming_once(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    first = talk.casework.claim(ticket.id, talk.agent())
    assert talk.casework.claim(ticket.id, talk.agent()) == first


def test_who_claims_second_is_told_who_was_first(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    talk.casework.claim(ticket.id, talk.agent("김하루"))
    with pytest.raises(Conflict, match="김하루"):
        talk.casework.claim(ticket.id, talk.agent("이나무"))
    with pytest.raises(Conflict, match="김하루"):
        talk.say(ticket.conversation_id, "제가 할게요", version=3, name="이나무")
    with pytest.raises(Conflict, match="김하루"):
        talk.casework.resolve(ticket.id, talk.agent("이나무"), Resolution.SOLVED)


def test_a_closed_ticket_can_not_be_claimed(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    talk.resolve(ticket.id)
    with pytest.raises(Conflict, match="closed"):
        talk.casework.claim(ticket.id, talk.agent())


def test_nobody_has_more_than_they_may_but_for_the_most_urgent(talk: Talk) -> None:
    agent = talk.agent()
    talk.agents.change(agent, capacity=1)
    first, second = talk.hand_over(talk.ask("하나")), talk.hand_over(talk.ask("둘"))
    talk.casework.claim(first.id, agent)
    with pytest.raises(Conflict, match="1 conversations"):
        talk.casework.claim(second.id, agent)
    turn = talk.ask("불이 났어요")
    urgent = talk.ticket_for(turn, priority=1)
    talk.answer(turn, "불렀습니다.", Outcome.HANDED_OFF, urgent)
    with pytest.raises(Conflict):
        talk.casework.claim(urgent.id, agent, ahead=False)
    talk.casework.claim(urgent.id, agent)
    assert owner(talk, urgent) == (Owner.HUMAN, agent)


def test_a_reply_takes_a_conversation_that_nobody_has(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    message = talk.say(ticket.conversation_id, "안녕하세요", version=2)
    assert (message.sender, message.agent) == (Sender.AGENT, "김하루")
    assert owner(talk, ticket) == (Owner.HUMAN, talk.agent())
    assert talk.tickets.get(ticket.id).ticket.claimed_at is not None


def test_a_transfer_tells_the_customer_the_new_name_and_the_agent_why(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    talk.casework.claim(ticket.id, talk.agent("김하루"))
    seen = talk.conversations.get(ticket.conversation_id).last_event
    taker = talk.agent("이나무")
    talk.casework.transfer(
        ticket.conversation_id, talk.agent("김하루"), to=taker, queue=None, note="환불 담당이라"
    )
    assert owner(talk, ticket) == (Owner.HUMAN, taker)
    told = talk.events.after(ticket.conversation_id, seen)
    assert [event.payload for event in told] == [{"owner": "human", "agent": "이나무"}]
    notes = talk.conversations.get(ticket.conversation_id, Audience.INTERNAL).messages
    assert (notes[-1].text, notes[-1].audience) == ("환불 담당이라", Audience.INTERNAL)


def test_a_transfer_never_overfills_the_one_who_gets_it(talk: Talk) -> None:
    busy = talk.agent("이나무")
    talk.agents.change(busy, capacity=1)
    talk.casework.claim(talk.hand_over(talk.ask("하나")).id, busy)
    ticket = talk.hand_over(talk.ask("둘"))
    talk.casework.claim(ticket.id, talk.agent("김하루"))
    with pytest.raises(Conflict, match="이나무"):
        talk.casework.transfer(
            ticket.conversation_id, talk.agent("김하루"), to=busy, queue=None, note="부탁"
        )
    assert owner(talk, ticket) == (Owner.HUMAN, talk.agent("김하루"))
    texts = [m.text for m in talk.tickets.get(ticket.id).messages]
    assert "부탁" not in texts, "all of it happens, or nothing"


def test_back_in_a_queue_the_ticket_waits_again_where_it_stood(
    talk: Talk, clock: HandClock
) -> None:
    first = talk.hand_over(talk.ask("하나"))
    clock.forward(seconds=1)
    second = talk.hand_over(talk.ask("둘"))
    talk.casework.claim(first.id, talk.agent())
    talk.casework.transfer(first.conversation_id, talk.agent(), to=None, queue=None, note="")
    assert owner(talk, first) == (Owner.QUEUE, None)
    place = talk.tickets.place(first.conversation_id)
    assert place is not None
    assert place.position == 1
    talk.casework.transfer(second.conversation_id, talk.agent(), to=None, queue="vip", note="")
    moved = talk.tickets.place(second.conversation_id)
    assert moved is not None
    assert (moved.queue, moved.position) == ("vip", 1)


def test_returned_to_the_bot_the_episode_goes_on_and_nothing_is_left_open(talk: Talk) -> None:
    first = talk.ask()
    ticket = talk.hand_over(first)
    talk.say(first.conversation.id, "도우미가 이어서 답합니다", version=2)
    talk.casework.return_to_bot(first.conversation.id, talk.agent())
    closed = talk.tickets.get(ticket.id).ticket
    assert (closed.status, closed.resolution) == (TicketStatus.RESOLVED, Resolution.RETURNED)
    second = talk.ask("배송비는요?", first.conversation.id)
    assert (second.conversation.owner, second.conversation.episode) == (Owner.BOT, 1)
    assert second.failures == 0, "what led to the person is settled"
    assert second.ticket is None


def test_how_a_ticket_ended_is_kept(talk: Talk, clock: HandClock) -> None:
    ticket = talk.hand_over(talk.ask())
    clock.forward(hours=1)
    resolved = talk.casework.resolve(
        ticket.id, talk.agent(), Resolution.INFORMED, draft_use=DraftUse.EDITED
    )
    assert (resolved.resolution, resolved.draft_use) == (Resolution.INFORMED, DraftUse.EDITED)
    assert resolved.resolved_at == clock.now
    again = talk.casework.resolve(ticket.id, talk.agent(), Resolution.NO_REPLY)
    assert again == resolved


def test_unknown_ids_are_not_found(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    with pytest.raises(NotFound):
        talk.casework.claim("none", talk.agent())
    with pytest.raises(NotFound):
        talk.casework.claim(ticket.id, "agent_none")
    with pytest.raises(NotFound):
        talk.note("conv_none", "메모")
    with pytest.raises(NotFound):
        talk.agents.get("agent_none")


def test_whoever_acts_is_there(talk: Talk, clock: HandClock) -> None:
    ticket = talk.hand_over(talk.ask())
    quiet = talk.agents.add("박봄")
    clock.forward(hours=1)
    talk.casework.claim(ticket.id, quiet.id)
    assert talk.agents.get(quiet.id).availability is Availability.ONLINE
    assert talk.casework.take_back(timedelta(minutes=10)) == ()


def test_nothing_is_given_to_an_agent_who_is_offline(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    away = talk.agents.add("박봄").id
    with pytest.raises(Conflict, match="박봄 is offline"):
        talk.casework.transfer(
            ticket.conversation_id, talk.agent(), to=away, queue=None, note="부탁"
        )


def test_a_colleague_may_take_over_what_another_has(talk: Talk) -> None:
    ticket = talk.hand_over(talk.ask())
    talk.casework.claim(ticket.id, talk.agent("김하루"))
    other = talk.agent("이나무")
    talk.casework.transfer(ticket.conversation_id, other, to=other, queue=None, note="대신 볼게요")
    assert owner(talk, ticket) == (Owner.HUMAN, other)


@pytest.mark.parametrize("ended", [False, True])
def test_nobody_writes_where_no_ticket_is_open(talk: Talk, ended: bool) -> None:
    turn = talk.ask()
    version = 1
    if ended:
        talk.resolve(talk.hand_over(turn).id)
        version = 3
    with pytest.raises(Conflict, match="no ticket"):
        talk.say(turn.conversation.id, "아직 계세요?", version=version)
    with pytest.raises(Conflict, match="no ticket"):
        talk.casework.transfer(
            turn.conversation.id, talk.agent(), to=None, queue=None, note="아무나"
        )
    assert talk.conversations.get(turn.conversation.id).conversation.owner is Owner.BOT


# --- what nobody does by hand -------------------------------------------------------------------


def late(talk: Talk, priority: int = 3) -> Ticket:
    turn = talk.ask("아직인가요")
    ticket = talk.ticket_for(turn, priority=priority)
    due = ticket.model_copy(update={"due_at": talk.clock.now + timedelta(minutes=30)})
    talk.answer(turn, "불렀습니다.", Outcome.HANDED_OFF, due)
    return due


def test_a_ticket_that_nobody_took_in_time_rises_once(talk: Talk, clock: HandClock) -> None:
    ticket = late(talk)
    clock.forward(seconds=30 * 60)
    assert talk.casework.escalate() == ()
    clock.forward(seconds=1)
    (raised,) = talk.casework.escalate()
    assert (raised.priority, raised.escalated_at) == (2, clock.now)
    clock.forward(hours=9)
    assert talk.casework.escalate() == ()
    assert talk.tickets.get(ticket.id).ticket.priority == 2


def test_what_somebody_has_or_is_most_urgent_does_not_rise(talk: Talk, clock: HandClock) -> None:
    taken, urgent = late(talk), late(talk, priority=1)
    talk.casework.claim(taken.id, talk.agent())
    clock.forward(hours=1)
    (raised,) = talk.casework.escalate()
    assert (raised.id, raised.priority) == (urgent.id, 1)


def test_an_agent_who_goes_offline_with_three_conversations_gives_them_back(
    talk: Talk, clock: HandClock
) -> None:
    tickets = [talk.hand_over(talk.ask(text)) for text in ("하나", "둘", "셋")]
    for ticket in tickets:
        talk.casework.claim(ticket.id, talk.agent())
    talk.agents.change(talk.agent(), availability=Availability.OFFLINE)
    clock.forward(seconds=10 * 60)
    assert talk.casework.take_back(timedelta(minutes=10)) == ()
    clock.forward(seconds=1)
    back = talk.casework.take_back(timedelta(minutes=10))
    assert {conversation.id for conversation in back} == {t.conversation_id for t in tickets}
    assert {owner(talk, ticket) for ticket in tickets} == {(Owner.QUEUE, None)}
    places = [talk.tickets.place(ticket.conversation_id) for ticket in tickets]
    assert all(places), "each waits again"


def test_an_agent_who_comes_back_in_time_keeps_theirs(talk: Talk, clock: HandClock) -> None:
    ticket = talk.hand_over(talk.ask())
    talk.casework.claim(ticket.id, talk.agent())
    talk.agents.change(talk.agent(), availability=Availability.OFFLINE)
    clock.forward(seconds=9 * 60)
    talk.agents.change(talk.agent(), availability=Availability.AWAY)
    clock.forward(hours=1)
    assert talk.casework.take_back(timedelta(minutes=10)) == ()


def test_a_desk_that_fell_silent_is_offline(talk: Talk, clock: HandClock) -> None:
    silent, there = talk.agent("김하루"), talk.agent("이나무")
    clock.forward(seconds=89)
    talk.agents.seen(talk.agents.get(there))
    assert talk.agents.miss(timedelta(seconds=90)) == ()
    clock.forward(seconds=2)
    (missed,) = talk.agents.miss(timedelta(seconds=90))
    assert missed.id == silent
    assert talk.agents.get(silent).availability is Availability.OFFLINE
    assert talk.agents.get(there).availability is Availability.ONLINE


def test_names_are_given_once(talk: Talk) -> None:
    talk.agents.add("김하루")
    with pytest.raises(Conflict, match="김하루"):
        talk.agents.add("김하루")
    assert [agent.name for agent in talk.agents.list()] == ["김하루"]
