"""Tickets in Zendesk, by its Tickets API: opened once, then commented on.

Every comment is internal there: Zendesk would mail a public one to the customer.
"""

from __future__ import annotations

import base64
import json
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sangdam.errors import NotDelivered, Refused
from sangdam.models import News, NewsType, Ticket
from sangdam.outward.http import Http
from sangdam.outward.telling import Telling

WANTED = frozenset(
    {
        NewsType.TICKET_OPENED,
        NewsType.TICKET_CLAIMED,
        NewsType.TICKET_ESCALATED,
        NewsType.TICKET_UPDATED,
        NewsType.TICKET_RESOLVED,
        NewsType.MESSAGE_CREATED,
    }
)
PRIORITIES = {1: "urgent", 2: "high", 3: "normal", 4: "low"}
OTHER_WORDS = "IdempotentRequestError"
"""Zendesk's name for a known key that comes with another body, as after a better summary."""


class _Ticket(BaseModel):
    id: int
    external_id: str | None = None


class _One(BaseModel):
    ticket: _Ticket


class _Several(BaseModel):
    tickets: tuple[_Ticket, ...]


class _Comment(BaseModel):
    body: str


class _Comments(BaseModel):
    comments: tuple[_Comment, ...]


A = TypeVar("A", bound=BaseModel)


class Zendesk:
    """Satisfies ports.Destination. A ticket is found again by its number, its `external_id` there,
    and a comment by the id of its event, with which it ends."""

    def __init__(
        self, *, address: str, email: str, token: str, telling: Telling, http: Http
    ) -> None:
        self._address = f"{address}/api/v2"
        named = base64.b64encode(f"{email}/token:{token}".encode()).decode()
        self._authorization = f"Basic {named}"
        self._telling = telling
        self._http = http

    def send(self, news: News) -> None:
        if news.ticket is None:
            return  # said while no ticket was open
        if news.type is NewsType.TICKET_OPENED:
            self._open(news, news.ticket)
        else:
            self._comment(news, news.ticket)

    def _open(self, news: News, ticket: Ticket) -> None:
        if not (news.repeated and self._found(ticket)):
            self._create(news, ticket)

    def _comment(self, news: News, ticket: Ticket) -> None:
        """A ticket that is not there, because its opening failed or is older than the connection,
        is opened now."""
        its_id = self._found(ticket) or self._create(news, ticket)
        if news.repeated and self._stands_there(its_id, news.id):
            return
        changed: dict[str, object] = {"comment": self._comment_of(self._telling.of(news), news)}
        if news.type in {NewsType.TICKET_ESCALATED, NewsType.TICKET_UPDATED}:
            changed["priority"] = PRIORITIES[ticket.priority]
        if news.type is NewsType.TICKET_RESOLVED:
            changed["status"] = "solved"
        self._ask("PUT", f"tickets/{its_id}.json", _One, {"ticket": changed})

    def _create(self, news: News, ticket: Ticket) -> int:
        wanted = {
            "external_id": ticket.id,
            "requester": {"name": self._telling.requester(news.conversation)},
            "subject": self._telling.subject(ticket),
            "comment": self._comment_of(self._telling.opened(ticket), news),
            "priority": PRIORITIES[ticket.priority],
            "tags": _tags(ticket),
        }
        key = {"Idempotency-Key": f"sangdam-{ticket.id}"}
        try:
            return self._ask("POST", "tickets.json", _One, {"ticket": wanted}, key).ticket.id
        except Refused as error:
            if OTHER_WORDS not in str(error):
                raise
            raise NotDelivered("Zendesk is opening this ticket already") from None

    def _found(self, ticket: Ticket) -> int | None:
        number = {"external_id": ticket.id}
        found = self._ask("GET", "tickets.json", _Several, params=number).tickets
        return next((one.id for one in found if one.external_id == ticket.id), None)

    def _stands_there(self, its_id: int, event_id: str) -> bool:
        newest = {"sort_order": "desc"}
        there = self._ask("GET", f"tickets/{its_id}/comments.json", _Comments, params=newest)
        return any(event_id in comment.body for comment in there.comments)

    def _comment_of(self, text: str, news: News) -> dict[str, object]:
        return {"body": f"{text}\n\n({news.id})", "public": False}

    def _ask(
        self,
        method: str,
        path: str,
        shape: type[A],
        sent: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
    ) -> A:
        answer = self._http.ask(
            method,
            f"{self._address}/{path}",
            content=b"" if sent is None else json.dumps(sent, ensure_ascii=False).encode(),
            headers={
                "Authorization": self._authorization,
                "Content-Type": "application/json",
                **(headers or {}),
            },
            params=params,
        )
        try:
            return shape.model_validate_json(answer)
        except ValidationError:
            raise NotDelivered("the answer is not what Zendesk answers") from None


def _tags(ticket: Ticket) -> list[str]:
    queue = "_".join(ticket.queue.split())  # Zendesk parts tags at spaces
    return ["sangdam", ticket.reason_code.value, queue, ticket.language.value]
