"""Where a ticket goes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sangdam.desk.queues import Routing, may_be_handed
from sangdam.errors import SetupError
from sangdam.models import Agent, Language, ReasonCode, Ticket, TicketStatus
from sangdam.settings import ROUTING, Desk, QueueRule, Settings
from tests.moments import MONDAY_MORNING
from tests.storage.talk import summary

KO, EN = Language
LAST = QueueRule(queue="general", priority=4, answer_minutes=60)


@pytest.mark.parametrize(
    ("priority", "reasons"),
    [
        (1, "safety self_harm fraud"),
        (2, "legal anger abuse payment_dispute complaint accessibility erasure"),
        (3, "request account_data third_failure"),
        (4, "no_evidence low_confidence failed_checks system"),
    ],
)
def test_how_urgent_each_reason_is(priority: int, reasons: str) -> None:
    routing = Routing(ROUTING)
    found = {reason.value for reason in ReasonCode if routing.of(reason, KO).priority == priority}
    assert found == set(reasons.split())


def test_no_queues_name_tells_the_customer_off() -> None:
    # The queue's name is part of the reply that the customer gets.
    assert not {rule.queue for rule in ROUTING} & {"abuse", "anger", "self_harm"}


def test_the_first_rule_that_fits_all_it_names_decides() -> None:
    table = (
        QueueRule(queue="english", priority=3, answer_minutes=20, languages=(EN,)),
        QueueRule(
            queue="vip",
            priority=2,
            answer_minutes=5,
            tiers=("vip",),
            reasons=(ReasonCode.REQUEST,),
        ),
        QueueRule(queue="blenders", priority=3, answer_minutes=30, products=("hb-*",)),
        LAST,
    )
    routing = Routing(table)
    request, system = ReasonCode.REQUEST, ReasonCode.SYSTEM
    assert routing.of(request, EN, tier="vip").queue == "english"
    assert routing.of(request, KO, tier="vip").queue == "vip"
    assert routing.of(system, KO, tier="vip").queue == "general"
    assert routing.of(system, KO, product="HB-200X").queue == "blenders"
    assert routing.of(system, KO, product="RC-10").queue == "general"
    assert routing.of(request, KO).queue == "general"


def test_a_table_in_the_settings_takes_the_shipped_ones_place() -> None:
    rules = [
        {"queue": "night", "priority": 2, "answer_minutes": 10, "reasons": ["request"]},
        {"queue": "rest", "priority": 4, "answer_minutes": 60},
    ]
    settings = Settings.load({}, desk={"routing": rules})
    routing = Routing(settings.desk.routing)
    assert routing.of(ReasonCode.REQUEST, KO).queue == "night"
    assert routing.of(ReasonCode.SAFETY, KO).queue == "rest"


@pytest.mark.parametrize(
    "rules",
    [
        (),
        ({"queue": "only", "priority": 1, "answer_minutes": 5, "reasons": ["safety"]},),
        ({"queue": "only", "priority": 1, "answer_minutes": 5, "tiers": ["vip"]},),
    ],
)
def test_a_table_that_leaves_a_ticket_nowhere_is_refused_in_words(rules: tuple[object]) -> None:
    with pytest.raises(ValidationError, match=r"last rule of desk\.routing must fit every ticket"):
        Desk.model_validate({"routing": rules})
    with pytest.raises(SetupError, match="last rule"):
        Settings.load({}, desk={"routing": rules})


@pytest.mark.parametrize(
    "wrong", [{"priority": 5}, {"priority": 0}, {"answer_minutes": 0}, {"queue": ""}]
)
def test_a_rule_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        QueueRule.model_validate({"queue": "q", "priority": 1, "answer_minutes": 5} | wrong)


@pytest.mark.parametrize(
    ("languages", "skills", "fits"),
    [
        ((KO, EN), ("refunds",), True),
        ((KO,), ("refunds", "legal"), True),
        ((EN,), ("refunds",), False),
        ((KO,), (), False),
    ],
)
def test_who_may_be_handed_a_ticket(
    languages: tuple[Language, ...], skills: tuple[str, ...], fits: bool
) -> None:
    ticket = Ticket(
        id="T-1",
        conversation_id="conv",
        turn_id="turn",
        episode=1,
        reason_code=ReasonCode.REQUEST,
        queue="refunds",
        priority=3,
        language=KO,
        skills=("refunds",),
        status=TicketStatus.OPEN,
        summary=summary(ReasonCode.REQUEST),
        created_at=MONDAY_MORNING,
    )
    agent = Agent(id="a", name="김하루", languages=languages, skills=skills, capacity=4)
    assert may_be_handed(ticket, agent) is fits
