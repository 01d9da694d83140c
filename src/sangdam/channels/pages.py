"""The web pages, server-rendered: the customers' chat; for people at work the desk,
gaps, dead letters, figures, the service's status, accounts, and signing in.

They load nothing from anywhere else: no build step, no inline script, one strict policy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any, Protocol

import yaml
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sangdam.channels.cookies import session_of
from sangdam.channels.gaps import LONGEST
from sangdam.channels.languages import language_of
from sangdam.channels.privacy_page import sections
from sangdam.company_sign_in import Refusal
from sangdam.models import Document, Language
from sangdam.prompts import say
from sangdam.settings import Settings

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "object-src 'none'; img-src 'self' blob:"
)
"""Photos that need a key or token are fetched by the script and shown as blobs."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Language",
}

AFTER_SIGN_IN = frozenset({"gaps", "deliveries", "figures", "status", "accounts", "me"})
"""Pages of the desk, beside the desk itself, that signing in may lead to; never elsewhere."""

Words = dict[str, object]


class Shown(Protocol):
    """What the customers' pages need of the Service."""

    @property
    def settings(self) -> Settings: ...

    def notices(self, language: Language) -> tuple[Document, ...]: ...


class ShownAtWork(Shown, Protocol):
    """What all pages need of it."""

    @property
    def any_account(self) -> bool:
        """Whether somebody could sign in."""
        ...


def pages(service: ShownAtWork) -> APIRouter:
    """`/`, `/privacy`, the pages of the desk and `/static`.

    The language is `?lang=`, else Accept-Language, else Korean.
    """
    router = APIRouter(include_in_schema=False)
    view = PageView(service.settings)
    queues = list(dict.fromkeys(rule.queue for rule in service.settings.desk.routing))

    @router.get("/")
    def chat(request: Request) -> HTMLResponse:
        language = language_of(request)
        return view.show("chat", language, banner(service.notices(language)))

    def at_work(
        name: str, request: Request, extra: Words | None = None, **handed: object
    ) -> HTMLResponse:
        known = {"signed_in": session_of(request) is not None, **handed}
        if "accounts" not in known:
            known["accounts"] = service.any_account
        least = {"least": service.settings.sign_in.password_characters}
        page = view.show(name, language_of(request), {**least, **(extra or {})}, known)
        page.headers["Cache-Control"] = "no-store"  # it knows who was signed in
        return page

    @router.get("/privacy")
    def privacy(request: Request) -> HTMLResponse:
        language = language_of(request)
        told = sections(service.settings, view.words(language)["privacy"], language)
        policy = service.settings.privacy.policy_url
        return view.show("privacy", language, {"sections": told, "policy_url": policy})

    @router.get("/desk")
    def desk(request: Request) -> HTMLResponse:
        return at_work("desk", request, queues=queues)

    @router.get("/desk/gaps")
    def gaps(request: Request) -> HTMLResponse:
        return at_work("gaps", request, longest=LONGEST)

    @router.get("/desk/deliveries")
    def deliveries(request: Request) -> HTMLResponse:
        return at_work("deliveries", request)

    @router.get("/desk/figures")
    def figures(request: Request) -> HTMLResponse:
        return at_work("figures", request)

    @router.get("/desk/accounts")
    def accounts(request: Request) -> HTMLResponse:
        return at_work("accounts", request)

    @router.get("/desk/me")
    def me(request: Request) -> HTMLResponse:
        return at_work("me", request)

    @router.get("/desk/login")
    def login(request: Request) -> HTMLResponse:
        """`to` names the page to go on to; any other word is the desk. `refused` says why the
        company's identity provider did not open it."""
        language, named = language_of(request), request.query_params.get("to")
        to = f"/desk/{named}" if named in AFTER_SIGN_IN else "/desk"
        refused, oidc = request.query_params.get("refused"), service.settings.oidc
        button = {Language.KOREAN: oidc.button, Language.ENGLISH: oidc.button_en} if oidc else {}
        company: Words = {
            "named": named if named in AFTER_SIGN_IN else "",
            "button": button.get(language),
            "refused": refused if refused in set(Refusal) else None,
        }
        return at_work("login", request, company, to=f"{to}?lang={language}")

    @router.get("/desk/status")
    def status(request: Request) -> HTMLResponse:
        # It opens without the database, of which it has to tell: nobody can sign in without one.
        return at_work("status", request, accounts=False)

    router.mount("/static", Revalidated(directory=STATIC), name="static")
    return router


class PageView:
    """Renders a page in a language, with its words for the template and for the script."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._company = {
            Language.KOREAN: settings.company,
            Language.ENGLISH: settings.company_en,
        }
        self._words = {
            language: words_of(language, self._company[language]) for language in Language
        }
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
        )
        self._templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False}

    def words(self, language: Language) -> dict[str, Words]:
        """By page."""
        return self._words[language]

    def show(
        self,
        name: str,
        language: Language,
        extra: Mapping[str, object],
        handed: Mapping[str, object] | None = None,
    ) -> HTMLResponse:
        """`extra` is for the template, `handed` for the script."""
        other = next(each for each in Language if each is not language)
        page = self.drawn(
            f"{name}.html",
            name,
            language,
            name=name,
            other={"code": other, **self._words[other]["shared"]},
            shared=self._words[language]["shared"],
            data={**self.data(name, language), **(handed or {})},
            **extra,
        )
        return HTMLResponse(page, headers={**HEADERS, "Content-Language": language})

    def drawn(self, template: str, page: str, language: Language, **extra: object) -> str:
        """A template with the words of a page."""
        return self._templates.get_template(template).render(
            language=language,
            company=self._company[language],
            words=self._words[language][page],
            **extra,
        )

    def data(self, name: str, language: Language) -> Words:
        """What the page's script reads."""
        return {
            "language": language,
            "limit": self._settings.limits.message_characters,
            "files": self._settings.attachments.model_dump(),
            "person_message": say("request_in_words", language),
            "words": self._words[language][name],
        }


class Revalidated(StaticFiles):
    """Files that a browser keeps but asks about each time, so that an update is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def words_of(language: Language, company: str) -> dict[str, Words]:
    """Every word of the pages, with the company's name filled in."""
    text = (TEMPLATES / f"{language}.yaml").read_text("utf-8")
    pages: dict[str, Words] = yaml.safe_load(text)
    return {page: _filled(words, company) for page, words in pages.items()}


def _filled(words: Any, company: str) -> Any:
    match words:
        case dict():
            return {key: _filled(value, company) for key, value in words.items()}
        case list():
            return [_filled(value, company) for value in words]
    return Template(words).substitute(company=company)


def banner(notices: tuple[Document, ...]) -> Words:
    """What the template of the conversation says of the notices of the day."""
    return {"notices": notices, "notices_key": digest(notice.id for notice in notices)}


def digest(ids: Iterable[str]) -> str:
    """Changes when the notices change, so that a folded banner opens again."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()[:12]
