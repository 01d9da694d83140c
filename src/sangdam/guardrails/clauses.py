"""A passage cut into the smallest texts that say something by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from sangdam.guardrails.sentences import sentences_of
from sangdam.models import Language, Passage, Value
from sangdam.ports import Morphology

ITEM = re.compile(r"^\s*(?:[-*+•·]|\d{1,2}[.)])\s+(?P<text>.+)$")
ROW = re.compile(r"^\s*\|(?P<cells>.+)\|\s*$")
RULE = re.compile(r"^[\s|:\-]+$")
HEADING = re.compile(r"^\s*#+\s*(?P<text>.+)$")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1(?!\w)")


class ClauseKind(StrEnum):
    SENTENCE = "sentence"
    ITEM = "item"
    LEAD = "lead"
    """A heading, a question, or a sentence that a list completes: says nothing alone."""
    CELL = "cell"
    ROW = "row"
    """A whole table row: may be copied, not reasoned from; `header` spells every column."""


class Clause(Value):
    text: str
    kind: ClauseKind = ClauseKind.SENTENCE
    lead: str = ""
    """ITEM: the sentence above the list, which the item completes."""
    label: str = ""
    """CELL: the first cell of its row."""
    header: str = ""
    """CELL: the head of its column. ROW: every head with its cell."""
    corner: str = ""
    """CELL: the head of the first column: what sort of thing `label` is."""
    cells: tuple[str, ...] = ()
    """ROW: its cells after the first."""
    header_matters: bool = False
    """CELL: the row has other cells of the same sort, told apart by their headers only."""


def plain(text: str) -> str:
    """Markdown marks taken off; the words and their order stay."""
    return EMPHASIS.sub(r"\2", LINK.sub(r"\1", text)).strip()


def spoken(text: str, language: Language, morphology: Morphology) -> tuple[str, ...]:
    """What a draft says in `text`, sentence by sentence; a table row is one."""
    return tuple(_spoken(text.splitlines(), language, morphology))


def _spoken(lines: list[str], language: Language, morphology: Morphology) -> Iterator[str]:
    for line in lines:
        if ROW.match(line):
            yield from [] if RULE.match(line) else [plain(line)]
        else:
            item = ITEM.match(line)
            yield from sentences_of(plain(item["text"] if item else line), language, morphology)


def clauses_of(passage: Passage, morphology: Morphology) -> tuple[Clause, ...]:
    return tuple(_clauses(passage.text.splitlines(), passage.language, morphology))


def _clauses(lines: list[str], language: Language, morphology: Morphology) -> Iterator[Clause]:
    lead = ""
    header: list[str] = []
    for position, line in enumerate(lines):
        if item := ITEM.match(line):
            texts = sentences_of(plain(item["text"]), language, morphology)
            yield from (Clause(text=text, kind=ClauseKind.ITEM, lead=lead) for text in texts)
        elif row := ROW.match(line):
            cells = [plain(cell) for cell in row["cells"].split("|")]
            if not header:
                header = cells
                yield Clause(text=" ".join(cells), kind=ClauseKind.LEAD)
            elif not RULE.match(line):
                yield from _cells(header, cells)
        elif heading := HEADING.match(line):
            yield Clause(text=plain(heading["text"]), kind=ClauseKind.LEAD)
        elif line.strip():
            header = []
            *sentences, lead = sentences_of(plain(line), language, morphology)
            yield from (Clause(text=sentence, kind=_kind(sentence)) for sentence in sentences)
            yield Clause(text=lead, kind=_kind_of_last(lead, lines[position + 1 :]))


def _kind(sentence: str) -> ClauseKind:
    return ClauseKind.LEAD if sentence.endswith("?") else ClauseKind.SENTENCE


def _kind_of_last(sentence: str, below: list[str]) -> ClauseKind:
    following = next((line for line in below if line.strip()), "")
    return ClauseKind.LEAD if ITEM.match(following) else _kind(sentence)


def _cells(header: list[str], cells: list[str]) -> Iterator[Clause]:
    pairs = " ".join(f"{head} {cell}" for head, cell in zip(header, cells, strict=False))
    matters = _alike(cells[1:])
    yield Clause(
        text=" ".join(cells),
        kind=ClauseKind.ROW,
        label=cells[0],
        header=pairs,
        cells=tuple(cells[1:]),
        header_matters=matters,
    )
    for head, cell in zip(header[1:], cells[1:], strict=False):
        if cell:
            yield Clause(
                text=cell,
                kind=ClauseKind.CELL,
                label=cells[0],
                corner=header[0],
                header=head,
                header_matters=matters,
            )


def _alike(cells: list[str]) -> bool:
    shapes = [re.sub(r"[\d,.\-~]+", "0", cell).strip() for cell in cells]
    return len(set(shapes)) < len(shapes)
