"""A reply cut into the smallest texts that state something, each with what is said above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sangdam.guardrails.clauses import plain
from sangdam.guardrails.sentences import sentences_of
from sangdam.models import Language
from sangdam.ports import Morphology

MARKER = re.compile(r"\s*(?:\[\d{1,2}\])+")
ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+•·▪]|\d{1,2}[.)])\s+(?P<text>.+)$")
ROW = re.compile(r"^\s*\|(?P<cells>.+?)\|?\s*$")
RULE = re.compile(r"^[\s|:\-]+$")
HEADING = re.compile(r"^\s*#+\s*(?P<text>.+)$")
NO = re.compile(r"[×✗✕Xx–—-]")
YES = re.compile(r"[○◯OoVv✓✔]")


class Unit(NamedTuple):
    text: str
    lead: tuple[str, ...] = ()
    """Headings and the sentence above a list; heads of a table's row and columns."""

    @property
    def asks(self) -> bool:
        return self.text.rstrip("\"'”’) ").endswith("?")


def units_of(text: str, morphology: Morphology) -> tuple[Unit, ...]:
    return tuple(_units(MARKER.sub(" ", text).splitlines(), morphology))


def _units(lines: list[str], morphology: Morphology) -> Iterator[Unit]:
    heading: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    header: list[str] = []
    for position, line in enumerate(lines):
        if row := ROW.match(line):
            cells = [plain(cell) for cell in row["cells"].split("|")]
            if not header:
                header = cells
            elif not RULE.match(line):
                yield _row(header, cells, heading + lead)
            continue
        header = []
        if found := HEADING.match(line):
            heading, lead = (plain(found["text"]),), ()
        elif item := ITEM.match(line):
            yield from _sentences(item["text"], heading + lead, morphology)
        elif line.strip():
            sentences = list(_sentences(line, heading, morphology))
            yield from sentences
            lead = (sentences[-1].text,) if _opens_list(lines[position + 1 :]) else ()


def _sentences(line: str, lead: tuple[str, ...], morphology: Morphology) -> Iterator[Unit]:
    for sentence in sentences_of(plain(line), Language.KOREAN, morphology):
        yield Unit(sentence, lead)


def _opens_list(below: list[str]) -> bool:
    following = next((line for line in below if line.strip()), "")
    return bool(ITEM.match(following) or ROW.match(following))


def _row(header: list[str], cells: list[str], lead: tuple[str, ...]) -> Unit:
    """A table row as a sentence: each column's head with its cell."""
    pairs = zip(header[1:], cells[1:], strict=False)
    said = ", ".join(f"{head} {_spelt(cell)}" for head, cell in pairs if cell)
    return Unit(said or cells[0], (*lead, cells[0]))


def _spelt(cell: str) -> str:
    if NO.fullmatch(cell):
        return "불가"
    return "가능" if YES.fullmatch(cell) else cell
