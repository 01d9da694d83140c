import numpy as np
import pytest

from sangdam.offline import HashEmbedder

TEXTS = ["반품 기간은 며칠인가요?", "How long can I return it?", "", "!"]


def test_vectors_are_unit_rows_and_the_same_in_every_process() -> None:
    found = HashEmbedder().embed_queries(TEXTS)
    assert found.shape == (4, HashEmbedder.dimension)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(found, HashEmbedder().embed_passages(TEXTS))
    assert int(np.argmax(np.abs(found[0]))) == 5


def test_nothing_gives_no_rows() -> None:
    assert HashEmbedder().embed_passages([]).shape == (0, 64)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("반품 기간은 며칠인가요?", "반품 기간이 어떻게 되나요?", "배송비는 얼마예요?"),
        ("return window", "return windows", "how much is shipping"),
    ],
)
def test_like_spelling_means_near(text: str, near: str, far: str) -> None:
    one, two, three = HashEmbedder().embed_queries([text, near, far])
    assert one @ two > one @ three


def test_every_text_is_recorded() -> None:
    embedder = HashEmbedder("another")
    embedder.embed_queries(["a"])
    embedder.embed_passages(["b", "c"])
    assert embedder.embedded == ["a", "b", "c"]
    assert embedder.name == "another"
