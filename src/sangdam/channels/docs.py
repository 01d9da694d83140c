"""`/docs`: the API described, by a Swagger UI that is served from here and not from a CDN."""

from __future__ import annotations

import base64
import hashlib
import re

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

VENDORED = "/static/vendor/swagger-ui"
INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The API by hand: try a request from the browser."""
    page = get_swagger_ui_html(
        openapi_url=request.app.openapi_url,
        title=f"{request.app.title} API",
        swagger_js_url=f"{VENDORED}/swagger-ui-bundle.js",
        swagger_css_url=f"{VENDORED}/swagger-ui.css",
        swagger_favicon_url="/static/shared/mark.svg",
    )
    page.headers["Content-Security-Policy"] = _policy(bytes(page.body))
    return page


def _policy(page: bytes) -> str:
    """Its own inline script by its hash, and no other; the library draws with inline styles."""
    hashes = [base64.b64encode(hashlib.sha256(s).digest()).decode() for s in INLINE.findall(page)]
    own = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'self'; script-src 'self' {own}; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'; object-src 'none'; img-src 'self' data:;"
        " style-src 'self' 'unsafe-inline'"
    )
