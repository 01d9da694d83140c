"""A large knowledge folder made from the shipped one: Korean and English FAQ tables of any size.

Every entry is a shipped FAQ about a coined product, with 0 to 4 aliases, 2 in the mean. Its words
are real and its length is, so times and memory are those of a real knowledge of that size; its
meaning repeats, so it says nothing about quality.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from scripts.benchmarks.figures import ROOT

SEED = 20261121
MOST_ALIASES = 4
ROWS = 1_000
"""Entries in one table."""
COLUMNS = ("id", "question", "aliases", "answer", "language")
KINDS = {
    "ko": (
        "믹서기 프라이팬 전기주전자 가습기 선반 텀블러 도시락 밥솥 청소기 이불 칼 도마 냄비 "
        "조명 건조대 필터 어댑터 보관용기 국자 행주 쟁반 화분 빨래바구니 커튼"
    ),
    "en": (
        "blender skillet kettle humidifier shelf tumbler lunchbox cooker vacuum duvet knife board "
        "pot lamp rack filter adapter container ladle dishcloth tray planter hamper curtain"
    ),
}
COLOURS = {
    "ko": "흰색 검정 회색 남색 베이지 초록 분홍 노랑 하늘색 갈색",
    "en": "white black grey navy beige green pink yellow blue brown",
}


class Entry(NamedTuple):
    id: str
    question: str
    aliases: tuple[str, ...]
    answer: str
    language: str
    asked: str
    """Another wording, left out of the entry: what a customer might ask."""


def entries(number: int) -> Iterator[Entry]:
    """The same entries every time; the first 1,000 of 10,000 are those of 1,000."""
    chance = random.Random(SEED)
    shipped = [row for row in _shipped() if _aliases(row)]
    for n in range(number):
        row = chance.choice(shipped)
        language = row["language"]
        product = (
            f"{chance.choice(COLOURS[language].split())} {chance.choice(KINDS[language].split())} "
            f"{chance.choice('ABCDEHKMRT')}{chance.choice('XPSLQ')}-{n + 100}"
        )
        asked, *aliases = chance.sample(_aliases(row), len(_aliases(row)))
        kept = aliases[: chance.randint(0, MOST_ALIASES)]
        yield Entry(
            id=f"made-{n:06}.{language}",
            question=f"{product}: {row['question']}",
            aliases=tuple(f"{product} {alias}" for alias in kept),
            answer=f"{product}: {row['answer']}",
            language=language,
            asked=f"{product} {asked}",
        )


def write(folder: Path, number: int) -> Path:
    """The entries as tables of ROWS each; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = entries(number)
    for table in range(-(-number // ROWS)):
        write_table(folder / f"made-{table:03}.csv", list(islice(made, ROWS)))
    return folder


def write_table(path: Path, rows: Sequence[Entry]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        table.writerows(
            (row.id, row.question, " | ".join(row.aliases), row.answer, row.language)
            for row in rows
        )


def _shipped() -> Iterator[dict[str, str]]:
    for path in sorted((ROOT / "knowledge" / "faqs").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _aliases(row: dict[str, str]) -> list[str]:
    return [alias.strip() for alias in row["aliases"].split("|") if alias.strip()]
