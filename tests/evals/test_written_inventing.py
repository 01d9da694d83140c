"""The inventing model: the same every time, and wrong in the way that it says."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from evals.written.faults import INVENTED, Fault
from evals.written.inventing import InventingModel, Said
from evals.written.inventions import english, korean
from evals.written.inventions.told import Given, Told, given_in, sentences_of
from evals.written.inventions.ways import WAYS
from evals.written.inventions.wordings import wordings
from sangdam.models import Language
from sangdam.prompts import prompt

KOREAN = (
    "제주 지역은 출고 후 3~4영업일 안에 도착합니다. 제주 지역은 추가 배송비 3,000원이 붙습니다.",
    "구매 포인트는 배송 완료 7일 뒤에 적립됩니다. 포인트를 쓰려면 1,000포인트가 있어야 합니다.",
    "골드 회원은 신용 심사를 통과하면 30일 후불로 결제할 수 있습니다.",
)
ENGLISH = (
    "Deliveries to Jeju arrive 3-4 business days after shipping. The Jeju fee is 3,000 won.",
    "Points expire 12 months after they are credited. Points are credited after delivery.",
    "Gold members can pay after 30 days if they pass a credit check.",
)
PASSAGES = {Language.KOREAN: KOREAN, Language.ENGLISH: ENGLISH}
NAMES = {Language.KOREAN: "Korean", Language.ENGLISH: "English"}


def asked(language: Language, question: str = "?") -> str:
    listed = "\n\n".join(f"[{n}] 제목\n{p}" for n, p in enumerate(PASSAGES[language], start=1))
    return prompt(
        "question_with_passages", passages=listed, language=NAMES[language], question=question
    )


def said(model: InventingModel, *questions: str) -> list[tuple[Said, ...]]:
    for question in questions:
        model.complete("", question)
    return model.said


def every(language: Language, seed: int = 1) -> list[Said]:
    questions = [asked(language, str(number)) for number in range(40)]
    return [one for draft in said(InventingModel(seed), *questions) for one in draft]


@pytest.mark.parametrize("language", Language)
def test_the_same_seed_says_the_same_and_another_one_something_else(language: Language) -> None:
    assert every(language) == every(language)
    assert every(language) != every(language, seed=2)


@pytest.mark.parametrize("language", Language)
def test_each_of_twenty_ways_is_taken(language: Language) -> None:
    assert len(INVENTED) == 20
    assert set(WAYS) == set(INVENTED)
    assert {one.fault for one in every(language)} == {None, *INVENTED}


@pytest.mark.parametrize("language", Language)
def test_what_is_copied_stands_where_it_says_and_what_is_invented_does_not(
    language: Language,
) -> None:
    for one in every(language):
        cited = [PASSAGES[language][marker - 1] for marker in one.markers]
        assert any(one.text in passage for passage in cited) is (one.fault is None), one


def test_the_answer_is_a_draft_that_fits_its_schema() -> None:
    model = InventingModel()
    answer = json.loads(model.complete("", asked(Language.KOREAN)).text)
    assert answer == {
        "sentences": [{"text": s.text, "passages": list(s.markers)} for s in model.said[0]]
    }


def test_what_is_invented_stands_nowhere_in_the_knowledge() -> None:
    knowledge = Path(__file__).parent.parent.parent / "knowledge"
    texts = [path.read_text("utf-8") for path in knowledge.rglob("*.*")]
    for language in Language:
        for fault, additions in wordings(language).additions.items():
            for addition in additions if fault != Fault.LANGUAGE else ():
                assert not any(addition in text for text in texts), addition


def test_without_a_sentence_in_the_askers_language_it_invents_all_the_same() -> None:
    listed = "[1] 제목\nDeliveries take 3-4 days."
    user = prompt("question_with_passages", passages=listed, language="Korean", question="?")
    (draft,) = said(InventingModel(), user)
    assert draft
    assert all(one.fault for one in draft)


@pytest.mark.parametrize(
    ("said", "contrary"),
    [
        ("네, 반품할 수 있습니다.", "아니요, 반품할 수 없습니다."),
        ("쿠폰은 돌려드리지 않습니다.", "쿠폰은 돌려드립니다."),
        ("배송비는 무료입니다.", "배송비는 무료가 아닙니다."),
        ("보증 기간은 6개월입니다.", "보증 기간은 6개월이 아닙니다."),
        ("추가 배송비가 붙습니다.", "추가 배송비가 붙지 않습니다."),
        ("열흘 걸립니다.", "열흘 걸리지 않습니다."),
        ("식기세척기에 넣지 마세요.", "식기세척기에 넣으세요."),
        ("새로 주문해 주세요.", "새로 주문해 주지 마세요."),
    ],
)
def test_korean_is_denied(said: str, contrary: str) -> None:
    assert korean.denied(said) == contrary


@pytest.mark.parametrize(
    ("said", "contrary"),
    [
        ("No, coupons cannot be cashed.", "Yes, coupons can be cashed."),
        ("Yes, you can order as a guest.", "No, you cannot order as a guest."),
        ("Shipping is free from 30,000 won.", "Shipping is not free from 30,000 won."),
        ("Points expire after 12 months.", "Points never expire after 12 months."),
        ("Remove the scale.", "Do not remove the scale."),
        ("Do not use bleach.", "use bleach."),
    ],
)
def test_english_is_denied(said: str, contrary: str) -> None:
    found = english.denied(said)
    assert found
    assert found.lower() == contrary.lower()


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (
            "기업 고객은 신용 심사를 통과하면 30일 후불로 결제할 수 있습니다.",
            "기업 고객은 30일 후불로 결제할 수 있습니다.",
        ),
        (
            "일반 상품은 받은 날부터 7일 안에 반품할 수 있습니다.",
            "일반 상품은 반품할 수 있습니다.",
        ),
        ("배송비는 무료입니다.", None),
    ],
)
def test_korean_loses_its_condition(said: str, left: str | None) -> None:
    assert korean.unconditional(said) == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("If a coupon is used, the fee applies.", "The fee applies."),
        ("The coupon is restored if it has not expired.", "The coupon is restored."),
        ("Items can be returned within 7 days of receipt.", "Items can be returned."),
        ("The fee is 3,000 won.", None),
    ],
)
def test_english_loses_its_condition(said: str, left: str | None) -> None:
    assert english.unconditional(said) == left


@pytest.mark.parametrize(
    ("said", "rude"),
    [
        ("반품할 수 있습니다.", "반품할 수 있어."),
        ("3일 걸립니다.", "3일 걸린다."),
        ("무료입니다.", "무료야."),
        ("5년입니다.", "5년이야."),
        ("전화해 주세요.", "전화해 줘."),
    ],
)
def test_korean_turns_impolite(said: str, rude: str) -> None:
    assert korean.impolite(said) == rude


@pytest.mark.parametrize("language", Language)
def test_a_changed_number_is_one_that_no_passage_holds(language: Language) -> None:
    given = given_in(asked(language))
    for seed in range(20):
        for one in sentences_of(given):
            told = Told(one.text, one.marker, given, random.Random(seed))
            found = WAYS[Fault.NUMBER](told)
            assert found is None or found.text not in given.text
            assert found is None or found.markers == (one.marker,)


def test_a_prompt_is_read_with_its_passages_and_language() -> None:
    given = given_in(asked(Language.ENGLISH))
    assert given.passages == ENGLISH
    assert given.language is Language.ENGLISH


def test_tables_headings_and_lead_ins_are_no_sentences() -> None:
    lines = ["# 제목", "| 칸 | 값입니다. |", "다음 상품은 반품할 수 없습니다."]
    text = "\n".join([*lines, "- 개봉한 필터", "- 주문은 취소됩니다."])
    given = Given((text,), ("",), Language.KOREAN)
    assert [one.text for one in sentences_of(given)] == ["주문은 취소됩니다."]
