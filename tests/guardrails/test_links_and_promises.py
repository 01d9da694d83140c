"""What a draft may not add: addresses, markup, promises."""

from __future__ import annotations

import pytest

from sangdam.guardrails.grounding import DraftChecks
from sangdam.models import Language, Question
from sangdam.ports import Morphology
from tests.guardrails.draft_tables import draft_of, passage_of

KO, EN = Language.KOREAN, Language.ENGLISH
CONTACT = (
    "문의는 help@harumarket.example 또는 1670-0000으로 주십시오."
    " 안내는 harumarket.example/faq에 있습니다."
)
PLEDGE = "We guarantee a refund within 3 days. A manager will call you."


def problem(morphology: Morphology, source: str, text: str, language: Language, check: str) -> str:
    draft = draft_of(passage_of(source, language), text)
    verdicts = DraftChecks(morphology).inspect(draft, Question(text="", language=language))
    return next(verdict.detail for verdict in verdicts if verdict.check == check)


@pytest.mark.parametrize(
    "text",
    [
        "help@harumarket.example로 문의하세요.",
        "전화는 16700000입니다.",
        "주문번호 HM-20261105-1234를 알려 주세요.",
        "harumarket.example/faq를 보세요.",
        "마이페이지 > 주문내역에서 확인하세요.",
    ],
)
def test_addresses_of_the_source_are_allowed(morphology: Morphology, text: str) -> None:
    assert problem(morphology, CONTACT, text, KO, "links") == ""


@pytest.mark.parametrize(
    "text",
    [
        "support@harumarket.example로 문의하세요.",
        "help@harumarket.example.evil.com으로 문의하세요.",
        "전화는 02-123-4567입니다.",
        "https://harumarket.example.evil.com 을 보세요.",
        "harumarket.example/login을 보세요.",
        "bit.ly/abc 를 보세요.",
    ],
)
def test_other_addresses_are_not(morphology: Morphology, text: str) -> None:
    assert "not in the source" in problem(morphology, CONTACT, text, KO, "links")


@pytest.mark.parametrize(
    "text",
    ["**문의**하세요.", "[문의](x)하세요.", "<b>문의</b>하세요.", "```문의```", "# 문의", "![](x)"],
)
def test_markup_is_not_allowed(morphology: Morphology, text: str) -> None:
    assert "holds markup" in problem(morphology, CONTACT, text, KO, "links")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("무조건 환불됩니다.", KO),
        ("꼭 환불해 드리겠습니다.", KO),
        ("빠르게 처리해 드리겠습니다.", KO),
        ("피해를 보상해 드립니다.", KO),
        ("도착을 보장합니다.", KO),
        ("We will refund you.", EN),
        ("We'll send a new one.", EN),
        ("I promise it arrives.", EN),
        ("You will be compensated.", EN),
    ],
)
def test_promises_need_a_source(morphology: Morphology, text: str, language: Language) -> None:
    found = problem(morphology, "Refunds take 3 days.", text, language, "promises")
    assert "promises what no passage says" in found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("상담원이 연락드리겠습니다.", KO),
        ("담당자가 곧 전화드릴 예정입니다.", KO),
        ("잠시 후 회신드리겠습니다.", KO),
        ("A manager will call you.", EN),
        ("Someone from our team will get back to you.", EN),
        ("We'll be in touch.", EN),
    ],
)
def test_nobody_is_promised_a_call_even_if_a_passage_does(
    morphology: Morphology, text: str, language: Language
) -> None:
    assert "promises that a person calls" in problem(morphology, text, text, language, "promises")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1670-0000으로 전화해 주세요.", KO),
        ("고객센터로 연락해 주십시오.", KO),
        ("환불해 드립니다.", KO),
        ("보증기간은 1년입니다.", KO),
        ("You can call 1670-0000.", EN),
        ("The order will be cancelled.", EN),
    ],
)
def test_plain_statements_promise_nothing(
    morphology: Morphology, text: str, language: Language
) -> None:
    assert problem(morphology, CONTACT, text, language, "promises") == ""


def test_a_pledge_may_be_quoted_word_for_word(morphology: Morphology) -> None:
    quoted = "We guarantee a refund within 3 days."
    altered = "We guarantee a refund within 2 days."
    assert problem(morphology, PLEDGE, quoted, EN, "promises") == ""
    assert problem(morphology, PLEDGE, altered, EN, "promises") != ""
