"""The judges of the scripted day find each kind of fault, and none where there is none."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.benchmarks.desk.books import (
    AgentBook,
    CustomerBook,
    Day,
    Happened,
    Record,
    Sent,
    Words,
)
from scripts.benchmarks.desk.faults import RULES, judge
from scripts.benchmarks.desk.stories import HANDED_OVER, calm_lines, stories
from scripts.benchmarks.desk.streams import Heard

NAME = "conv_1"
NOTICE = "상담원에게 연결해 드리겠습니다. 접수 번호는 T-2 입니다."
ANSWER = "배송비는 3,000원입니다."
Payload = dict[str, Any]


def said(number: int, sender: str, text: str, **more: object) -> Happened:
    turn_id = "" if sender == "agent" else f"turn_{more.pop('turn')}"
    payload: Payload = {
        "id": f"msg_{number}",
        "sender": sender,
        "text": text,
        "turn_id": turn_id,
        "episode": 1,
        "outcome": None,
    }
    internal = bool(more.pop("internal", False))
    return Happened(number, "message", internal, payload | more)


def owned(number: int, owner: str, agent: str | None = None) -> Happened:
    return Happened(number, "owner", False, {"owner": owner, "agent": agent})


def ticket_news(number: int, ticket_id: str, status: str = "open", priority: int = 3) -> Happened:
    payload = {"ticket_id": ticket_id, "status": status, "priority": priority}
    return Happened(number, "ticket", True, payload)


EVENTS = (
    said(1, "customer", "배송비는 얼마인가요?", turn=1),
    said(2, "bot", ANSWER, turn=1, outcome="answered"),
    said(3, "customer", "상담원 연결해 주세요", turn=2),
    said(4, "bot", NOTICE, turn=2, outcome="handed_off"),
    owned(5, "queue"),
    ticket_news(6, "T-2"),
    ticket_news(7, "T-2"),
    owned(8, "human", "민아"),
    said(9, "agent", "쪽지", internal=True),
    said(10, "agent", "안녕하세요"),
    said(11, "customer", "네", turn=3),
    ticket_news(12, "T-2", "resolved"),
    owned(13, "bot"),
    said(14, "customer", "어느 택배사로 오나요?", turn=4, episode=2),
    said(15, "bot", "한빛택배입니다.", turn=4, outcome="answered", episode=2),
)
TICKET = {"id": "T-2", "turn_id": "turn_2", "episode": 1, "reason_code": "request"}
SENT = [
    Sent("배송비는 얼마인가요?", "turn_1", True, ANSWER, None),
    Sent("상담원 연결해 주세요", "turn_2", False, NOTICE, "T-2"),
    Sent("네", "turn_3", False, "", None),
    Sent("어느 택배사로 오나요?", "turn_4", True, "한빛택배입니다.", None),
]


def heard(events: tuple[Happened, ...]) -> list[Heard]:
    return [Heard(*event, at=0.0) for event in events if not event.internal]


def day(events: tuple[Happened, ...] = EVENTS, *tickets: Payload) -> Day:
    """A day on which everybody saw what happened."""
    customer = CustomerBook("Kim", NAME, sent=list(SENT), heard=heard(events))
    customer.shown = [e.payload for e in events if e.kind == "message" and not e.internal]
    agent = AgentBook(
        "민아", [Words(NAME, "msg_9", "쪽지", True), Words(NAME, "msg_10", "안녕하세요", False)]
    )
    agent.saw[NAME].update(e.payload["id"] for e in events if e.kind == "message")
    return Day({NAME: Record(NAME, events, tickets or (TICKET,))}, [customer], [agent])


def broken(of: Day) -> set[str]:
    return {rule for rule, faults in judge(of).items() if faults}


def without(*numbers: int) -> tuple[Happened, ...]:
    return tuple(event for event in EVENTS if event.id not in numbers)


def instead(*events: Happened) -> tuple[Happened, ...]:
    """The day with these events in the place of those with their numbers, or at its end."""
    return tuple(sorted({e.id: e for e in (*EVENTS, *events)}.values()))


def test_a_good_day_has_no_fault() -> None:
    assert set(judge(day())) == set(RULES)
    assert broken(day()) == set()


@pytest.mark.parametrize(
    ("events", "rule"),
    [
        (without(11), "messages lost or doubled"),
        (without(10), "messages lost or doubled"),
        (without(2), "messages lost or doubled"),
        (instead(said(16, "customer", "네", turn=3, episode=2)), "messages lost or doubled"),
        (instead(said(16, "agent", "안녕하세요")), "messages lost or doubled"),
        (without(4), "ticket without notice, or the reverse"),
        (without(6, 7, 12), "ticket without notice, or the reverse"),
        (
            instead(said(15, "bot", NOTICE, turn=4, outcome="answered")),
            "ticket without notice, or the reverse",
        ),
        (instead(said(11, "bot", "네!", turn=3, outcome="answered")), "bot over a person"),
        (instead(said(7, "bot", ANSWER, turn=2, outcome="answered")), "bot over a person"),
        (instead(ticket_news(9, "T-3", priority=3)), "handoff loops"),
        (without(12), "left alone"),
        (without(15), "left alone"),
    ],
)
def test_what_the_service_did_wrong_is_found(events: tuple[Happened, ...], rule: str) -> None:
    assert rule in broken(day(events))


def test_a_more_urgent_ticket_beside_another_is_no_loop() -> None:
    events = instead(ticket_news(9, "T-3", priority=1))
    assert "handoff loops" not in broken(day(events))


@pytest.mark.parametrize(
    "ticket",
    [TICKET | {"turn_id": "turn_4", "episode": 2}, TICKET | {"episode": 2}],
    ids=["for a question that the assistant answers", "of another Episode"],
)
def test_a_ticket_left_over_from_before_is_a_loop(ticket: Payload) -> None:
    assert "handoff loops" in broken(day(EVENTS, ticket))


def test_a_ticket_that_nobody_was_told_of_is_found() -> None:
    other = TICKET | {"id": "T-9", "turn_id": "turn_3"}
    assert broken(day(EVENTS, TICKET, other)) == {"ticket without notice, or the reverse"}


def test_a_ticket_that_is_not_there_is_found() -> None:
    wrong = day()
    wrong.customers[0].sent[1] = SENT[1]._replace(ticket_id="T-9")
    assert broken(wrong) == {"ticket without notice, or the reverse"}


def test_what_a_customer_never_heard_is_found() -> None:
    wrong = day()
    del wrong.customers[0].heard[3]
    assert broken(wrong) == {"not heard by the other side"}


def test_what_an_agents_desk_never_showed_is_found() -> None:
    wrong = day()
    wrong.agents[0].saw[NAME].remove("msg_11")
    assert broken(wrong) == {"not heard by the other side"}


def test_what_came_after_the_agent_had_gone_need_not_be_seen() -> None:
    right = day()
    right.agents[0].saw[NAME].remove("msg_14")
    assert broken(right) == set()


def test_what_a_customer_heard_twice_or_crosswise_is_found() -> None:
    twice, crosswise = day(), day()
    twice.customers[0].heard.append(twice.customers[0].heard[-1])
    events = crosswise.customers[0].heard
    events[0], events[1] = events[1], events[0]
    assert broken(twice) == broken(crosswise) == {"out of order"}


def test_what_a_customer_heard_otherwise_than_it_was_is_found() -> None:
    wrong = day()
    first = wrong.customers[0].heard[0]
    wrong.customers[0].heard[0] = first._replace(payload=first.payload | {"text": "?"})
    assert broken(wrong) == {"out of order"}


def test_a_note_that_reached_the_customer_is_found() -> None:
    on_stream, on_page = day(), day()
    on_stream.customers[0].heard = [Heard(*event, at=0.0) for event in EVENTS]
    on_page.customers[0].shown.append(EVENTS[8].payload)
    assert "internal words to a customer" in broken(on_stream)
    assert broken(on_page) == {"internal words to a customer"}


def test_what_was_refused_and_yet_kept_is_found() -> None:
    wrong = day()
    wrong.agents[0].refused.append("안녕하세요")
    assert broken(wrong) == {"messages lost or doubled"}


def test_words_in_another_order_than_they_were_written_are_found() -> None:
    wrong = day()
    wrong.agents[0].said.reverse()
    assert broken(wrong) == {"out of order"}


def test_a_conversation_that_nobody_has_is_found() -> None:
    wrong = day()
    wrong.records["conv_2"] = Record("conv_2", ())
    assert broken(wrong) == {"left alone"}


def test_what_was_noticed_at_once_and_what_never_got_through_is_told() -> None:
    wrong = day()
    wrong.customers[0].unanswered.append("여보세요?")
    wrong.agents[0].faults.append("two claimed T-2")
    assert broken(wrong) == {"messages lost or doubled", "refused or answered twice"}


def test_a_day_is_told_the_same_again_and_four_in_ten_call() -> None:
    told = stories(7, 300)
    assert told == stories(7, 300) != stories(8, 300)
    assert sum(story.calls for story in told) == 300 * HANDED_OVER
    assert [story.arrives for story in told] == sorted(story.arrives for story in told)
    assert all(line.calm for line in calm_lines())


def test_a_customer_who_leaves_asks_nothing_afterwards() -> None:
    assert not any(story.leaves and story.after for story in stories(7, 300))
