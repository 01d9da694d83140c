"""The named values of one document (front matter or table row), read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple, TypeVar

from sangdam.indexing.problems import Place, Problems
from sangdam.models import Audience, Document, DocumentKind, Language, stem

HANGUL_SHARE = 0.3
"""Share of Hangul among letters from which a text counts as Korean (0 to 1)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNFIT = re.compile(r"[\x00-\x1f\x7f#]")
_LETTER = re.compile(r"[^\W\d_]")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")

Choice = TypeVar("Choice", bound=StrEnum)


class Field(NamedTuple):
    """What an author wrote under one name, and where."""

    values: tuple[str, ...]
    line: int


class Fields:
    """Every reader notes what is wrong in `problems` and goes on with the default."""

    def __init__(self, place: Place, fields: Mapping[str, Field], problems: Problems) -> None:
        self.place = place
        self._fields = fields
        self._problems = problems

    def wrong(self, what: str, name: str = "") -> None:
        line = self._fields[name].line if name in self._fields else self.place.line
        self._problems.add(Place(self.place.source, line), what)

    def allow(self, names: Iterable[str]) -> None:
        known = tuple(names)
        for name in self._fields:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
                self.wrong(f"unknown key {name!r}; {hint}", name)

    def many(self, name: str) -> tuple[str, ...]:
        """The values under `name` without blank ones and repetitions."""
        values = self._fields[name].values if name in self._fields else ()
        return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))

    def text(self, name: str, default: str = "") -> str:
        values = self.many(name)
        if len(values) > 1:
            self.wrong(f"{name} takes one value, not {len(values)}", name)
        return values[0] if values else default

    def choice(self, name: str, choices: type[Choice], default: Choice) -> Choice:
        value = self.text(name)
        if value and value not in set(choices):
            self.wrong(f"{name} is {value!r}; write {' or '.join(choices)}", name)
            return default
        return choices(value) if value else default

    def day(self, *names: str) -> date | None:
        """The date under the one of `names` that is given."""
        given = [name for name in names if self.text(name)]
        if len(given) > 1:
            self.wrong(f"{' and '.join(given)} mean the same; keep one", given[1])
        return self._date(given[0]) if given else None

    def _date(self, name: str) -> date | None:
        value = self.text(name)
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.wrong(f"{name} is {value!r}, no date; write it as YYYY-MM-DD", name)
        return None

    def url(self) -> str | None:
        value = self.text("url")
        if value and not re.match(r"https?://\S+$|/\S*$", value):
            self.wrong(f"url is {value!r}; begin it with https://, http:// or /", "url")
        return value or None

    def id(self, default: str) -> str:
        value = self.text("id", default)
        if _UNFIT.search(value):
            self.wrong(f"id {value!r} holds # or a control character; give another id", "id")
        return value

    def language(self, document_id: str, text: str) -> Language:
        """As given, else by the id's ending, else by the text."""
        ending = document_id.removeprefix(stem(document_id)).removeprefix(".")
        guess = Language(ending) if ending else language_of(text)
        language = self.choice("language", Language, guess)
        if ending and language != ending:
            self.wrong(
                f"language is {language} but the id {document_id!r} ends in .{ending}; mend one",
                "language",
            )
        return language


def language_of(text: str) -> Language:
    """Korean from a Hangul share of HANGUL_SHARE, or where there is no letter; else English."""
    letters = len(_LETTER.findall(text))
    hangul = len(_HANGUL.findall(text))
    return Language.KOREAN if hangul >= letters * HANGUL_SHARE else Language.ENGLISH


def document(
    fields: Fields,
    *,
    kind: DocumentKind,
    title: str,
    text: str,
    default_id: str,
    default_audience: Audience,
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
        language=fields.language(document_id, f"{title}\n{text}"),
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
