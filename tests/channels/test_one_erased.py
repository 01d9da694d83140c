"""One of a thousand customers, who used everything, is erased: nothing of theirs can be read."""

from __future__ import annotations

import io
import json
import logging
import random
import string
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import select, text

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.models import Act, Conversation, Message
from sangdam.storage.tables import Base, ConversationRow, KeyRow
from scripts.benchmarks.postgres import Server
from tests.channels.customer import PDF
from tests.channels.desk_client import KEY, OPERATOR, Customer, Desk
from tests.moments import MakeService
from tests.storage.talk import HandClock, Talk

OTHERS = 999
WORDS = "".join(random.choices(string.ascii_lowercase, k=16))
PHRASE = f"하늘색 {WORDS} 찻잔"
SHOP_ID = f"shop-{WORDS}"
CONTACT = f"{WORDS}@example.com"
FILE_NAME = f"{WORDS}.pdf"
WEBHOOK = {
    "url": "http://127.0.0.1:9/hook",
    "secret": "whsec_c2FuZ2RhbSBzYW5nZGFtIHNhbmdkYW0gc2FuZ2RhbSE=",
}


class Shop(NamedTuple):
    client: TestClient
    service: Service
    folders: tuple[Path, ...]
    """Where everything lies that outlives the process."""


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(
    request: pytest.FixtureRequest, make_service: MakeService, tmp_path: Path
) -> Iterator[Shop]:
    settings: dict[str, object] = {"operator_key": SecretStr(KEY), "webhooks": (WEBHOOK,)}
    folders = [tmp_path]
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        settings["database_url"] = SecretStr(server.empty_database())
        folders.append(server.files)
    service = make_service(**settings)
    with TestClient(create_app(service)) as client:
        yield Shop(client, service, tuple(folders))


def test_one_is_erased_and_nothing_of_theirs_can_be_read(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    others = Talk(shop.service.database, HandClock())
    for number in range(OTHERS):
        turn = others.ask(f"{number}번 손님입니다", customer=f"other-{number}")
        others.answer(turn, f"{number}번 손님께 답합니다")
    customer = use_everything(shop)
    exported = export(shop, SHOP_ID)
    assert holds(exported) == {"text", "phrase", "customer", "contact", "file name", "file"}
    assert all_texts(shop.service), "nothing to erase"
    sample(shop.service)
    wrapped = keys_of(shop.service, SHOP_ID)
    before = untouched(shop.service)

    answer = shop.client.delete(f"/v1/desk/customers/{SHOP_ID}", headers=OPERATOR)
    erased = answer.json()

    counts = erased["counts"]
    assert (counts["conversations"], counts["attachments"], counts["files"]) == (1, 1, 1)
    assert (counts["data_keys"], counts["customers"], counts["feedback"]) == (1, 1, 1)
    assert min(counts[name] for name in ("messages", "tickets", "traces", "deliveries")) > 0
    assert untouched(shop.service) == before
    assert len(before) == OTHERS

    settle(shop.service)
    assert findings(shop, wrapped) == []
    assert holds(caplog.text.encode()) == set()
    assert holds(export(shop, SHOP_ID, files=False)) == {"customer", "text"}, "its own question"
    assert holds(export(shop, "other-7")) == set()
    assert all_texts(shop.service) == []
    assert len(shop.service.cache) == 0
    for path in ("", "/events"):
        place = f"/v1/conversations/{customer.conversation}{path}"
        assert shop.client.get(place, headers=customer.headers).status_code == 403

    again = shop.client.delete(f"/v1/desk/customers/{SHOP_ID}", headers=OPERATOR).json()
    assert set(again["counts"].values()) == {0}
    audit = shop.service.audit.entries(subject=erased["subject"])
    assert [entry.act for entry in audit].count(Act.ERASED) == 2
    assert audit[1].detail == counts
    assert holds(json.dumps([e.model_dump(mode="json") for e in audit]).encode()) == set()
    whole = shop.service.privacy.verify_audit()
    assert (whole.broken_at, whole.entries > len(audit)) == (None, True)


def use_everything(shop: Shop) -> Customer:
    """Questions, an answer judged, a handoff with summary and draft, a contact, a file, an agent's
    words and notes, deliveries, a tier."""
    desk, customer = Desk(shop.client, shop.service), Customer(shop.client)
    tier = {"tier": "vip"}
    shop.client.put(f"/v1/desk/customers/{SHOP_ID}", json=tier, headers=OPERATOR)
    reply = customer.ask("제주도는 배송 며칠 걸려요?", customer=SHOP_ID)
    opinion = {"turn_id": reply["turn_id"], "helpful": False, "reason": PHRASE}
    place = f"/v1/conversations/{customer.conversation}"
    assert shop.client.post("/v1/feedback", json=opinion, headers=customer.headers).is_success
    customer.ask(f"{PHRASE}은 언제 다시 들어오나요?")
    ticket = customer.ask(f"{PHRASE} 때문에 정말 화가 나요. 상담원 연결해 주세요")["handoff"]
    contact = {"contact": CONTACT}
    assert shop.client.post(f"{place}/contact", json=contact, headers=customer.headers).is_success
    file = shop.client.post(
        f"{place}/attachments",
        params={"name": FILE_NAME},
        content=PDF + PHRASE.encode(),
        headers=customer.headers,
    )
    assert file.status_code == 201, file.text
    assert desk.say(customer.conversation, f"{PHRASE} 건을 확인했습니다.").is_success
    note = {"text": f"{PHRASE} 손님, 기다리는 중"}
    assert desk.post(f"conversations/{customer.conversation}/notes", note, "김하루").is_success
    desk.get(f"tickets/{ticket['ticket_id']}", "김하루")
    ending = {"resolution": "solved"}
    assert desk.post(f"tickets/{ticket['ticket_id']}/resolve", ending, "김하루").is_success
    customer.ask(f"{PHRASE} 하나 더 있나요?")
    return customer


def holds(content: bytes) -> set[str]:
    """What of the erased customer's can be read in it."""
    marks = {
        "text": WORDS,
        "phrase": PHRASE,
        "customer": SHOP_ID,
        "contact": CONTACT,
        "file name": FILE_NAME,
    }
    found = {name for name, mark in marks.items() if any(w in content for w in written(mark))}
    return found | ({"file"} if PDF + PHRASE.encode() in content else set())


def written(mark: str) -> set[bytes]:
    """The ways in which a text could lie in a file."""
    return {mark.encode(), json.dumps(mark)[1:-1].encode(), mark.encode("utf-16-le")}


def findings(shop: Shop, wrapped: list[bytes]) -> list[tuple[Path, object]]:
    """Files that hold anything of theirs, or, outside the log that PostgreSQL writes ahead, their
    key."""
    found: list[tuple[Path, object]] = []
    for folder in shop.folders:
        for path in (each for each in folder.rglob("*") if each.is_file()):
            content = path.read_bytes()
            if readable := holds(content):
                found.append((path, readable))
            if "pg_wal" not in path.parts and any(key in content for key in wrapped):
                found.append((path, "key"))
    return found


def sample(service: Service) -> None:
    """Have the database take values from its columns, as it does from time to time."""
    with service.database.alone() as connection:
        connection.execute(text("ANALYZE"))


def settle(service: Service) -> None:
    """Have PostgreSQL write all that it holds in memory."""
    with service.database.session() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("CHECKPOINT"))


