"""The matcher of facts: perfect answers in other words pass, planted errors are caught."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from evals.facts import states

DATA = Path(__file__).parent / "data" / "facts.yaml"
BEYOND = pytest.mark.xfail(strict=True, reason="no rule gets it")
NUMBER = re.compile(r"(?<![A-Za-z\d.])\d[\d,]*(?![\d.]*[A-Za-z-]*\d)")
OPPOSITES = (("불가", "가능"), ("불가", "됨"), ("cannot be", "can be"), ("cannot", "can"))


class Pair(NamedTuple):
    fact: str
    says: str


def pairs(kind: str) -> list[Pair]:
    """Of both languages."""
    tables = yaml.safe_load(DATA.read_text("utf-8"))
    return [Pair(**row) for table in tables.values() for row in table[kind]]


def with_another_number(fact: str) -> str:
    return NUMBER.sub(lambda match: f"{int(match.group().replace(',', '')) + 1:,}", fact)


def opposite(fact: str) -> str:
    return next((fact.replace(a, b) for a, b in OPPOSITES if a in fact), fact)


OTHER_NUMBERS = [
    Pair(other, pair.says)
    for pair in pairs("right")
    if (other := with_another_number(pair.fact)) != pair.fact
]
OTHER_POLARITY = [
    Pair(other, pair.says) for pair in pairs("right") if (other := opposite(pair.fact)) != pair.fact
]


@pytest.mark.parametrize("pair", pairs("right"))
def test_a_perfect_answer_in_other_words_states_the_fact(pair: Pair) -> None:
    assert states(pair.says, pair.fact)


@pytest.mark.parametrize("pair", [pytest.param(pair, marks=BEYOND) for pair in pairs("beyond")])
def test_what_rules_cannot_get(pair: Pair) -> None:
    assert states(pair.says, pair.fact)


@pytest.mark.parametrize("pair", pairs("wrong"))
def test_a_planted_error_does_not_state_the_fact(pair: Pair) -> None:
    assert not states(pair.says, pair.fact)


@pytest.mark.parametrize("pair", OTHER_NUMBERS)
def test_a_right_answer_states_no_other_number(pair: Pair) -> None:
    assert not states(pair.says, pair.fact)


@pytest.mark.parametrize("pair", OTHER_POLARITY)
def test_a_right_answer_does_not_state_the_opposite(pair: Pair) -> None:
    assert not states(pair.says, pair.fact)


@pytest.mark.parametrize(
    "same",
    [
        ("3,000원", "3000 won", "3천 원", "3천원", "₩3,000", "KRW 3,000", "삼천 원"),
        ("7일", "일주일", "7 days", "seven days", "1주일", "one week"),
        (
            "3~4영업일",
            "3-4 business days",
            "영업일 기준 3일에서 4일",
            "between 3 and 4 working days",
        ),
        ("90분", "1시간 30분", "90 minutes", "1 hour 30 minutes", "한 시간 반"),
        ("14:00", "오후 2시", "2 pm", "14시", "2:00 p.m."),
        ("2027-02-01", "2027년 2월 1일", "February 1, 2027", "1 February 2027"),
        ("매월 1회", "월 1회", "한 달에 한 번", "once a month", "매달 한 번"),
        ("1.7L", "1.7리터", "1,700ml", "1.7 litres"),
        ("2%", "2퍼센트", "2 percent", "2프로"),
        ("12개월", "1년", "twelve months", "one year"),
    ],
)
def test_one_number_in_every_spelling(same: tuple[str, ...]) -> None:
    assert all(states(said, fact) for fact in same for said in same)


@pytest.mark.parametrize(
    ("fact", "other"),
    [
        ("7일 이내", "7일 이후"),
        ("within 7 days", "after 7 days"),
        ("30,000원 이상", "30,000원 미만"),
        ("at least 30,000 won", "under 30,000 won"),
        ("14:00까지", "14:00 이후"),
        ("until 14:00", "from 14:00"),
    ],
)
def test_a_limit_holds_on_its_own_side_only(fact: str, other: str) -> None:
    number = re.sub(r"이내|이상|까지|within|at least|until", "", fact).strip()
    assert states(fact, number)
    assert states(other, number)
    assert not states(other, fact)
    assert not states(fact, other)


@pytest.mark.parametrize("fact", ["HB-200X", "help@harumarket.example", "1670-0000"])
def test_a_code_is_one_whole_word(fact: str) -> None:
    assert states(f"{fact}로 문의하세요.", fact)
    assert states(f"Please ask {fact}.", fact)
    assert not states(f"{fact}1로 문의하세요.", fact)
    assert not states(f"Please ask x{fact}.", fact)
