"""Milvus keeps what is promised of every vector and word index, and answers as FAISS does.

A real milvus-lite, reached by URL as a cluster is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from sangdam.errors import IndexUnavailable
from sangdam.ports import Columns, LexicalIndex, Matrix, VectorIndex, VectorIndexes
from sangdam.retrieval.lexical import Bm25Index, KiwiBm25Indexes
from sangdam.retrieval.milvus import Milvus
from sangdam.retrieval.milvus_collections import MilvusCollections
from sangdam.retrieval.milvus_vectors import REMEMBERED, MilvusIndex, MilvusIndexes
from sangdam.retrieval.milvus_words import MilvusWordIndexes, MilvusWords
from sangdam.retrieval.vectors import FaissIndexes
from scripts.benchmarks.milvus_server import MilvusServer
from scripts.benchmarks.serving import free_port
from tests.indexing.builds import MORPHOLOGY, lexical_indexes, synonyms
from tests.retrieval.test_vectors import crowd, nearest, one_each

SIZE = 3000
QUERIES = 20
ROUNDED = 1e-5
NUMBERS = count()


@pytest.fixture(scope="module")
def milvus(milvus_server: MilvusServer) -> Iterator[Milvus]:
    connection = milvus_server.connect()
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def collections(milvus: Milvus) -> MilvusCollections:
    return MilvusCollections(milvus, "contract")


@pytest.fixture(scope="module")
def indexes(milvus: Milvus, collections: MilvusCollections) -> MilvusIndexes:
    return MilvusIndexes(milvus, collections)


@pytest.fixture(scope="module")
def known() -> tuple[Matrix, Matrix]:
    made = crowd(SIZE + QUERIES)
    return made[:-QUERIES], made[-QUERIES:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generations")


def built(folder: Path, vectors: Matrix, indexes: VectorIndexes) -> VectorIndex:
    generation = folder / f"generation-{next(NUMBERS)}"
    generation.mkdir()
    indexes.write(generation, vectors, entries(len(vectors)))
    return indexes.open(generation)


def entries(vectors: int) -> Columns:
    """Every second vector asks, two are of one entry."""
    columns = one_each(crowd(vectors))
    rows = np.arange(vectors, dtype=np.int32)
    columns.asks[:] = rows % 2 == 0
    columns.subject[:] = rows // 2
    return columns


@pytest.fixture(scope="module")
def opened(folder: Path, known: tuple[Matrix, Matrix], indexes: MilvusIndexes) -> VectorIndex:
    return built(folder, known[0], indexes)


@pytest.fixture(scope="module")
def faiss(folder: Path, known: tuple[Matrix, Matrix]) -> VectorIndex:
    return built(folder, known[0], FaissIndexes())


@pytest.mark.parametrize("k", [1, 10, 96, 1000])
def test_every_neighbour_is_found(
    opened: VectorIndex, known: tuple[Matrix, Matrix], k: int
) -> None:
    vectors, queries = known
    for query in queries:
        found = opened.search(query[None], k)
        cosines = vectors @ query
        assert len(set(found.ids.tolist())) == k
        np.testing.assert_allclose(found.scores, np.sort(cosines)[::-1][:k], atol=ROUNDED)
        np.testing.assert_allclose(found.scores, cosines[found.ids], atol=ROUNDED)


def test_a_graph_finds_nearly_every_neighbour(
    folder: Path, known: tuple[Matrix, Matrix], milvus: Milvus, collections: MilvusCollections
) -> None:
    vectors, queries = known
    index = built(folder, vectors, MilvusIndexes(milvus, collections, exact_to=SIZE - 1))
    shares = [
        len({*index.search(q[None], 10).ids.tolist()} & {*nearest(vectors, q, 10)}) / 10
        for q in queries
    ]
    assert np.mean(shares) >= 0.95


def test_the_vectors_themselves_are_kept_as_they_were(
    opened: VectorIndex, known: tuple[Matrix, Matrix]
) -> None:
    """In the order asked for, however often, whether fetched before or not."""
    for _ in range(2):
        asked = [3, SIZE - 1, 0, 3]
        np.testing.assert_array_equal(opened.vectors(asked), known[0][asked])
    np.testing.assert_array_equal(opened.vectors(range(SIZE)), known[0])
    assert opened.vectors([]).shape == (0, known[0].shape[1])


def test_only_the_vectors_fetched_last_are_remembered(folder: Path, indexes: MilvusIndexes) -> None:
    vectors = crowd(50)
    index = built(folder, vectors, indexes)
    assert isinstance(index, MilvusIndex)
    for rows in (range(40), range(20, 50), [7]):
        np.testing.assert_array_equal(index.vectors(list(rows)), vectors[list(rows)])
    assert index.remembered == 50 < REMEMBERED


def test_what_is_learned_from_the_vectors_is_what_faiss_has(
    opened: VectorIndex, faiss: VectorIndex, known: tuple[Matrix, Matrix]
) -> None:
    ids = np.array([5, 2, 99, 1200])
    asks = np.array([False, True, False, True])
    assert opened.kinship(ids, asks) == pytest.approx(faiss.kinship(ids, asks), abs=ROUNDED)
    for query in known[1]:
        ours, theirs = (index.similarities(query[None], 0, ids) for index in (faiss, opened))
        np.testing.assert_allclose(theirs, ours, atol=ROUNDED)
        assert opened.spread(query[None], 0) == pytest.approx(faiss.spread(query[None], 0))


@pytest.mark.parametrize("size", [1, 2, 40])
def test_few_vectors_are_all_found(folder: Path, indexes: MilvusIndexes, size: int) -> None:
    vectors = crowd(size)
    found = built(folder, vectors, indexes).search(vectors[:1], 96)
    assert found.ids.tolist() == nearest(vectors, vectors[0], size)


def test_of_equal_vectors_the_first_comes_first(folder: Path, indexes: MilvusIndexes) -> None:
    twins = np.repeat(crowd(2), 5, axis=0)
    found = built(folder, twins, indexes).search(twins[7:8], 10)
    assert found.ids.tolist() == [5, 6, 7, 8, 9, 0, 1, 2, 3, 4]


def test_threads_search_side_by_side(opened: VectorIndex, known: tuple[Matrix, Matrix]) -> None:
    queries = known[1]
    expected = [opened.search(query[None], 10).ids.tolist() for query in queries]
    wrong: list[int] = []

    def search() -> None:
        for number, query in enumerate(queries):
            if opened.search(query[None], 10).ids.tolist() != expected[number]:
                wrong.append(number)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_collection_that_is_gone_or_not_whole_is_damage(
    folder: Path, collections: MilvusCollections, indexes: MilvusIndexes
) -> None:
    place = folder / "20261121T090000Z-0a1b2c3d"
    place.mkdir()
    vectors = crowd(9)
    indexes.write(place, vectors, entries(9))
    name = collections.named(place.name)
    assert name == "contract_20261121T090000Z_0a1b2c3d"
    other = folder / "other"
    other.mkdir()
    indexes.write(other, crowd(8), entries(8))
    (other / "metric").rename(folder / "aside")
    (place / "metric").rename(other / "metric")
    with pytest.raises(ValueError, match="contract_other has 8 of 9 vectors"):
        indexes.open(other)
    (other / "metric").rename(place / "metric")
    collections.remove(place.name)
    collections.remove(place.name)
    with pytest.raises(ValueError, match=f"Milvus has no collection {name}"):
        indexes.open(place)


TEXTS = (
    "반품 기간은 7일입니다. 배송비는 3,000원입니다.",
    "제주 배송은 3~4일 걸립니다. 배송 배송 배송",
    "How long can I return an item? Within 7 days of delivery.",
    "The HB-200X is rinsed with warm water.",
    "반품 기간은 7일입니다. 배송비는 3,000원입니다.",
    "",
    "교환은 앱에서 신청합니다.",
)
ASKED = (
    "반품은 언제까지예요?",
    "배송 배송비",
    "return delivery",
    "HB-200X",
    "xyzzy",
    "",
    "교환하고 싶은데 배송비는?",
)


@pytest.fixture(scope="module")
def words(
    folder: Path, milvus: Milvus, collections: MilvusCollections, indexes: MilvusIndexes
) -> tuple[MilvusWords, Bm25Index]:
    """The same texts in Milvus and in files."""
    theirs = MilvusWordIndexes(milvus, collections, MORPHOLOGY(), synonyms())
    in_milvus, in_files = folder / "words", folder / "files"
    in_milvus.mkdir()
    in_files.mkdir()
    theirs.write(in_milvus, TEXTS)
    indexes.write(in_milvus, crowd(len(TEXTS)), one_each(crowd(len(TEXTS))))
    ours = lexical_indexes()
    ours.write(in_files, TEXTS)
    return theirs.open(in_milvus), ours.open(in_files)


@pytest.mark.parametrize("query", ASKED)
@pytest.mark.parametrize("k", [2, 256])
def test_words_find_what_our_own_bm25_finds(
    words: tuple[LexicalIndex, LexicalIndex], query: str, k: int
) -> None:
    theirs, ours = (index.search(query, k) for index in words)
    assert theirs.ids.tolist() == ours.ids.tolist()
    np.testing.assert_allclose(theirs.scores, ours.scores, rtol=ROUNDED)
    assert (theirs.mean, theirs.spread, theirs.unknown) == (ours.mean, ours.spread, ours.unknown)
    assert theirs.terms.tolist() == ours.terms.tolist()
    for texts in ([], [0], [1, 6]):
        asked = np.array(texts, np.int64)
        covered = [i.coverage(m, asked) for i, m in zip(words, (theirs, ours), strict=True)]
        assert covered[0] == covered[1]


def test_words_mend_what_our_own_bm25_mends(words: tuple[MilvusWords, Bm25Index]) -> None:
    for query in (*ASKED, "retrun an itme", "반푼 기간"):
        assert words[0].repaired(query) == words[1].repaired(query)


def test_the_next_generation_is_lent_the_same_postings(
    words: tuple[MilvusWords, Bm25Index], folder: Path
) -> None:
    lent, known = (index.postings for index in words)
    assert (lent.terms, lent.texts.tolist()) == (known.terms, known.texts.tolist())
    np.testing.assert_array_equal(lent.scores, known.scores)
    again = folder / "again"
    again.mkdir()
    silent = KiwiBm25Indexes(SilentMorphology(), synonyms())
    silent.write(again, TEXTS, old=words[0])
    assert silent.open(again).postings.terms == known.terms


class SilentMorphology:
    """Fails where a text is analysed that is known already."""

    def analyse(self, text: str) -> tuple[()]:
        raise AssertionError(text)

    def sentences(self, text: str) -> tuple[str, ...]:
        raise AssertionError(text)


def test_where_nothing_listens_it_says_so_and_what_to_do() -> None:
    port = free_port()
    with pytest.raises(
        IndexUnavailable, match=rf"Milvus at http://127.0.0.1:{port} .*SANGDAM_MILVUS__URL"
    ):
        Milvus(f"http://user:secret@127.0.0.1:{port}", answer_s=1)


def test_the_address_in_a_message_holds_no_password() -> None:
    with pytest.raises(IndexUnavailable) as raised:
        Milvus(f"http://user:secret@127.0.0.1:{free_port()}", token="root:hush", answer_s=1)
    assert "secret" not in str(raised.value)
    assert "hush" not in str(raised.value)
