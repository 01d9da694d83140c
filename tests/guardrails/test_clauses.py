"""Passages cut into what can be quoted and reasoned from."""

from __future__ import annotations

import pytest

from sangdam.guardrails.clauses import Clause, ClauseKind, clauses_of, plain
from sangdam.guardrails.sentences import sentences_of
from sangdam.guardrails.verbatim import Copies, bare
from sangdam.models import Language
from sangdam.ports import Morphology
from tests.guardrails.draft_tables import passage_of

KO, EN = Language.KOREAN, Language.ENGLISH
TEXT = """### 반품
반품은 **7일** 안에 됩니다. [여기](https://x.example)에서 신청하십시오.

다음 상품은 반품할 수 없습니다.

- 필터
- 가전제품

| 지역 | 기간 | 비용 |
|---|---|---|
| 제주 | 3일 | 없음 |
"""


def test_a_passage_is_cut_into_clauses(morphology: Morphology) -> None:
    clauses = clauses_of(passage_of(TEXT, KO), morphology)
    lead = "다음 상품은 반품할 수 없습니다."
    assert [(clause.kind, clause.text) for clause in clauses] == [
        (ClauseKind.LEAD, "반품"),
        (ClauseKind.SENTENCE, "반품은 7일 안에 됩니다."),
        (ClauseKind.SENTENCE, "여기에서 신청하십시오."),
        (ClauseKind.LEAD, lead),
        (ClauseKind.ITEM, "필터"),
        (ClauseKind.ITEM, "가전제품"),
        (ClauseKind.LEAD, "지역 기간 비용"),
        (ClauseKind.ROW, "제주 3일 없음"),
        (ClauseKind.CELL, "3일"),
        (ClauseKind.CELL, "없음"),
    ]
    assert clauses[4].lead == lead
    assert (clauses[9].label, clauses[9].header) == ("제주", "비용")


def test_headers_matter_where_cells_are_alike(morphology: Morphology) -> None:
    table = "| 혜택 | 실버 | 골드 |\n|---|---|---|\n| 쿠폰 | 5% | 7% |"
    clauses = clauses_of(passage_of(table, KO), morphology)
    assert all(c.header_matters for c in clauses if c.kind is ClauseKind.CELL)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is 3,000 won. Shipping is free.", ("It is 3,000 won.", "Shipping is free.")),
        ("Use 1.5 L (e.g. water). Rinse.", ("Use 1.5 L (e.g. water).", "Rinse.")),
        ("Really? Yes! OK", ("Really?", "Yes!", "OK")),
        ("One; two.", ("One;", "two.")),
    ],
)
def test_english_sentences_end_at_their_stops(
    text: str, sentences: tuple[str, ...], morphology: Morphology
) -> None:
    assert sentences_of(text, EN, morphology) == sentences


def test_korean_sentences_are_kiwis(morphology: Morphology) -> None:
    text = "네, 3.5kg입니다. 배송비는 3,000원이에요."
    assert sentences_of(text, KO, morphology) == ("네, 3.5kg입니다.", "배송비는 3,000원이에요.")


def test_markdown_is_taken_off() -> None:
    assert plain("**굵게** `코드` [말](https://x.example) 3*4*5") == "굵게 코드 말 3*4*5"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("배송비는 3,000원입니다.", "배송비는  3,000원입니다", True),
        ("“상품 준비 중”일 때", '"상품 준비 중"일 때', True),
        ("1~2영업일", "1-2영업일", True),
        ("1~2영업일", "12영업일", False),
        ("3.5kg", "35kg", False),
        ("14:00", "1400", False),
    ],
)
def test_word_for_word_forgives_blanks_and_stops_only(one: str, other: str, same: bool) -> None:
    assert (bare(one) == bare(other)) is same


def test_a_part_of_a_sentence_is_no_copy() -> None:
    clause = Clause(text="Sale items can be returned only if they are defective.")
    copies = Copies([clause], "")
    assert copies.have("Sale items can be returned only if they are defective")
    assert not copies.have("Sale items can be returned")
