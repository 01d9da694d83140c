"""Who came in, who was refused, who changed accounts and keys: what the audit log holds of it."""

from __future__ import annotations

from collections.abc import Iterator

import pyotp
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.models import Role
from sangdam.offline import StoppedClock
from tests.channels.customer import KEY, OPERATOR, Customer, ticket_of
from tests.channels.people import PASSWORD, Headers, account, signed_in, with_key
from tests.channels.test_api import problem
from tests.moments import MONDAY_MORNING, MakeService

TYPED = "a-login-that-is-really-a-password"
NEW = "another-good-pass-7"


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture
def service(make_service: MakeService, clock: StoppedClock) -> Service:
    return make_service(operator_key=SecretStr(KEY), clock=clock)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


class Noted:
    """What the log has grown by since it was last looked at: (actor, act, subject)."""

    def __init__(self, service: Service) -> None:
        self._audit = service.audit
        self._seen = 0
        self()

    def __call__(self) -> list[tuple[str, str, str]]:
        entries = self._audit.entries(after=self._seen, limit=1000)
        self._seen += len(entries)
        return [(entry.actor, entry.act.value, entry.subject) for entry in entries]


def test_signing_in_and_out_are_noted_and_a_refusal_without_what_was_typed(
    client: TestClient, service: Service
) -> None:
    who = account(service, Role.LEAD, "haru").id
    noted = Noted(service)
    session = signed_in(client, "haru")
    assert noted() == [(who, "signed_in", who)]
    for login, password in (("haru", "wrong"), (TYPED, PASSWORD)):
        answer = client.post("/v1/desk/session", json={"login": login, "password": password})
        assert problem(answer) == "not-signed-in"
        assert noted() == [("nobody", "sign_in_refused", "")]
    assert client.delete("/v1/desk/session", headers=session).status_code == 204
    assert noted() == [(who, "signed_out", who)]
    assert client.delete("/v1/desk/session", headers=session).status_code == 204
    assert noted() == [], "nobody was signed in any more"
    log = str(service.audit.entries(limit=1000))
    assert TYPED not in log
    assert "haru" not in log
    assert service.audit.verify().broken_at is None


def test_one_who_gives_no_code_yet_is_neither_in_nor_refused(
    client: TestClient, service: Service, clock: StoppedClock
) -> None:
    who = account(service, Role.LEAD, "haru").id
    session = signed_in(client, "haru")
    noted, path = Noted(service), "/v1/desk/me/second-factor"
    app = pyotp.parse_uri(client.post(path, headers=session).json()["uri"])
    assert isinstance(app, pyotp.TOTP)
    assert noted() == [], "offered is not begun"
    assert problem(client.put(path, json={"code": "000000x"}, headers=session)) == "invalid-input"
    assert noted() == []
    began = client.put(path, json={"code": app.at(clock())}, headers=session)
    assert began.status_code == 200
    assert noted() == [(who, "account_changed", who)]
    sent = {"login": "haru", "password": PASSWORD}
    assert client.post("/v1/desk/session", json=sent).json()["needs_code"] is True
    assert noted() == []
    refused = client.post("/v1/desk/session", json={**sent, "code": "000000"})
    assert problem(refused) == "not-signed-in"
    assert noted() == [("nobody", "sign_in_refused", "")]
    clock.advance(seconds=30)
    signed_in(client, "haru", code=app.at(clock()))
    assert noted() == [(who, "signed_in", who)]
    ended = client.request("DELETE", path, json={"password": PASSWORD}, headers=session)
    assert ended.status_code == 204
    assert noted() == [(who, "account_changed", who)]


def test_who_changes_the_own_password_is_noted_once_it_is_changed(
    client: TestClient, service: Service
) -> None:
    who = account(service, Role.LEAD, "haru").id
    session = signed_in(client, "haru")
    noted, path = Noted(service), "/v1/desk/me/password"
    wrong = client.post(path, json={"old": "wrong", "new": NEW}, headers=session)
    assert problem(wrong) == "not-signed-in"
    assert noted() == []
    assert client.post(path, json={"old": PASSWORD, "new": NEW}, headers=session).status_code == 204
    assert noted() == [(who, "account_changed", who)]


