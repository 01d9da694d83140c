"""A model's goal replaces the one by rule only where its words are the customer's."""

from __future__ import annotations

import json

import pytest

from sangdam.errors import ModelUnavailable
from sangdam.models import HandoffSummary, Language, ReasonCode, Statement
from sangdam.offline import ScriptedModel
from sangdam.ports import Morphology
from sangdam.routing.entities import Said
from sangdam.routing.model_summary import GOAL_WORDS, LEFT_ALONE, LONGEST, ModelSummary
from sangdam.routing.summary import MOST_WORDS

KO, EN = Language
BY_RULE = {
    KO: Statement(text="불편을 알리고 해결을 원함: “이번에는 환불해 주세요”", pointers=("t9",)),
    EN: Statement(text="The customer complains: “a refund this time”", pointers=("t9",)),
}
SAID = {
    KO: (
        Said("m1", "HB-200X 블렌더가 또 불량이에요"),
        Said("m2", "교환 말고 이번에는 환불해 주세요"),
    ),
    EN: (
        Said("m1", "My HB-200X blender is broken again"),
        Said("m2", "I do not want an exchange, I want a refund this time"),
    ),
}


def summary(language: Language) -> HandoffSummary:
    return HandoffSummary(
        reason_code=ReasonCode.COMPLAINT,
        trigger="너무하네요",
        language=language,
        customer="고객",
        goal=BY_RULE[language],
    )


def rewrite(
    morphology: Morphology,
    answer: str | ModelUnavailable,
    language: Language = KO,
    said: tuple[Said, ...] | None = None,
) -> HandoffSummary | None:
    writer = ModelSummary(model=ScriptedModel(answer), morphology=morphology, language=language)
    return writer.rewrite(summary(language), SAID[language] if said is None else said)


def goal(text: str, *messages: int) -> str:
    return json.dumps({"goal": text, "messages": list(messages)})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("고객은 불량 블렌더의 환불을 요청합니다.", KO),
        ("고객은 HB-200X 블렌더를 교환하지 않고 환불받기를 원합니다.", KO),
        ("The customer wants a refund for the broken HB-200X blender.", EN),
        ("The customer wants a refund, not an exchange.", EN),
    ],
)
def test_a_goal_in_the_customers_words_is_taken_with_its_pointers(
    morphology: Morphology, text: str, language: Language
) -> None:
    better = rewrite(morphology, goal(text, 1, 2), language)
    assert better is not None
    assert better.goal.text == f"{text} {BY_RULE[language].text.partition(': ')[2]}"
    assert better.goal.pointers == ("m1", "m2", "t9")
    assert better.author == "scripted"
    assert better.words <= MOST_WORDS


@pytest.mark.parametrize(
    ("answer", "language"),
    [
        (goal("고객은 냉장고 환불을 요청합니다.", 1), KO),
        (goal("고객은 블렌더 3대의 환불을 요청합니다.", 1), KO),
        (goal("고객은 HB-300X 블렌더의 환불을 요청합니다.", 1), KO),
        (goal("고객은 교환을 요청합니다.", 2), KO),
        (goal("고객은 환불을 원하지 않습니다.", 2), KO),
        (goal("고객은 블렌더를 버리려고 합니다.", 1), KO),
        (goal("고객은 교환과 환불을 원합니다.", 2), KO),
        (goal("환불 요청", 2), KO),
        (goal("고객은 이번에는 환불해 주세요.", 2), KO),
        (goal("고객은 불량이에요. 환불을 원합니다.", 2), KO),
        (goal("The customer my blender is broken again.", 1), EN),
        (goal("고객은 HB-200X 문의", 1), KO),
        (goal("The customer wants a refund.", 2), KO),
        (goal("The customer wants a refund for a fridge.", 1), EN),
        (goal("The customer wants 2 refunds.", 1), EN),
        (goal("The customer wants an exchange.", 2), EN),
        (goal("The customer does not want a refund.", 2), EN),
        (goal("고객은 환불을 요청합니다.", 2), EN),
        (goal("고객은 환불을 요청합니다."), KO),
        (goal("", 1), KO),
        (goal("고객은 환불을 요청합니다.", 9), KO),
        (goal("고객은 " + "환불을 " * GOAL_WORDS + "요청합니다.", 2), KO),
        ("garbage", KO),
        ("{}", KO),
        ("[]", KO),
        (ModelUnavailable("away"), KO),
    ],
)
def test_anything_else_leaves_the_summary_by_rule(
    morphology: Morphology, answer: str | ModelUnavailable, language: Language
) -> None:
    assert rewrite(morphology, answer, language) is None


def test_where_customer_and_agents_differ_in_language_nobody_is_asked(
    morphology: Morphology,
) -> None:
    model = ScriptedModel()
    writer = ModelSummary(model=model, morphology=morphology, language=EN)
    assert writer.rewrite(summary(KO), SAID[KO]) is None
    assert not model.calls


@pytest.mark.parametrize("reason", sorted(LEFT_ALONE))
def test_where_the_customers_words_are_the_matter_nobody_is_asked(
    morphology: Morphology, reason: ReasonCode
) -> None:
    model = ScriptedModel()
    writer = ModelSummary(model=model, morphology=morphology, language=KO)
    severe = summary(KO).model_copy(update={"reason_code": reason})
    assert writer.rewrite(severe, SAID[KO]) is None
    assert not model.calls


def test_what_was_asked_before_and_is_denied_now_is_not_wanted(morphology: Morphology) -> None:
    said = (
        Said("m1", "회원 탈퇴는 어디서 하나요?"),
        Said("m2", "탈퇴 말고 개인정보를 삭제해 주세요"),
    )
    assert rewrite(morphology, goal("고객은 회원 탈퇴를 요청합니다.", 1), said=said) is None
    assert rewrite(morphology, goal("고객은 개인정보 삭제를 요청합니다.", 2), said=said)


def test_the_model_reads_little_however_long_the_customer_wrote(morphology: Morphology) -> None:
    model = ScriptedModel(goal("고객은 환불을 요청합니다.", 1))
    long = tuple(Said(f"m{n}", "환불해 주세요 " * 900) for n in range(30))
    ModelSummary(model=model, morphology=morphology, language=KO).rewrite(summary(KO), long)
    ((_, user),) = model.calls
    assert len(user.split()) < 5 * LONGEST
