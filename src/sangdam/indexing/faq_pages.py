"""Pages that are mostly questions: the questions with their answers, and all other text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sangdam.indexing.sections import Line, lines_of

LEAST = 3
"""Questions that make a page a FAQ; they must be more than half of its lowest headings too."""

_ASKS = re.compile(
    r"[?？][\s\"'”’」』)\]*_~!.]*$"
    r"|(?:나요|까요|은가요|는가요|인가요|한가요|건가요|습니까|입니까|합니까|됩니까|는지요)[\s.~!*_]*$"
)
_QUESTION = re.compile(
    r"\s*(?:[-*•·>]\s+)?[\[(【<]?(?:Q|질문|문의|문)\s*\d{0,3}\s*[.:)\]】>．：]\s*(?P<said>.*)",
    re.IGNORECASE,
)
"""`Q. …`, `Q1: …`, `[질문] …` at the beginning of a line."""
_ANSWER = re.compile(
    r"\s*(?:[-*•·>]\s+)?[\[(【<]?(?:A|답변|답)\s*\d{0,3}\s*[.:)\]】>．：]\s*(?P<said>.*)",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\s*(?:[-*•]\s+)?(?:\*\*|__)(?P<said>.+?)(?:\*\*|__)\s*")
_NUMBER = re.compile(r"\d{1,3}\s*[.)]\s+")


class Question(NamedTuple):
    text: str
    above: tuple[str, ...]
    """The headings that it stands below, but for the page's title."""
    answer: str
    line: int
    """Position of its line in the text, from 0."""


class FaqPage(NamedTuple):
    questions: tuple[Question, ...]
    rest: str
    """All other text."""


class Mark(NamedTuple):
    """A line that may be a question's."""

    line: int
    body: int
    """Position of the line after it, which is the first of its answer."""
    end: int
    """Position after the last line that belongs to it."""
    text: str
    asks: bool


Marks = Callable[[Sequence[Line]], list[Mark]]


def faq_page(text: str) -> FaqPage | None:
    """None where the page is none; text is lost neither way.

    A page is one by its lowest headings, else by lines that begin with `Q.` or `질문:`, else by
    lines in bold letters.
    """
    lines = [*lines_of(text)]
    for marks_in in (_headings, _marked, _bold):
        marks = marks_in(lines)
        asked = [mark for mark in marks if mark.asks and _answer(lines, mark)]
        if len(asked) >= LEAST and len(asked) * 2 > len(marks):
            return FaqPage(tuple(_questions(lines, asked)), _rest(text, asked))
    return None


def _headings(lines: Sequence[Line]) -> list[Mark]:
    """The headings that have no heading below them; the title at the top is none of them."""
    places = [number for number, line in enumerate(lines) if line.level]
    if (
        places
        and lines[places[0]].level == 1
        and not any(line.text.strip() for line in lines[: places[0]])
    ):
        del places[0]
    return [
        Mark(here, here + 1, there, _words(lines[here].text), _asks(lines[here].text))
        for here, there in pairwise([*places, len(lines)])
        if there == len(lines) or lines[there].level <= lines[here].level
    ]


def _marked(lines: Sequence[Line]) -> list[Mark]:
    return _between(lines, _marked_question)


def _bold(lines: Sequence[Line]) -> list[Mark]:
    return _between(lines, _bold_question)


def _between(lines: Sequence[Line], said: Callable[[str], str]) -> list[Mark]:
    """The lines of which `said` makes something, each up to the next one or a heading."""
    found = {n: said(line.text) for n, line in enumerate(lines) if not line.level}
    places = [n for n, line in enumerate(lines) if line.level or found[n]]
    return [
        _mark(lines, found[here], here, there)
        for here, there in pairwise([*places, len(lines)])
        if not lines[here].level
    ]


def _mark(lines: Sequence[Line], said: str, here: int, there: int) -> Mark:
    """A question may run on to the line on which its marked answer begins."""
    texts = [_light(line.text) for line in lines[here + 1 : there]]
    answer = next((n for n, text in enumerate(texts) if _ANSWER.match(text)), None)
    more = texts[:answer] if answer and not _ASKS.search(said) else []
    if not all(map(str.strip, more)):
        more = []
    words = " ".join([_words(said), *map(str.strip, more)])
    return Mark(here, here + 1 + len(more), there, words, answer is not None or _asks(said))


def _marked_question(line: str) -> str:
    match = _QUESTION.match(_light(line))
    return match["said"] if match else ""


def _bold_question(line: str) -> str:
    match = _BOLD.fullmatch(line)
    return match["said"] if match else ""


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text) or _QUESTION.match(_light(text)))


def _words(text: str) -> str:
    """The question without its mark, number and bold letters."""
    text = _light(text).strip()
    match = _QUESTION.match(text)
    return _NUMBER.sub("", match["said"] if match else text, count=1).strip()


def _light(text: str) -> str:
    return text.replace("**", "").replace("__", "")


def _answer(lines: Sequence[Line], mark: Mark) -> str:
    body = [line.text for line in lines[mark.body : mark.end]]
    while body and not body[0].strip():
        body.pop(0)
    if body and (match := _ANSWER.match(_light(body[0]))):
        body[0] = match["said"]
    return "\n".join(body).strip()


def _questions(lines: Sequence[Line], asked: Sequence[Mark]) -> Iterator[Question]:
    path: list[Line] = []
    marks = {mark.line: mark for mark in asked}
    for number, line in enumerate(lines):
        if line.level:
            path = [outer for outer in path if outer.level < line.level]
        if number in marks:
            mark = marks[number]
            above = tuple(outer.text for outer in path if outer.level > 1)
            yield Question(mark.text, above, _answer(lines, mark), number)
        elif line.level:
            path.append(line)


def _rest(text: str, asked: Sequence[Mark]) -> str:
    taken = {number for mark in asked for number in range(mark.line, mark.end)}
    lines = text.split("\n")
    return "\n".join(line for number, line in enumerate(lines) if number not in taken).strip()
