"""Seams to what can be swapped: one or two methods each.

A part that satisfies a port is chosen in `bootstrap` or `bootstrap_index` and handed in by keyword.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from sangdam.models import (
    Coverage,
    Document,
    Language,
    Manifest,
    News,
    Passage,
    Usage,
    VectorText,
)

Matrix = npt.NDArray[np.float32]
"""Rows are unit vectors, float32, shape (n, dimension)."""

Clock = Callable[[], datetime]
"""Returns the current time, always with a time zone."""

Mask = Callable[[str, Language], str]
"""A text without personal data; placeholders in the given language."""

Progress = Callable[[str, int, int], None]
"""Called as progress(what, done, total) while long work goes on."""


class Embedder(Protocol):
    """Texts to unit vectors. Queries and passages may be embedded differently."""

    @property
    def name(self) -> str:
        """Model, runtime and precision: equal names mean exchangeable vectors."""

    @property
    def dimension(self) -> int: ...

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts), dimension)."""

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Shape (len(texts), dimension)."""


class Neighbours(NamedTuple):
    """Nearest vectors of one query, best first."""

    ids: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]
    """Inner products, here cosines."""


class VectorIndex(Protocol):
    def search(self, query: Matrix, k: int) -> Neighbours:
        """The k vectors nearest to the one row of `query`; fewer where fewer exist."""

    def vectors(self, ids: Sequence[int] | npt.NDArray[np.int64]) -> Matrix:
        """The stored vectors at these positions."""

    def similarities(
        self, query: Matrix, language: int, ids: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        """How alike the one row of `query` and these vectors are, -1 to 1, by a metric learned
        from all vectors; about 0 for unrelated texts. `language` is the asker's, a position in
        models.Language."""

    def spread(self, query: Matrix, language: int) -> float:
        """Standard deviation of the similarities of the query and all vectors, against what is
        usual for the questions among them: about 1."""

    def kinship(self, ids: npt.NDArray[np.int64], asks: npt.NDArray[np.bool_]) -> float:
        """How alike these vectors are to one another: the mean similarity of each that `asks` to
        the nearest other; NaN where there is no such pair."""


class VectorIndexes(Protocol):
    """Writes and opens vector indexes in a Generation's folder, which has the Generation's name.

    Words are written before vectors."""

    def write(self, folder: Path, vectors: Matrix, columns: Columns) -> None:
        """Raises OSError where the disk refuses."""

    def open(self, folder: Path) -> VectorIndex: ...


class Elsewhere(Protocol):
    """What of Generations lies outside their folders, by their names. Raises IndexUnavailable."""

    def serve(self, name: str) -> None:
        """Show this one to those who look for the Generation in use; nothing where there is no
        such one."""

    def remove(self, name: str) -> None:
        """Take this one away; nothing where there is no such one."""


class Matches(NamedTuple):
    """Texts that share words with a query, best first."""

    ids: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]
    """BM25 scores above 0."""
    mean: float
    """Of the scores of all texts, those without a shared word included."""
    spread: float
    """Their standard deviation; 1 where all are equal."""
    terms: npt.NDArray[np.int64]
    """Numbers of the query's different terms that any text contains."""
    unknown: int
    """How many of its different terms none contains."""


class LexicalIndex(Protocol):
    def search(self, query: str, k: int) -> Matches:
        """The k best texts."""

    def coverage(self, matches: Matches, texts: npt.NDArray[np.int64]) -> Coverage:
        """How much of the query that led to `matches` these texts together speak of."""

    def repaired(self, query: str) -> str:
        """The query as it was probably meant, by the words of these texts; to be searched for,
        never to be shown."""


class LexicalIndexes(Protocol):
    """Writes and opens lexical indexes in a Generation's folder."""

    def write(self, folder: Path, texts: Sequence[str], *, old: LexicalIndex | None = None) -> None:
        """`old` lends what it knows of texts that are in it already."""

    def open(self, folder: Path) -> LexicalIndex: ...


class Morpheme(NamedTuple):
    form: str
    """Dictionary form, lower case; of a foreign word (SL) its English stem."""
    tag: str
    """Sejong tag, e.g. NNG, VV, JX, SL (foreign word), SN (number)."""
    start: int
    end: int
    """Character offsets in the analysed text."""
    known: bool = True
    """False for a guess at a word that is in no dictionary."""
    score: float = 0.0
    """Log-probability in nats after what stands before it; to compare spellings by."""


class Morphology(Hashable, Protocol):
    def analyse(self, text: str) -> tuple[Morpheme, ...]: ...

    def sentences(self, text: str) -> tuple[str, ...]:
        """The text's sentences, stripped, none empty."""


@dataclass(frozen=True, eq=False)
class Columns:
    """What ranking asks of every passage and vector, without parsing one: a row each.

    Vectors are in the order of their passages.
    """

    passage: npt.NDArray[np.int32]
    """(vectors,) Position of the passage that the vector stands for."""
    asks: npt.NDArray[np.bool_]
    """(vectors,) True for a question or alias, False for a text that answers."""
    first: npt.NDArray[np.int32]
    """(passages + 1,) Vectors first[p] to first[p + 1] are those of passage p."""
    subject: npt.NDArray[np.int32]
    """(passages,) Equal for a FAQ entry and its translations; otherwise a passage's own."""
    language: npt.NDArray[np.int8]
    """(passages,) Position in models.Language."""
    faq: npt.NDArray[np.bool_]
    """(passages,)"""
    internal: npt.NDArray[np.bool_]
    """(passages,) True where customers may not see the passage."""
    begins: npt.NDArray[np.int32]
    """(passages,) Ordinal of the first day on which the passage holds; 0 where it is open."""
    ends: npt.NDArray[np.int32]
    """(passages,) Ordinal of the last day on which it holds; 2**31 - 1 where it is open."""


@dataclass(frozen=True, eq=False)
class Generation:
    """One built version of the index, open for reading. Never changes; readers keep theirs.

    Documents, passages and vector texts are read from disk when they are asked for.
    """

    manifest: Manifest
    documents: Sequence[Document]
    """By id."""
    notices: tuple[Document, ...]
    """Those of the documents that are notices."""
    passages: Sequence[Passage]
    vector_texts: Sequence[VectorText]
    """Position n describes vector n."""
    columns: Columns
    vector_index: VectorIndex
    lexical_index: LexicalIndex
    """Position n of its texts is passage n."""

    def document(self, document_id: str) -> Document | None:
        place = bisect_left(self.documents, document_id, key=_document_id)
        found = self.documents[place : place + 1]
        return found[0] if found and found[0].id == document_id else None


def _document_id(document: Document) -> str:
    return document.id


class Completion(NamedTuple):
    text: str
    usage: Usage


class LanguageModel(Protocol):
    """A chat model. Raises ModelUnavailable for every kind of failure."""

    @property
    def name(self) -> str: ...

    @property
    def ready(self) -> bool:
        """False while it loads, after it died, or while its circuit is open."""

    @property
    def writes_prose(self) -> bool:
        """True where the model may write sentences; else it only chooses among given ones."""

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        """One completion; with `schema`, JSON text that fits it. Bounded by a time-out."""


class TokenCounter(Protocol):
    def __call__(self, text: str, /) -> int: ...


class Destination(Protocol):
    """Another system that is told what happens here. Meets one piece of news more than once."""

    def send(self, news: News) -> None:
        """Returns once it has the news. Raises NotDelivered where it may take it later, Refused
        where it never will."""
