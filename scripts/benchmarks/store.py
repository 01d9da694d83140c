"""What an index costs to open, to hold and to keep up to date, by its number of passages.

Every passage is a FAQ entry with three aliases, so five vectors of 384 numbers. The encoder is
a stand-in that takes no time; the lexical index is the real one.
"""

from __future__ import annotations

import argparse
import csv
import gc
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
import psutil

from sangdam.indexing.generations import CURRENT, open_current
from sangdam.indexing.reindex import reindex
from sangdam.models import IndexChange
from sangdam.ports import Generation, LexicalIndexes, Matrix
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.retrieval.vectors import FaissIndexes

SIZES = (1_000, 10_000)
LARGE = 50_000
ROWS = 1_000
"""Entries in one table."""
ROUNDS = 5
SEARCHES = 200
THINGS = (
    "노트북",
    "냉장고",
    "세탁기",
    "이어폰",
    "모니터",
    "청소기",
    "의자",
    "텐트",
    "코트",
    "카메라",
)
MATTERS = ("반품", "교환", "환불", "배송", "설치", "수리", "보증", "결제", "쿠폰", "포장", "예약")


class Entry(NamedTuple):
    id: str
    question: str
    aliases: str
    answer: str


def entries(number: int) -> Iterator[Entry]:
    chance = random.Random(7)
    for n in range(number):
        thing, matter, code = chance.choice(THINGS), chance.choice(MATTERS), f"HB-{n}X"
        aliases = (
            f"{thing} {code} {matter} 어떻게 하나요",
            f"{code} {matter} 되나요",
            f"{thing} {matter} 문의 {n}번",
        )
        answer = (
            f"{thing} {code} 상품의 {matter} 신청은 마이페이지의 {matter} 메뉴에서 할 수 있습니다. "
            f"신청 후 {n % 9 + 1}일 안에 처리되며 비용은 {n % 50 * 100:,}원입니다. "
            f"문의는 고객센터 {n % 12 + 1}번을 눌러 주세요. 주말과 공휴일에는 늦어질 수 있습니다."
        )
        yield Entry(f"e{n:06}.ko", f"{code} {thing} {matter} 방법", " | ".join(aliases), answer)


def write_tables(folder: Path, made: Sequence[Entry]) -> None:
    folder.mkdir(parents=True)
    for number in range(0, len(made), ROWS):
        path = folder / f"table{number // ROWS:04}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([Entry._fields, *made[number : number + ROWS]])


def write_files(folder: Path, made: Sequence[Entry]) -> None:
    folder.mkdir(parents=True)
    for entry in made:
        aliases = "".join(f"  - {alias}\n" for alias in entry.aliases.split(" | "))
        head = f"---\nid: {entry.id}\ntitle: {entry.question}\naliases:\n{aliases}---\n"
        (folder / f"{entry.id}.md").write_text(head + entry.answer + "\n", encoding="utf-8")


class Directions:
    """Satisfies ports.Embedder: a direction for every text, by its digest."""

    name = "directions-384"
    dimension = 384

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        seeds = [int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) for text in texts]
        rows = [np.random.default_rng(s).standard_normal(self.dimension, np.float32) for s in seeds]
        matrix: Matrix = np.array(rows)
        matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
        return matrix


class Edit(NamedTuple):
    """What a changed answer takes, in seconds."""

    live: float
    """Until it can be found."""
    whole: float
    """With the look through the whole knowledge for what is doubtful."""


class Bench:
    """One knowledge folder and its index, in a warm process."""

    def __init__(self, folder: Path, lexical: LexicalIndexes) -> None:
        self.knowledge = folder / "knowledge"
        self.index = folder / "index"
        self._lexical = lexical
        self._embedder = Directions()

    def reindex(self) -> IndexChange:
        return reindex(
            self.knowledge,
            self.index,
            embedder=self._embedder,
            vectors=FaissIndexes(),
            lexical=self._lexical,
            count=lambda text: len(text.split()),
            progress=lambda *_: None,
            clock=lambda: datetime.now(UTC),
            passage_tokens=220,
        )

    def open(self) -> Generation:
        return open_current(self.index, FaissIndexes(), self._lexical)

    def edit(self, number: int) -> Edit:
        path = sorted((self.knowledge / "faqs").iterdir())[0]
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("늦어질 수", f"{number}일 늦어질 수", 1), encoding="utf-8")
        started = time.time()
        change = self.reindex()
        assert (len(change.changed), change.embedded) == (1, 1)
        return Edit((self.index / CURRENT).stat().st_mtime - started, time.time() - started)


