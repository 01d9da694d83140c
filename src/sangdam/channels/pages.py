"""The web pages, server-rendered: the customers' chat, and the agents' desk with what is beside it.

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

from sangdam.channels.privacy_page import sections
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

Words = dict[str, object]


class Shown(Protocol):
    """What the pages need of the Service."""

    @property
    def settings(self) -> Settings: ...

    def notices(self, language: Language) -> tuple[Document, ...]: ...


def pages(service: Shown) -> APIRouter:
    """`/`, `/privacy`, `/desk`, `/desk/gaps`, `/desk/deliveries`, `/desk/status` and `/static`.

    The language is `?lang=`, else Accept-Language, else Korean.
    """
    router = APIRouter(include_in_schema=False)
    view = PageView(service.settings)
    queues = list(dict.fromkeys(rule.queue for rule in service.settings.desk.routing))

    @router.get("/")
    def chat(request: Request) -> HTMLResponse:
        language = language_of(request)
        notices = service.notices(language)
        extra = {"notices": notices, "notices_key": digest(notice.id for notice in notices)}
        return view.show("chat", language, extra)

    @router.get("/privacy")
    def privacy(request: Request) -> HTMLResponse:
        language = language_of(request)
        told = sections(service.settings, view.words(language)["privacy"], language)
        policy = service.settings.privacy.policy_url
        return view.show("privacy", language, {"sections": told, "policy_url": policy})

    @router.get("/desk")
    def desk(request: Request) -> HTMLResponse:
        return view.show("desk", language_of(request), {}, {"queues": queues})

    @router.get("/desk/gaps")
    def gaps(request: Request) -> HTMLResponse:
        return view.show("gaps", language_of(request), {})

    @router.get("/desk/deliveries")
    def deliveries(request: Request) -> HTMLResponse:
        return view.show("deliveries", language_of(request), {})

    @router.get("/desk/status")
    def status(request: Request) -> HTMLResponse:
        return view.show("status", language_of(request), {})

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
        page = self._templates.get_template(f"{name}.html").render(
            name=name,
            language=language,
            other={"code": other, **self._words[other]["shared"]},
            company=self._company[language],
            words=self._words[language][name],
            shared=self._words[language]["shared"],
            data={**self._data(name, language), **(handed or {})},
            **extra,
        )
        return HTMLResponse(page, headers={**HEADERS, "Content-Language": language})

    def _data(self, name: str, language: Language) -> Words:
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


def language_of(request: Request) -> Language:
    """The language that the address asks for, else the reader's first of ours, else Korean."""
    asked = request.query_params.get("lang")
    if asked in set(Language):
        return Language(asked)
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> Language:
    """The best of ours in an Accept-Language header; Korean where it names none of ours.

    >>> preferred("fr, en;q=0.8, ko;q=0.5").value
    'en'
    """
    weighed = [_weighed(part) for part in accepted.split(",")]
    ours = [(weight, tag) for weight, tag in weighed if tag in set(Language) and weight > 0]
    return Language(max(ours, key=lambda found: found[0])[1]) if ours else Language.KOREAN


def _weighed(part: str) -> tuple[float, str]:
    tag, _, quality = part.strip().partition(";q=")
    try:
        return float(quality or 1), tag.lower().split("-")[0]
    except ValueError:
        return 0.0, ""


def digest(ids: Iterable[str]) -> str:
    """Changes when the notices change, so that a folded banner opens again."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()[:12]
