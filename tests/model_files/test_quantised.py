"""The 4-bit format, on a file written here by its description."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from sangdam.errors import FetchError
from sangdam.model_files.embedding_folder import bert_name
from sangdam.model_files.quantised import QuantisedWeights

NIBBLES = list(range(16)) + list(range(15, -1, -1))
SCALE = 0.25


def q4_block(scale: float, nibbles: list[int]) -> bytes:
    packed = bytes(nibbles[n] | nibbles[n + 16] << 4 for n in range(16))
    return struct.pack("<e", scale) + packed


def weight_file(magic: bytes = b"E5S1") -> bytes:
    """Three pieces, one normaliser entry, one f32 tensor and one of two Q4_0 blocks."""
    pieces = ["▁배송", "a", "b"]
    blob = "".join(pieces).encode()
    head = struct.pack("<4s8IfI", magic, 1, 32, 1, 2, 64, 3, 8, 2, 1e-12, 32)
    head += struct.pack("<5IQ", 3, 0, 2, 1, 3, len(blob))
    head += struct.pack("<4I", 0, 9, 10, 11) + struct.pack("<3f", -1, -2, -3) + blob
    normaliser = struct.pack("<IBI", 0xFF21, 1, 0x21)
    head += struct.pack("<2I", 1, len(normaliser)) + normaliser
    plain = struct.pack("<4f", 1, -2, 0.5, 0)
    q4 = q4_block(SCALE, NIBBLES) + q4_block(-1, [8] * 31 + [0])
    names = (b"emb.ln.w", 0, 4, plain), (b"emb.word", 1, 64, q4)
    offset = len(head) + 4 + sum(2 + len(n[0]) + 21 for n in names)
    directory = struct.pack("<I", 2)
    for name, kind, values, data in names:
        directory += struct.pack("<H", len(name)) + name
        directory += struct.pack("<BIQQ", kind, values, offset, len(data))
        offset += len(data)
    return head + directory + plain + q4


@pytest.fixture
def weights(tmp_path: Path) -> QuantisedWeights:
    path = tmp_path / "weights.bin"
    path.write_bytes(weight_file())
    return QuantisedWeights(path)


def test_the_header_says_the_shape(weights: QuantisedWeights) -> None:
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads) == (32, 1, 2)
    assert (shape.intermediate, shape.vocabulary, shape.positions, shape.types) == (64, 3, 8, 2)
    assert shape.epsilon == pytest.approx(1e-12)


def test_values_are_decoded(weights: QuantisedWeights) -> None:
    tensors = dict(weights.tensors())
    assert list(tensors) == ["emb.ln.w", "emb.word"]
    np.testing.assert_array_equal(tensors["emb.ln.w"], [1, -2, 0.5, 0])
    first = [(nibble - 8) * SCALE for nibble in NIBBLES]
    np.testing.assert_array_equal(tensors["emb.word"], [*first, *[0] * 31, 8])


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(weight_file(magic=b"GGUF"))
    with pytest.raises(FetchError, match="not a 4-bit weight file"):
        QuantisedWeights(path)


@pytest.mark.parametrize(
    ("name", "bert"),
    [
        ("emb.word", "embeddings.word_embeddings.weight"),
        ("emb.ln.b", "embeddings.LayerNorm.bias"),
        ("l0.q.w", "encoder.layer.0.attention.self.query.weight"),
        ("l11.aln.b", "encoder.layer.11.attention.output.LayerNorm.bias"),
        ("l3.fo.w", "encoder.layer.3.output.dense.weight"),
    ],
)
def test_tensors_get_the_names_of_transformers(name: str, bert: str) -> None:
    assert bert_name(name) == bert
