"""The confidence: monotone where it must be, and a probability with its reasons."""

from __future__ import annotations

import math

import pytest

from sangdam.models import Evidence, Language
from sangdam.ports import Morphology
from sangdam.routing.confidence import BaseFit, ConfidenceModel, shipped_fit, signals
from tests.answering.passages import evidence, passage

JEJU = passage("제주 지역은 출고 후 3~4영업일 안에 도착합니다.")
OTHER = passage("쿠폰은 한 장만 쓸 수 있습니다.", name="coupons.ko", title="쿠폰")


def judged(morphology: Morphology, found: Evidence) -> float:
    return ConfidenceModel(morphology=morphology, threshold=0.6).judge(found).value


def test_nothing_found_is_no_confidence(morphology: Morphology) -> None:
    assert judged(morphology, evidence()) < 0.01


def test_reasons_add_up_to_the_value(morphology: Morphology) -> None:
    fit = shipped_fit()
    model = ConfidenceModel(morphology=morphology, threshold=0.6, fit=fit)
    confidence = model.judge(evidence(JEJU, OTHER))
    log_odds = fit.intercept + sum(confidence.reasons.values())
    assert confidence.value == pytest.approx(1 / (1 + math.exp(-log_odds)), abs=0.01)


def test_an_unknown_subject_lowers_it(morphology: Morphology) -> None:
    known = evidence(JEJU, OTHER, query="제주 배송 며칠 걸려요?")
    unknown = evidence(JEJU, OTHER, query="일본 배송 며칠 걸려요?")
    assert judged(morphology, unknown) < judged(morphology, known)


def test_signals_are_in_their_ranges_in_both_languages(morphology: Morphology) -> None:
    for language in Language:
        found = signals(evidence(JEJU, OTHER, language=language), morphology)
        assert set(found) == set(shipped_fit().weights)
        for share in ("unknown", "same_language"):
            assert 0 <= found[share] <= 1


def test_the_line_is_the_settings_own(morphology: Morphology) -> None:
    fit = BaseFit(intercept=0.0, weights={}, means={}, scales={})
    for line, enough in ((0.5, True), (0.51, False)):
        model = ConfidenceModel(morphology=morphology, threshold=line, fit=fit)
        assert model.judge(evidence(JEJU)).enough is enough
