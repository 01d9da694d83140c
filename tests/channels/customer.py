"""A customer at the HTTP API, and the pictures they send."""

from __future__ import annotations

import zlib
from struct import pack

from fastapi.testclient import TestClient
from httpx2 import Response

from sangdam.bootstrap import Service
from sangdam.models import Ticket

KEY = "operator-key-for-tests"
OPERATOR = {"Authorization": f"Bearer {KEY}"}
COMPLAINT = {
    "ko": "도마가 깨져서 왔는데 아무도 책임을 안 지네요. 정말 화가 납니다!",
    "en": "The board arrived broken and nobody helps me. I am really angry!",
}
PDF = b"%PDF-1.4\n%%EOF\n"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L"


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG file."""
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))


def png(*more: bytes) -> bytes:
    """A grey dot, and more chunks before its pixel."""
    header = chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return b"\x89PNG\r\n\x1a\n" + b"".join([header, *more, pixel, chunk(b"IEND", b"")])


class Customer:
    """Somebody with a conversation of their own."""

    def __init__(self, client: TestClient, said: str = COMPLAINT["ko"]) -> None:
        self._client = client
        reply = client.post("/v1/chat", json={"message": said}).json()
        self.place = f"/v1/conversations/{reply['conversation_id']}"
        self.id: str = reply["conversation_id"]
        self.token = {"Authorization": f"Bearer {reply['conversation_token']}"}

    def say(self, text: str) -> dict[str, object]:
        body = {"message": text, "conversation_id": self.id}
        reply: dict[str, object] = self._client.post(
            "/v1/chat", json=body, headers=self.token
        ).json()
        return reply

    def view(self) -> dict[str, object]:
        view: dict[str, object] = self._client.get(self.place, headers=self.token).json()
        return view

    def messages(self) -> list[dict[str, object]]:
        messages: list[dict[str, object]] = self.view()["messages"]  # type: ignore[assignment]
        return messages

    def send(self, content: bytes, name: str = "photo.png") -> Response:
        """The answer to an upload."""
        return self._client.post(
            f"{self.place}/attachments",
            params={"name": name},
            content=content,
            headers=self.token,
        )

    def leave(self, contact: str) -> Response:
        body = {"contact": contact}
        return self._client.post(f"{self.place}/contact", json=body, headers=self.token)


def ticket_of(service: Service, customer: Customer) -> Ticket:
    """The open ticket of the customer's conversation."""
    listed = service.tickets.list()
    return next(each.ticket for each in listed if each.ticket.conversation_id == customer.id)
