"""No file breaks what reads the knowledge: a share of the benchmark that reads thousands."""

from __future__ import annotations

import pytest

from scripts.benchmarks.damage import WHOLE, by_chance, fault_of, hostile
from scripts.benchmarks.damaged.hostile import hostile_files

DAMAGED = 60
MOST_GROWTH = 2**29
"""Bytes by which the process that reads may grow for any file."""
NASTIEST = (
    "front-nested.md",
    "front-laughing-key.md",
    "lines-half-a-pair.jsonl",
    "page-rowspan.html",
    "word-laughs.docx",
    "book-farther.xlsx",
    "pdf-loop.pdf",
    "zip-names.zip",
)


def test_no_damaged_file_breaks_what_reads_it() -> None:
    for outcome in by_chance(DAMAGED, seed=1):
        assert not outcome.fault, outcome
        assert outcome.grew < MOST_GROWTH


def test_no_hostile_file_breaks_what_reads_it() -> None:
    files = hostile_files()
    outcomes = [*hostile({name: files[name] for name in NASTIEST})]
    assert len(outcomes) == len(NASTIEST)
    for outcome in outcomes:
        assert not outcome.fault, outcome
        assert outcome.grew < MOST_GROWTH


@pytest.mark.parametrize(
    ("read", "told", "fault"),
    [
        ([WHOLE[0]], [], ""),
        ([], ["a.pdf:1: damaged; save it anew"], ""),
        ([WHOLE[0]], ["a.pdf:1: it broke what reads it; save it anew"], "broke"),
        ([WHOLE[0]], ["something went wrong"], "without its name"),
        ([WHOLE[0]], ["a.pdf:1: two\nlines"], "without its name"),
        ([], [], "was not read"),
    ],
)
def test_each_kind_of_fault_is_found(read: list[str], told: list[str], fault: str) -> None:
    found = fault_of(("a.pdf",), read, told)
    assert fault in found if fault else not found
