from __future__ import annotations

import numpy as np

from evals.remembering import RememberingEmbedder
from sangdam.offline import HashEmbedder


def test_a_text_is_embedded_once_and_its_vector_given_again() -> None:
    plain, counting = HashEmbedder(), HashEmbedder()
    remembering = RememberingEmbedder(counting)
    for texts in (["배송", "refund", "배송"], ["refund", "교환"]):
        assert np.array_equal(remembering.embed_queries(texts), plain.embed_queries(texts))
    assert counting.embedded == ["배송", "refund", "교환"]


def test_a_query_is_no_passage() -> None:
    counting = HashEmbedder()
    remembering = RememberingEmbedder(counting)
    remembering.embed_queries(["배송"])
    remembering.embed_passages(["배송"])
    assert counting.embedded == ["배송", "배송"]
    assert (remembering.name, remembering.dimension) == (counting.name, counting.dimension)
