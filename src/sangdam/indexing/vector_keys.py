"""What decides a vector, as a number: equal keys mean equal vectors under one model."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sangdam.indexing.passages import Wording

FILE = "vector_keys.npy"
BYTES = 16

Keys = npt.NDArray[np.uint8]
"""(vectors, BYTES)"""


def key(wording: Wording) -> bytes:
    """Questions are embedded as queries, answers as passages.

    With questions embedded as passages fewer entries are found first by an alias left out of
    the index (hybrid search, e5-small-q4, three aliases each of 174 entries a language): Korean
    .46 .47 .44 fell to .39 .44 .40, English .60 .49 .49 to .52 .42 .45.
    """
    kind = b"asks" if wording.asks else b"answers"
    return blake2b(wording.text.encode(), digest_size=BYTES, person=kind).digest()


def as_keys(made: Sequence[bytes]) -> Keys:
    return np.frombuffer(b"".join(made), np.uint8).reshape(-1, BYTES)


def as_bytes(keys: Keys) -> list[bytes]:
    joined = keys.tobytes()
    return [joined[at : at + BYTES] for at in range(0, len(joined), BYTES)]


def write_keys(folder: Path, keys: Keys) -> None:
    np.save(folder / FILE, keys)


def open_keys(folder: Path) -> Keys:
    """Memory-mapped. Raises OSError, EOFError or ValueError where the file is damaged."""
    return np.asarray(np.load(folder / FILE, mmap_mode="r"))
