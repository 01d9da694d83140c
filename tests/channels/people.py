"""Somebody of every role at the HTTP API, signed in or with a key."""

from __future__ import annotations

from fastapi.testclient import TestClient

from sangdam.bootstrap import Service
from sangdam.models import Account, Role

PASSWORD = "correct-horse-배터리-9"
OURS = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a request that our own page makes."""

Headers = dict[str, str]


def account(service: Service, role: Role, login: str = "", password: str = PASSWORD) -> Account:
    """An account of this role; an agent's and a lead's is an agent at the desk."""
    login = login or f"{role}-1"
    return service.access.create_account(login, name=login, role=role, password=password)


def signed_in(
    client: TestClient, login: str, password: str = PASSWORD, code: str | None = None
) -> Headers:
    """Headers of a browser that is signed in, on our own page."""
    sent = {"login": login, "password": password, **({"code": code} if code else {})}
    answer = client.post("/v1/desk/session", json=sent)
    assert answer.status_code == 200, answer.text
    session = client.cookies["sangdam_session"]
    client.cookies.clear()
    return {**OURS, "Cookie": f"sangdam_session={session}"}


def with_key(service: Service, role: Role, days: int | None = None) -> Headers:
    made = service.access.create_key(f"{role} key", role=role, days=days)
    return {"Authorization": f"Bearer {made.secret.get_secret_value()}"}
