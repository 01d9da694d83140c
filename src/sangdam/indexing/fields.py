"""The named values of one document (front matter, sidecar or table row), read strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, TypeVar

from sangdam.indexing.problems import Place, Problems
from sangdam.models import Audience, Document, DocumentKind, Language, stem

HANGUL_SHARE = 0.3
"""Share of Hangul among letters from which a text counts as Korean (0 to 1)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNFIT = re.compile(r"[\x00-\x1f\x7f#]")
_LETTERS = re.compile(r"[^\W\d_]+")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]+")
_ADDRESS = re.compile(r"https?://\S+$|/\S*$")

Choice = TypeVar("Choice", bound=StrEnum)


class Field(NamedTuple):
    """What an author wrote under one name, and where. Its values hold something."""

    values: tuple[str, ...]
    place: Place


def field(values: Iterable[str], place: Place) -> Field:
    """The values without blank ones and repetitions."""
    return Field(tuple(dict.fromkeys(filter(None, map(str.strip, values)))), place)


class Fields:
    """Every reader notes what is wrong in `problems` and goes on with the default."""

    def __init__(self, place: Place, fields: Mapping[str, Field], problems: Problems) -> None:
        self.place = place
        self._fields = fields
        self._problems = problems

    def wrong(self, what: str, name: str = "") -> None:
        place = self._fields[name].place if name in self._fields else self.place
        self._problems.add(place, what)

    def allow(self, names: Collection[str]) -> None:
        for name in self._fields:
            if name in names:
                continue
            near = get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}"
            self.wrong(f"unknown key {name!r}; {hint}", name)

    def many(self, name: str) -> tuple[str, ...]:
        found = self._fields.get(name)
        return found.values if found else ()

    def text(self, name: str, default: str = "") -> str:
        found = self._fields.get(name)
        if not found or not found.values:
            return default
        if len(found.values) > 1:
            self.wrong(f"{name} takes one value, not {len(found.values)}", name)
        return found.values[0]

    def choice(self, name: str, choices: type[Choice], default: Choice) -> Choice:
        value = self.text(name)
        if not value:
            return default
        try:
            return choices(value)
        except ValueError:
            self.wrong(f"{name} is {value!r}; write {' or '.join(choices)}", name)
            return default

    def day(self, *names: str) -> date | None:
        """The date under the one of `names` that is given."""
        given = [name for name in names if name in self._fields and self.many(name)]
        if not given:
            return None
        if len(given) > 1:
            self.wrong(f"{' and '.join(given)} mean the same; keep one", given[1])
        return self._date(given[0])

    def _date(self, name: str) -> date | None:
        value = self.text(name)
        found = _day(value)
        if not found:
            self.wrong(f"{name} is {value!r}, no date; write it as YYYY-MM-DD", name)
        return found

    def url(self) -> str | None:
        value = self.text("url")
        if value and not is_address(value):
            self.wrong(f"url is {value!r}; begin it with https://, http:// or /", "url")
        return value or None

    def id(self, default: str | Callable[[], str]) -> str:
        value = self.text("id") or (default if isinstance(default, str) else default())
        if _UNFIT.search(value):
            self.wrong(f"id {value!r} holds # or a control character; give another id", "id")
        return value

    def language(self, document_id: str, text: str, page: str = "") -> Language:
        """As given, else by the id's ending, else as its page says where its letters allow, else
        by the text."""
        ending = document_id.removeprefix(stem(document_id)).removeprefix(".")
        if not ending and not self.many("language"):
            return _page_language(page, text)
        language = self.choice("language", Language, Language(ending or Language.KOREAN))
        if ending and language != ending:
            self.wrong(
                f"language is {language} but the id {document_id!r} ends in .{ending}; mend one",
                "language",
            )
        return language


def is_address(url: str) -> bool:
    return bool(_ADDRESS.match(url))


@lru_cache(maxsize=4096)
def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        return None


def _page_language(page: str, text: str) -> Language:
    """A page with some Hangul that calls itself Korean is; templates call Korean pages English."""
    if page == Language.KOREAN and _HANGUL.search(text):
        return Language.KOREAN
    return language_of(text)


def language_of(text: str) -> Language:
    """Korean from a Hangul share of HANGUL_SHARE, or where there is no letter; else English."""
    letters = sum(map(len, _LETTERS.findall(text)))
    hangul = sum(map(len, _HANGUL.findall(text)))
    return Language.KOREAN if hangul >= letters * HANGUL_SHARE else Language.ENGLISH


def entry_id(of: str, question: str) -> str:
    """Id of a question in the file or page `of`: by the question, so that it stays when entries
    are moved or put between."""
    head = stem(of)
    digest = sha256(question.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{head}-{digest}{of.removeprefix(head)}"


def document(
    fields: Fields,
    *,
    kind: DocumentKind,
    title: str,
    text: str,
    default_id: str | Callable[[], str],
    default_audience: Audience,
    page_language: str = "",
) -> Document:
    """The Document that these fields describe. Where one is wrong, the problem is noted."""
    document_id = fields.id(default_id)
    begins = fields.day("effective_from", "effective", "from")
    ends = fields.day("effective_until", "until")
    if begins and ends and ends < begins:
        fields.wrong(f"ends ({ends}) before it begins ({begins}); mend one of the dates")
    return Document(
        id=document_id,
        kind=kind,
        title=title,
        text=text,
        language=fields.language(document_id, f"{title}\n{text}", page_language),
        source=fields.place.source,
        line=fields.place.line,
        aliases=tuple(alias for alias in fields.many("aliases") if alias != title),
        audience=fields.choice("audience", Audience, default_audience),
        category=fields.text("category"),
        updated=fields.day("updated"),
        effective_from=begins,
        effective_until=ends,
        touches=fields.many("touches"),
        url=fields.url(),
    )
