"""The confidence: monotone where it must be, and a probability with its reasons."""

from __future__ import annotations

import math

import pytest

from sangdam.models import Coverage, Evidence, Language
from sangdam.routing.confidence import ConfidenceModel, shipped_fit, signals
from sangdam.routing.fit import Fit, Line
from tests.answering.passages import evidence, passage

JEJU = passage("제주 지역은 출고 후 3~4영업일 안에 도착합니다.")
OTHER = passage("쿠폰은 한 장만 쓸 수 있습니다.", name="coupons.ko", title="쿠폰")
COVERED = Coverage(terms=4, covered=0.9)
FIT = Fit(name="none", fitted="", intercept=0.0, weights={}, means={}, scales={})


def judged(found: Evidence) -> float:
    return ConfidenceModel(threshold=0.6).judge(found).value


def with_coverage(coverage: Coverage, language: Language = Language.KOREAN) -> Evidence:
    found = evidence(JEJU, OTHER, language=language)
    return found.model_copy(update={"coverage": coverage, "spread": 1.0, "kinship": 0.5})


def test_nothing_found_is_no_confidence() -> None:
    assert judged(evidence()) < 0.01


def test_reasons_add_up_to_the_value() -> None:
    fit = shipped_fit()
    confidence = ConfidenceModel(threshold=0.6, fit=lambda: fit).judge(with_coverage(COVERED))
    log_odds = fit.intercept + sum(confidence.reasons.values())
    assert confidence.value == pytest.approx(1 / (1 + math.exp(-log_odds)), abs=0.01)
    assert confidence.fit == fit.name


@pytest.mark.parametrize("language", Language)
def test_words_that_the_passage_lacks_lower_it(language: Language) -> None:
    lacking = Coverage(terms=4, covered=0.2)
    assert judged(with_coverage(lacking, language)) < judged(with_coverage(COVERED, language))


def test_a_section_of_a_document_has_no_kinship_and_is_judged_all_the_same() -> None:
    found = with_coverage(COVERED).model_copy(update={"kinship": None})
    assert 0 < judged(found) < 1


def test_a_single_hit_is_judged() -> None:
    assert 0 < judged(evidence(JEJU)) < 1


@pytest.mark.parametrize("language", Language)
def test_the_shipped_fit_knows_every_signal(language: Language) -> None:
    assert set(signals(with_coverage(COVERED, language))) == set(shipped_fit().weights)


def test_the_line_is_the_settings_own() -> None:
    for line, enough in ((0.5, True), (0.51, False)):
        model = ConfidenceModel(threshold=line, fit=lambda: FIT)
        assert model.judge(evidence(JEJU)).enough is enough


def test_the_line_keeps_to_a_target_where_the_questions_prove_it() -> None:
    proven = Line(threshold=0.7, answered=2000, wrong=40)
    lax = Line(threshold=0.5, answered=3000, wrong=600)
    fit = FIT.model_copy(update={"lines": (lax, proven)})
    for target, line in ((None, 0.6), (0.05, 0.7), (0.01, 0.6), (0.25, 0.5)):
        model = ConfidenceModel(threshold=0.6, fit=lambda: fit, wrong_at_most=target)
        assert model.judge(evidence(JEJU)).threshold == line
