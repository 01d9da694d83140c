"""What waits to be told outside, on both kinds of database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import func, inspect, select, text

from sangdam.errors import Conflict, NotFound
from sangdam.models import (
    DeliveryState,
    DraftUse,
    NewsType,
    Owner,
    ReasonCode,
    Resolution,
    TicketStatus,
)
from sangdam.storage.agents import Agents
from sangdam.storage.casework import Casework
from sangdam.storage.database import Database
from sangdam.storage.outbox import Claimed, Outbox
from sangdam.storage.tables import DeliveryRow
from tests.storage.talk import MASTER, HandClock, Talk, summary
from tests.storage.test_races import at_once

LEASE = timedelta(minutes=2)
SHOP, CRM = "webhook:shop", "webhook:crm"
TICKETS_ONLY = frozenset({NewsType.TICKET_OPENED, NewsType.TICKET_RESOLVED})


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """One that the shop told of two destinations."""
    everything = frozenset(NewsType)
    database = Database(url, master=MASTER, subscriptions={SHOP: everything, CRM: TICKETS_ONLY})
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def outbox(database: Database, clock: HandClock) -> Outbox:
    return Outbox(database, clock)


@pytest.fixture
def casework(database: Database, clock: HandClock) -> Casework:
    return Casework(database, clock)


@pytest.fixture
def agent(database: Database, clock: HandClock) -> str:
    return Agents(database, clock, capacity=9).add("김상담").id


def claim(outbox: Outbox, destination: str = SHOP) -> Claimed:
    claimed = outbox.claim(destination, LEASE)
    assert claimed is not None
    return claimed


def drained(outbox: Outbox, destination: str = SHOP) -> list[Claimed]:
    """Everything that is due, delivered."""
    found = []
    while claimed := outbox.claim(destination, LEASE):
        outbox.delivered(claimed)
        found.append(claimed)
    return found


def types(claims: list[Claimed]) -> list[NewsType]:
    return [claimed.news.type for claimed in claims]


def test_every_event_leaves_under_its_name_in_order(
    talk: Talk, outbox: Outbox, casework: Casework, agent: str
) -> None:
    turn = talk.ask()
    conversation = turn.conversation.id
    ticket = talk.hand_over(turn)
    talk.conversations.leave_contact(conversation, "min@example.com")
    talk.tickets.replace_summary(ticket.id, summary(ReasonCode.REQUEST, "더 나은 요약"))
    casework.claim(ticket.id, agent)
    casework.note(conversation, agent, "환불 승인 가능")
    casework.transfer(conversation, agent, to=None, queue="orders", note="")
    casework.reply(conversation, agent, "확인했습니다", version=4)
    casework.resolve(ticket.id, agent, Resolution.SOLVED, draft_use=DraftUse.UNUSED)
    claims = drained(outbox)
    assert types(claims) == [
        NewsType.MESSAGE_CREATED,
        NewsType.MESSAGE_CREATED,
        NewsType.OWNER_CHANGED,
        NewsType.TICKET_OPENED,
        NewsType.CONTACT_LEFT,
        NewsType.TICKET_UPDATED,
        NewsType.TICKET_CLAIMED,
        NewsType.OWNER_CHANGED,
        NewsType.NOTE_CREATED,
        NewsType.TICKET_UPDATED,
        NewsType.OWNER_CHANGED,
        NewsType.TICKET_CLAIMED,
        NewsType.OWNER_CHANGED,
        NewsType.MESSAGE_CREATED,
        NewsType.TICKET_RESOLVED,
        NewsType.OWNER_CHANGED,
    ]
    numbers = range(1, len(claims) + 1)
    assert [one.news.id for one in claims] == [f"{conversation}-{number}" for number in numbers]
    assert types(drained(outbox, CRM)) == [NewsType.TICKET_OPENED, NewsType.TICKET_RESOLVED]


def test_an_overdue_ticket_is_told_as_escalated(
    talk: Talk, outbox: Outbox, casework: Casework, clock: HandClock
) -> None:
    turn = talk.ask()
    due = talk.ticket_for(turn).model_copy(update={"due_at": clock() + timedelta(minutes=5)})
    talk.answer(turn, ticket=due)
    drained(outbox)
    clock.forward(hours=1)
    casework.escalate()
    (told,) = drained(outbox)
    assert told.news.type is NewsType.TICKET_ESCALATED
    assert told.news.ticket is not None
    assert told.news.ticket.priority == due.priority - 1


def test_news_tell_the_state_of_their_own_moment(
    talk: Talk, outbox: Outbox, casework: Casework, agent: str
) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    casework.resolve(ticket.id, agent, Resolution.INFORMED)
    later = talk.ask("또 궁금해요", turn.conversation.id)
    told = {one.news.id: one.news for one in drained(outbox)}
    opened, resolved = (
        next(news.ticket for news in told.values() if news.type is kind)
        for kind in (NewsType.TICKET_OPENED, NewsType.TICKET_RESOLVED)
    )
    assert opened is not None
    assert resolved is not None
    assert (opened.status, opened.resolution) == (TicketStatus.OPEN, None)
    assert (resolved.status, resolved.resolution) == (TicketStatus.RESOLVED, Resolution.INFORMED)
    owners = [news.owner for news in told.values() if news.type is NewsType.OWNER_CHANGED]
    assert owners == [Owner.QUEUE, Owner.BOT]
    last = told[f"{later.conversation.id}-{len(told)}"]
    assert last.message is not None
    assert (last.message.text, last.ticket) == ("또 궁금해요", None)


def test_a_message_names_the_ticket_that_was_open_then(
    talk: Talk, outbox: Outbox, casework: Casework, agent: str
) -> None:
    turn = talk.ask()
    ticket = talk.hand_over(turn)
    drained(outbox)
    casework.reply(turn.conversation.id, agent, "제가 볼게요", version=2)
    *_, said = drained(outbox)
    assert said.news.message is not None
    assert (said.news.message.agent, said.news.ticket and said.news.ticket.id) == (
        "김상담",
        ticket.id,
    )


def test_the_next_is_due_once_the_one_before_is_delivered(talk: Talk, outbox: Outbox) -> None:
    turn = talk.ask()
    talk.answer(turn)
    first = claim(outbox)
    assert outbox.claim(SHOP, LEASE) is None
    outbox.delivered(first)
    assert claim(outbox).news.id == f"{turn.conversation.id}-2"


def test_a_failing_one_holds_its_own_conversation_only(
    talk: Talk, outbox: Outbox, clock: HandClock
) -> None:
    one = talk.ask("하나")
    talk.answer(one)
    other = talk.ask("둘")
    failing = claim(outbox)
    outbox.failed(failing, "HTTP 500", again_in=timedelta(seconds=30))
    assert [item.news.id for item in drained(outbox)] == [f"{other.conversation.id}-1"]
    clock.forward(seconds=30)
    again = claim(outbox)
    assert (again.news.id, again.attempt, again.news.repeated) == (failing.news.id, 2, True)
    outbox.delivered(again)
    assert [item.news.id for item in drained(outbox)] == [f"{one.conversation.id}-2"]


def test_destinations_do_not_wait_for_each_other(talk: Talk, outbox: Outbox) -> None:
    talk.hand_over(talk.ask())
    outbox.failed(claim(outbox), "HTTP 500", again_in=timedelta(hours=1))
    assert types(drained(outbox, CRM)) == [NewsType.TICKET_OPENED]


def test_what_a_lost_sender_held_is_sent_again(
    talk: Talk, outbox: Outbox, clock: HandClock
) -> None:
    talk.ask()
    lost = claim(outbox)
    clock.forward(seconds=LEASE.total_seconds() - 1)
    assert outbox.claim(SHOP, LEASE) is None
    clock.forward(seconds=1)
    again = claim(outbox)
    assert (again.news.id, again.attempt) == (lost.news.id, 2)
    outbox.failed(lost, "too late to say so", again_in=timedelta(hours=9))
    outbox.delivered(again)
    (delivered,) = outbox.list(DeliveryState.DELIVERED)
    assert (delivered.attempts, delivered.error) == (2, None)


def test_a_dead_one_lets_the_next_pass_and_comes_back_before_what_waits(
    talk: Talk, outbox: Outbox, clock: HandClock
) -> None:
    turn = talk.ask()
    talk.answer(turn)
    conversation = turn.conversation.id
    outbox.give_up(claim(outbox), "HTTP 400: no")
    (dead,) = outbox.list(DeliveryState.DEAD)
    assert (dead.event_id, dead.error, dead.settled_at) == (
        f"{conversation}-1",
        "HTTP 400: no",
        clock(),
    )
    assert [item.event_id for item in outbox.list(DeliveryState.WAITING)] == [f"{conversation}-2"]
    replayed = outbox.replay(dead.id)
    assert (replayed.state, replayed.attempts) == (DeliveryState.WAITING, 0)
    first, second = drained(outbox)
    assert (first.news.id, second.news.id) == (f"{conversation}-1", f"{conversation}-2")
    assert first.news.repeated
    assert not second.news.repeated


def test_only_what_is_dead_is_replayed(talk: Talk, outbox: Outbox) -> None:
    talk.ask()
    drained(outbox)
    (delivered,) = outbox.list(DeliveryState.DELIVERED)
    with pytest.raises(Conflict, match="delivered"):
        outbox.replay(delivered.id)
    with pytest.raises(NotFound):
        outbox.replay(delivered.id + 1000)


def test_all_dead_ones_come_back_in_order_before_what_waits(
    talk: Talk, outbox: Outbox, clock: HandClock
) -> None:
    one, other = talk.ask("하나"), talk.ask("둘")
    talk.answer(one)
    talk.ask("셋", one.conversation.id)
    for _ in range(3):
        outbox.give_up(claim(outbox), "HTTP 400")
    clock.forward(hours=1)
    assert outbox.replay_all() == 3
    assert outbox.list(DeliveryState.DEAD) == ()
    again = [waiting for waiting in outbox.list(DeliveryState.WAITING) if waiting.error]
    assert {(each.attempts, each.due_at, each.settled_at) for each in again} == {(0, clock(), None)}
    told = [claimed.news.id for claimed in drained(outbox)]
    told.remove(f"{other.conversation.id}-1")
    assert told == [f"{one.conversation.id}-{number}" for number in (1, 2, 3)]
    assert outbox.replay_all() == 0


def test_all_dead_ones_of_one_destination_come_back(talk: Talk, outbox: Outbox) -> None:
    talk.hand_over(talk.ask())
    for destination in (SHOP, CRM):
        outbox.give_up(claim(outbox, destination), "HTTP 400")
    assert outbox.replay_all("webhook:nobody") == 0
    assert outbox.replay_all(CRM) == 1
    (dead,) = outbox.list(DeliveryState.DEAD)
    assert dead.destination == SHOP
    assert types(drained(outbox, CRM)) == [NewsType.TICKET_OPENED]


def test_each_state_is_counted(talk: Talk, outbox: Outbox) -> None:
    for text_ in ("하나", "둘", "셋"):
        talk.ask(text_)
    outbox.give_up(claim(outbox), "HTTP 400")
    outbox.delivered(claim(outbox))
    assert [outbox.count(state) for state in DeliveryState] == [1, 1, 1]


def test_what_several_replay_at_once_comes_back_once(talk: Talk, outbox: Outbox) -> None:
    for number in range(4):
        talk.ask(f"{number}번")
    while claimed := outbox.claim(SHOP, LEASE):
        outbox.give_up(claimed, "HTTP 400")
    assert sorted(map(str, at_once([outbox.replay_all] * 4))) == ["0", "0", "0", "4"]
    assert len(drained(outbox)) == 4


def test_a_destination_that_asked_for_it_is_left_alone(
    talk: Talk, outbox: Outbox, clock: HandClock
) -> None:
    talk.ask("하나")
    talk.ask("둘")
    outbox.hold(SHOP, timedelta(minutes=1))
    assert outbox.claim(SHOP, LEASE) is None
    clock.forward(seconds=60)
    assert len(drained(outbox)) == 2


def test_pages_of_deliveries_follow_each_other(talk: Talk, outbox: Outbox) -> None:
    for text_ in ("하나", "둘", "셋"):
        talk.ask(text_)
    waiting = outbox.list(DeliveryState.WAITING)
    assert len(waiting) == 3
    first = outbox.list(DeliveryState.WAITING, limit=2)
    assert first + outbox.list(DeliveryState.WAITING, after=first[-1].id) == waiting


@pytest.mark.parametrize("_round", range(3))
def test_senders_at_once_never_get_the_same(talk: Talk, outbox: Outbox, _round: int) -> None:
    for number in range(4):
        talk.ask(f"{number}번")
    claims = at_once([lambda: outbox.claim(SHOP, LEASE)] * 4)
    ids = [one.news.id for one in claims if isinstance(one, Claimed)]
    assert len(ids) == len(set(ids))
    assert ids


def test_what_waits_and_what_is_dead_is_counted(talk: Talk, outbox: Outbox) -> None:
    assert outbox.not_delivered() == {}
    talk.hand_over(talk.ask())
    outbox.give_up(claim(outbox), "HTTP 400")
    outbox.delivered(claim(outbox))
    waiting, dead = DeliveryState.WAITING, DeliveryState.DEAD
    assert outbox.not_delivered() == {(SHOP, waiting): 2, (SHOP, dead): 1, (CRM, waiting): 1}


def test_an_event_that_is_undone_is_told_to_nobody(talk: Talk, outbox: Outbox) -> None:
    turn = talk.ask()
    talk.answer(turn)
    drained(outbox)
    stale = talk.ask("둘", turn.conversation.id)
    drained(outbox)
    talk.hand_over(talk.ask("셋", turn.conversation.id))
    drained(outbox)
    with pytest.raises(Conflict):
        talk.answer(stale)
    assert drained(outbox) == []


def test_a_shop_without_destinations_writes_nothing(url: str, clock: HandClock) -> None:
    database = Database(url, master=MASTER)
    database.migrate()
    talk = Talk(database, clock)
    talk.hand_over(talk.ask())
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(DeliveryRow)) == 0
    database.close()


def test_the_migration_goes_down_and_up_again(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", "sangdam.storage:migrations")
    with database.begin() as session:
        config.attributes["connection"] = session.connection()
        command.downgrade(config, "0002")
    with database.session() as session:
        assert "deliveries" not in inspect(session.connection()).get_table_names()
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "0002"
    database.migrate()
    with database.session() as session:
        assert "deliveries" in inspect(session.connection()).get_table_names()
