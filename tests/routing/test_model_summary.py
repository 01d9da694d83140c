"""A model's goal replaces the one by rule only where its words are the customer's."""

from __future__ import annotations

import json

import pytest

from sangdam.errors import ModelUnavailable
from sangdam.models import HandoffSummary, Language, ReasonCode, Statement
from sangdam.offline import ScriptedModel
from sangdam.ports import Morphology
from sangdam.routing.model_summary import ModelSummary, Said

BY_RULE = HandoffSummary(
    reason_code=ReasonCode.COMPLAINT,
    trigger="너무하네요",
    language=Language.KOREAN,
    customer="고객",
    goal=Statement(text="고객 요청: …", pointers=("m1",)),
)
SAID = (Said("m1", "HB-200X 블렌더가 또 불량이에요"), Said("m2", "이번에는 환불해 주세요"))


def rewrite(morphology: Morphology, *answers: str | ModelUnavailable) -> HandoffSummary | None:
    model = ScriptedModel(*answers)
    return ModelSummary(model=model, morphology=morphology, language=Language.KOREAN).rewrite(
        BY_RULE, SAID
    )


def goal(text: str, *messages: int) -> str:
    return json.dumps({"goal": text, "messages": list(messages)})


def test_a_goal_in_the_customers_words_is_taken_with_its_pointers(morphology: Morphology) -> None:
    better = rewrite(morphology, goal("고객은 불량 블렌더의 환불을 요청합니다.", 1, 2))
    assert better is not None
    assert better.goal.pointers == ("m1", "m2")
    assert better.author == "scripted"


@pytest.mark.parametrize(
    "answer",
    [
        goal("고객은 냉장고 환불을 요청합니다.", 1),
        goal("고객은 블렌더 3대의 환불을 요청합니다.", 1),
        goal("고객은 환불을 요청합니다."),
        goal("", 1),
        goal("고객은 환불을 요청합니다.", 9),
        "garbage",
        "{}",
        ModelUnavailable("away"),
    ],
)
def test_anything_else_leaves_the_summary_by_rule(
    morphology: Morphology, answer: str | ModelUnavailable
) -> None:
    assert rewrite(morphology, answer) is None
