"""A Slack channel hears of tickets, through its incoming webhook."""

from __future__ import annotations

import json

from sangdam.models import News, NewsType
from sangdam.outward.http import Http
from sangdam.outward.telling import Telling

WANTED = frozenset({NewsType.TICKET_OPENED, NewsType.TICKET_ESCALATED, NewsType.TICKET_RESOLVED})
"""What people in a channel can act on; the rest would be noise."""
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""Slack reads these as markup: `<!channel>` in a customer's words would wake everybody."""
JSON = {"Content-Type": "application/json"}


class Slack:
    """Satisfies ports.Destination. Slack knows no ids: a message that was sent twice stands there
    twice."""

    def __init__(self, *, url: str, telling: Telling, http: Http) -> None:
        self._url = url
        self._telling = telling
        self._http = http

    def send(self, news: News) -> None:
        text = self._telling.of(news).translate(ESCAPED)
        body = json.dumps({"text": text}, ensure_ascii=False).encode()
        self._http.ask("POST", self._url, content=body, headers=JSON)
