"""`/docs`: the API described, by a Swagger UI that is served from here and not from a CDN."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

VENDORED = "/static/vendor/swagger-ui"

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """The API by hand: try a request from the browser."""
    return get_swagger_ui_html(
        openapi_url=request.app.openapi_url,
        title=f"{request.app.title} API",
        swagger_js_url=f"{VENDORED}/swagger-ui-bundle.js",
        swagger_css_url=f"{VENDORED}/swagger-ui.css",
        swagger_favicon_url="/static/favicon.svg",
    )
