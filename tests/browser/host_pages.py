"""Somebody else's web page with the widget on it, served from an origin of its own."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from playwright.sync_api import Page
from sites import Site

STRICT = (
    "default-src 'none'; script-src {support}; connect-src {support}; style-src 'self'; "
    "img-src 'self' data: blob:; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a careful site allows: no inline style or script, no eval, no text turned into HTML."""
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/site.css?css={css}">
<script src="{support}/widget.js"{options}></script></head>
<body><main><h1>{title}</h1><p class="bubble message">봄맞이 할인</p>
<label>찾기 <input id="text"></label> <button id="panel" class="main">담기</button></main>
</body></html>"""


def host_app() -> FastAPI:
    """A page whose query says what is on it: support (an origin), lang, title, css, and the
    widget's options as data-…; and one that holds just what is asked for."""
    app = FastAPI()

    @app.get("/")
    def page(request: Request) -> HTMLResponse:
        asked = {"lang": "ko", "title": "우리 가게", "css": "", **request.query_params}
        options = "".join(
            f' {name}="{escape(value)}"'
            for name, value in asked.items()
            if name.startswith("data-")
        )
        html = PAGE.format(
            lang=escape(asked["lang"]),
            title=escape(asked["title"]),
            css=urlencode({"": asked["css"]})[1:],
            support=asked["support"],
            options=options,
        )
        policy = STRICT.format(support=asked["support"])
        return HTMLResponse(html, headers={"Content-Security-Policy": policy})

    @app.get("/bare")
    def bare(html: str) -> HTMLResponse:
        return HTMLResponse(html)

    @app.get("/favicon.ico", status_code=204)
    def icon() -> None:
        """None; browsers ask for one where a page names none."""

    @app.get("/site.css")
    def styles(css: str) -> Response:
        return Response(css, media_type="text/css")

    return app


@dataclass(frozen=True)
class Front:
    """A site that has the widget of the assistant at `support`."""

    site: Site
    support: str

    def page(
        self, lang: str = "ko", about: dict[str, str] | None = None, **options: object
    ) -> Page:
        """Its page in a new browser. `about` is what host_app reads, `options` is Chromium's."""
        locale = {"ko": "ko-KR", "en": "en-GB"}[lang]
        return self.site.visit(self.path(lang, about), **{"locale": locale, **options})

    def path(self, lang: str = "ko", about: dict[str, str] | None = None) -> str:
        return "/?" + urlencode({"support": self.support, "lang": lang, **(about or {})})

    def bare(self, html: str, **options: object) -> Page:
        """A page of its origin that holds this and nothing else."""
        return self.site.visit("/bare?" + urlencode({"html": html}), **options)

    def opened(
        self, lang: str = "ko", about: dict[str, str] | None = None, **options: object
    ) -> Page:
        """The same, with the widget's window open."""
        page = self.page(lang, about, **options)
        page.locator("#launcher").click()
        return page


def ask(page: Page, text: str) -> None:
    page.locator("sangdam-widget #text").fill(text)
    page.keyboard.press("Enter")