def test_accounts_made_changed_and_disabled_are_noted_with_who_did_it(
    client: TestClient, service: Service
) -> None:
    boss = account(service, Role.OPERATOR, "boss").id
    session = signed_in(client, "boss")
    for headers, actor in ((OPERATOR, "operator"), (session, boss)):
        noted = Noted(service)
        body = {"login": f"by-{len(actor)}", "name": actor, "role": "owner", "password": PASSWORD}
        made = client.post("/v1/desk/accounts", json=body, headers=headers).json()["id"]
        assert noted() == [(actor, "account_made", made)]
        place = f"/v1/desk/accounts/{made}"
        changes = (
            ("PATCH", place, {"role": "lead"}),
            ("PATCH", place, {"disabled": True}),
            ("PUT", f"{place}/password", {"password": NEW}),
            ("DELETE", f"{place}/second-factor", None),
        )
        for method, path, sent in changes:
            assert client.request(method, path, json=sent, headers=headers).is_success
            assert noted() == [(actor, "account_changed", made)], (method, path)
        again = client.post("/v1/desk/accounts", json=body, headers=headers)
        assert problem(again) == "conflict"
        assert noted() == [], "none was made"


def test_keys_made_and_revoked_are_noted_and_never_themselves(
    client: TestClient, service: Service
) -> None:
    by_key = with_key(service, Role.OPERATOR)
    actor = service.access.list_keys()[0].id
    noted = Noted(service)
    sent = {"name": "bridge", "role": "integrator"}
    made = client.post("/v1/desk/keys", json=sent, headers=by_key).json()
    assert noted() == [(actor, "key_made", made["key"]["id"])]
    client.delete(f"/v1/desk/keys/{made['key']['id']}", headers=OPERATOR)
    assert noted() == [("operator", "key_revoked", made["key"]["id"])]
    log = str(service.audit.entries(limit=1000))
    assert made["secret"] not in log
    assert "bridge" not in log


def test_a_caller_who_lacks_the_permission_notes_nothing(
    client: TestClient, service: Service
) -> None:
    customer = Customer(client)
    ticket, talk = ticket_of(service, customer).id, f"/v1/desk/conversations/{customer.id}"
    other = account(service, Role.OWNER, "other").id
    key = service.access.create_key("k", role=Role.LEAD).key.id
    attempts = [
        ("PATCH", f"/v1/desk/accounts/{other}", {"role": "operator"}),
        ("PUT", f"/v1/desk/accounts/{other}/password", {"password": NEW}),
        ("DELETE", f"/v1/desk/accounts/{other}/second-factor", None),
        ("DELETE", f"/v1/desk/keys/{key}", None),
        ("GET", "/v1/desk/tickets", None),
        ("GET", f"/v1/desk/tickets/{ticket}", None),
        ("POST", f"/v1/desk/tickets/{ticket}/claim", None),
        ("POST", f"/v1/desk/tickets/{ticket}/resolve", {"resolution": "solved"}),
        ("POST", f"{talk}/messages", {"text": "hello", "version": 1}),
        ("POST", f"{talk}/notes", {"text": "hello"}),
        ("POST", f"{talk}/transfer", {"queue": "general"}),
        ("POST", f"{talk}/return", None),
        ("GET", f"{talk}/events", None),
        ("GET", f"{talk}/attachments/a", None),
        ("GET", "/v1/desk/traces/turn", None),
        ("GET", f"{talk}/export", None),
        ("DELETE", talk, None),
    ]
    noted = Noted(service)
    callers: tuple[tuple[Headers, int], ...] = (
        (with_key(service, Role.OWNER), 403),
        ({"Authorization": "Bearer sgd_wrong"}, 403),
        (customer.token, 403),
        ({}, 401),
    )
    for headers, status in callers:
        for method, path, sent in attempts:
            answer = client.request(method, path, json=sent, headers=headers)
            assert answer.status_code == status, (method, path, answer.text)
    assert noted() == []
    allowed = client.get(f"/v1/desk/tickets/{ticket}", headers=OPERATOR)
    assert allowed.status_code == 200
    assert noted() == [("operator", "read_ticket", ticket)]
