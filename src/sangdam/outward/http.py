"""One request to an address that the settings name, and what its answer means for a sender."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

import httpx2

from sangdam.errors import NotDelivered, Refused
from sangdam.outward.reach import Reach, Way
from sangdam.ports import Clock

ANSWER_WITHIN_S = 10.0
LONGEST_ANSWER = 1_000_000
"""Bytes; what is said beyond it is not read."""
LONGEST_WAIT = timedelta(days=1)
TOLD = 200
"""Characters of an answer that are kept with a failure."""
TAKE_IT_LATER = frozenset({408, 409, 425, 429})
"""Refusals that pass: too slow, in the way of another request, too early, too many."""


class Http:
    """Follows no redirect and goes to no address beyond `reach`, so nothing goes where the settings
    did not send it. Keeps no connection open: one that the other side closed meanwhile would look
    like a failure."""

    def __init__(
        self, clock: Clock, reach: Reach, *, answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        # Its line for every request shows the address, which may hold a secret.
        logging.getLogger("httpx2").setLevel(logging.WARNING)
        self._clock = clock
        self._reach = reach
        self._answer_within_s = answer_within_s
        self._client = httpx2.Client(
            timeout=answer_within_s,
            follow_redirects=False,
            limits=httpx2.Limits(max_keepalive_connections=0),
            headers={"User-Agent": "Sangdam"},
        )

    def ask(
        self,
        method: str,
        url: str,
        *,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> bytes:
        """The body of an answer that says yes.

        Raises NotDelivered where it is worth another try, Refused where it is not.
        """
        request = self._client.build_request(
            method, url, content=content, headers=headers, params=params
        )
        *others, last = self._reach.ways(url)
        try:
            for way in others:
                with suppress(httpx2.ConnectError, httpx2.ConnectTimeout):
                    return self._asked(request, way)
            return self._asked(request, last)
        except httpx2.TimeoutException:
            raise NotDelivered(f"no answer within {self._answer_within_s:g} s") from None
        except httpx2.HTTPError as error:  # its words may name the address, which may be a secret
            raise NotDelivered(f"the connection failed: {type(error).__name__}") from None

    def _asked(self, request: httpx2.Request, way: Way) -> bytes:
        """The request names its host as before; only the connection goes by the address."""
        if way.address is not None:
            request.url = request.url.copy_with(host=way.address)
            request.extensions = {**request.extensions, "sni_hostname": way.host}
        answer = self._client.send(request, stream=True)
        with closing(answer):
            body = self._read(answer)
        self._must_say_yes(answer, body)
        return body

    def _read(self, answer: httpx2.Response) -> bytes:
        ends, body = time.monotonic() + self._answer_within_s, b""
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > LONGEST_ANSWER:
                break
            if time.monotonic() > ends:
                raise NotDelivered(f"no whole answer within {self._answer_within_s:g} s")
        return body

    def _must_say_yes(self, answer: httpx2.Response, body: bytes) -> None:
        status = answer.status_code
        if answer.is_success:
            return
        told = body.decode("utf-8", "replace").strip()[:TOLD]
        reason = f"HTTP {status}: {told}" if told else f"HTTP {status}"
        if answer.is_client_error and status not in TAKE_IT_LATER:
            raise Refused(reason)
        raise NotDelivered(reason, wait_s=self._asked_to_wait(answer.headers.get("Retry-After")))

    def _asked_to_wait(self, retry_after: str | None) -> float | None:
        """Seconds, from a number of them or a date; None where it can't be read."""
        if retry_after is None:
            return None
        if retry_after.strip().isdecimal():
            seconds = float(retry_after)
        else:
            try:
                until = parsedate_to_datetime(retry_after)
            except ValueError:
                return None
            until = until if until.tzinfo else until.replace(tzinfo=UTC)
            seconds = (until - self._clock()).total_seconds()
        return min(max(seconds, 0.0), LONGEST_WAIT.total_seconds())
