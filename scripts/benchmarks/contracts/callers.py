"""Who asks: nobody, a customer, somebody of every role; and what there is that they may name."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import uuid4

import requests

from sangdam.models import Role
from scripts.benchmarks.contracts.house import KEY, House

OPERATOR_KEY = {"Authorization": f"Bearer {KEY}"}
PASSWORD = "correct-horse-배터리-9"
COMPLAINT = "도마가 깨져서 왔는데 아무도 책임을 안 지네요. 정말 화가 납니다!"
PDF = b"%PDF-1.4\n%%EOF\n"

Headers = Mapping[str, str]
Known = Mapping[str, object]


class As(StrEnum):
    """Whose request it is."""

    NOBODY = "nobody"
    CUSTOMER = "customer"
    AGENT = "agent"
    LEAD = "lead"
    OWNER = "owner"
    OPERATOR = "operator"
    INTEGRATOR = "integrator"
    """By an API key."""
    KEY = "operator key"


SIGNED_IN = {As.AGENT, As.LEAD, As.OWNER, As.OPERATOR}


class Callers:
    """Gives each role the headers of somebody who is in, and something real to ask for."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._program = house.caller()
        self._headers: dict[As, dict[str, str]] = {}

    def headers(self, who: As, known: Known) -> Headers:
        """Somebody of this role whose session holds: what was asked before may have ended it."""
        if who is As.NOBODY:
            return {"Authorization": ""}
        if who is As.CUSTOMER:
            return {"Authorization": f"Bearer {known['token']}"}
        if who is As.KEY:
            return OPERATOR_KEY
        if who not in self._headers or not self._is_in(self._headers[who]):
            self._headers[who] = self._signed_in(who) if who in SIGNED_IN else self._with_key(who)
        return self._headers[who]

    def known(self) -> Known:
        """The name of a field, parameter or part of a path -> what there is: a new conversation
        with a ticket and a file, and for the desk an agent, an account, a key."""
        customer = f"customer-{uuid4()}"
        sent = {"message": COMPLAINT, "customer": customer}
        reply = self._program.post("/v1/chat", json=sent).json()
        conversation, token = reply["conversation_id"], reply["conversation_token"]
        place = f"/v1/conversations/{conversation}"
        bearer = {"Authorization": f"Bearer {token}"}
        file = self._program.post(
            f"{place}/attachments", params={"name": "a.pdf"}, data=PDF, headers=bearer
        ).json()
        name = uuid4().hex
        agent = self._made("agents", {"name": name})["id"]
        account = self._account(Role.OWNER)
        key = self._made("keys", {"name": name, "role": Role.LEAD})["key"]["id"]
        ticket = reply["handoff"]["ticket_id"]
        seen = self._got(f"tickets/{ticket}")
        return {
            "token": token,
            "conversation_id": conversation,
            "turn_id": reply["turn_id"],
            "ticket_id": ticket,
            "attachment_id": file["attachments"][0]["id"],
            "customer": customer,
            "customer_id": customer,
            "agent_id": agent,
            "sangdam-agent": agent,
            "account_id": account["id"],
            "key_id": key,
            "login": account["login"],
            "password": PASSWORD,
            "version": seen["conversation"]["version"],
        }

    def _is_in(self, headers: Headers) -> bool:
        return self._house.caller().get("/v1/desk/me", headers=headers).ok

    def _signed_in(self, who: As) -> dict[str, str]:
        login = self._account(Role(who.value))["login"]
        browser = self._house.caller()
        browser.post("/v1/desk/session", json={"login": login, "password": PASSWORD})
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        # Whatever bearer the schema makes up would go before the session.
        return {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Authorization": ""}

    def _with_key(self, who: As) -> dict[str, str]:
        made = self._made("keys", {"name": who, "role": who.value})
        return {"Authorization": f"Bearer {made['secret']}"}

    def _account(self, role: Role) -> dict[str, str]:
        login = f"{role}-{uuid4().hex[:12]}"
        sent = {"login": login, "name": login, "role": role, "password": PASSWORD}
        account: dict[str, str] = self._made("accounts", sent)
        return account

    def _made(self, what: str, sent: Mapping[str, str]) -> Any:
        return _body(self._program.post(f"/v1/desk/{what}", json=dict(sent), headers=OPERATOR_KEY))

    def _got(self, what: str) -> Any:
        return _body(self._program.get(f"/v1/desk/{what}", headers=OPERATOR_KEY))


def _body(answer: requests.Response) -> Any:
    answer.raise_for_status()
    return answer.json()
