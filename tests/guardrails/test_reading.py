"""Sentences read as claims: topic, conditions, negation, words."""

from __future__ import annotations

import pytest

from sangdam.guardrails.claims import Topic
from sangdam.guardrails.english import read_english, stem
from sangdam.guardrails.korean import read_korean
from sangdam.guardrails.tokens import Role
from sangdam.ports import Morphology


def test_a_korean_condition_stands_before_its_marker(morphology: Morphology) -> None:
    text = "쿠폰을 적용한 뒤의 상품 금액이 30,000원 이상이면 배송비는 무료입니다."
    (segment,) = read_korean(text, morphology).segments
    assert [condition.kind for condition in segment.conditions] == [Role.AFTER, Role.IF]
    assert segment.topic.words == {"배송비"}
    assert segment.main == {"배송비", "무료"}
    assert [quantity.text for quantity in segment.quantities] == ["at least 30000 won"]


def test_an_english_condition_stands_behind_its_marker() -> None:
    (segment,) = read_english("Sale items can be exchanged only if they are defective.").segments
    assert [condition.words for condition in segment.conditions] == [{stem("defective")}]
    assert segment.topic.words == {stem("sale"), stem("item")}


def test_clauses_are_parted_where_they_stand_alone(morphology: Morphology) -> None:
    korean = read_korean("필터는 반품할 수 없지만 본체는 반품할 수 있습니다.", morphology)
    english = read_english("Filters cannot be returned, but the body can be returned.")
    assert [segment.negations for segment in korean.segments] == [1, 0]
    assert [segment.negations for segment in english.segments] == [1, 0]


def test_one_condition_may_be_made_of_two_clauses(morphology: Morphology) -> None:
    text = "계좌는 신분증을 가지고 영업점을 방문하시면 풀 수 있습니다."
    (segment,) = read_korean(text, morphology).segments
    assert {"신분증", "영업점", "방문"} <= segment.conditions[0].words


def test_what_is_conceded_is_no_condition(morphology: Morphology) -> None:
    (korean,) = read_korean("기간 안이라도 반품할 수 없습니다.", morphology).segments
    (english,) = read_english("It cannot be returned, even within the period.").segments
    assert korean.conditions[0].kind is Role.EVEN
    assert english.conditions[0].kind is Role.EVEN


@pytest.mark.parametrize(
    ("text", "negations"),
    [
        ("반품이 불가능합니다.", 1),
        ("반품이 안 됩니다.", 1),
        ("반품하지 못합니다.", 1),
        ("보증기간 안에 됩니다.", 0),
        ("아니요, 반품할 수 있습니다.", 0),
        ("적립금은 모두 없어집니다.", 0),
    ],
)
def test_korean_denials_are_counted(text: str, negations: int, morphology: Morphology) -> None:
    assert read_korean(text, morphology).negations == negations


@pytest.mark.parametrize(
    ("text", "negations"),
    [
        ("It can't be returned.", 1),
        ("Members have no coupon.", 1),
        ("It is non-refundable.", 1),
        ("No, it can be returned.", 0),
        ("It is free at no extra cost.", 0),
    ],
)
def test_english_denials_are_counted(text: str, negations: int) -> None:
    assert read_english(text).negations == negations


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("단순 변심으로 반품합니다", "단순 변심 반품이 됩니다"),
        ("공짜입니다", "무료입니다"),
        ("수령일", "받은 날"),
    ],
)
def test_korean_words_are_made_comparable(one: str, other: str, morphology: Morphology) -> None:
    assert read_korean(one, morphology).words == read_korean(other, morphology).words


def test_a_member_is_not_a_guest(morphology: Morphology) -> None:
    assert read_korean("비회원은", morphology).words == {"비회원"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cancelled", "cancellation"),
        ("paid", "payments"),
        ("delivery", "delivered"),
        ("companies", "company"),
        ("charging", "fee"),
        ("sent", "sending"),
    ],
)
def test_english_words_are_made_comparable(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_of_other_meaning_stay_apart() -> None:
    assert stem("ship") != stem("arrive")
    assert stem("price") != stem("fee")


def test_a_joined_topic_may_be_named_in_part_unless_its_head_qualifies_it() -> None:
    cards = Topic((("credit",), ("check", "card")))
    goods = Topic((("opened", "filter"), ("consumable",)))
    assert frozenset({"credit", "card"}) in cards.choices
    assert frozenset({"consumable"}) not in goods.choices
