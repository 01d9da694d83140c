"""The cookie of whoever is signed in, and which pages it is believed from."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from sangdam.errors import Forbidden

NAME = "sangdam_session"
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


def _name(request: Request) -> str:
    return f"{HOST_ONLY}{NAME}" if _https(request) else NAME


def _https(request: Request) -> bool:
    return request.url.scheme == "https"
