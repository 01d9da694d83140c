"""One request made from the OpenAPI description, and whether its answer is as described there."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, MutableMapping
from enum import StrEnum
from http import HTTPStatus
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from requests import ReadTimeout
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from scripts.benchmarks.contracts.callers import Headers, Known

Request = Case[Any]
REAL = 0.7
"""Share of the names in a request that name what there is; the rest is made up."""
NASTY = 0.1
"""Share of the values in a request that are one of these instead."""
NASTY_TEXTS = (
    "\0",
    "' OR 1=1 --",
    "'; DROP TABLE conversations; --",
    "%' ESCAPE '",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: a=b",
    "<script>alert(1)</script>",
    "\u202e\u200b\ufeff",
    "가" * 5000,
)
HALF_A_PAIR = "\ud800"
"""A text that can be sent as JSON and is no Unicode."""
NASTY_NUMBERS = (2**31, 2**63, -(2**63) - 1, 10**400)
STREAM_S = 0.2
"""How long an event stream is listened to that may never end."""
BEGINS_S = 10
ANSWER_S = 60
BROKEN = HTTPStatus.INTERNAL_SERVER_ERROR
SHAPE = [content_type_conformance, response_headers_conformance, response_schema_conformance]

Operation = APIOperation[Any, Any, Any, Any]


class Fault(StrEnum):
    SERVER_ERROR = "server errors"
    UNDOCUMENTED = "undocumented codes"
    SHAPE = "other than described"


class Found(NamedTuple):
    fault: Fault
    operation: str
    status: int
    sent: str
    said: str


class Judged(NamedTuple):
    status: int
    found: tuple[Found, ...]
    """What is wrong with the answer."""


def cases(
    operation: Operation, mode: GenerationMode, known: Known, *, most: int, chance: int
) -> list[Request]:
    """At most so many requests, as described or (`NEGATIVE`) as not; none where the description
    leaves nothing to vary."""
    made: list[Request] = []
    pick = random.Random(chance)

    @seed(chance)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def make(case: Request) -> None:
        _name_real(case, known, pick)
        _make_nasty(case, pick)
        made.append(case)

    try:
        make()
    except Unsatisfiable:
        return []
    return made


def judged(case: Request, headers: Headers) -> Judged:
    """The request made, and its answer compared with the description."""
    endless = case.operation.path.endswith("/events")
    try:
        answer = _listened_to(case, headers) if endless else _answer(case, headers, ANSWER_S)
    except Exception as error:  # noqa: BLE001
        # Whatever the application raises comes out here, after its answer or in place of one.
        label, said = case.operation.label, repr(error)
        return Judged(BROKEN, (Found(Fault.SERVER_ERROR, label, BROKEN, _shown(case), said),))
    found = (
        Found(fault, case.operation.label, answer.status_code, _shown(case), said)
        for fault, said in _faults(case, answer)
    )
    return Judged(answer.status_code, tuple(found))


def _answer(case: Request, headers: Headers, seconds: float) -> Response:
    answer: Response = case.call(headers=dict(headers), timeout=seconds)
    return answer


def _listened_to(case: Request, headers: Headers) -> Response:
    """What a stream said for a short while; for longer where it had not begun by then."""
    try:
        return _answer(case, headers, STREAM_S)
    except ReadTimeout:
        return _answer(case, headers, BEGINS_S)


def _faults(case: Request, answer: Response) -> Iterator[tuple[Fault, str]]:
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        yield Fault.SERVER_ERROR, answer.text[:300]
    if said := _failures(case, answer, [status_code_conformance]):
        yield Fault.UNDOCUMENTED, said
    if said := _failures(case, answer, SHAPE):
        yield Fault.SHAPE, said


def _failures(case: Request, answer: Response, checks: list[Any]) -> str:
    try:
        case.validate_response(answer, checks=checks)
    except FailureGroup as group:
        return "; ".join(f"{each.title}: {each.message}" for each in group.exceptions)[:500]
    return ""


def _name_real(case: Request, known: Known, pick: random.Random) -> None:
    parts: tuple[Any, ...] = (case.path_parameters, case.query, case.headers, case.body)
    for part in parts:
        if isinstance(part, MutableMapping):
            for name in part:
                if name.lower() in known and pick.random() < REAL:
                    part[name] = known[name.lower()]


def _make_nasty(case: Request, pick: random.Random) -> None:
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, MutableMapping):
            for name, value in part.items():
                if pick.random() < NASTY and isinstance(value, str | int):
                    part[name] = pick.choice(_nasty(value, json=part is case.body))


def _nasty(value: str | int, *, json: bool) -> tuple[str | int, ...]:
    if isinstance(value, int):
        return NASTY_NUMBERS
    return (*NASTY_TEXTS, HALF_A_PAIR) if json else NASTY_TEXTS


def _shown(case: Request) -> str:
    sent: Mapping[str, Any] = case.as_transport_kwargs()
    shown = {name: sent[name] for name in ("params", "json", "data") if sent.get(name)}
    return f"{case.method} {sent['url']} {shown}"[:400]
