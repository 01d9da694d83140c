"""Who may do what, as a table; and attempts to get more, all refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from sangdam import bootstrap
from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.models import Role
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import Settings
from tests.channels.customer import KEY, OPERATOR, Customer
from tests.channels.people import OURS, PASSWORD, Headers, account, signed_in, with_key
from tests.channels.test_api import problem
from tests.moments import MONDAY_MORNING

A, L, O, P, I = "agent", "lead", "owner", "operator", "integrator"  # noqa: E741
EVERYBODY = {A, L, O, P, I}
ACCOUNTS = EVERYBODY - {I}
"""They sign in; the integrator brings a key."""

TABLE: dict[tuple[str, str], set[str]] = {
    ("GET", "/v1/desk/overview"): {A, L, P, I},
    ("GET", "/v1/desk/tickets"): {A, L, P, I},
    ("POST", "/v1/desk/tickets/next"): {A, L, P, I},
    ("GET", "/v1/desk/tickets/{ticket_id}"): {A, L, P, I},
    ("POST", "/v1/desk/tickets/{ticket_id}/claim"): {A, L, P, I},
    ("POST", "/v1/desk/tickets/{ticket_id}/resolve"): {A, L, P, I},
    ("POST", "/v1/desk/conversations/{conversation_id}/messages"): {A, L, P, I},
    ("POST", "/v1/desk/conversations/{conversation_id}/notes"): {A, L, P},
    ("POST", "/v1/desk/conversations/{conversation_id}/transfer"): {A, L, P, I},
    ("POST", "/v1/desk/conversations/{conversation_id}/return"): {A, L, P, I},
    ("POST", "/v1/desk/conversations/{conversation_id}/typing"): {A, L, P, I},
    ("GET", "/v1/desk/conversations/{conversation_id}/events"): {A, L, P, I},
    ("GET", "/v1/desk/conversations/{conversation_id}/attachments/{attachment_id}"): {A, L, P, I},
    ("GET", "/v1/desk/canned"): {A, L, P, I},
    ("GET", "/v1/desk/traces/{turn_id}"): {L, P},
    ("GET", "/v1/desk/agents"): {A, L, P, I},
    ("POST", "/v1/desk/agents"): {L, P, I},
    ("PATCH", "/v1/desk/agents/{agent_id}"): {L, P, I},
    ("PUT", "/v1/desk/customers/{customer_id}"): {P, I},
    ("GET", "/v1/desk/deliveries"): {L, P, I},
    ("POST", "/v1/desk/deliveries/replay"): {L, P, I},
    ("POST", "/v1/desk/deliveries/{delivery_id}/replay"): {L, P, I},
    ("GET", "/v1/desk/usage"): {L, P},
    ("GET", "/v1/desk/figures"): {L, P},
    ("GET", "/v1/desk/gaps"): {L, O, P},
    ("POST", "/v1/desk/gaps/entries"): {L, O, P},
    ("POST", "/v1/desk/gaps/{gap_id}/dismissal"): {L, O, P},
    ("DELETE", "/v1/desk/gaps/dismissals/{dismissal_id}"): {L, O, P},
    ("GET", "/v1/search"): EVERYBODY,
    ("GET", "/metrics"): {P, I},
    ("GET", "/v1/desk/status"): {L, P, I},
    ("GET", "/v1/desk/customers/{customer_id}/export"): {P},
    ("DELETE", "/v1/desk/customers/{customer_id}"): {P},
    ("GET", "/v1/desk/conversations/{conversation_id}/export"): {P},
    ("DELETE", "/v1/desk/conversations/{conversation_id}"): {P},
    ("GET", "/v1/desk/audit"): {P},
    ("GET", "/v1/desk/audit/verification"): {P},
    ("GET", "/v1/desk/accounts"): {P},
    ("POST", "/v1/desk/accounts"): {P},
    ("PATCH", "/v1/desk/accounts/{account_id}"): {P},
    ("PUT", "/v1/desk/accounts/{account_id}/password"): {P},
    ("DELETE", "/v1/desk/accounts/{account_id}/second-factor"): {P},
    ("GET", "/v1/desk/keys"): {P},
    ("POST", "/v1/desk/keys"): {P},
    ("DELETE", "/v1/desk/keys/{key_id}"): {P},
    ("GET", "/v1/desk/me"): EVERYBODY,
    ("POST", "/v1/desk/me/password"): ACCOUNTS,
    ("POST", "/v1/desk/me/second-factor"): ACCOUNTS,
    ("PUT", "/v1/desk/me/second-factor"): ACCOUNTS,
    ("DELETE", "/v1/desk/me/second-factor"): ACCOUNTS,
}
"""Route -> who may."""
OPEN = {
    ("POST", "/v1/desk/session"),
    ("DELETE", "/v1/desk/session"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
}
CUSTOMERS = ("/v1/chat", "/v1/conversations/", "/v1/feedback")
STREAM = "/v1/desk/conversations/{conversation_id}/events"
BODIES: dict[str, dict[str, object]] = {
    "/v1/desk/tickets/{ticket_id}/resolve": {"resolution": "solved"},
    "/v1/desk/conversations/{conversation_id}/messages": {"text": "hello", "version": 1},
    "/v1/desk/conversations/{conversation_id}/notes": {"text": "hello"},
    "/v1/desk/accounts/{account_id}/password": {"password": PASSWORD},
    "/v1/desk/customers/{customer_id}": {"tier": "gold"},
}
"""A whole one where the right would be asked for only after the body was understood."""


@pytest.fixture(scope="module")
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory,
    index: object,
    embedder: Embedder,
    morphology: Morphology,
    clock: StoppedClock,
) -> Service:
    settings = Settings.load(
        data_dir=tmp_path_factory.mktemp("access"),
        index_dir=index,
        llm="none",
        operator_key=SecretStr(KEY),
    )
    return bootstrap.build(settings, clock=clock, embedder=embedder, morphology=morphology)


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    """A browser that keeps no cookie: a test says whose it brings."""
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def people(service: Service, client: TestClient) -> dict[str, Headers]:
    """Headers of somebody of every role."""
    for role in ACCOUNTS:
        account(service, Role(role))
    found = {role: signed_in(client, f"{role}-1") for role in ACCOUNTS}
    found[I] = with_key(service, Role.INTEGRATOR)
    agent = service.agents.add("somebody at the desk").id
    for role in (P, I):
        found[role]["Sangdam-Agent"] = agent
    return found


def call(client: TestClient, method: str, path: str, headers: Headers) -> int:
    body = BODIES.get(path, {})
    filled = path.replace("{", "").replace("}", "")
    if path in ("/v1/search", "/v1/desk/canned"):
        filled += "?q=a&language=ko"
    answer = client.request(method, filled, headers=headers, json=body)
    if answer.status_code in {401, 403}:
        problem(answer)
    assert answer.status_code < 500, answer.text
    return answer.status_code


def test_the_table_has_every_route(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    routes = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    ours = {route for route in routes if not route[1].startswith(CUSTOMERS)}
    assert ours == set(TABLE) | OPEN


@pytest.mark.parametrize(("method", "path"), TABLE)
def test_each_role_may_what_the_table_says_and_nothing_else(
    client: TestClient, people: dict[str, Headers], method: str, path: str
) -> None:
    may = TABLE[method, path]
    assert call(client, method, path, {}) == 401
    assert call(client, method, path, {"Authorization": "Bearer sgd_wrong"}) in {401, 403}
    for role in EVERYBODY - may:
        assert call(client, method, path, people[role]) in {401, 403}, role
    for role in () if path == STREAM else may:
        assert call(client, method, path, people[role]) not in {401, 403}, role


def test_a_session_changes_nothing_from_another_page(
    client: TestClient, people: dict[str, Headers]
) -> None:
    cookie = {"Cookie": people[P]["Cookie"]}
    body = {"login": "csrf", "name": "x", "role": "operator", "password": PASSWORD}
    for said in (
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
    ):
        answer = client.post("/v1/desk/accounts", json=body, headers={**cookie, **said})
        assert problem(answer) == "forbidden", said
    for said in ({"Origin": "http://testserver"}, OURS):
        listed = client.put("/v1/desk/customers/c", json={"tier": "a"}, headers={**cookie, **said})
        assert listed.status_code == 204, said
    assert "csrf" not in client.get("/v1/desk/accounts", headers=cookie).text


def test_no_other_page_signs_anybody_in(client: TestClient, people: dict[str, Headers]) -> None:
    assert people
    sent = {"login": "agent-1", "password": PASSWORD}
    for said in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert problem(client.post("/v1/desk/session", json=sent, headers=said)) == "forbidden"
    assert not client.cookies


def test_no_role_is_raised_by_what_is_sent(
    client: TestClient, service: Service, people: dict[str, Headers]
) -> None:
    agent = next(each for each in service.access.list_accounts() if each.login == "agent-1")
    raised = {"role": "operator", "permissions": ["accounts"]}
    attempts = [
        ("POST", "/v1/desk/session", {"login": "agent-1", "password": PASSWORD, **raised}, 422),
        ("POST", "/v1/desk/me/password", {"old": PASSWORD, "new": PASSWORD, **raised}, 422),
        ("PUT", "/v1/desk/me/second-factor", {"code": "000000", **raised}, 422),
        ("PATCH", f"/v1/desk/agents/{agent.agent_id}", raised, 422),
        ("PATCH", f"/v1/desk/accounts/{agent.id}", {"role": "operator"}, 403),
        ("POST", "/v1/desk/keys", {"name": "mine", "role": "operator"}, 403),
        ("PATCH", "/v1/desk/me", raised, 405),
    ]
    for method, path, body, status in attempts:
        answer = client.request(method, path, json=body, headers=people[A])
        assert answer.status_code == status, (method, path, answer.text)
    said = {**people[A], "Sangdam-Role": "operator", "X-Role": "operator"}
    assert client.get("/v1/desk/me", headers=said).json()["role"] == "agent"


def test_an_agent_acts_as_themselves_only(
    client: TestClient, service: Service, people: dict[str, Headers]
) -> None:
    me = client.get("/v1/desk/me", headers=people[A]).json()["agent"]["id"]
    other = service.agents.add("another agent").id
    overview = client.get("/v1/desk/overview", headers=people[A]).json()
    assert overview["me"]["id"] == me
    for named, status in ((me, 200), (other, 403), ("agent_none", 403)):
        headers = {**people[A], "Sangdam-Agent": named}
        assert client.get("/v1/desk/overview", headers=headers).status_code == status
    for changed, status in ((me, 200), (other, 403), ("agent_none", 403)):
        path = f"/v1/desk/agents/{changed}"
        answer = client.patch(path, json={"availability": "away"}, headers=people[A])
        assert answer.status_code == status
    by_lead = client.patch(f"/v1/desk/agents/{other}", json={"capacity": 2}, headers=people[L])
    assert by_lead.status_code == 200


def test_a_key_acts_for_agents_where_its_role_may(client: TestClient, service: Service) -> None:
    agent = service.agents.add("acted for").id
    for role, status in ((Role.INTEGRATOR, 200), (Role.OPERATOR, 200), (Role.AGENT, 403)):
        headers = {**with_key(service, role), "Sangdam-Agent": agent}
        assert client.get("/v1/desk/overview", headers=headers).status_code == status, role
    unnamed = client.get("/v1/desk/overview", headers=with_key(service, Role.INTEGRATOR))
    assert problem(unnamed) == "invalid-input"


def test_internal_texts_reach_only_who_may_read_them(
    client: TestClient, service: Service, people: dict[str, Headers]
) -> None:
    customer = Customer(client)
    (listed,) = (
        each for each in service.tickets.list() if each.ticket.conversation_id == customer.id
    )
    secret = "내부메모-환불승인가능"
    place, path = f"/v1/desk/conversations/{customer.id}", f"/v1/desk/tickets/{listed.ticket.id}"
    noted = client.post(f"{place}/notes", json={"text": secret}, headers=people[A])
    assert noted.status_code == 200
    assert secret in client.get(path, headers=people[L]).text
    seen = client.get(path, headers=people[I])
    assert seen.status_code == 200
    assert secret not in seen.text
    assert seen.json()["ticket"]["summary"]["internal"] == []
    for named in ("overview", "tickets"):
        listing = client.get(f"/v1/desk/{named}", headers=people[I]).json()["tickets"]
        assert [each["ticket"]["summary"]["internal"] for each in listing] == [[]] * len(listing)
    inside = {"q": "보상 포인트 한도", "audience": "internal"}
    assert problem(client.get("/v1/search", params=inside, headers=people[I])) == "forbidden"
    assert client.get("/v1/search", params=inside, headers=people[O]).status_code == 200
    handed = client.post(
        f"{place}/transfer", json={"queue": "general", "note": secret}, headers=people[I]
    )
    assert problem(handed) == "forbidden"


def test_a_session_opens_no_customer_s_door(client: TestClient, people: dict[str, Headers]) -> None:
    customer = Customer(client)
    for headers in (people[P], people[A]):
        assert problem(client.get(customer.place, headers=headers)) == "token-missing"
    assert problem(client.get(customer.place, headers=people[I])) == "forbidden"
    assert problem(client.get(customer.place, headers=OPERATOR)) == "forbidden"
    assert problem(client.get("/v1/desk/me", headers=customer.token)) == "forbidden"


def test_a_key_ends_when_it_is_revoked_or_over(
    client: TestClient, service: Service, clock: StoppedClock
) -> None:
    made = client.post("/v1/desk/keys", json={"name": "q", "role": "lead"}, headers=OPERATOR).json()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    assert client.get("/v1/desk/me", headers=bearer).json()["role"] == "lead"
    listed = client.get("/v1/desk/keys", headers=OPERATOR).text
    assert made["secret"] not in listed
    assert made["key"]["hint"] in listed
    client.delete(f"/v1/desk/keys/{made['key']['id']}", headers=OPERATOR)
    assert problem(client.get("/v1/desk/me", headers=bearer)) == "forbidden"
    short = with_key(service, Role.LEAD, days=1)
    assert client.get("/v1/desk/me", headers=short).status_code == 200
    clock.advance(days=1)
    assert problem(client.get("/v1/desk/me", headers=short)) == "forbidden"


def test_a_key_that_is_used_too_often_waits(client: TestClient, service: Service) -> None:
    headers = with_key(service, Role.LEAD)
    rate = service.settings.rates.key
    for _ in range(rate.times):
        service.limits.count("key", service.access.list_keys()[0].id, rate)
    refused = client.get("/v1/desk/me", headers=headers)
    assert problem(refused) == "too-often"
    assert 1 <= int(refused.headers["retry-after"]) <= rate.seconds
    assert client.get("/v1/desk/me", headers=OPERATOR).status_code == 200
