"""One queue before the encoder: concurrent queries share a batch, known ones cost nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Sequence

import numpy as np

from sangdam.ports import Embedder, Matrix

CACHED_QUERIES = 1024
"""Query vectors remembered, the last used; 1.6 kB each."""
BATCH = 16
"""Queries embedded in one go; also the longest call that waits in the queue at all."""


_Rows = dict[str, Matrix]
"""Text -> its vector, shape (dimension,), read-only."""


class QueryQueue:
    """An Embedder that gathers the queries of concurrent threads; safe to share between them.

    Whoever finds the encoder idle runs at once, with all that waits by then; what comes meanwhile
    is the next batch. There is no timer and no thread, so a lone query waits for nothing. Longer
    calls and passages go straight to the encoder: they are batches already.
    """

    def __init__(
        self, embedder: Embedder, *, batch: int = BATCH, cached: int = CACHED_QUERIES
    ) -> None:
        self._embedder = embedder
        self._batch = batch
        self._cache = _Cache(cached)
        self._waiting: deque[_Call] = deque()
        self._changed = threading.Condition()
        self._busy = False

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return self._embedder.embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        """Raises what the encoder raised for the batch that held any of these texts."""
        if not 0 < len(texts) <= self._batch:
            return self._embedder.embed_queries(texts)
        rows = self._cache.known(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in rows]
        if missing:
            rows |= self._in_turn(_Call(missing))
        return np.stack([rows[text] for text in texts])

    def _in_turn(self, call: _Call) -> _Rows:
        with self._changed:
            self._waiting.append(call)
            self._changed.wait_for(lambda: call.done or not self._busy)
            if call.done:
                return call.rows()
            self._busy = True
            batch = self._taken_with(call)
        self._run(batch)
        return call.rows()

    def _taken_with(self, call: _Call) -> list[_Call]:
        """This call and those that have waited longest, as many as fit in one batch."""
        self._waiting.remove(call)
        batch, room = [call], self._batch - len(call.texts)
        while self._waiting and (room := room - len(self._waiting[0].texts)) >= 0:
            batch.append(self._waiting.popleft())
        return batch

    def _run(self, batch: Sequence[_Call]) -> None:
        """Every call in the batch is done afterwards, by its vectors or by the error."""
        texts = list(dict.fromkeys(text for call in batch for text in call.texts))
        found: _Rows = {}
        error: BaseException | None = None
        try:
            vectors = self._embedder.embed_queries(texts)
            found = {text: _frozen(row) for text, row in zip(texts, vectors, strict=True)}
            self._cache.add(found)
        except BaseException as raised:
            error = raised
            raise
        finally:
            with self._changed:
                for call in batch:
                    call.end(found, error)
                self._busy = False
                self._changed.notify_all()


class _Call:
    """One caller's texts, and in the end their vectors or an error."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.done = False
        self._found: _Rows = {}
        self._error: BaseException | None = None

    def end(self, found: _Rows, error: BaseException | None) -> None:
        self._found, self._error, self.done = found, error, True

    def rows(self) -> _Rows:
        if self._error is not None:
            raise self._error
        return {text: self._found[text] for text in self.texts}


class _Cache:
    """Vectors by text; the one used longest ago goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._rows: OrderedDict[str, Matrix] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, texts: Sequence[str]) -> _Rows:
        with self._lock:
            found = {text: self._rows[text] for text in texts if text in self._rows}
            for text in found:
                self._rows.move_to_end(text)
            return found

    def add(self, rows: _Rows) -> None:
        with self._lock:
            self._rows |= rows
            while len(self._rows) > self._size:
                self._rows.popitem(last=False)


def _frozen(row: Matrix) -> Matrix:
    """A row of its own, which no caller can change for the others."""
    own = row.copy()
    own.flags.writeable = False
    return own
