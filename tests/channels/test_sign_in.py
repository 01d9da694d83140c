"""Signing in over the API: what is refused, in which words, and for how long."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from types import SimpleNamespace

import pyotp
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr
from sqlalchemy import text
from starlette.requests import Request

from sangdam.accounts.passwords import IN_LINE, Passwords
from sangdam.bootstrap import Service
from sangdam.bootstrap_access import doors
from sangdam.channels.app import create_app
from sangdam.channels.callers import caller_now
from sangdam.channels.desk import conversation_events
from sangdam.channels.live import Live
from sangdam.errors import Forbidden, TooOften
from sangdam.models import Role
from sangdam.offline import StoppedClock
from sangdam.rounds import ROUNDS_BETWEEN_SWEEPS
from sangdam.signing_in import SigningIn
from sangdam.storage.accounts import Accounts
from sangdam.storage.sessions import Sessions
from tests.channels.customer import KEY, OPERATOR, Customer
from tests.channels.people import OURS, PASSWORD, account, signed_in
from tests.channels.test_api import problem
from tests.moments import MONDAY_MORNING, MakeService


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


def attempt(client: TestClient, login: str, password: str, **more: str) -> Response:
    sent = {"login": login, "password": password, **more}
    return client.post("/v1/desk/session", json=sent)


def test_the_session_is_a_cookie_that_no_script_and_no_other_site_uses(
    client: TestClient, service: Service
) -> None:
    account(service, Role.LEAD, "haru")
    made = attempt(client, "Haru ", PASSWORD)
    assert made.json() == {"signed_in": True, "needs_code": False}
    cookie = made.headers["set-cookie"]
    for part in ("sangdam_session=", "HttpOnly", "SameSite=lax", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie
    with TestClient(client.app, base_url="https://testserver") as safe:
        cookie = attempt(safe, "haru", PASSWORD).headers["set-cookie"]
    assert cookie.startswith("__Host-sangdam_session=")
    assert "Secure" in cookie


def test_nobody_learns_which_logins_exist(client: TestClient, service: Service) -> None:
    account(service, Role.AGENT, "haru")
    gone = account(service, Role.AGENT, "gone")
    service.access.disable_account(gone.id)
    tries = [("haru", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("가나'; --", PASSWORD)]
    answers = [attempt(client, *each) for each in tries]
    assert {problem(answer) for answer in answers} == {"not-signed-in"}
    assert len({answer.text for answer in answers}) == 1
    assert not client.cookies


@pytest.mark.parametrize("login", ["haru", "nobody"])
@pytest.mark.parametrize(("language", "words"), [("ko", "너무 많은 요청"), ("en", "too often")])
def test_after_some_failures_an_account_is_locked_whether_it_exists_or_not(
    client: TestClient,
    service: Service,
    clock: StoppedClock,
    login: str,
    language: str,
    words: str,
) -> None:
    account(service, Role.AGENT, "haru")
    account(service, Role.AGENT, "other")
    rate = service.settings.rates.sign_in
    for _ in range(rate.times):
        assert attempt(client, login, "wrong").status_code == 401
    client.headers["Accept-Language"] = language
    locked = attempt(client, login, PASSWORD)
    assert problem(locked) == "too-often"
    assert words in locked.json()["detail"]
    assert int(locked.headers["retry-after"]) == rate.seconds
    assert attempt(client, "other", PASSWORD).status_code == 200, "others get in"
    clock.advance(seconds=rate.seconds)
    assert attempt(client, "haru", PASSWORD).status_code == 200


def test_failures_at_many_accounts_lock_the_address(client: TestClient, service: Service) -> None:
    account(service, Role.AGENT, "haru")
    rate = service.settings.rates.sign_in_address
    for _ in range(rate.times):
        service.limits.count("sign_in_address", "testclient", rate)
    assert problem(attempt(client, "haru", PASSWORD)) == "too-often"


def test_whoever_gets_in_has_their_attempts_back(client: TestClient, service: Service) -> None:
    account(service, Role.AGENT, "haru")
    times = service.settings.rates.sign_in.times
    for _ in range(3):
        for _ in range(times - 1):
            assert attempt(client, "haru", "wrong").status_code == 401
        assert attempt(client, "haru", PASSWORD).status_code == 200


class Counting(Passwords):
    """Counts how many passwords were looked at."""

    looked = 0

    def fits(self, password: str, hashed: str | None) -> bool:
        self.looked += 1
        return super().fits(password, hashed)


def test_a_thousand_logins_at_once_look_at_no_more_passwords_than_allowed(
    service: Service, clock: StoppedClock
) -> None:
    account(service, Role.AGENT, "haru")
    passwords, accounts = Counting(12), Accounts(service.database, clock)
    settings = service.settings
    signing_in = SigningIn(
        accounts=accounts,
        sessions=Sessions(
            service.database, clock, idle=timedelta(hours=1), life=timedelta(hours=12)
        ),
        passwords=passwords,
        limits=service.limits,
        rates=settings.rates,
        company="x",
        clock=clock,
    )

    def try_it(number: int) -> str:
        try:
            signing_in.sign_in("haru", f"guess-{number}", None, address=f"203.0.113.{number % 99}")
        except (Forbidden, TooOften) as refused:
            return type(refused).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(try_it, range(1000)))
    allowed = settings.rates.sign_in.times
    assert passwords.looked == allowed
    assert (told.count("NotSignedIn"), told.count("TooOften")) == (allowed, 1000 - allowed)


def test_when_too_many_sign_in_at_once_more_are_told_to_come_back(
    service: Service, clock: StoppedClock
) -> None:
    account(service, Role.AGENT, "haru")
    opened = doors(service.settings, service.database, clock)
    with ExitStack() as line:
        for _ in range(IN_LINE):
            line.enter_context(opened.passwords.in_line())
        for _ in range(service.settings.rates.sign_in.times + 1):
            with pytest.raises(TooOften):
                opened.signing_in.sign_in("haru", PASSWORD, None, address="a")
    assert opened.signing_in.sign_in("haru", PASSWORD, None, address="a").account, "uncounted"


def test_a_session_ends_idle_old_signed_out_disabled_or_with_a_new_password(
    client: TestClient, service: Service, clock: StoppedClock
) -> None:
    who = account(service, Role.LEAD, "haru")

    def over(headers: dict[str, str]) -> bool:
        answer = client.get("/v1/desk/me", headers=headers)
        return answer.status_code == 401 and problem(answer) == "token-missing"

    session = signed_in(client, "haru")
    assert not over(session)
    clock.advance(minutes=service.settings.sign_in.idle_minutes)
    assert over(session)
    session = signed_in(client, "haru")
    for _ in range(int(service.settings.sign_in.hours) * 2):
        assert not over(session)
        clock.advance(minutes=30)
    assert over(session)
    session, other = signed_in(client, "haru"), signed_in(client, "haru")
    assert client.delete("/v1/desk/session", headers=session).status_code == 204
    assert over(session)
    assert not over(other)
    service.access.set_password(who.id, "another-good-pass")
    assert over(other)
    session = signed_in(client, "haru", "another-good-pass")
    service.access.disable_account(who.id)
    assert over(session)
    for forged in ("", "x", other["Cookie"].partition("=")[2]):
        assert over({**OURS, "Cookie": f"sangdam_session={forged}"})


def test_one_s_own_password_is_changed_with_the_old_one_only(
    client: TestClient, service: Service
) -> None:
    account(service, Role.LEAD, "haru")
    here, there = signed_in(client, "haru"), signed_in(client, "haru")
    wrong = {"old": "wrong", "new": "another-good-pass"}
    path = "/v1/desk/me/password"
    assert problem(client.post(path, json=wrong, headers=here)) == "not-signed-in"
    for weak in ("short", "aaaaaaaaaaaaaaaa", "haru-haru-haru"):
        answer = client.post(path, json={"old": PASSWORD, "new": weak}, headers=here)
        assert problem(answer) == "invalid-input", weak
    changed = client.post(path, json={**wrong, "old": PASSWORD}, headers=here)
    assert changed.status_code == 204
    fresh = {**OURS, "Cookie": f"sangdam_session={client.cookies['sangdam_session']}"}
    client.cookies.clear()
    statuses = [
        client.get("/v1/desk/me", headers=each).status_code for each in (here, there, fresh)
    ]
    assert statuses == [401, 401, 200]


def test_a_code_of_the_second_factor_is_good_once_and_guesses_are_counted(
    client: TestClient, service: Service, clock: StoppedClock
) -> None:
    account(service, Role.LEAD, "haru")
    session = signed_in(client, "haru")
    path = "/v1/desk/me/second-factor"
    offered = client.post(path, headers=session).json()
    app = pyotp.parse_uri(offered["uri"])
    assert isinstance(app, pyotp.TOTP)
    assert offered["picture"].startswith("<?xml")
    for code in ("000000x", "", "１２３４５６"):
        refused = client.put(path, json={"code": code}, headers=session)
        assert problem(refused) == "invalid-input"
    code = app.at(clock())
    codes = client.put(path, json={"code": code}, headers=session).json()["recovery_codes"]
    assert problem(client.post(path, headers=session)) == "conflict"

    assert attempt(client, "haru", PASSWORD).json() == {"signed_in": False, "needs_code": True}
    assert not client.cookies
    assert attempt(client, "haru", PASSWORD, code=code).status_code == 401, "used to set it up"
    clock.advance(seconds=30)
    fresh = app.at(clock())
    assert attempt(client, "haru", PASSWORD, code=fresh).status_code == 200
    assert attempt(client, "haru", PASSWORD, code=fresh).status_code == 401
    assert attempt(client, "haru", PASSWORD, code=codes[0]).status_code == 200
    assert attempt(client, "haru", PASSWORD, code=codes[0]).status_code == 401
    client.cookies.clear()
    left = service.settings.rates.sign_in.times - 1
    for _ in range(left):
        assert attempt(client, "haru", PASSWORD).status_code == 200, "no guess, and no reset"
        assert attempt(client, "haru", PASSWORD, code="000000").status_code == 401
    assert problem(attempt(client, "haru", PASSWORD, code=app.at(clock()))) == "too-often"


def test_a_lost_second_factor_is_ended_by_whoever_manages_accounts(
    client: TestClient, service: Service, clock: StoppedClock
) -> None:
    who = account(service, Role.LEAD, "haru")
    session = signed_in(client, "haru")
    path = "/v1/desk/me/second-factor"
    secret = client.post(path, headers=session).json()["secret"]
    code = pyotp.TOTP(secret).at(clock())
    assert client.put(path, json={"code": code}, headers=session).status_code == 200
    wrong = client.request("DELETE", path, json={"password": "wrong"}, headers=session)
    assert problem(wrong) == "not-signed-in"
    ended = client.delete(f"/v1/desk/accounts/{who.id}/second-factor", headers=OPERATOR)
    assert ended.status_code == 204
    assert client.get("/v1/desk/me", headers=session).status_code == 401, "whoever has the phone"
    assert attempt(client, "haru", PASSWORD).json()["signed_in"]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"login": "한글"}, "invalid-input"),
        ({"login": "haru"}, "conflict"),
        ({"login": "HARU"}, "conflict"),
        ({"password": "short"}, "invalid-input"),
        ({"password": "new-login-new-login"}, "invalid-input"),
        ({"role": "king"}, "invalid-input"),
        ({"role": "owner", "agent_id": "agent_x"}, "invalid-input"),
        ({"agent_id": "agent_x"}, "not-found"),
        ({"name": "haru"}, "conflict"),
        ({"name": "  "}, "invalid-input"),
        ({"permissions": ["accounts"]}, "invalid-input"),
        ({"password": "\ud800" * 12}, "invalid-input"),
    ],
)
def test_an_account_that_can_not_be_is_refused(
    client: TestClient, service: Service, change: dict[str, object], name: str
) -> None:
    account(service, Role.AGENT, "haru")
    whole = {"login": "new-login", "name": "새 이름", "role": "agent", "password": PASSWORD}
    headers = {**OPERATOR, "Content-Type": "application/json"}
    answer = client.post("/v1/desk/accounts", content=json.dumps(whole | change), headers=headers)
    assert problem(answer) == name
    assert [each.login for each in service.access.list_accounts()] == ["haru"]


def test_an_account_can_be_an_agent_who_is_there(client: TestClient, service: Service) -> None:
    agent = service.agents.add("김하루").id
    whole = {"login": "haru", "name": "김하루", "role": "agent", "password": PASSWORD}
    made = client.post("/v1/desk/accounts", json={**whole, "agent_id": agent}, headers=OPERATOR)
    assert made.json()["agent_id"] == agent
    assert "password" not in made.json()
    again = {**whole, "login": "twin", "agent_id": agent}
    assert problem(client.post("/v1/desk/accounts", json=again, headers=OPERATOR)) == "conflict"


def test_an_open_stream_of_the_desk_ends_with_the_session(
    client: TestClient, service: Service
) -> None:
    who = account(service, Role.AGENT, "haru")
    customer = Customer(client)
    session = service.signing_in.begin(who).session
    assert session is not None
    cookie = f"sangdam_session={session.get_secret_value()}".encode()

    async def follow() -> int:
        live = Live(service.events, counted=service.metrics.streams_are)
        app = SimpleNamespace(state=SimpleNamespace(live=live))
        scope = {"type": "http", "method": "GET", "app": app, "headers": [(b"cookie", cookie)]}
        request = Request({**scope, "scheme": "http", "path": "/", "server": ("testserver", 80)})
        caller = await caller_now(request, service, None)
        assert caller is not None
        told = 0
        async for _ in conversation_events(customer.id, request, service, caller, None, 0):
            told += 1
            service.signing_in.sign_out(session.get_secret_value())
        await live.close()
        return told

    assert asyncio.run(asyncio.wait_for(follow(), 60)) == 1


def test_what_is_over_is_swept_now_and_then(service: Service, clock: StoppedClock) -> None:
    service.signing_in.begin(account(service, Role.AGENT, "haru"))
    service.limits.count("chat", "somebody", service.settings.rates.address)
    clock.advance(hours=service.settings.sign_in.hours)
    for _ in range(ROUNDS_BETWEEN_SWEEPS):
        service.rounds.make()
    with service.database.session() as reading:
        for table in ("sessions", "counts"):
            assert reading.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
