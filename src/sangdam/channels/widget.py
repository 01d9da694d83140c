"""The widget: the chat page's own conversation as one file for any site, `/widget.js`.

It is put together from the page's modules, styles and template, so that there is one way to do
each thing. Only where the script lives differs: `static/widget/place.js` for
`static/shared/place.js`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from sangdam.channels.bundle import bundle, small_styles
from sangdam.channels.frame import tree_of
from sangdam.channels.pages import STATIC, PageView, Shown, Words, banner
from sangdam.models import Document, Language

FOLDERS = ("shared", "chat", "widget")
WORD = re.compile(r"\bwords\.(\w+)")
STYLES = ("shared/base.css", "chat/chat.css", "widget/widget.css")
KEPT_S = 300
"""How long a browser uses its copy before it asks whether there is a newer one."""
REM_PX = 16
"""The pages' root size. A site's own root size must not change the widget's."""
HEADERS = {
    "Cache-Control": f"public, max-age={KEPT_S}",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}

Notices = dict[Language, tuple[Document, ...]]


@dataclass(frozen=True)
class File:
    """The widget as it is sent."""

    plain: bytes
    packed: bytes
    """The same by gzip."""
    tag: str
    """Its ETag: weak, since it names the script however it is packed."""


def widget(service: Shown) -> APIRouter:
    """`/widget.js`, in both languages, with the notices of the day."""
    router = APIRouter(include_in_schema=False)
    workshop = Workshop(service)

    @router.get("/widget.js")
    def script(request: Request) -> Response:
        file = workshop.file()
        headers = {**HEADERS, "ETag": file.tag}
        if file.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(file.packed, headers=headers, media_type="text/javascript")
        return Response(file.plain, headers=headers, media_type="text/javascript")

    return router


class Workshop:
    """Makes the file, and makes it again when the notices have changed."""

    def __init__(self, service: Shown) -> None:
        self._service = service
        self._view = PageView(service.settings)
        self._said = _said()
        self._made: tuple[Notices, File] | None = None

    def file(self) -> File:
        notices = {language: self._service.notices(language) for language in Language}
        if self._made is None or self._made[0] != notices:
            self._made = (notices, _file(self._script(notices)))
        return self._made[1]

    def _script(self, notices: Notices) -> str:
        languages = {
            language: {**self._handed(language), "frame": self._frame(language, given)}
            for language, given in notices.items()
        }
        handed = {"languages": languages, "styles": styles()}
        text = json.dumps(handed, ensure_ascii=False, separators=(",", ":"))
        made = {"widget/handed.js": f"export const handed = {text};\n"}
        return bundle(
            "widget/widget.js",
            lambda path: made.get(path) or _read(path),
            instead={"shared/place.js": "widget/place.js"},
        )

    def _handed(self, language: Language) -> Words:
        """What the script reads; words that only the template says are in the frame already."""
        words = self._view.words(language)["chat"]
        kept = {name: text for name, text in words.items() if name in self._said}
        return {**self._view.data("chat", language), "words": kept}

    def _frame(self, language: Language, notices: tuple[Document, ...]) -> object:
        return tree_of(self._view.drawn("widget.html", "chat", language, **banner(notices)))


def styles() -> str:
    """The pages' styles and the widget's own, in sizes that no site's root size changes."""
    text = "".join(map(_read, STYLES))
    return small_styles(re.sub(r"([\d.]+)rem\b", lambda rem: f"{float(rem[1]) * REM_PX:g}px", text))


def _read(path: str) -> str:
    return (STATIC / path).read_text("utf-8")


def _said() -> set[str]:
    """Names of the words that a script of the widget says."""
    modules = {each for folder in FOLDERS for each in (STATIC / folder).glob("*.js")}
    own = modules - {STATIC / "chat" / "chat.js"}  # the chat page's own beginning
    return {name for each in own for name in WORD.findall(each.read_text("utf-8"))}


def _file(script: str) -> File:
    plain = script.encode()
    tag = f'W/"{hashlib.sha256(plain).hexdigest()[:32]}"'
    return File(plain, gzip.compress(plain, mtime=0), tag)
