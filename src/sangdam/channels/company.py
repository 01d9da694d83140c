"""The way over the company's identity provider and back, by links and redirects: a browser goes it
by itself, and no script has part in it."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from sangdam.bootstrap import Service
from sangdam.channels.addresses import address_of
from sangdam.channels.callers import Calls
from sangdam.channels.cookies import (
    drop_visit,
    keep_session,
    keep_visit,
    session_of,
    visit_of,
)
from sangdam.channels.languages import language_of
from sangdam.channels.pages import AFTER_SIGN_IN
from sangdam.channels.session import NOBODY
from sangdam.company_sign_in import Arrival, CompanySignIn, NotLetIn, Refusal
from sangdam.errors import NotFound, TooOften
from sangdam.models import Act
from sangdam.signing_in import ADDRESS

log = logging.getLogger(__name__)

router = APIRouter(prefix="/desk/login/company", include_in_schema=False)
"""Pages as `/desk/login` is, not part of the API."""


async def company_of(service: Calls) -> CompanySignIn:
    if service.company is None:
        raise NotFound("this service knows no identity provider")
    return service.company


Company = Annotated[CompanySignIn, Depends(company_of)]


@router.get("")
def go(request: Request, service: Calls, company: Company) -> RedirectResponse:
    """To the provider. `to` and `lang` are as at `/desk/login`."""
    language, named = language_of(request), request.query_params.get("to", "")
    to = named if named in AFTER_SIGN_IN else ""
    try:
        with _counted(service, request):
            departure = company.begin(_back(request))
    except NotLetIn as refused:
        return _refused(refused, language, to)
    response = RedirectResponse(departure.address, status_code=303)
    keep_visit(request, response, [departure.secret.get_secret_value(), language, to])
    return response


@router.get("/back", name="company_back")
def back(request: Request, service: Calls, company: Company) -> RedirectResponse:
    """From the provider, with its answer."""
    secret, language, to = visit_of(request) or (None, language_of(request), "")
    try:
        with _counted(service, request):
            arrival = company.finish(secret, request.query_params, _back(request))
    except NotLetIn as refused:
        if refused.refusal is not Refusal.TOO_OFTEN:
            service.audit.note(NOBODY, Act.SIGN_IN_REFUSED)
        response = _refused(refused, language, to)
    else:
        response = _inside(request, service, arrival, language, to)
    drop_visit(request, response)
    return response


@router.get("/leave")
def leave(request: Request, service: Calls, company: Company) -> RedirectResponse:
    """To where the provider signs people out; the session here is over before."""
    language = language_of(request)
    home = str(request.url_for("login").include_query_params(lang=language))
    try:
        with _counted(service, request):
            return RedirectResponse(company.farewell(home), status_code=303)
    except NotLetIn as refused:
        return _refused(refused, language, "")


def _inside(
    request: Request, service: Service, arrival: Arrival, language: str, to: str
) -> RedirectResponse:
    account = arrival.account
    if before := session_of(request):
        service.signing_in.sign_out(before)
    if arrival.changed:
        service.audit.note(account.id, arrival.changed, account.id)
    service.audit.note(account.id, Act.SIGNED_IN, account.id)
    page = f"/desk/{to}" if to in AFTER_SIGN_IN else "/desk"
    response = RedirectResponse(f"{page}?{urlencode({'lang': language})}", status_code=303)
    keep_session(request, response, arrival.session.get_secret_value())
    return response


def _back(request: Request) -> str:
    """The provider has to know this address."""
    return str(request.url_for("company_back"))


@contextmanager
def _counted(service: Service, request: Request) -> Generator[None]:
    """Failed attempts of one address are as many as with passwords."""
    address, rate = address_of(request), service.settings.rates.sign_in_address
    try:
        service.limits.count(ADDRESS, address, rate)
    except TooOften as error:
        raise NotLetIn(Refusal.TOO_OFTEN, str(error)) from None
    yield
    service.limits.uncount(ADDRESS, address, rate)


def _refused(refused: NotLetIn, language: str, to: str) -> RedirectResponse:
    log.warning("sign-in by the identity provider is refused (%s): %s", refused.refusal, refused)
    query = urlencode({"refused": refused.refusal, "to": to, "lang": language})
    return RedirectResponse(f"/desk/login?{query}", status_code=303)
