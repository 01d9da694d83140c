"""The 4-bit weight file of multilingual-e5-small, decoded.

Layout, little-endian throughout:

    header      magic "E5S1", version, then hidden, layers, heads, intermediate, vocabulary,
                positions and token types (u32 each), epsilon (f32), block length (u32)
    vocabulary  n, bos, eos, pad, unk (u32 each), bytes of the pieces (u64),
                n + 1 offsets (u32), n scores (f32), the pieces as UTF-8
    normaliser  entries (u32), bytes (u32), the entries
    directory   entries (u32), and for each: length of the name (u16), name, kind (u8: 0 is f32,
                1 is Q4_0), values (u32), offset from the file's start (u64), bytes (u64)
    tensors     f32, or Q4_0 blocks: an f16 scale and 32 nibbles in 16 bytes, the low nibbles
                first; a value is (nibble - 8) * scale

Vocabulary and normaliser are skipped: tokenizer.json says the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sangdam.errors import FetchError
from sangdam.models import Value

Halves = npt.NDArray[np.float16]

_HEADER = struct.Struct("<4s8IfI")
_VOCABULARY = struct.Struct("<5IQ")
_NORMALISER = struct.Struct("<2I")
_ENTRY = struct.Struct("<BIQQ")
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])


class Shape(Value):
    """What the header says of the model."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class QuantisedWeights:
    """An open weight file: its shape, and its tensors by name as flat f16 arrays."""

    def __init__(self, path: Path) -> None:
        self._content = path.read_bytes()
        magic, version, *sizes, epsilon, block = _HEADER.unpack_from(self._content)
        if (magic, version, block) != (b"E5S1", 1, 32):
            raise FetchError(f"{path.name} is not a 4-bit weight file of a known version.")
        names = [name for name in Shape.model_fields if name != "epsilon"]
        self.shape = Shape(**dict(zip(names, sizes, strict=True)), epsilon=epsilon)

    def tensors(self) -> Iterator[tuple[str, Halves]]:
        """Every tensor with its name in the file, decoded one at a time."""
        at = self._directory()
        (count,) = struct.unpack_from("<I", self._content, at)
        at += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._content, at)
            name = self._content[at + 2 : at + 2 + length].decode()
            kind, _values, offset, size = _ENTRY.unpack_from(self._content, at + 2 + length)
            data = np.frombuffer(self._content, np.uint8, size, offset)
            yield name, _from_q4(data) if kind else data.view("<f4").astype(np.float16)
            at += 2 + length + _ENTRY.size

    def _directory(self) -> int:
        """Offset of the directory."""
        at = _HEADER.size
        pieces, _, _, _, _, length = _VOCABULARY.unpack_from(self._content, at)
        at += _VOCABULARY.size + 4 * (pieces + 1) + 4 * pieces + length
        _, length = _NORMALISER.unpack_from(self._content, at)
        return int(at + _NORMALISER.size + length)


def _from_q4(data: npt.NDArray[np.uint8]) -> Halves:
    blocks = data.view(_BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
    values: Halves = (nibbles.astype(np.float16) - np.float16(8)) * blocks["scale"][:, None]
    return values.ravel()