class Held(NamedTuple):
    """Memory of a process, or its growth by one Generation, in bytes."""

    private: int
    """Its own copy; what it maps from disk is shared by all who serve the same index."""
    resident: int
    """With what it maps, after searches and after reading every passage."""


def held(index: Path, small: Path) -> Held:
    """Measured in a process of its own that has opened another, small index first."""
    command = [sys.executable, __file__, "--hold", str(index), str(small)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Held(*map(int, printed.split()))


def hold(index: Path, small: Path) -> Held:
    lexical = KiwiBm25Indexes(KiwiMorphology())
    process = psutil.Process()
    first = open_current(small, FaissIndexes(), lexical)
    _use(first)
    gc.collect()
    before = _memory(process)
    second = open_current(index, FaissIndexes(), lexical)
    _use(second)
    gc.collect()
    after = _memory(process)
    return Held(after.private - before.private, after.resident - before.resident)


def _memory(process: psutil.Process) -> Held:
    anonymous = sum(part.anonymous for part in process.memory_maps())
    return Held(anonymous, process.memory_info().rss)


def _use(generation: Generation) -> None:
    vectors = generation.vector_index.vectors(range(SEARCHES))
    for row, passage in zip(vectors, generation.passages[:SEARCHES], strict=False):
        generation.vector_index.search(row[np.newaxis], 10)
        generation.lexical_index.search(passage.title, 10)
    for _passage in generation.passages:
        pass


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def text_bytes(generation: Generation) -> int:
    passages = generation.passages
    return sum(len("".join((*p.questions, p.section, p.text)).encode()) for p in passages)


def report(folder: Path, size: int, small: Path, lexical: LexicalIndexes, files: bool) -> None:
    bench = Bench(folder, lexical)
    write = write_files if files else write_tables
    write(bench.knowledge / "faqs", list(entries(size)))
    built = timed(bench.reindex)
    opened = median(timed(bench.open) for _ in range(ROUNDS))
    nothing = median(timed(bench.reindex) for _ in range(ROUNDS))
    edits = [bench.edit(number) for number in range(ROUNDS)]
    live, whole = median(edit.live for edit in edits), median(edit.whole for edit in edits)
    generation = bench.open()
    vectors, text = generation.manifest.vectors * 384 * 4, text_bytes(generation)
    grown = held(bench.index, small)
    print(
        f"{size:>8,} {generation.manifest.vectors:>8,} {built:>8.1f} {opened * 1000:>8.1f}"
        f" {nothing:>8.2f} {live:>8.2f} {whole:>8.2f} {grown.private / size:>8,.0f}"
        f" {grown.resident / 2**20:>9,.0f} {(grown.resident - vectors - text) / size:>9,.0f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    if options.hold:
        print(*hold(*options.hold))
        return
    lexical = KiwiBm25Indexes(KiwiMorphology())
    print("Seconds (the opening: ms) of a build, of a run with nothing new and of one with a new")
    print("answer, until that is live and until its report; then what a process grows by: bytes a")
    print("passage of its own, MB in all, and of these bytes a passage beyond text and vectors.")
    print(
        "passages  vectors    build  open ms    no-op     live   report   private   MB all   beyond"
    )
    with tempfile.TemporaryDirectory() as name:
        small = Bench(Path(name) / "small", lexical)
        write_tables(small.knowledge / "faqs", list(entries(300)))
        small.reindex()
        for size in (*options.sizes, *[LARGE] * options.large):
            report(Path(name) / str(size), size, small.index, lexical, options.files)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="passages")
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} passages as well")
    parser.add_argument("--files", action="store_true", help="a Markdown file an entry, no tables")
    parser.add_argument("--hold", nargs=2, type=Path, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    main()