def keys_of(service: Service, customer: str) -> list[bytes]:
    with service.database.session() as session:
        index = session.info["keyring"].index(customer)
        its = select(KeyRow.wrapped).where(KeyRow.customer_index == index)
        keys = list(session.scalars(its))
    assert len(keys) == 1
    return keys


def export(shop: Shop, customer: str, *, files: bool = True) -> bytes:
    """All that lies in the archive, one after the other."""
    answer = shop.client.get(f"/v1/desk/customers/{customer}/export", headers=OPERATOR)
    assert answer.status_code == 200
    archive = ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()
    assert any(name.startswith("attachments/") for name in names) <= files
    return b"\n".join([*(name.encode() for name in names), *map(archive.read, names)])


def all_texts(service: Service) -> list[str]:
    """Traces, gaps and tickets of everybody that speak of the customer."""
    told: list[Any] = [*service.traces.recent(5000), *service.gaps.newest()]
    told += [listed.ticket for listed in service.tickets.list(limit=5000)]
    return [str(value) for value in told if WORDS in str(value)]


def untouched(service: Service) -> dict[str, tuple[Conversation, tuple[Message, ...]]]:
    """The others' conversations as they are read."""
    with service.database.session() as session:
        rows = session.execute(select(ConversationRow.id, ConversationRow.created_at)).all()
    ids: list[tuple[str, datetime]] = [(row[0], row[1]) for row in rows]
    views = (service.conversations.get(conversation_id) for conversation_id, _ in ids)
    return {
        view.conversation.id: (view.conversation, view.messages)
        for view in views
        if view.conversation.customer != SHOP_ID
    }


def test_no_table_but_the_sealed_columns_can_hold_a_customers_words() -> None:
    """Every column of free text is one that is known to hold none of theirs."""
    free = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if type(column.type).__name__ in {"Words", "JSON"}
        and not column.primary_key
        and not column.foreign_keys
    }
    assert free == KNOWN_FREE_TEXT


KNOWN_FREE_TEXT = {
    "accounts.company_id",
    "accounts.login",
    "accounts.name",
    "accounts.password",
    "accounts.recovery_codes",
    "accounts.totp",
    "accounts.totp_offered",
    "api_keys.digest",
    "api_keys.hint",
    "api_keys.name",
    "agents.name",
    "agents.languages",
    "agents.skills",
    "attachments.media_type",
    "audit.actor",
    "audit.subject",
    "audit.detail",
    "audit.before",
    "audit.seal",
    "conversations.agent_id",
    "conversations.channel",
    "conversations.customer_index",
    "conversations.opening_key",
    "customers.tier",
    "data_keys.customer_index",
    "deliveries.destination",
    "deliveries.error",
    "events.payload",
    "messages.agent",
    "messages.client_message_id",
    "messages.sources",
    "secrets.value",
    "tickets.queue",
    "tickets.skills",
    "traces.dismissal",
    "turns.client_message_id",
}
