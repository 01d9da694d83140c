"""The Generation that is being served; it follows the pointer by itself."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sangdam.errors import SetupError
from sangdam.indexing.generations import current_name, open_current
from sangdam.ports import Generation, LexicalIndexes, VectorIndexes

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5


class CurrentGeneration:
    """Call it for the Generation to search; raises SetupError only where there never was one.

    The pointer is read at most twice a second. A new Generation that can't be opened is
    logged, and the one that is open goes on serving.
    """

    def __init__(
        self,
        index: Path,
        *,
        vectors: VectorIndexes,
        lexical: LexicalIndexes,
        embedding_model: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._index = index
        self._vectors = vectors
        self._lexical = lexical
        self._embedding_model = embedding_model
        self._monotonic = monotonic
        self._switching = threading.Lock()
        self._open = self._opened()
        self._looked = monotonic()

    def __call__(self) -> Generation:
        if self._monotonic() - self._looked > LOOK_EVERY_S and self._switching.acquire(False):
            try:
                self._follow()
            finally:
                self._looked = self._monotonic()
                self._switching.release()
        return self._open

    def _follow(self) -> None:
        if current_name(self._index) == self._open.manifest.generation:
            return
        try:
            self._open = self._opened()
        except SetupError as error:
            log.warning("the new Generation is not served: %s", error)

    def _opened(self) -> Generation:
        return open_current(
            self._index, self._vectors, self._lexical, embedding_model=self._embedding_model
        )
