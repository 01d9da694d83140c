"""The Generation that is being served; it follows the pointer by itself."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from sangdam.errors import IndexUnavailable, SetupError
from sangdam.indexing.generations import current_name, open_current, open_pointed_to
from sangdam.ports import Generation, LexicalIndexes, VectorIndexes

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.25


class CurrentGeneration:
    """Call it for the Generation to search: it returns at once, whatever goes on beside it.

    Making one opens the index and raises SetupError where that can't be done. `start` begins to
    watch the pointer: a new Generation is opened beside the one that serves. One that can't be
    opened is logged, and not tried again before the pointer changes, unless its server was not
    there. `close` ends the watch.
    """

    def __init__(
        self,
        index: Path,
        *,
        vectors: VectorIndexes,
        lexical: LexicalIndexes,
        embedding_model: str,
    ) -> None:
        self._index = index
        self._vectors = vectors
        self._lexical = lexical
        self._embedding_model = embedding_model
        self.refused: str | None = None
        """The Generation that the pointer names and that can't be opened."""
        self._seen = current_name(index)
        self._open = open_current(index, vectors, lexical, embedding_model=embedding_model)
        self._awaited: str | None = None
        self._closing = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="generations", daemon=True)

    def __call__(self) -> Generation:
        return self._open

    def start(self) -> None:
        """Look at the pointer every LOOK_EVERY_S from now on."""
        self._watcher.start()

    def close(self) -> None:
        """End the watch; what is open goes on answering."""
        self._closing.set()
        if self._watcher.is_alive():
            self._watcher.join()

    def look(self) -> None:
        """Open what the pointer names, unless it was tried before, and serve it from then on."""
        name = current_name(self._index)
        if name == self._seen:
            return
        self._seen = name
        served = self._open.manifest.generation
        if name == served:
            self.refused = None
            return
        try:
            found = open_pointed_to(
                self._index, self._vectors, self._lexical, embedding_model=self._embedding_model
            )
        except IndexUnavailable as error:
            if name != self._awaited:
                log.warning("%s. Until then %s is served", error, served)
            self._awaited, self._seen = name, served
        except SetupError as error:
            self.refused = name
            log.warning("%s. Until then %s is served", error, served)
        else:
            # What the first question would have to wait for.
            found.lexical_index.repaired("")
            self._open, self.refused = found, None

    def _watch(self) -> None:
        while not self._closing.wait(LOOK_EVERY_S):
            try:
                self.look()
            except Exception:
                log.exception("a fault of the program while a new Generation was opened")
