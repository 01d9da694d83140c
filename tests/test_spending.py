"""What the language model costs, and what happens when the day's budget is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.errors import ModelUnavailable, SetupError
from sangdam.models import ModelCall, Outcome, Route, Usage
from sangdam.offline import ScriptedModel, StoppedClock
from sangdam.settings import Settings
from scripts.benchmarks.postgres import Server
from tests.channels.customer import KEY, OPERATOR
from tests.channels.test_api import problem
from tests.channels.test_metrics import figure
from tests.moments import MONDAY_MORNING, Converse, MakeService

CHOICE = json.dumps({"sentences": [1]})
QUESTIONS = {
    "ko": "HB-200X 용기는 식기세척기에 넣어도 되나요?",
    "en": "is the HB-200X jar dishwasher safe?",
}
PRICES = {"input_per_million": 200_000, "output_per_million": 400_000, "currency": "KRW"}
"""A scripted call, one token in and one out, costs 0.6."""


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_once_the_budget_is_spent_turns_go_on_without_the_model_until_the_next_day(
    make_service: MakeService,
    converse: Converse,
    clock: StoppedClock,
    caplog: pytest.LogCaptureFixture,
    language: str,
) -> None:
    model = ScriptedModel(*[CHOICE] * 3)
    service = make_service(
        model=model, clock=clock, limits={"cached_answers": 0}, cost={**PRICES, "daily_budget": 1.0}
    )
    question = QUESTIONS[language]
    for _ in range(2):
        converse(service, question)
    assert len(model.calls) == 2
    assert service.spending.over()
    for _ in range(3):
        reply = converse(service, question)
        assert reply.outcome in {Outcome.ANSWERED, Outcome.HANDED_OFF}
        assert reply.route is not Route.GENERATED
    assert len(model.calls) == 2
    assert caplog.text.count("the budget of 1 KRW for 2026-11-23 is spent") == 1
    clock.advance(hours=14)  # midnight in Seoul, when it is 15:00 in UTC
    assert not service.spending.over()
    converse(service, question)
    assert len(model.calls) == 3


def test_what_another_process_spent_counts(
    make_service: MakeService, converse: Converse, server: Server
) -> None:
    budget = {**PRICES, "daily_budget": 0.5}
    database = server.empty_database()
    first, second = (
        make_service(model=ScriptedModel(CHOICE), cost=budget, database_url=database)
        for _ in range(2)
    )
    assert converse(first, QUESTIONS["ko"]).route is Route.GENERATED
    assert second.spending.over()
    assert converse(second, QUESTIONS["ko"]).route is not Route.GENERATED


def test_a_ticket_gets_no_second_summary_from_a_model_nobody_can_pay(
    make_service: MakeService, converse: Converse
) -> None:
    model = ScriptedModel()
    service = make_service(model=model, cost={**PRICES, "daily_budget": 0})
    converse(service, "배송 며칠 걸려요?", "상담원 연결해 주세요")
    service.background.submit(lambda: None).result()
    assert model.calls == []


@pytest.fixture
def client(make_service: MakeService, clock: StoppedClock) -> Iterator[TestClient]:
    service = make_service(
        operator_key=SecretStr(KEY),
        clock=clock,
        model=ScriptedModel(CHOICE, ModelUnavailable("gone", prompt_tokens=4), CHOICE),
        cost={**PRICES, "daily_budget": 1.5},
    )
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, text: str) -> None:
    assert client.post("/v1/chat", json={"message": text}).status_code == 200


def test_the_report_tells_turns_tokens_and_cost_by_the_shops_days(
    client: TestClient, clock: StoppedClock
) -> None:
    ask(client, QUESTIONS["ko"])
    clock.advance(hours=14)
    ask(client, QUESTIONS["en"])
    ask(client, "hello")
    shown = client.get("/v1/desk/usage?days=3", headers=OPERATOR).json()
    assert (shown["currency"], shown["daily_budget"], shown["budget_spent"]) == ("KRW", 1.5, False)
    today, yesterday, before = shown["days"]
    assert today == {
        "day": "2026-11-24",
        "turns": 2,
        "model_calls": 1,
        "model_failures": 1,
        "tokens_in": 4,
        "tokens_cached": 0,
        "tokens_out": 0,
        "cost": 0.8,
    }
    assert (yesterday["day"], yesterday["turns"], yesterday["cost"]) == ("2026-11-23", 1, 0.6)
    assert (before["turns"], before["model_calls"], before["cost"]) == (0, 0, 0.0)
    ask(client, QUESTIONS["ko"])
    assert client.get("/v1/desk/usage?days=1", headers=OPERATOR).json()["days"][0]["cost"] == 1.4


def test_readiness_and_figures_show_the_budget(client: TestClient) -> None:
    assert client.get("/readyz").json()["model_budget"] == "left"
    text = client.get("/metrics", headers=OPERATOR).text
    assert figure(text, "sangdam_model_budget_spent") == 0
    for question in QUESTIONS.values():
        ask(client, question)
        ask(client, question)
    assert client.get("/readyz").json() | {"generation": "", "passages": 0} == {
        "status": "ready",
        "generation": "",
        "passages": 0,
        "language_model": "scripted (ready)",
        "model_budget": "spent",
    }
    text = client.get("/metrics", headers=OPERATOR).text
    assert figure(text, "sangdam_model_budget_spent") == 1
    assert figure(text, "sangdam_model_budget", currency="KRW") == 1.5
    assert figure(text, "sangdam_model_cost_today", currency="KRW") == 2.0


def test_without_prices_or_a_model_nothing_is_reckoned(service: Service) -> None:
    (today,) = service.spending.days(1)
    assert (today.cost, service.spending.today(), service.spending.over()) == (None, None, False)
    assert b"sangdam_model_cost_today" not in service.metrics.text()
    assert b"sangdam_model_ready" not in service.metrics.text()


@pytest.mark.parametrize("query", ["", "?days=0", "?days=93", "?days=x"])
def test_the_report_is_the_operators(client: TestClient, query: str) -> None:
    assert problem(client.get(f"/v1/desk/usage{query}")) == "token-missing"
    if query:
        assert client.get(f"/v1/desk/usage{query}", headers=OPERATOR).status_code == 422


CACHED = [(None, 200.0), (20_000, 110.0)]


@pytest.mark.parametrize(("price", "cost"), CACHED)
def test_what_the_server_had_read_before_has_its_own_price(
    make_service: MakeService, price: float | None, cost: float
) -> None:
    service = make_service(cost={**PRICES, "cached_per_million": price})
    usage = Usage(prompt_tokens=1000, cached_tokens=500)
    service.spending.note(ModelCall(model="m", usage=usage, seconds=1, failed=False))
    assert service.spending.today() == cost


@pytest.mark.parametrize(
    "wrong",
    [
        {"daily_budget": 5},
        {"input_per_million": 1},
        {"input_per_million": -1, "output_per_million": 1},
        {"currency": "won"},
    ],
)
def test_prices_that_make_no_sense_are_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(SetupError, match="SANGDAM_COST"):
        Settings.load({}, cost=wrong)


def test_a_budget_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("INPUT", "0.15"), ("OUTPUT", "0.6")):
        monkeypatch.setenv(f"SANGDAM_COST__{name}_PER_MILLION", value)
    monkeypatch.setenv("SANGDAM_COST__DAILY_BUDGET", "5")
    cost = Settings.load().cost
    assert (cost.input_per_million, cost.output_per_million, cost.daily_budget) == (0.15, 0.6, 5)
