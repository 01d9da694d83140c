"""Somebody else's web page with the widget on it, served from an origin of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response

STRICT = (
    "default-src 'none'; script-src {support}; connect-src {support}; style-src 'self'; "
    "img-src 'self' data: blob:; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a careful site allows: no inline style or script, no eval, no text turned into HTML."""
PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/site.css">
<script src="{support}/widget.js"{options}></script></head>
<body><main><h1>{title}</h1><p class="quiet message">{text}</p><input id="text" aria-label="Search">
<button id="panel" class="main">Buy</button></main></body></html>"""


@dataclass
class Host:
    """What the page is made of; a test changes it before it visits."""

    support: str = ""
    """The origin of the support assistant."""
    language: str = "ko"
    title: str = "우리 가게"
    text: str = "오늘의 상품"
    css: str = "body { font-family: serif; }"
    options: dict[str, str] = field(default_factory=dict)

    def app(self) -> FastAPI:
        app = FastAPI()
        app.get("/")(self._page)
        app.get("/site.css")(self._styles)
        return app

    def _page(self) -> HTMLResponse:
        options = "".join(f' data-{name}="{escape(v)}"' for name, v in self.options.items())
        page = PAGE.format(
            language=self.language,
            title=escape(self.title),
            text=escape(self.text),
            support=self.support,
            options=options,
        )
        policy = STRICT.format(support=self.support)
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    def _styles(self) -> Response:
        return Response(self.css, media_type="text/css")
