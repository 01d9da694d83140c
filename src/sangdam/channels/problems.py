"""Errors as RFC 9457 problem documents with a stable type; never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from sangdam.channels.languages import language_of
from sangdam.errors import (
    Conflict,
    Forbidden,
    IdentityExpired,
    IndexUnavailable,
    Invalid,
    NotFound,
    NotIdentified,
    SangdamError,
    TooOften,
    Unavailable,
)
from sangdam.models import Language
from sangdam.prompts import say
from sangdam.signing_in import NotSignedIn

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:sangdam:problem:"


class Problem(BaseModel):
    """RFC 9457. `type` is stable and meant for programs, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str


class Busy(SangdamError):
    """More turns are waiting than the service can answer in time; says when to come back."""

    def __init__(self, language: Language, again_s: int) -> None:
        super().__init__(say("busy", language, seconds=str(again_s)))
        self.again_s = again_s


class ReadOnly(SangdamError):
    """What should be kept can't be written here; the message says what to mend."""


class TooLarge(SangdamError):
    """More bytes than may be sent; the message says how many may."""


class Unauthorised(SangdamError):
    """No token or key came with the request."""


STATUS: Mapping[type[SangdamError], tuple[HTTPStatus, str]] = {
    Invalid: (HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-input"),
    NotFound: (HTTPStatus.NOT_FOUND, "not-found"),
    Unauthorised: (HTTPStatus.UNAUTHORIZED, "token-missing"),
    NotSignedIn: (HTTPStatus.UNAUTHORIZED, "not-signed-in"),
    IdentityExpired: (HTTPStatus.FORBIDDEN, "identity-expired"),
    NotIdentified: (HTTPStatus.FORBIDDEN, "identity-refused"),
    Forbidden: (HTTPStatus.FORBIDDEN, "forbidden"),
    Conflict: (HTTPStatus.CONFLICT, "conflict"),
    TooOften: (HTTPStatus.TOO_MANY_REQUESTS, "too-often"),
    TooLarge: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large"),
    Busy: (HTTPStatus.SERVICE_UNAVAILABLE, "busy"),
    Unavailable: (HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"),
    ReadOnly: (HTTPStatus.SERVICE_UNAVAILABLE, "read-only"),
    IndexUnavailable: (HTTPStatus.SERVICE_UNAVAILABLE, "index-unavailable"),
}
AGAIN_S = 2
"""When to come back, where nothing is known of how long it will take."""


def problem_of(error: Exception) -> Problem:
    """The problem document of any error; an unforeseen one says nothing about itself."""
    status, name = next(
        (found for kind, found in STATUS.items() if isinstance(error, kind)),
        (HTTPStatus.INTERNAL_SERVER_ERROR, "internal"),
    )
    known = status is not HTTPStatus.INTERNAL_SERVER_ERROR
    detail = str(error) if known else "Something went wrong here. Please try again."
    return _problem(status, name, detail)


def install(app: FastAPI) -> None:
    app.add_exception_handler(SangdamError, _sangdam_error)
    app.add_exception_handler(TooOften, _too_often)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(UnicodeDecodeError, _not_utf8)
    app.add_exception_handler(Exception, _unforeseen)


def too_large() -> JSONResponse:
    """The answer to a body that is longer than it may be; nothing more of it is read."""
    detail = "The body is longer than this request may have."
    problem = _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", detail)
    return _response(problem)


def unreadable(detail: str) -> JSONResponse:
    """The answer to a request that is no text."""
    return _response(_problem(HTTPStatus.BAD_REQUEST, "invalid-input", detail))


ANSWERS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "The body can't be read",
    HTTPStatus.UNAUTHORIZED: "Nobody is signed in, or the token is missing",
    HTTPStatus.FORBIDDEN: "Not the caller's to do or to see",
    HTTPStatus.NOT_FOUND: "There is no such thing",
    HTTPStatus.REQUEST_TIMEOUT: "The body took too long to arrive",
    HTTPStatus.CONFLICT: "Somebody else was first; read again and decide anew",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too long",
    HTTPStatus.UNPROCESSABLE_ENTITY: "What was sent can't be used; the detail says why",
    HTTPStatus.TOO_MANY_REQUESTS: "Too often; come back after `Retry-After` seconds",
    HTTPStatus.SERVICE_UNAVAILABLE: "Not now; come back after `Retry-After` seconds",
}
"""Every refusal that a route may answer with, for the OpenAPI description."""
RESPONSES: dict[int | str, dict[str, object]] = {
    status.value: {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}},
    }
    for status, description in ANSWERS.items()
}


class Described(FastAPI):
    """The application with the problem document in its description: routes refer to it only."""

    def openapi(self) -> dict[str, Any]:
        described = super().openapi()
        described["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
        return described


async def _sangdam_error(_request: Request, error: Exception) -> JSONResponse:
    headers = {"Retry-After": str(error.again_s)} if isinstance(error, Busy) else None
    return _response(problem_of(error), headers)


async def _too_often(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TooOften)
    problem = problem_of(error)
    problem.detail = say("too_often", language_of(request), wait=str(error.wait_s))
    return _response(problem, {"Retry-After": str(error.wait_s)})


async def _validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    lines = [f"{_place(item['loc'])}: {item['msg']}" for item in error.errors()]
    return _response(_problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-input", "; ".join(lines)))


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return too_large()
    name = status.phrase.lower().replace(" ", "-")
    return _response(_problem(status, name, str(error.detail)), error.headers)


async def _not_utf8(_request: Request, _error: Exception) -> JSONResponse:
    return unreadable("The body is not valid UTF-8.")


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _response(problem_of(error))


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location if part != "body") or "body"


def _problem(status: HTTPStatus, name: str, detail: str) -> Problem:
    return Problem(type=TYPE + name, title=status.phrase, status=status, detail=detail)


def _response(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    extra = dict(headers or {})
    if problem.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        # What is left of the body would be taken in and thrown away.
        extra.setdefault("Connection", "close")
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        extra.setdefault("Retry-After", str(AGAIN_S))
    if problem.status == HTTPStatus.UNAUTHORIZED:
        extra["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        problem.model_dump(), status_code=problem.status, media_type=MEDIA_TYPE, headers=extra
    )
