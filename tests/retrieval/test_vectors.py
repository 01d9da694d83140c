"""Vector indexes: exact to a size, approximate above, mapped and never copied."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from sangdam.ports import Columns, Matrix
from sangdam.retrieval.vectors import CELLS, CODES, FILE, FaissIndex, FaissIndexes

DIMENSION = 384
QUERIES = 50


def crowd(size: int, *, clusters: int = 200, noise: float = 0.65) -> Matrix:
    """Unit vectors that lie as e5's do: any two at a cosine of .73 to .95."""
    chance = np.random.default_rng(7)

    def directions(rows: int) -> Matrix:
        made = chance.standard_normal((rows, DIMENSION), dtype=np.float32)
        return unit(made)

    cluster = directions(clusters)[chance.integers(0, clusters, size)]
    vectors = 2 * directions(1) + 0.75 * cluster + noise * directions(size)
    return unit(vectors)


def unit(vectors: Matrix) -> Matrix:
    scaled: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


@pytest.fixture(scope="module")
def known() -> tuple[Matrix, Matrix]:
    """20,000 vectors and 50 queries of the same kind."""
    made = crowd(20_000 + QUERIES)
    return made[:-QUERIES], made[-QUERIES:]


KINDS = {
    "scanned": FaissIndexes(scanned_to=20_000),
    "coded": FaissIndexes(),
    "in cells": FaissIndexes(exact_to=10_000),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, known: tuple[Matrix, Matrix]) -> Path:
    """The known vectors once in a folder of each kind."""
    folder = tmp_path_factory.mktemp("kinds")
    for kind, indexes in KINDS.items():
        built(folder / kind, known[0], indexes)
    return folder


@pytest.fixture(scope="module")
def opened(folders: Path) -> dict[str, FaissIndex]:
    return {kind: indexes.open(folders / kind) for kind, indexes in KINDS.items()}


def nearest(vectors: Matrix, query: Matrix, k: int) -> list[int]:
    order: list[int] = np.argsort(-(vectors @ query), kind="stable")[:k].tolist()
    return order


def one_each(vectors: Matrix) -> Columns:
    """A passage for every vector."""
    count = len(vectors)
    numbers, none = np.arange(count + 1, dtype=np.int32), np.zeros(count, np.int32)
    return Columns(
        passage=numbers[:-1],
        asks=none == 1,
        first=numbers,
        subject=numbers[:-1],
        language=none.astype(np.int8),
        faq=none == 1,
        internal=none == 1,
        begins=none,
        ends=none + 10**6,
    )


def built(folder: Path, vectors: Matrix, indexes: FaissIndexes) -> FaissIndex:
    folder.mkdir(exist_ok=True)
    indexes.write(folder, vectors, one_each(vectors))
    return indexes.open(folder)


def recall(index: FaissIndex, vectors: Matrix, queries: Matrix, k: int) -> float:
    shares = [
        len({*index.search(query[None], k).ids.tolist()} & {*nearest(vectors, query, k)}) / k
        for query in queries
    ]
    return statistics.fmean(shares)


def test_the_stand_ins_crowd_like_the_encoders_vectors(known: tuple[Matrix, Matrix]) -> None:
    cosines = known[0][:500] @ known[0][500:1000].T
    assert 0.7 < cosines.min() < cosines.max() < 0.97


@pytest.mark.parametrize(
    ("kind", "files"), [("scanned", set()), ("coded", {CODES}), ("in cells", {CELLS})]
)
def test_the_size_chooses_the_kind_of_index(folders: Path, kind: str, files: set[str]) -> None:
    assert {path.name for path in (folders / kind).glob("*.faiss")} == {FILE} | files


@pytest.mark.parametrize("k", [1, 10, 96, 1000])
@pytest.mark.parametrize("kind", ["scanned", "coded"])
def test_up_to_the_threshold_every_neighbour_is_found(
    opened: dict[str, FaissIndex], known: tuple[Matrix, Matrix], k: int, kind: str
) -> None:
    vectors, queries = known
    for query in queries:
        found = opened[kind].search(query[None], k)
        cosines = vectors @ query
        assert len(set(found.ids.tolist())) == k
        np.testing.assert_allclose(found.scores, np.sort(cosines)[::-1][:k], atol=1e-6)
        np.testing.assert_allclose(found.scores, cosines[found.ids], atol=1e-6)


def test_near_twins_that_no_code_can_tell_apart_are_still_told_apart(tmp_path: Path) -> None:
    """More of them than are looked at: only the scan behind the codes can be right."""
    chance = np.random.default_rng(3)
    base = crowd(1)
    shifts = chance.standard_normal((6000, DIMENSION), dtype=np.float32)
    twins = unit(np.vstack([base + 1e-5 * shifts, crowd(2000)]))
    index = built(tmp_path, twins, FaissIndexes())
    assert (tmp_path / CODES).exists()
    query = unit(twins[[4321]] + 1e-3 * shifts[[4321]])
    exact = twins.astype(np.float64) @ query[0]
    found = index.search(query, 10)
    assert exact[found.ids].min() >= np.sort(exact)[-10] - 1e-6


