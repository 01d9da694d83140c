"""A customer and two agents over the real application, in process."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from sangdam.bootstrap import Service

KEY = "operator-key-for-tests"
OPERATOR = {"Authorization": f"Bearer {KEY}"}


class Desk:
    """Calls of the desk API by name; `client` is for everything else."""

    def __init__(self, client: TestClient, service: Service) -> None:
        self.client = client
        self.service = service
        self._ids: dict[str, str] = {}

    def agent(self, name: str = "김하루", **more: object) -> str:
        """The agent's id; they are online from the first time they are asked for."""
        if name not in self._ids:
            made = self.post("agents", {"name": name, **more})
            self._ids[name] = made.json()["id"]
            self.change(name, availability="online")
        return self._ids[name]

    def change(self, name: str, **values: object) -> Response:
        path = f"/v1/desk/agents/{self._ids[name]}"
        return self.client.patch(path, json=values, headers=OPERATOR)

    def acting(self, name: str = "김하루") -> dict[str, str]:
        return {**OPERATOR, "Sangdam-Agent": self.agent(name)}

    def get(self, path: str, name: str | None = None) -> Any:
        headers = self.acting(name) if name else OPERATOR
        answer = self.client.get(f"/v1/desk/{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object = None, name: str | None = None) -> Response:
        headers = self.acting(name) if name else OPERATOR
        return self.client.post(f"/v1/desk/{path}", json=body or {}, headers=headers)

    def say(self, conversation: str, text: str, name: str = "김하루") -> Response:
        version = self.service.conversations.get(conversation).conversation.version
        sent = {"text": text, "version": version}
        return self.post(f"conversations/{conversation}/messages", sent, name)


class Customer:
    """One conversation over the chat API."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.conversation = ""
        self.headers: dict[str, str] = {}

    def ask(self, text: str, **more: object) -> dict[str, Any]:
        body = {"message": text, **more}
        if self.conversation:
            body["conversation_id"] = self.conversation
        answer = self.client.post("/v1/chat", json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        reply: dict[str, Any] = answer.json()
        self.conversation = reply["conversation_id"]
        self.headers = {"Authorization": f"Bearer {reply['conversation_token']}"}
        return reply

    def view(self) -> dict[str, Any]:
        path = f"/v1/conversations/{self.conversation}"
        seen: dict[str, Any] = self.client.get(path, headers=self.headers).json()
        return seen
