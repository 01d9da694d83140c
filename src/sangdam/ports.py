"""Seams to what can be swapped: one or two methods each.

A part that satisfies a port is chosen in `bootstrap` and handed in by keyword.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from sangdam.models import Document, Manifest, Passage, Usage, VectorText

Matrix = npt.NDArray[np.float32]
"""Rows are unit vectors, float32, shape (n, dimension)."""

Clock = Callable[[], datetime]
"""Returns the current time, always with a time zone."""

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

    def vectors(self, ids: Sequence[int]) -> Matrix:
        """The stored vectors at these positions."""


class VectorIndexes(Protocol):
    """Writes and opens vector indexes in a Generation's folder."""

    def write(self, folder: Path, vectors: Matrix) -> None: ...

    def open(self, folder: Path) -> VectorIndex: ...


class LexicalIndex(Protocol):
    def search(self, query: str, k: int) -> Neighbours:
        """The k texts with the highest BM25 score above 0, best first."""


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


class Morphology(Protocol):
    def analyse(self, text: str) -> tuple[Morpheme, ...]: ...

    def sentences(self, text: str) -> tuple[str, ...]:
        """The text's sentences, stripped, none empty."""


@dataclass(frozen=True)
class Generation:
    """One built version of the index, open for reading. Never changes; readers keep theirs."""

    manifest: Manifest
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    vector_texts: tuple[VectorText, ...]
    """Position n describes vector n."""
    vector_index: VectorIndex
    lexical_index: LexicalIndex
    """Position n of its texts is passage n."""


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
