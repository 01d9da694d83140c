"""Collections in Milvus, by a few plain verbs (pymilvus's one home).

A row is a vector: its position, the passage it stands for, the vector, and the words of a text as
a sparse vector of BM25 scores. The same calls reach a cluster by URL and milvus-lite by a file.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sangdam.errors import IndexUnavailable, SetupError
from sangdam.ports import Matrix

ROW, PASSAGE, VECTOR, WORDS = "row", "passage", "vector", "words"
"""Fields."""
EXACT = {"index_type": "FLAT"}
GRAPH = {"index_type": "HNSW", "params": {"M": 32, "efConstruction": 256}}
LOOKED_AT = 512
"""Vectors that an approximate search compares, at least; and at least 4 for each one asked for."""
MOST_HITS = 16_384
"""What Milvus gives at most, of hits and of rows by their ids."""
FETCHED = 2048
"""Rows fetched in one request: 3 MB of vectors of 384 dimensions."""
INSERTED = 1000
"""Rows sent in one request."""
INSERT_S, BUILD_S = 60.0, 1800.0
"""Seconds that a request of rows, and the making of an index over all of them, may take."""

Ids = npt.NDArray[np.int64]


class Row(NamedTuple):
    row: int
    passage: int
    vector: npt.NDArray[np.float32]
    words: Mapping[int, float]
    """Never empty: Milvus keeps no empty sparse vector."""


class Found(NamedTuple):
    """Best first; of equal ones the lower first."""

    ids: Ids
    scores: npt.NDArray[np.float32]


class Milvus:
    """A connection, safe to share between threads; `close` it.

    Every method raises IndexUnavailable where the server gives no answer or an error.
    """

    def __init__(self, url: str, *, token: str = "", answer_s: float) -> None:
        """`url` is that of a server, or a file ending in .db. An answer has `answer_s` seconds.

        Raises SetupError where a package is missing, IndexUnavailable where no server answers.
        """
        try:
            import grpc
            import pymilvus
        except ImportError as error:
            raise SetupError(
                "the vector store milvus needs a package more: pip install 'sangdam[milvus]'"
            ) from error
        # What goes wrong is raised here; its own reports of it would repeat whole requests.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
        self._sdk = pymilvus
        self._failures = (pymilvus.MilvusException, grpc.RpcError)
        self._place = re.sub(r"//.*@", "//", url)
        self._answer_s = answer_s
        with self._asking("connect"):
            self._client = pymilvus.MilvusClient(url, token=token, timeout=answer_s)
            # Clients of one address share a channel, and a second one opens without a word.
            self._client.list_collections(timeout=answer_s)

    def close(self) -> None:
        self._client.close()

    def create(self, name: str, dimension: int) -> None:
        """An empty collection of this name, in place of any other."""
        types = self._sdk.DataType
        schema = self._sdk.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field(ROW, types.INT64, is_primary=True)
        schema.add_field(PASSAGE, types.INT64)
        schema.add_field(VECTOR, types.FLOAT_VECTOR, dim=dimension)
        schema.add_field(WORDS, types.SPARSE_FLOAT_VECTOR)
        self.drop(name)
        with self._asking("create a collection"):
            self._client.create_collection(name, schema=schema, timeout=INSERT_S)

    def insert(self, name: str, rows: Iterable[Row]) -> None:
        left = iter(rows)
        with self._asking("insert"):
            while batch := [row._asdict() for row in islice(left, INSERTED)]:
                self._client.insert(name, batch, timeout=INSERT_S)

    def finish(self, name: str, *, exact: bool) -> None:
        """Make what was inserted durable and searchable: vectors one by one, or by a graph."""
        made = self._client.prepare_index_params()
        made.add_index(VECTOR, metric_type="IP", **(EXACT if exact else GRAPH))
        made.add_index(WORDS, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        with self._asking("make an index"):
            self._client.flush(name, timeout=BUILD_S)
            self._client.create_index(name, made, timeout=BUILD_S)
        self.load(name)

    def load(self, name: str) -> None:
        with self._asking("load a collection"):
            self._client.load_collection(name, timeout=BUILD_S)

    def release(self, name: str) -> None:
        """Take a collection out of memory; it stays on disk."""
        with self._asking("release a collection"):
            self._client.release_collection(name, timeout=INSERT_S)

    def exists(self, name: str) -> bool:
        with self._asking("look for a collection"):
            return bool(self._client.has_collection(name, timeout=self._answer_s))

    def count(self, name: str) -> int:
        """Rows of a loaded collection, the latest insertion among them."""
        with self._asking("count"):
            counted = self._client.query(
                name,
                filter="",
                output_fields=["count(*)"],
                consistency_level="Strong",
                timeout=INSERT_S,
            )
        return int(counted[0]["count(*)"])

    def drop(self, name: str) -> None:
        """Nothing where there is no such collection."""
        with self._asking("drop a collection"):
            self._client.drop_collection(name, timeout=INSERT_S)

    def name(self, alias: str, name: str) -> None:
        """Let `alias` stand for the collection from now on; for whoever asks, all at once."""
        known = self.meant_by(alias)
        with self._asking("switch the alias"):
            change = self._client.alter_alias if known else self._client.create_alias
            change(name, alias, timeout=self._answer_s)

    def meant_by(self, alias: str) -> str | None:
        """The collection that the alias stands for, if there is such an alias."""
        with self._asking("look up the alias"):
            if alias not in self._client.list_aliases(timeout=self._answer_s)["aliases"]:
                return None
            told = self._client.describe_alias(alias, timeout=self._answer_s)
        return str(told["collection_name"])

    def names(self) -> set[str]:
        """All collections."""
        with self._asking("list the collections"):
            return set(self._client.list_collections(timeout=self._answer_s))

    def nearest(self, name: str, vector: npt.NDArray[np.float32], k: int) -> Found:
        """The k rows of highest inner product with a vector of shape (d,)."""
        asked = {"metric_type": "IP", "params": {"ef": max(LOOKED_AT, 4 * k)}}
        hits = self._hits(name, vector.astype(np.float32), VECTOR, k, asked, ROW)
        return _sorted(hits, ROW)

    def worded(self, name: str, weights: Mapping[int, float], k: int) -> Found:
        """The k passages of highest inner product with a sparse vector."""
        hits = self._hits(name, dict(weights), WORDS, k, {"metric_type": "IP"}, PASSAGE)
        return _sorted(hits, PASSAGE)

    def vectors(self, name: str, ids: Sequence[int]) -> Matrix:
        """In the order of `ids`, which must differ. Raises LookupError where one is missing."""
        parts = [
            self._fetched(name, ids[start : start + FETCHED])
            for start in range(0, len(ids), FETCHED)
        ]
        return np.concatenate(parts)

    def _fetched(self, name: str, ids: Sequence[int]) -> Matrix:
        with self._asking("fetch vectors"):
            rows = self._client.get(
                name, ids=list(ids), output_fields=[ROW, VECTOR], timeout=self._answer_s
            )
        found = {row[ROW]: row[VECTOR] for row in rows}
        return np.array([found[wanted] for wanted in ids], np.float32)

    def _hits(
        self, name: str, query: object, field: str, k: int, asked: Mapping[str, object], shown: str
    ) -> Sequence[Mapping[str, Any]]:
        with self._asking("search"):
            (hits,) = self._client.search(
                name,
                data=[query],
                anns_field=field,
                limit=k,
                search_params=asked,
                output_fields=[shown],
                timeout=self._answer_s,
            )
        found: Sequence[Mapping[str, Any]] = hits
        return found

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            raise IndexUnavailable(
                f"Milvus at {self._place} could not {what} ({_reason(error)}); make sure that it "
                "runs and that SANGDAM_MILVUS__URL and SANGDAM_MILVUS__TOKEN are right"
            ) from error


def _sorted(hits: Sequence[Mapping[str, Any]], shown: str) -> Found:
    ids = np.array([hit["entity"][shown] for hit in hits], np.int64)
    scores = np.array([hit["distance"] for hit in hits], np.float32)
    order = np.lexsort((ids, -scores))
    return Found(ids[order], scores[order])


def _reason(error: Exception) -> str:
    said = getattr(error, "message", "") or str(error)
    return str(said).partition("\n")[0][:200]
