"""Which sentences lie nearest to a question: whom to quote, or to let a model choose from."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sangdam.answering.sentences import Quotable
from sangdam.models import Evidence, Passage
from sangdam.ports import Embedder

Cosines = npt.NDArray[np.float32]


class Nearest:
    """Nearness by the encoder; it orders sentences and never passes one as true."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def cosines(
        self, sentences: tuple[Quotable, ...], passages: tuple[Passage, ...], evidence: Evidence
    ) -> Cosines:
        """Shape (len(sentences),): each sentence under its passage's title and section, against
        the question."""
        query = np.array(evidence.query_vector, dtype=np.float32)
        texts = [f"{_heading(passages[s.marker - 1])} {s.text}" for s in sentences]
        cosines: Cosines = self._embedder.embed_passages(texts) @ query
        return cosines

    def order(
        self, sentences: tuple[Quotable, ...], passages: tuple[Passage, ...], evidence: Evidence
    ) -> list[int]:
        """Positions of the sentences, nearest first."""
        order: list[int] = np.argsort(-self.cosines(sentences, passages, evidence)).tolist()
        return order


def _heading(passage: Passage) -> str:
    return f"{passage.title} {passage.section}".strip()
