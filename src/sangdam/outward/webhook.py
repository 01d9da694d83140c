"""A signed message to one of the shop's own systems (standardwebhooks' one home)."""

from __future__ import annotations

import json

import standardwebhooks

from sangdam.models import News
from sangdam.outward.http import Http
from sangdam.outward.payload import payload
from sangdam.ports import Clock, Mask


class SignedWebhook:
    """Satisfies ports.Destination by the Standard Webhooks specification.

    The clock must tell UTC: the signature holds the moment of sending.
    """

    def __init__(self, *, url: str, secret: str, mask: Mask, http: Http, clock: Clock) -> None:
        self._url = url
        self._signing = standardwebhooks.Webhook(secret)
        self._mask = mask
        self._http = http
        self._clock = clock

    def send(self, news: News) -> None:
        body = json.dumps(payload(news, self._mask), ensure_ascii=False)
        now = self._clock()
        headers = {
            "Content-Type": "application/json",
            "webhook-id": news.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signing.sign(news.id, now, body),
        }
        self._http.ask("POST", self._url, content=body.encode(), headers=headers)