def test_above_the_threshold_nearly_every_neighbour_is_found(
    opened: dict[str, FaissIndex], known: tuple[Matrix, Matrix]
) -> None:
    assert recall(opened["in cells"], *known, 10) >= 0.97
    assert recall(opened["in cells"], *known, 96) >= 0.95


def test_few_wide_clusters_are_found_in_as_well(tmp_path: Path) -> None:
    made = crowd(20_000 + QUERIES, clusters=20, noise=0.9)
    vectors, queries = made[:-QUERIES], made[-QUERIES:]
    index = built(tmp_path, vectors, FaissIndexes(exact_to=10_000))
    assert recall(index, vectors, queries, 10) >= 0.97


def test_scores_above_the_threshold_are_the_exact_ones(
    opened: dict[str, FaissIndex], known: tuple[Matrix, Matrix]
) -> None:
    vectors, queries = known
    found = opened["in cells"].search(queries[:1], 20)
    np.testing.assert_allclose(found.scores, vectors[found.ids] @ queries[0], atol=1e-6)
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


@pytest.mark.parametrize("kind", KINDS)
def test_the_vectors_themselves_are_kept_as_they_were(
    opened: dict[str, FaissIndex], known: tuple[Matrix, Matrix], kind: str
) -> None:
    index = opened[kind]
    np.testing.assert_array_equal(index.vectors([3, 19_999, 0]), known[0][[3, 19_999, 0]])
    np.testing.assert_array_equal(index.vectors(range(20_000)), known[0])


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_vectors_make_the_same_files(
    folders: Path, tmp_path: Path, known: tuple[Matrix, Matrix], kind: str
) -> None:
    built(tmp_path, known[0], KINDS[kind])
    again = {path.name: path.read_bytes() for path in tmp_path.glob("*.faiss")}
    assert again == {path.name: path.read_bytes() for path in (folders / kind).glob("*.faiss")}


@pytest.mark.parametrize("size", [1, 2, 40])
@pytest.mark.parametrize("exact_to", [100, 0])
def test_few_vectors_are_all_found(tmp_path: Path, size: int, exact_to: int) -> None:
    vectors = crowd(size)
    index = built(tmp_path, vectors, FaissIndexes(exact_to=exact_to, scanned_to=0))
    found = index.search(vectors[:1], 96)
    assert found.ids.tolist() == nearest(vectors, vectors[0], size)


def test_codes_of_other_vectors_are_damage(tmp_path: Path, known: tuple[Matrix, Matrix]) -> None:
    indexes = FaissIndexes(scanned_to=100)
    built(tmp_path, known[0][:500], indexes)
    codes = (tmp_path / CODES).read_bytes()
    built(tmp_path, known[0][:600], indexes)
    (tmp_path / CODES).write_bytes(codes)
    with pytest.raises(ValueError, match="500 codes for 600 vectors"):
        indexes.open(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_threads_search_side_by_side(
    opened: dict[str, FaissIndex], known: tuple[Matrix, Matrix], kind: str
) -> None:
    queries = known[1]
    index = opened[kind]
    expected = [index.search(query[None], 10).ids.tolist() for query in queries]
    wrong: list[int] = []

    def search() -> None:
        for number, query in enumerate(queries):
            if index.search(query[None], 10).ids.tolist() != expected[number]:
                wrong.append(number)

    threads = [threading.Thread(target=search) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


READER = """
import re, sys
from pathlib import Path
import numpy as np
from sangdam.retrieval.vectors import FaissIndexes

def own_kb():
    pages = Path("/proc/self/smaps").read_text()
    return sum(map(int, re.findall(r"Private_Dirty: +(\\d+) kB", pages)))

FaissIndexes().open(Path(sys.argv[2])).search(np.ones((1, 384), np.float32), 10)
before = own_kb()
index = FaissIndexes().open(Path(sys.argv[1]))
for row in range(0, 20_000, 200):
    index.search(index.vectors([row]), 96)
print(own_kb() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="Linux counts private pages")
@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_makes_no_copy_of_its_own(folders: Path, tmp_path: Path, kind: str) -> None:
    """Of 31 to 39 MB of vectors and codes at most 2 MB become a reader's own: what a search works
    with. A first small index takes what is used once for all, such as code and OpenMP's threads.
    """
    built(tmp_path, crowd(50), FaissIndexes())
    for path in (folders / kind).glob("*.faiss"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
    done = subprocess.run(
        [sys.executable, "-c", READER, str(folders / kind), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 2 * 1024
