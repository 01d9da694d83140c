"""Values in a file of JSON lines, parsed when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sangdam.indexing.lazy_sequence import LazySequence
from sangdam.models import Value

Record = TypeVar("Record", bound=Value)
Lines = bytes | mmap
Offsets = npt.NDArray[np.int64]

RECENT = 2048
"""Values at hand of those asked for last: a search asks for twenty, and an answer that is kept for
later shares them with the others."""
REMEMBERED = 20_000
"""Lines whose values are kept for the next reindex of the same process, some 3 kB each."""


class Records(LazySequence[Record]):
    """Position n is line n of the file. Whoever holds it can read on when the file is removed."""

    def __init__(self, path: Path, kind: type[Record]) -> None:
        """Raises OSError where a file is missing, ValueError where one is damaged."""
        self._lines = _mapped(path)
        offsets: Offsets = np.load(offsets_of(path), mmap_mode="r")
        self._offsets = offsets.data  # a memoryview: gives plain numbers, several times faster
        self._kind = kind
        self._recent = _reader(kind, self._lines, self._offsets)
        if self._offsets[-1] != len(self._lines):
            raise ValueError(f"{path.name} has {len(self._lines)} bytes, not {self._offsets[-1]}")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def _at(self, position: int) -> Record:
        return self._recent(position)

    def line(self, position: int) -> bytes:
        """The record as it was written."""
        return _line(self._lines, self._offsets, position)


class RememberedRecords(Records[Record]):
    """For a reindex, which goes through all of them, and most are what they were at the last."""

    def _at(self, position: int) -> Record:
        record: Record = _parsed(self._kind, self.line(position))
        return record


@lru_cache(REMEMBERED)
def _parsed(kind: type[Record], line: bytes) -> Record:
    return kind.model_validate_json(line)


def _reader(kind: type[Record], lines: Lines, offsets: memoryview) -> Callable[[int], Record]:
    """It does not know its Records, so that these are gone as soon as nobody holds them."""
    return lru_cache(RECENT)(lambda at: kind.model_validate_json(_line(lines, offsets, at)))


def _line(lines: Lines, offsets: memoryview, position: int) -> bytes:
    return lines[offsets[position] : offsets[position + 1]]


def line_of(record: Value) -> bytes:
    """What `write_lines` takes of a record that is in no file yet."""
    return f"{record.model_dump_json(exclude_defaults=True)}\n".encode()


def write_lines(path: Path, lines: Sequence[bytes]) -> None:
    """The lines, and beside them where each begins."""
    path.write_bytes(b"".join(lines))
    ends = np.cumsum([len(line) for line in lines], dtype=np.int64)
    np.save(offsets_of(path), np.concatenate([np.zeros(1, np.int64), ends]))


def offsets_of(path: Path) -> Path:
    """The file that tells where each line of `path` begins."""
    return path.with_suffix(".npy")


def _mapped(path: Path) -> Lines:
    """The file in memory as far as it is read; an empty file can't be mapped."""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b""
