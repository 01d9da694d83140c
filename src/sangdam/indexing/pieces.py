"""A section's text -> pieces within a token budget, cut where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sangdam.ports import TokenCounter

_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_ITEM = re.compile(r"\s*([-*+]|\d{1,3}[.)])\s")
_RULER = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_SENTENCE_END = re.compile(
    r"""(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bNo\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bvs\.)
    (?:(?<=[.!?。…])|(?<=[.!?。…]["'”’)\]]))\s++
    (?![a-z])(?!(?<=\d\.\s)\d)""",
    re.VERBOSE,
)
"""The space after a full stop, but not in `2026. 11. 18.`, `No. 7` or `approx. two`."""
_ORDINAL = re.compile(r"\s*\d{1,3}\.\s+")
_SPACE = re.compile(r"\s+")


class Unit(NamedTuple):
    """A part of a text that stays whole."""

    text: str
    joint: str
    """What stands between it and the unit before."""
    head: str = ""
    """Repeated where a piece begins with this unit: the header of a table."""


Cut = Callable[[str], Iterator[Unit]]


def pieces(text: str, *, count: TokenCounter, limit: int) -> tuple[str, ...]:
    """The text in pieces of at most `limit` tokens, as few and as even as the borders allow.

    Borders are, in this order, those of paragraphs, list items and table rows, sentences; inside
    a sentence only where it alone is over the limit. A table that is cut repeats its header.
    """
    if count(text) <= limit:
        return (text,)
    parts = _units(Unit(text, ""), CUTS, lambda part: count(part) <= limit)
    units = [unit for unit in parts if unit.text.strip()]
    packed = _pack(units, count, limit)
    low, high = 1, limit
    while low < high:
        middle = (low + high) // 2
        tighter = _pack(units, count, middle)
        if len(tighter) > len(packed):
            low = middle + 1
        else:
            packed, high = tighter, middle
    return packed


def _units(unit: Unit, cuts: Sequence[Cut], fits: Callable[[str], bool]) -> Iterator[Unit]:
    """The unit if it fits, else the units of its parts by the next finer cut."""
    if fits(unit.head + unit.text) or len(unit.text) < 2:
        yield unit
        return
    finer = cuts[1:] or cuts
    for position, part in enumerate(cuts[0](unit.text)):
        yield from _units(part if position else part._replace(joint=unit.joint), finer, fits)


def _pack(units: Sequence[Unit], count: TokenCounter, limit: int) -> tuple[str, ...]:
    packed: list[str] = []
    for unit in units:
        grown = packed[-1] + unit.joint + unit.text if packed else ""
        if packed and count(grown) <= limit:
            packed[-1] = grown
        else:
            packed.append(unit.head + unit.text)
    return tuple(packed)


def _between(text: str, border: re.Pattern[str]) -> Iterator[Unit]:
    """The parts between the places where `border` matches, with what matched as their joints."""
    start, joint = 0, ""
    for match in border.finditer(text):
        yield Unit(text[start : match.start()], joint)
        start, joint = match.end(), match[0]
    yield Unit(text[start:], joint)


def _paragraphs(text: str) -> Iterator[Unit]:
    return _between(text, _BLANK)


def _items_and_rows(text: str) -> Iterator[Unit]:
    """List items, table rows and the prose between them; a hard-wrapped line is no border."""
    lines = text.split("\n")
    row, run = 0, list[str]()
    while row < len(lines):
        table = _table_end(lines, row)
        if (table or _ITEM.match(lines[row])) and run:
            yield Unit("\n".join(run), "\n")
            run = []
        if table:
            yield from _rows(lines[row:table])
        else:
            run.append(lines[row])
        row = table or row + 1
    if run:
        yield Unit("\n".join(run), "\n")


def _table_end(lines: Sequence[str], start: int) -> int:
    """Position after the table whose header stands at `start`; 0 where no row follows one."""
    header, ruler = (*lines[start : start + 2], "")[:2]
    if "|" not in header or "|" not in ruler or not _RULER.fullmatch(ruler):
        return 0
    end = start + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end if end > start + 2 else 0


def _rows(table: Sequence[str]) -> Iterator[Unit]:
    head = f"{table[0]}\n{table[1]}\n"
    for number, row in enumerate(table[2:]):
        yield Unit(row, "\n", head) if number else Unit(head + row, "\n")


def _sentences(text: str) -> Iterator[Unit]:
    ordinal = _ORDINAL.match(text)
    held = ordinal[0] if ordinal else ""
    for unit in _between(text[len(held) :], _SENTENCE_END):
        yield unit._replace(text=held + unit.text)
        held = ""


def _words(text: str) -> Iterator[Unit]:
    return _between(text, _SPACE)


def _halves(text: str) -> Iterator[Unit]:
    middle = len(text) // 2
    yield Unit(text[:middle], "")
    yield Unit(text[middle:], "")


CUTS: tuple[Cut, ...] = (_paragraphs, _items_and_rows, _sentences, _words, _halves)
"""From the coarsest to the finest; the last one is repeated."""
