"""Concurrent queries share batches; each caller gets what it would have got alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sangdam.offline import HashEmbedder
from sangdam.ports import Embedder, Matrix
from sangdam.retrieval.query_queue import QueryQueue

QUESTIONS = [
    "제주도는 배송 며칠 걸려요?",
    "배송언제와요",
    "How long do refunds take?",
    "HB-200X 용기는 식기세척기에 넣어도 되나요?",
    "포인트는 언제 소멸되나요?",
    "can I change my delivery address?",
]
SPOILT = "이 질문은 오류를 냅니다"


class SlowEmbedder(HashEmbedder):
    """Takes its time for a call, whatever the number of texts, and fails on SPOILT."""

    def __init__(self, seconds: float = 0.02) -> None:
        super().__init__()
        self.calls: list[list[str]] = []
        self.seconds = seconds
        self.at_once = 0

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        self.at_once += 1
        assert self.at_once == 1, "two batches at once"
        self.calls.append(list(texts))
        time.sleep(self.seconds)
        self.at_once -= 1
        if SPOILT in texts:
            raise ValueError(SPOILT)
        return super().embed_queries(texts)


def together(queue: Embedder, texts: Sequence[str]) -> list[Matrix | Exception]:
    """Each text from a thread of its own, all let go at once."""
    gate = threading.Barrier(len(texts))

    def ask(text: str) -> Matrix | Exception:
        gate.wait()
        try:
            return queue.embed_queries([text])
        except ValueError as error:
            return error

    with ThreadPoolExecutor(len(texts)) as threads:
        return list(threads.map(ask, texts))


def test_many_threads_get_the_vectors_that_each_would_get_alone(embedder: Embedder) -> None:
    texts = [f"{question} {number}" for number in range(4) for question in QUESTIONS]
    alone = [embedder.embed_queries([text]) for text in texts]
    for row, expected in zip(together(QueryQueue(embedder), texts), alone, strict=True):
        assert isinstance(row, np.ndarray)
        np.testing.assert_allclose(row, expected, atol=1e-2)


def test_queries_that_come_while_the_encoder_is_busy_share_batches() -> None:
    embedder = SlowEmbedder()
    texts = [f"{n}번째 질문" for n in range(32)]
    together(QueryQueue(embedder, batch=8), texts)
    sizes = [len(call) for call in embedder.calls]
    assert sum(sizes) == len(texts)
    assert max(sizes) <= 8
    assert len(sizes) <= len(texts) / 2


def test_a_lone_query_waits_for_nobody() -> None:
    embedder = SlowEmbedder(seconds=0)
    queue = QueryQueue(embedder)
    for number in range(100):
        queue.embed_queries([f"질문 {number}"])
    assert [len(call) for call in embedder.calls] == [1] * 100


def test_an_equal_text_is_embedded_once_for_all_who_wait() -> None:
    embedder = SlowEmbedder()
    queue = QueryQueue(embedder)
    rows = together(queue, ["환불 언제 되나요?"] * 12)
    assert len(rows) == 12
    assert all(len(call) == 1 for call in embedder.calls)
    assert len(embedder.calls) <= 3


def test_an_error_reaches_those_of_its_batch_and_nobody_else() -> None:
    embedder = SlowEmbedder()
    queue = QueryQueue(embedder, batch=4)
    texts = [f"질문 {n}" for n in range(11)] + [SPOILT]
    outcomes = dict(zip(texts, together(queue, texts), strict=True))
    spoilt = next(call for call in embedder.calls if SPOILT in call)
    failed = {text for text, outcome in outcomes.items() if isinstance(outcome, ValueError)}
    assert failed == set(spoilt)
    assert len(failed) < len(texts)


def test_the_queue_goes_on_after_an_error() -> None:
    queue = QueryQueue(SlowEmbedder(seconds=0))
    with pytest.raises(ValueError, match=SPOILT):
        queue.embed_queries([SPOILT])
    assert queue.embed_queries(["배송비"]).shape == (1, 64)


def test_an_interrupted_batch_leaves_nobody_waiting() -> None:
    class Interrupted(HashEmbedder):
        interrupted = False

        def embed_queries(self, texts: Sequence[str]) -> Matrix:
            if not self.interrupted:
                self.interrupted = True
                raise KeyboardInterrupt
            return super().embed_queries(texts)

    queue = QueryQueue(Interrupted())
    with pytest.raises(KeyboardInterrupt):
        queue.embed_queries(["배송비"])
    assert queue.embed_queries(["배송비"]).shape == (1, 64)


def test_a_known_query_is_not_embedded_again() -> None:
    embedder = SlowEmbedder(seconds=0)
    queue = QueryQueue(embedder)
    first = queue.embed_queries(QUESTIONS[:2])
    again = queue.embed_queries([QUESTIONS[1], QUESTIONS[0], QUESTIONS[1], "새 질문"])
    assert embedder.calls == [QUESTIONS[:2], ["새 질문"]]
    np.testing.assert_array_equal(again[:3], first[[1, 0, 1]])


def test_the_queries_used_longest_ago_are_forgotten() -> None:
    embedder = SlowEmbedder(seconds=0)
    queue = QueryQueue(embedder, cached=3)
    for text in ("a", "b", "c", "a", "d", "a", "c", "b"):
        queue.embed_queries([text])
    assert [call[0] for call in embedder.calls] == ["a", "b", "c", "d", "b"]


def test_a_caller_cannot_spoil_what_others_will_get() -> None:
    queue = QueryQueue(HashEmbedder())
    mine = queue.embed_queries(["배송비"])
    expected = mine.copy()
    mine[:] = 0
    np.testing.assert_array_equal(queue.embed_queries(["배송비"]), expected)


def test_passages_and_large_batches_go_straight_to_the_encoder() -> None:
    embedder = SlowEmbedder(seconds=0)
    queue = QueryQueue(embedder, batch=4)
    texts = [f"질문 {n}" for n in range(5)]
    queue.embed_queries(texts)
    queue.embed_queries(texts)
    assert embedder.calls == [texts, texts]
    np.testing.assert_array_equal(queue.embed_passages(texts), embedder.embed_passages(texts))


def test_it_stands_for_the_encoder_it_wraps() -> None:
    embedder = HashEmbedder("another")
    queue = QueryQueue(embedder)
    assert (queue.name, queue.dimension) == ("another", 64)
    assert queue.embed_queries([]).shape == (0, 64)
