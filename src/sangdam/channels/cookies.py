"""The cookies of whoever is signed in, or about to be, and which pages they are believed from."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response

from sangdam.errors import Forbidden

NAME = "sangdam_session"
VISIT = "sangdam_visit"
"""Of a browser that is at the company's identity provider and will be back."""
VISIT_S = 600
HOST_ONLY = "__Host-"
"""Browsers take a cookie of such a name over https only, and from this very host."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def session_of(request: Request) -> str | None:
    """What a browser brings that is signed in."""
    return request.cookies.get(_name(request))


def keep_session(request: Request, response: Response, session: str) -> None:
    """No script can read it, no other site's request brings it, and it ends with the browser at
    the latest."""
    response.set_cookie(
        _name(request), session, httponly=True, samesite="lax", secure=_https(request), path="/"
    )


def drop_session(request: Request, response: Response) -> None:
    response.delete_cookie(
        _name(request), httponly=True, samesite="lax", secure=_https(request), path="/"
    )


def visit_of(request: Request) -> tuple[SecretStr, str, str] | None:
    """What `keep_visit` kept."""
    match request.cookies.get(_name(request, VISIT), "").split("."):
        case [secret, language, to] if secret:
            return SecretStr(secret), language, to
    return None


def keep_visit(request: Request, response: Response, parts: list[str]) -> None:
    """Secret, language and the page to go on to; kept for ten minutes. A link from the provider
    brings it back."""
    response.set_cookie(
        _name(request, VISIT),
        ".".join(parts),
        max_age=VISIT_S,
        httponly=True,
        samesite="lax",
        secure=_https(request),
        path="/",
    )


def drop_visit(request: Request, response: Response) -> None:
    response.delete_cookie(
        _name(request, VISIT), httponly=True, samesite="lax", secure=_https(request), path="/"
    )


def must_be_our_page(request: Request) -> None:
    """Raises Forbidden where another site's page may have made the browser change something."""
    if request.method not in SAFE and not _says_ours(request, unsaid=False):
        raise _foreign()


def must_not_be_foreign(request: Request) -> None:
    """The same, but a program that is no browser, and says nothing of a page, may."""
    if not _says_ours(request, unsaid=True):
        raise _foreign()


def _says_ours(request: Request, *, unsaid: bool) -> bool:
    """Browsers write both headers themselves, and no page can change them. The first is missing
    over plain http."""
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    if site is not None:
        return site == "same-origin"
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host")
    return unsaid


def _foreign() -> Forbidden:
    return Forbidden("only this service's own pages may do this with a session")


def _name(request: Request, name: str = NAME) -> str:
    return f"{HOST_ONLY}{name}" if _https(request) else name


def _https(request: Request) -> bool:
    return request.url.scheme == "https"
