"""A service behind an address: the HTTP contract, and nothing of ours in its process."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, TypeVar

import httpx2 as httpx
from pydantic import BaseModel, SecretStr, ValidationError

from evals.observed import About, Found, Seen
from evals.targets.identity import without_secrets
from sangdam.errors import SangdamError, SetupError
from sangdam.models import Language, Reply, Trace

PATIENCE_S = 60
"""How long one reply may take; a turn of ours ends after 20 s."""
FOUND = 8
LONGEST_QUERY = 2000
UNKNOWN = "unknown"
NO_RIGHT = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})

Shape = TypeVar("Shape", bound=BaseModel)


class NoReply(SangdamError):
    """The service gave no usable answer to one request: the case has failed, others go on."""


class BehindAddress:
    """Satisfies Target. Safe to share between threads; `close` it.

    With the operator key the traces are read too; without it nothing that needs one is known.
    """

    def __init__(self, url: str, operator_key: SecretStr | None = None) -> None:
        """Raises SetupError where nothing answers there, or not to this key."""
        self._line = _Line(url, operator_key)
        try:
            self._ready = self._line.optional("/readyz")
            if operator_key is not None:
                self._line.must_open("/v1/desk/tickets")
        except SangdamError:
            self._line.close()
            raise
        self._traced = operator_key is not None

    def about(self) -> About:
        described = self._line.optional("/openapi.json").get("info", {})
        version = described.get("version") if isinstance(described, dict) else None
        return About(
            target=self._line.address,
            generation=str(self._ready.get("generation", UNKNOWN)),
            model=str(self._ready.get("language_model", UNKNOWN)).removesuffix(" (ready)"),
            versions={"service": str(version)} if version else {},
            settings={},
        )

    def open(
        self, *, locale: Language | None = None, at: datetime | None = None
    ) -> DistantConversation | None:
        return None if at else DistantConversation(self._line, locale, traced=self._traced)

    def close(self) -> None:
        self._line.close()


class DistantConversation:
    """Satisfies Conversation."""

    def __init__(self, line: _Line, locale: Language | None, *, traced: bool) -> None:
        self._line = line
        self._locale = locale
        self._traced = traced
        self._going_on: dict[str, str] = {}
        self._token: str | None = None

    def say(self, text: str) -> Seen:
        """Raises NoReply; SetupError where the service is gone."""
        asked = {"message": text, **self._going_on}
        if self._locale:
            asked["locale"] = self._locale
        began = time.perf_counter()
        answer = self._line.post("/v1/chat", asked, self._token)
        spent = (time.perf_counter() - began) * 1000
        reply = _read(Reply, answer, "reply")
        self._going_on = {"conversation_id": reply.conversation_id}
        self._token = answer.get("conversation_token")
        trace = self._trace(reply.turn_id) if self._traced else None
        return Seen(
            said=text,
            reply=reply,
            trace=trace,
            found=self._found(trace) if trace else (),
            milliseconds=round(spent, 2),
        )

    def _trace(self, turn_id: str) -> Trace:
        return _read(Trace, self._line.operated(f"/v1/desk/traces/{turn_id}"), "trace")

    def _found(self, trace: Trace) -> tuple[Found, ...]:
        """The trace's evidence; words from a search for the same question, where it has them."""
        hits: dict[str, _Hit] = {}
        if trace.evidence and trace.question:
            asked = {"q": trace.question[:LONGEST_QUERY], "k": str(FOUND)}
            found = _read(_Hits, self._line.operated("/v1/search", asked), "search result")
            hits = {hit.passage_id: hit for hit in found.hits}
        return tuple(
            Found(score=score, **hits.get(passage_id, _Hit(passage_id=passage_id)).model_dump())
            for passage_id, score in trace.evidence
        )


class _Hit(BaseModel):
    passage_id: str
    title: str = ""
    section: str = ""
    text: str = ""


class _Hits(BaseModel):
    hits: tuple[_Hit, ...] = ()


class _Line:
    """Requests to one address, and what can go wrong with them in a sentence."""

    def __init__(self, url: str, operator_key: SecretStr | None) -> None:
        self.address = without_secrets(url.rstrip("/"))
        self._key = operator_key.get_secret_value() if operator_key else None
        try:
            self._client = httpx.Client(base_url=url, timeout=PATIENCE_S)
        except httpx.InvalidURL:
            raise SetupError(f"{self.address} is no address; write http://host:port") from None

    def optional(self, path: str) -> dict[str, Any]:
        """What is there, or nothing where the service has no such page."""
        answer = self._send("GET", path)
        try:
            found = answer.json() if answer.is_success else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def must_open(self, path: str) -> None:
        if self._send("GET", path, token=self._key).status_code in NO_RIGHT:
            raise SetupError(
                f"{self.address} refuses the operator key; set SANGDAM_OPERATOR_KEY to its own,"
                " or to nothing to go without traces"
            )

    def operated(self, path: str, parameters: dict[str, str] | None = None) -> dict[str, Any]:
        return self._json(self._send("GET", path, token=self._key, params=parameters))

    def post(self, path: str, body: dict[str, str], token: str | None) -> dict[str, Any]:
        return self._json(self._send("POST", path, token=token, json=body))

    def close(self) -> None:
        self._client.close()

    def _send(
        self, method: str, path: str, *, token: str | None = None, **parts: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            return self._client.request(method, path, headers=headers, **parts)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise SetupError(f"nothing answers at {self.address} ({error})") from None
        except httpx.TransportError as error:
            raise NoReply(f"{method} {path} broke off: {type(error).__name__} {error}") from None

    def _json(self, answer: httpx.Response) -> dict[str, Any]:
        asked = f"{answer.request.method} {answer.request.url.path}"
        try:
            found = answer.json()
        except ValueError:
            raise NoReply(f"{asked} gave {answer.status_code} and no JSON") from None
        if not answer.is_success:
            detail = found.get("detail", "") if isinstance(found, dict) else ""
            raise NoReply(f"{asked} gave {answer.status_code} {detail}".rstrip())
        if not isinstance(found, dict):
            raise NoReply(f"{asked} gave JSON that is no object")
        return found


def _read(shape: type[Shape], found: dict[str, Any], name: str) -> Shape:
    """Fields that we don't know are passed over. Raises NoReply that names what is wrong."""
    try:
        return shape.model_validate(found, extra="ignore")
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise NoReply(f"the {name} is not of the contract: {'; '.join(faults)}") from None
