"""Signing in by the company's identity provider, over real HTTP to a real one that misbehaves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr

from sangdam.accounts.visit import Visit
from sangdam.bootstrap import Service
from sangdam.channels.app import create_app
from sangdam.channels.company import router
from sangdam.errors import SetupError
from sangdam.models import Role
from sangdam.offline import StoppedClock
from sangdam.settings import Settings
from tests.channels.customer import KEY, OPERATOR
from tests.channels.identity_provider import (
    LIFE_S,
    Claims,
    IdentityProvider,
    by_a_stranger,
    by_the_client_secret,
    by_the_public_key,
    new_key,
    oidc,
    running,
    signed,
    unsigned,
)
from tests.channels.people import OURS, PASSWORD, account
from tests.channels.test_api import problem
from tests.moments import MONDAY_MORNING, MakeService

HARU: Claims = {
    "sub": "haru-1",
    "email": "Haru@shop.example",
    "name": "김하루",
    "roles": ["support"],
}
HERE = ["127.0.0.0/8"]
"""Where the provider is."""
GO, BACK, LEAVE = (f"/desk/login/company{part}" for part in ("", "/back", "/leave"))


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture
def provider(clock: StoppedClock) -> Iterator[IdentityProvider]:
    with running(clock) as provider:
        provider.who = HARU
        yield provider


@pytest.fixture
def service(make_service: MakeService, clock: StoppedClock, provider: IdentityProvider) -> Service:
    return make_service(
        operator_key=SecretStr(KEY), clock=clock, oidc=oidc(provider), outward_networks=HERE
    )


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def at_the_provider(client: TestClient, to: str = "") -> str:
    """Off to the provider: the address to which it sends the browser back."""
    left = client.get(GO, params={"to": to, "lang": "en"}, follow_redirects=False)
    assert left.status_code == 303, left.text
    answered = httpx2.get(left.headers["location"])
    assert answered.status_code == 307, answered.text
    return answered.headers["location"]


def come_in(client: TestClient, to: str = "") -> Response:
    return client.get(at_the_provider(client, to), follow_redirects=False)


def refusal(response: Response) -> str:
    assert response.status_code == 303
    place = urlsplit(response.headers["location"])
    assert place.path == "/desk/login"
    assert "sangdam_session=" not in response.headers.get("set-cookie", "")
    return parse_qs(place.query)["refused"][0]


def me(client: TestClient) -> dict[str, object]:
    found: dict[str, object] = client.get("/v1/desk/me", headers=OURS).json()
    return found


def acts(service: Service) -> list[tuple[str, str]]:
    return [(entry.act.value, entry.actor) for entry in service.audit.entries(limit=1000)]


def test_who_comes_first_gets_an_account_and_the_role_of_the_claim(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    inside = come_in(client, "me")
    assert (inside.status_code, inside.headers["location"]) == (303, "/desk/me?lang=en")
    cookies = inside.headers.get_list("set-cookie")
    (session,) = (each for each in cookies if each.startswith("sangdam_session="))
    assert "HttpOnly" in session
    assert "SameSite=lax" in session
    assert any(each.startswith("sangdam_visit=") and "Max-Age=0" in each for each in cookies)
    found = me(client)
    assert (found["name"], found["role"]) == ("김하루", "agent")
    (made,) = service.access.list_accounts()
    assert (made.login, made.company, made.second_factor) == ("haru@shop.example", True, False)
    assert made.agent_id is not None
    assert service.agents.get(made.agent_id).name == "김하루"
    assert acts(service)[-2:] == [("account_made", made.id), ("signed_in", made.id)]
    (asked,) = provider.asked
    assert asked["scope"] == "openid profile email"
    assert asked["response_type"] == "code"
    assert {"state", "nonce", "code_challenge"} <= asked.keys()

    client.delete("/v1/desk/session", headers=OURS)
    assert come_in(client).headers["location"] == "/desk?lang=en"
    assert service.access.list_accounts() == (service.access.account(made.id),)
    assert acts(service)[-2:] == [("signed_out", made.id), ("signed_in", made.id)]


def test_the_role_is_what_the_provider_says_now(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    provider.who = {**HARU, "roles": ["knowledge"]}
    come_in(client)
    assert me(client)["role"] == "owner"
    assert me(client)["agent"] is None
    provider.who = {**HARU, "roles": ["support", "support-lead", "elsewhere"]}
    come_in(client)
    found = me(client)
    assert found["role"] == "lead", "the first line of the settings that fits"
    assert found["agent"] is not None, "whoever answers customers is an agent"
    assert [act for act, _ in acts(service)][-2:] == ["account_changed", "signed_in"]


def test_nobody_without_a_role_of_the_settings_gets_in(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    for said in ([], ["elsewhere"], "SUPPORT", None, {"support": True}, 7):
        provider.who = {**HARU, "roles": said}
        assert refusal(come_in(client)) == "no_role", said
        assert acts(service)[-1] == ("sign_in_refused", "nobody")
    assert not service.any_account
    provider.who = HARU
    come_in(client)
    provider.who = {**HARU, "roles": ["elsewhere"]}
    assert refusal(come_in(client)) == "no_role", "and nobody stays because they once had one"


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["support"]}}),
        ("https://shop.example/roles", {"https://shop.example/roles": "support"}),
    ],
)
def test_the_claim_of_the_role_may_lie_deeper_or_be_an_address(
    make_service: MakeService,
    clock: StoppedClock,
    provider: IdentityProvider,
    claim: str,
    said: Claims,
) -> None:
    provider.who = {"sub": "1", "email": "a@shop.example", **said}
    service = make_service(
        clock=clock, oidc=oidc(provider, role_claim=claim), outward_networks=HERE
    )
    with TestClient(create_app(service)) as client:
        come_in(client)
        assert me(client)["role"] == "agent"


def changed(**claims: object) -> Callable[[Claims], Claims]:
    return lambda right: {**right, **claims}


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda right: {key: value for key, value in right.items() if key != name}


NOW = int(MONDAY_MORNING.timestamp())


WRONG = [
    changed(nonce="another"),
    without("nonce"),
    changed(nonce=""),
    changed(aud="another-client"),
    changed(aud=["another-client"]),
    changed(aud=["sangdam-desk", "another-client"], azp="another-client"),
    without("aud"),
    changed(iss="https://evil.example"),
    without("iss"),
    changed(exp=NOW - 61),
    changed(exp=float("nan")),
    without("exp"),
    changed(iat=NOW + 3600),
    changed(nbf=NOW + 3600),
    without("sub"),
    changed(at_hash="x"),
]


def test_a_token_that_says_something_wrong_opens_nothing(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    for number, says in enumerate(WRONG):
        provider.says = says
        assert refusal(come_in(client)) == "not_proven", number
    assert not service.any_account
    provider.says = lambda right: right
    assert come_in(client).headers["location"] == "/desk?lang=en", "a right one does"


def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    for signs in (unsigned, by_the_client_secret, by_the_public_key, by_a_stranger):
        provider.signs = signs
        assert refusal(come_in(client)) == "not_proven", signs
    assert not service.any_account
    assert provider.token_requests == 4, "each was looked at"


def test_a_payload_changed_after_signing_opens_nothing(
    client: TestClient, provider: IdentityProvider
) -> None:
    def raised(provider: IdentityProvider, claims: Claims) -> str:
        honest = signed(claims, provider.keys[-1]).split(".")
        raised = signed({**claims, "roles": ["support-lead"]}, new_key()).split(".")
        return f"{honest[0]}.{raised[1]}.{honest[2]}"

    provider.signs = raised
    assert refusal(come_in(client)) == "not_proven"


def test_a_new_key_of_the_provider_is_found_and_an_old_one_is_forgotten(
    client: TestClient, provider: IdentityProvider, clock: StoppedClock
) -> None:
    come_in(client)
    old = provider.keys[-1]
    provider.keys = [new_key()]
    assert come_in(client).headers["location"] == "/desk?lang=en"
    provider.signs = lambda _provider, claims: signed(claims, old)
    assert refusal(come_in(client)) == "not_proven"
    gone = provider.keys[-1]
    provider.keys = [new_key()]
    provider.signs = lambda _provider, claims: signed(claims, gone)
    clock.advance(hours=1)
    assert refusal(come_in(client)) == "not_proven", "it is believed for an hour at most"


def test_only_the_browser_that_set_out_comes_in(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    theirs = at_the_provider(client)
    with TestClient(client.app) as victim:
        assert refusal(victim.get(theirs, follow_redirects=False)) == "not_proven"
        at_the_provider(victim)
        assert refusal(victim.get(theirs, follow_redirects=False)) == "not_proven"
        assert refusal(victim.get(BACK, follow_redirects=False)) == "not_proven"
        for forged in ("", ".", "..", "x.en", "x.en.desk.more"):
            victim.cookies.clear()
            victim.cookies["sangdam_visit"] = forged
            assert refusal(victim.get(theirs, follow_redirects=False)) == "not_proven"
    assert provider.token_requests == 0
    assert client.get(theirs, follow_redirects=False).headers["location"] == "/desk?lang=en"
    assert refusal(client.get(theirs, follow_redirects=False)) == "not_proven", "once"
    assert [act for act, _ in acts(service)].count("signed_in") == 1


def test_a_code_is_good_with_its_own_visit_only(
    client: TestClient, provider: IdentityProvider
) -> None:
    with TestClient(client.app) as other:
        stolen = parse_qs(urlsplit(at_the_provider(other)).query)["code"][0]
    mine = parse_qs(urlsplit(at_the_provider(client)).query)
    answer = {"state": mine["state"][0], "code": stolen}
    assert refusal(client.get(BACK, params=answer, follow_redirects=False)) == "not_proven"
    assert provider.token_requests == 1, "the provider saw that the verifier is another's"


def test_what_the_provider_denies_is_denied_and_another_issuer_s_answer_too(
    client: TestClient, provider: IdentityProvider
) -> None:
    provider.denies = True
    assert refusal(come_in(client)) == "denied"
    provider.denies = False
    elsewhere = at_the_provider(client) + "&iss=https%3A%2F%2Fevil.example"
    assert refusal(client.get(elsewhere, follow_redirects=False)) == "denied"


def test_an_account_is_found_by_who_it_is_and_never_by_its_address(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    own = account(service, Role.OPERATOR, "haru@shop.example")
    assert refusal(come_in(client)) == "taken", "whoever names an address is not its owner"
    assert service.access.list_accounts() == (own,)
    provider.who = {**HARU, "email": "other@shop.example"}
    come_in(client)
    provider.who = {**HARU, "email": "renamed@shop.example"}
    come_in(client)
    assert me(client)["account"]["login"] == "other@shop.example"  # type: ignore[index]
    provider.who = {**HARU, "sub": "haru-2"}
    assert refusal(come_in(client)) == "taken"


def test_a_claim_that_is_no_login_makes_no_account(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    for login in ("", "가나다", "a" * 65, "<script>", None):
        provider.who = {**HARU, "email": login}
        assert refusal(come_in(client)) == "no_login", login
    assert not service.any_account


def test_two_of_one_name_are_two_agents(
    client: TestClient, service: Service, provider: IdentityProvider
) -> None:
    come_in(client)
    provider.who = {**HARU, "sub": "haru-2", "email": "haru2@shop.example"}
    come_in(client)
    assert {agent.name for agent in service.agents.list()} == {"김하루", "김하루 2"}


def test_a_disabled_account_stays_out(client: TestClient, service: Service) -> None:
    come_in(client)
    (who,) = service.access.list_accounts()
    service.access.disable_account(who.id)
    assert client.get("/v1/desk/me", headers=OURS).status_code == 401
    assert refusal(come_in(client)) == "disabled"


def test_no_password_opens_a_company_account(client: TestClient, service: Service) -> None:
    come_in(client)
    (who,) = service.access.list_accounts()
    client.cookies.clear()
    for guess in ("x", PASSWORD, "the password of an account that is not there"):
        sent = {"login": who.login, "password": guess}
        assert problem(client.post("/v1/desk/session", json=sent)) == "not-signed-in"
    path = f"/v1/desk/accounts/{who.id}/password"
    refused = client.put(path, json={"password": PASSWORD}, headers=OPERATOR)
    assert problem(refused) == "conflict"


UNTRUSTED: tuple[Claims, ...] = (
    {"issuer": "https://evil.example"},
    {"token_endpoint": "http://evil.example/token"},
    {"authorization_endpoint": "javascript:alert(1)"},
    {"jwks_uri": None},
)


def test_a_description_that_can_t_be_trusted_leads_nowhere(
    client: TestClient, provider: IdentityProvider
) -> None:
    for describes in UNTRUSTED:
        provider.describes = describes
        assert refusal(client.get(GO, follow_redirects=False)) == "away", describes
    provider.describes = {}
    assert come_in(client).headers["location"] == "/desk?lang=en"


def test_a_provider_that_is_away_is_told_as_such_and_passwords_go_on(
    make_service: MakeService, clock: StoppedClock
) -> None:
    with running(clock) as provider:
        settings = oidc(provider)
    service = make_service(clock=clock, oidc=settings, outward_networks=HERE)
    account(service, Role.LEAD, "haru")
    with TestClient(create_app(service)) as client:
        assert refusal(client.get(GO, follow_redirects=False)) == "away"
        assert refusal(client.get(LEAVE, follow_redirects=False)) == "away"
        sent = {"login": "haru", "password": PASSWORD}
        assert client.post("/v1/desk/session", json=sent).status_code == 200


FEW = {"sign_in_address": {"times": 3, "seconds": 900}}


def test_failed_attempts_are_counted_by_address(
    make_service: MakeService, clock: StoppedClock, provider: IdentityProvider
) -> None:
    service = make_service(clock=clock, oidc=oidc(provider), outward_networks=HERE, rates=FEW)
    with TestClient(create_app(service)) as client:
        for _ in range(4):
            assert come_in(client).headers["location"] == "/desk?lang=en", "who gets in is free"
        visit = Visit.begin()
        answer = {"state": visit.state, "code": "guessed"}
        before, noted = provider.token_requests, len(acts(service))
        told = []
        for _ in range(5):
            client.cookies["sangdam_visit"] = f"{visit.secret.get_secret_value()}.en."
            told.append(refusal(client.get(BACK, params=answer, follow_redirects=False)))
        assert told == ["not_proven"] * 3 + ["too_often"] * 2
        assert provider.token_requests - before == 3
        assert len(acts(service)) - noted == 3, "whoever knocks on fills no log"


def test_the_provider_can_be_left_too(client: TestClient, provider: IdentityProvider) -> None:
    left = client.get(LEAVE, params={"lang": "en"}, follow_redirects=False)
    place = urlsplit(left.headers["location"])
    assert f"{place.scheme}://{place.netloc}{place.path}" == f"{provider.issuer}/end"
    query = parse_qs(place.query)
    assert query["client_id"] == ["sangdam-desk"]
    assert query["post_logout_redirect_uri"] == ["http://testserver/desk/login?lang=en"]


def test_a_provider_that_can_t_be_left_is_told_as_such(
    client: TestClient, provider: IdentityProvider
) -> None:
    provider.describes = {"end_session_endpoint": None}
    assert refusal(client.get(LEAVE, follow_redirects=False)) == "no_farewell"


def test_a_provider_that_wants_the_secret_in_the_body_gets_it_there(
    client: TestClient, provider: IdentityProvider
) -> None:
    provider.describes = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert refusal(come_in(client)) == "not_proven", "this one takes it in the header only"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_shows_the_button_and_why_somebody_was_refused(
    client: TestClient, service: Service, language: str
) -> None:
    oidc_settings = service.settings.oidc
    assert oidc_settings is not None
    button = oidc_settings.button if language == "ko" else oidc_settings.button_en
    page = client.get("/desk/login", params={"lang": language, "to": "me"}).text
    assert button in page
    assert f"/desk/login/company?to=me&amp;lang={language}" in page
    told = client.get("/desk/login", params={"lang": language, "refused": "no_role"}).text
    assert {"ko": "역할이 없어요", "en": "has no role here"}[language] in told
    odd = client.get("/desk/login", params={"lang": language, "refused": "<script>"})
    assert odd.status_code == 200
    assert "<script>" not in odd.text.replace("<script type", "")


def test_it_leads_to_pages_of_the_desk_only(client: TestClient) -> None:
    for to in ("//evil.example", "https://evil.example", "../..", "desk/x", "me.x", "가", "a;b"):
        assert come_in(client, to).headers["location"] == "/desk?lang=en", to


def test_without_a_provider_there_is_no_button_and_no_way(make_service: MakeService) -> None:
    service = make_service(rates=FEW)
    account(service, Role.LEAD, "haru")
    with TestClient(create_app(service)) as client:
        assert 'id="company' not in client.get("/desk/login").text
        for route in router.routes:
            for _ in range(4):
                assert problem(client.get(route.path)) == "not-found"  # type: ignore[attr-defined]
        sent = {"login": "haru", "password": PASSWORD}
        assert client.post("/v1/desk/session", json=sent).status_code == 200, "nothing was counted"


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "http://login.example"},
        {"issuer": "login.example"},
        {"roles": {}},
        {"roles": {"support": "boss"}},
        {"scopes": ["email"]},
        {"client_secret": None},
    ],
)
def test_a_wrong_setting_is_refused_at_the_start_and_no_secret_is_shown(
    changed: dict[str, object],
) -> None:
    right = {
        "issuer": "https://login.example",
        "client_id": "c",
        "client_secret": "never-show-this",
        "roles": {"support": "agent"},
    }
    assert Settings.load({}, oidc=right).oidc is not None
    with pytest.raises(SetupError) as refused:
        Settings.load({}, oidc={**right, **changed})
    assert "SANGDAM_OIDC" in str(refused.value)
    assert "never-show-this" not in str(refused.value)


def test_the_libraries_wait_until_a_provider_is_configured() -> None:
    """Neither the start nor the command line pays for what is not used."""
    program = (
        "import sys, sangdam.channels.app, sangdam.command.main;"
        "print([m for m in sys.modules if m.split('.')[0] in ('authlib', 'joserfc')])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.stdout.strip() == "[]", ran.stderr


def test_the_token_of_another_time_is_over(
    client: TestClient, provider: IdentityProvider, clock: StoppedClock
) -> None:
    place = at_the_provider(client)
    issued = int(clock().timestamp())
    provider.says = changed(iat=issued, exp=issued + LIFE_S)
    clock.advance(seconds=LIFE_S)
    assert client.get(place, follow_redirects=False).headers["location"] == "/desk?lang=en"
    clock.advance(seconds=60)
    assert refusal(come_in(client)) == "not_proven"
