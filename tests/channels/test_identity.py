"""A customer whom the shop has signed for: what proves it, what does not, and what follows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pydantic import SecretStr

from sangdam.accounts.customer_identity import CustomerIdentities
from sangdam.bootstrap import Service
from sangdam.bootstrap_index import now
from sangdam.channels.app import create_app
from sangdam.errors import SetupError
from sangdam.offline import StoppedClock
from sangdam.settings import CustomerIdentity, Settings
from tests.channels.customer import COMPLAINT, KEY, OPERATOR
from tests.channels.test_api import bearer, problem
from tests.moments import MONDAY_MORNING, MakeService

SHARED = "a-key-that-the-shop-and-sangdam-share-00"
AUDIENCE = "haru-shop"
NOW = int(MONDAY_MORNING.timestamp())
IDENTITY = {"key": SHARED, "audience": AUDIENCE}
GOOD = {"sub": "customer-7", "aud": AUDIENCE, "exp": NOW + 3600}
PAGE = (Path(__file__).parents[2] / "docs" / "connect.md").read_text("utf-8")
OCT = OctKey.import_key(SHARED)


def signed(key: OctKey = OCT, algorithm: str = "HS256", **changed: object) -> str:
    claims = {name: said for name, said in {**GOOD, **changed}.items() if said is not None}
    return jwt.encode({"alg": algorithm}, claims, key, algorithms=[algorithm])


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture
def service(make_service: MakeService, clock: StoppedClock) -> Service:
    return make_service(
        operator_key=SecretStr(KEY),
        clock=clock,
        identity=IDENTITY,
        rates={"customer": {"times": 3, "seconds": 60}},
        desk={
            "routing": [
                {"queue": "gold", "priority": 1, "answer_minutes": 5, "tiers": ["gold"]},
                {"queue": "general", "priority": 3, "answer_minutes": 60},
            ]
        },
    )


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, before: dict[str, object] | None = None, /, **more: object) -> Response:
    body = {"message": "배송비가 얼마예요?", **more}
    if before:
        body["conversation_id"] = before["conversation_id"]
    return client.post("/v1/chat", json=body, headers=bearer(before) if before else {})


def test_whom_the_shop_signed_for_is_the_customer(client: TestClient, service: Service) -> None:
    told = client.put("/v1/desk/customers/customer-7", json={"tier": "gold"}, headers=OPERATOR)
    assert told.status_code == 204
    reply = ask(client, message=COMPLAINT["ko"], identity=signed()).json()
    view = service.conversations.get(reply["conversation_id"]).conversation
    assert (view.customer, view.verified) == ("customer-7", True)
    assert reply["handoff"]["queue"] == "gold", "the tier that the shop told is theirs"
    (listed,) = service.tickets.list()
    assert listed.ticket.summary.identity == "verified"
    opened = client.get(f"/v1/desk/tickets/{listed.ticket.id}", headers=OPERATOR).json()
    assert opened["conversation"]["verified"] is True
    copy = client.get("/v1/desk/customers/customer-7/export", headers=OPERATOR)
    assert copy.status_code == 200
    gone = client.delete("/v1/desk/customers/customer-7", headers=OPERATOR).json()
    assert gone["counts"]["conversations"] == 1


def test_nobody_is_the_customer_by_saying_so(client: TestClient, service: Service) -> None:
    claims = signed().split(".")[1]
    raised = signed(sub="customer-8").split(".")[1]
    head, _, signature = signed().split(".")
    none = "eyJhbGciOiJub25lIn0"
    refused = {
        "another key": signed(OctKey.import_key("another-key-of-some-other-deployment-0")),
        "another deployment": signed(aud="haru-trial"),
        "for nobody": signed(aud=None),
        "unsigned": f"{none}.{claims}.",
        "changed": f"{head}.{raised}.{signature}",
        "cut": f"{head}.{claims}.{signature[:-4]}",
        "another method": signed(algorithm="HS512"),
        "endless": signed(exp=None),
        "long": signed(exp=NOW + 25 * 3600),
        "not yet": signed(nbf=NOW + 3600),
        "no customer": signed(sub=None),
        "an empty one": signed(sub=""),
        "a number": signed(sub=7),
        "one that is too long": signed(sub="x" * 201),
        "no number of an end": signed(exp="tomorrow"),
        "no token": "customer-7",
        "nothing": "",
        "dots": "..",
        "hangul": "가.나.다",
        "by a pair": jwt.encode({"alg": "RS256"}, dict(GOOD), RSAKey.generate_key(2048)),
    }
    for name, identity in refused.items():
        answer = ask(client, identity=identity)
        assert problem(answer) == "identity-refused", name
        assert SHARED not in answer.text
        stream = {"message": "hello", "identity": identity}
        assert problem(client.post("/v1/chat/stream", json=stream)) == "identity-refused", name
    other = ask(client, identity=signed(), customer="customer-8")
    assert problem(other) == "identity-refused"
    assert problem(ask(client, customer="customer-7")) == "identity-refused", "by name alone"
    with service.database.session() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM turns").scalar() == 0


def test_an_identity_ends(client: TestClient, clock: StoppedClock) -> None:
    token = signed()
    first = ask(client, identity=token).json()
    clock.advance(seconds=3600 + 60)
    assert problem(ask(client, identity=token)) == "identity-expired"
    again = ask(client, first, identity=token)
    assert problem(again) == "identity-expired", "in a conversation too"
    assert ask(client, first).status_code == 200, "its own token is enough to go on"
    fresh = signed(exp=int(clock().timestamp()) + 60)
    assert ask(client, first, identity=fresh).status_code == 200


def test_without_any_identity_somebody_is_unknown(client: TestClient, service: Service) -> None:
    reply = ask(client).json()
    view = service.conversations.get(reply["conversation_id"]).conversation
    assert (view.customer, view.verified) == (None, False)


def test_who_signs_in_meanwhile_is_known_from_then_on_and_nobody_else_goes_on(
    client: TestClient, service: Service
) -> None:
    first = ask(client).json()
    assert ask(client, first, identity=signed()).status_code == 200
    view = service.conversations.get(first["conversation_id"]).conversation
    assert (view.customer, view.verified) == ("customer-7", True)
    other = ask(client, first, identity=signed(sub="customer-8"))
    assert problem(other) == "forbidden"
    assert "another customer" in other.json()["detail"]
    assert service.conversations.get(first["conversation_id"]).conversation == view.model_copy(
        update={"last_message_at": view.last_message_at}
    )


def test_a_name_from_before_the_key_is_neither_proof_nor_taken_over(
    make_service: MakeService, clock: StoppedClock, tmp_path: Path
) -> None:
    with TestClient(create_app(make_service(clock=clock, data_dir=tmp_path))) as client:
        named = ask(client, customer="customer-7").json()
        other = ask(client, customer="customer-8").json()
        assert problem(ask(client, identity=signed())) == "identity-refused", "never left out"
    service = make_service(clock=clock, data_dir=tmp_path, identity=IDENTITY)
    with TestClient(create_app(service)) as client:
        assert not service.conversations.get(named["conversation_id"]).conversation.verified
        assert ask(client, named, identity=signed()).status_code == 200
        assert service.conversations.get(named["conversation_id"]).conversation.verified
        assert problem(ask(client, other, identity=signed())) == "forbidden"
        assert not service.conversations.get(other["conversation_id"]).conversation.verified


def test_a_customer_has_so_many_messages_in_all_their_conversations(
    client: TestClient, clock: StoppedClock
) -> None:
    first = ask(client, identity=signed()).json()
    assert ask(client, identity=signed()).status_code == 200
    assert ask(client, first).status_code == 200, "counted by whose the conversation is"
    assert problem(ask(client, identity=signed())) == "too-often"
    assert problem(ask(client, first)) == "too-often"
    place = f"/v1/conversations/{first['conversation_id']}/handoff"
    assert problem(client.post(place, json={}, headers=bearer(first))) == "too-often"
    assert ask(client, identity=signed(sub="customer-8")).status_code == 200
    assert ask(client).status_code == 200
    clock.advance(seconds=60)
    assert ask(client, identity=signed()).status_code == 200


def test_no_count_holds_the_customer_s_id(client: TestClient, service: Service) -> None:
    assert ask(client, identity=signed()).status_code == 200
    with service.database.session() as session:
        keys = session.connection().exec_driver_sql("SELECT key FROM counts").scalars().all()
    assert any("customer" in key.split("/")[0] for key in keys), keys
    assert not any("customer-7" in key for key in keys)


@pytest.mark.parametrize(
    "changed", [{"key": "short-secret-of-31-characters-0"}, {"key": None}, {"audience": ""}]
)
def test_a_weak_key_is_refused_at_the_start_and_not_shown(changed: dict[str, object]) -> None:
    assert Settings.load({}, identity=IDENTITY).identity is not None
    with pytest.raises(SetupError) as refused:
        Settings.load({}, identity={**IDENTITY, **changed})
    assert "SANGDAM_IDENTITY" in str(refused.value)
    assert SHARED not in str(refused.value)
    assert "short-secret" not in str(refused.value)


def example(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert len([line for line in found.splitlines() if line.strip()]) <= 10
    return str(found)


def by_python() -> str:
    program = example("python") + "\nimport sys; print(identity(sys.argv[1]))"
    return ran([sys.executable, "-c", program, "고객-7"])


def by_node() -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js")
    program = example("js") + "\nconsole.log(identity(process.argv.at(-1)));"
    return ran([node, "--input-type=module", "-e", program, "고객-7"])


def ran(command: list[str]) -> str:
    environment = {**os.environ, "SANGDAM_IDENTITY__KEY": SHARED}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("sign", [by_python, by_node])
def test_the_examples_in_the_docs_sign_what_is_taken(
    sign: Callable[[], str],
) -> None:
    settings = CustomerIdentity(key=SecretStr(SHARED), audience=AUDIENCE)
    assert CustomerIdentities(settings, now).customer(sign()) == "고객-7"
