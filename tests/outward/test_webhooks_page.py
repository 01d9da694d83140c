"""docs/webhooks.md says what is so."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sangdam.bootstrap_index import now
from sangdam.channels import deliveries
from sangdam.models import DeliveryState, NewsType, Resolution
from sangdam.outward.http import ANSWER_WITHIN_S, TAKE_IT_LATER
from sangdam.postman import ATTEMPTS, FIRST_WAIT, GROWTH, LONGEST_WAIT
from sangdam.settings import LEAST_KEY_BYTES, Settings
from tests.outward.conftest import SECRET, Open
from tests.outward.receiver import Receiver

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_its_verification_takes_ours_and_nobody_else_s(open_shop: Open, receiver: Receiver) -> None:
    shop = open_shop(webhooks=[{"url": receiver.url, "secret": SECRET}], sending_clock=now)
    shop.talk.ask("제주도 배송이요")
    shop.postman.deliver()
    (request,) = receiver.taken
    names: dict[str, Any] = {"SECRET": SECRET}
    exec(block("python"), names)
    assert names["received"](request.body, dict(request.headers)) == request.json
    assert names["received"](request.body + b" ", dict(request.headers)) is None
    assert names["received"](request.body, {}) is None
    assert len(block("python").strip().splitlines()) <= 10


def test_its_example_has_the_shape_of_the_real_thing(open_shop: Open, receiver: Receiver) -> None:
    shop = open_shop(webhooks=[{"url": receiver.url, "secret": SECRET}])
    shop.talk.hand_over(shop.talk.ask())
    shop.postman.deliver()
    (real,) = [r.json for r in receiver.taken if r.json["type"] == "ticket.opened"]
    assert shape(json.loads(block("json"))) == shape(real)


def shape(value: object) -> object:
    return {k: shape(v) for k, v in value.items()} if isinstance(value, dict) else ...


def test_its_table_names_the_fields_that_come(open_shop: Open, receiver: Receiver) -> None:
    shop = open_shop(webhooks=[{"url": receiver.url, "secret": SECRET}])
    agent = shop.agents.add("김상담").id
    turn = shop.talk.ask()
    ticket = shop.talk.hand_over(turn)
    shop.talk.conversations.leave_contact(turn.conversation.id, "min@example.com")
    shop.casework.note(turn.conversation.id, agent, "메모")
    shop.casework.resolve(ticket.id, agent, Resolution.SOLVED)
    shop.postman.deliver()
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    for request in receiver.taken:
        (row,) = [row for row in rows if f"`{request.json['type']}`" in row]
        for name, value in request.json["data"].items():
            if name == "conversation":
                assert value.keys() == {"id", "channel", "customer"}
                continue
            fields = f" {{{', '.join(value)}" if isinstance(value, dict) else ""
            assert f"`{name}`{fields}" in row


@pytest.mark.parametrize("kind", NewsType)
def test_it_lists_every_kind_of_news(kind: NewsType) -> None:
    assert f"`{kind}`" in PAGE


def test_its_figures_are_those_of_the_code() -> None:
    assert timedelta(seconds=5) == FIRST_WAIT
    assert GROWTH == 3
    assert timedelta(hours=6) == LONGEST_WAIT
    assert f"{ATTEMPTS} attempts in about a day" in PAGE
    assert f"any 2xx within {ANSWER_WITHIN_S:g} seconds" in PAGE
    assert f"at least {LEAST_KEY_BYTES} random bytes" in PAGE
    assert ", ".join(map(str, sorted(TAKE_IT_LATER))) in PAGE


def test_its_settings_and_routes_exist() -> None:
    written = set(re.findall(r"SANGDAM_[A-Z_]+", PAGE))
    Settings.load(dict.fromkeys(written, ""))
    assert written >= {"SANGDAM_WEBHOOKS", "SANGDAM_SLACK__URL", "SANGDAM_ZENDESK__TOKEN"}
    routes = {getattr(route, "path", "") for route in deliveries.router.routes}
    told = {r.replace("{id}", "{delivery_id}") for r in re.findall(r"(/v1/desk/[a-z{}/]+)", PAGE)}
    assert told == routes
    assert all(state in PAGE for state in DeliveryState)
