"""What Zendesk's Tickets API does with the calls that are made here, as its reference has it."""

from __future__ import annotations

import json
from typing import Any

from tests.outward.receiver import Answer, Request

JSON = {"Content-Type": "application/json; charset=utf-8"}


class ZendeskDouble:
    """Keeps tickets and comments; knows idempotency keys and external ids."""

    def __init__(self, authorization: str) -> None:
        self.tickets: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.lookups: list[str] = []
        """hit or miss, of each creation."""
        self._authorization = authorization
        self._keys: dict[str, tuple[bytes, int]] = {}

    def __call__(self, request: Request) -> Answer:
        if request.headers.get("authorization") != self._authorization:
            return _answer(401, {"error": "Couldn't authenticate you"})
        parts = request.path.removeprefix("/api/v2/").removesuffix(".json").split("/")
        match request.method, parts:
            case "GET", ["tickets"]:
                return self._list(request.query["external_id"])
            case "POST", ["tickets"]:
                return self._create(request)
            case "PUT", ["tickets", number]:
                return self._update(int(number), request)
            case "GET", ["tickets", number, "comments"]:
                there = self.comments[int(number)]
                newest = request.query.get("sort_order") == "desc"
                return _answer(200, {"comments": there[::-1] if newest else there})
        return _answer(404, {"error": "InvalidEndpoint"})

    def _list(self, external_id: str) -> Answer:
        found = [one for one in self.tickets.values() if one["external_id"] == external_id]
        return _answer(200, {"tickets": found, "count": len(found)})

    def _create(self, request: Request) -> Answer:
        key = request.headers["idempotency-key"]
        if key in self._keys:
            body, number = self._keys[key]
            if body != request.body:
                return _answer(400, {"error": "IdempotentRequestError"})
            self.lookups.append("hit")
            return _answer(201, {"ticket": self.tickets[number]}, lookup="hit")
        sent = request.json["ticket"]
        if "body" not in sent.get("comment", {}) or not sent.get("requester", {}).get("name"):
            return _answer(422, {"error": "RecordInvalid"})
        number = 100 + len(self.tickets)
        self.comments[number] = [sent.pop("comment")]
        self.tickets[number] = {"id": number, "status": "new", **sent}
        self._keys[key] = (request.body, number)
        self.lookups.append("miss")
        return _answer(201, {"ticket": self.tickets[number]}, lookup="miss")

    def _update(self, number: int, request: Request) -> Answer:
        if number not in self.tickets:
            return _answer(404, {"error": "RecordNotFound"})
        sent = request.json["ticket"]
        self.comments[number].append(sent.pop("comment"))
        self.tickets[number].update(sent)
        return _answer(200, {"ticket": self.tickets[number], "audit": {}})


def _answer(status: int, body: dict[str, Any], lookup: str | None = None) -> Answer:
    headers = JSON if lookup is None else {**JSON, "x-idempotency-lookup": lookup}
    return Answer(status, json.dumps(body).encode(), headers)
