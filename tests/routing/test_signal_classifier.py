"""What no pattern lists is heard, a pattern that rang for nothing is silenced."""

from __future__ import annotations

import numpy as np
import pytest

from sangdam.models import ReasonCode
from sangdam.ports import Embedder
from sangdam.routing.signal_classifier import (
    ATTACK,
    CALM,
    READ,
    SignalClassifier,
    ngrams_of,
    read_weights,
    shipped_weights,
    write_weights,
)
from sangdam.routing.signals import Heard, Signal, Signals

LISTED_NOWHERE = {
    ReasonCode.PAYMENT_DISPUTE: (
        "지난달에 끊은 요금이 통장에서 또 빠져나갔네요",
        "the membership I ended in May took money from me again today",
    ),
    ReasonCode.ERASURE: (
        "거기 남아 있는 제 기록 이제 하나도 두지 마세요",
        "I want nothing about me left on your servers",
    ),
    ReasonCode.FRAUD: (
        "아침에 보니 낯선 냉장고 세 대가 제 이름으로 배송 준비 중인데 저 혼자 살아요",
        "somebody in another country is buying laptops with my login",
    ),
}
QUESTIONS = (
    "전동 드릴 소음 때문에 이웃이 신고할 정도인가요?",
    "반품 기간이 며칠인지 알려 주세요",
    "Is the paint safe for a baby's cot?",
    "How long do refunds usually take?",
)


@pytest.fixture(scope="module")
def signals(embedder: Embedder) -> Signals:
    return Signals(SignalClassifier(shipped_weights(), embedder=embedder.name))


def heard(signals: Signals, embedder: Embedder, text: str) -> Heard:
    vector = embedder.embed_queries([text])[0].tolist()
    return signals.weigh(text, vector, signals.read(text))


@pytest.mark.parametrize("reason", LISTED_NOWHERE)
def test_what_no_pattern_lists_is_heard(
    signals: Signals, embedder: Embedder, reason: ReasonCode
) -> None:
    for text in LISTED_NOWHERE[reason]:
        assert signals.read(text) is None
        found = heard(signals, embedder, text).signal
        assert found
        assert (found.reason_code, found.words) == (reason, text)


@pytest.mark.parametrize("text", QUESTIONS)
def test_questions_full_of_trouble_are_left_alone(
    signals: Signals, embedder: Embedder, text: str
) -> None:
    assert heard(signals, embedder, text) == Heard()


@pytest.mark.parametrize(
    "text",
    [
        "전동 드릴 소음이 이웃에 폐가 될 정도인가요?",
        *QUESTIONS,
    ],
)
def test_a_pattern_that_rang_for_nothing_is_silenced(
    signals: Signals, embedder: Embedder, text: str
) -> None:
    vector = embedder.embed_queries([text])[0].tolist()
    rung = Signal(reason_code=ReasonCode.ANGER, words=text)
    assert signals.weigh(text, vector, rung).signal is None


def test_the_vectors_of_another_model_are_not_weighed() -> None:
    rung = Signal(reason_code=ReasonCode.ANGER, words="a")
    for classifier in (None, SignalClassifier(shipped_weights(), embedder="hash-64")):
        signals = Signals(classifier)
        assert signals.weigh("a", [0.0] * 64, rung) == Heard(signal=rung)
        assert signals.weigh("a", [0.0] * 64, None) == Heard()


@pytest.mark.parametrize("name", ["e5-small-q4/openvino-f16", "e5-small-q4/openvino-bf16"])
def test_precision_is_no_other_model(name: str) -> None:
    assert SignalClassifier(shipped_weights(), embedder=name).fits


def test_every_reason_in_words_has_its_class() -> None:
    in_words = {reason for reason in ReasonCode if reason in shipped_weights().classes}
    assert {*shipped_weights().classes} == {*in_words, *CALM, ATTACK}
    assert len(in_words) == 11


def test_weights_survive_their_file(embedder: Embedder) -> None:
    shipped = shipped_weights()
    again = read_weights(write_weights(shipped))
    vector = embedder.embed_queries(["환불이 안 들어왔어요"])[0].tolist()
    before, after = (
        SignalClassifier(weights, embedder=embedder.name).probabilities("환불이", vector, None)
        for weights in (shipped, again)
    )
    assert before == pytest.approx(after, abs=1e-3)
    assert sum(before.values()) == pytest.approx(1)


def test_no_number_of_anybody_is_in_the_weights() -> None:
    assert not any(character.isdigit() for ngram in shipped_weights().ngrams for character in ngram)


@pytest.mark.parametrize("text", ["", " ", "?", "가", "x" * 100_000])
def test_whatever_is_said_there_is_a_probability(text: str, embedder: Embedder) -> None:
    classifier = SignalClassifier(shipped_weights(), embedder=embedder.name)
    p = classifier.probabilities(text, np.zeros(384).tolist(), None)
    assert sum(p.values()) == pytest.approx(1, abs=1e-5)
    assert len(ngrams_of(text)) < 3 * READ
