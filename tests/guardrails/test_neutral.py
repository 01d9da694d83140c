"""Words that a faithful sentence may add, and those that it may not."""

from __future__ import annotations

import pytest

from sangdam.guardrails.english import stem
from sangdam.guardrails.grounding import DraftChecks
from sangdam.guardrails.neutral import NEUTRAL
from sangdam.models import Language, Question
from sangdam.ports import Morphology
from tests.guardrails.draft_tables import draft_of, passage_of

KO, EN = Language.KOREAN, Language.ENGLISH
BICYCLES = (
    "Folding bicycles travel free, but ordinary bicycles are not carried. A seat costs 400 won."
)
STAY = "입실은 오후 3시부터입니다. 숯은 25,000원에 빌려 드립니다. 비가 오면 운영하지 않습니다."
PROMISES = [
    "refund",
    "cancel",
    "ship",
    "free",
    "exchange",
    "return",
    "only",
    "never",
    "all",
    "ordinary",
    "regular",
]


@pytest.fixture(scope="module")
def checks(morphology: Morphology) -> DraftChecks:
    return DraftChecks(morphology)


def passes(checks: DraftChecks, source: str, said: str, language: Language) -> bool:
    draft = draft_of(passage_of(source, language), said)
    return all(
        verdict.passed for verdict in checks.inspect(draft, Question(text="", language=language))
    )


@pytest.mark.parametrize(
    ("source", "said", "language"),
    [
        (BICYCLES, "The price of a seat is 400 won.", EN),
        (BICYCLES, "Folding bikes travel at no charge.", EN),
        (STAY, "입실은 오후 3시부터 가능합니다.", KO),
        (STAY, "숯은 25,000원에 대여하실 수 있습니다.", KO),
    ],
)
def test_what_carries_no_fact_may_be_added(
    checks: DraftChecks, source: str, said: str, language: Language
) -> None:
    assert passes(checks, source, said, language)


@pytest.mark.parametrize(
    ("source", "said", "language"),
    [
        (BICYCLES, "Ordinary bicycles travel free.", EN),
        (BICYCLES, "The price of a seat is 500 won.", EN),
        (STAY, "비가 와도 운영합니다.", KO),
        (STAY, "숯과 고기를 25,000원에 대여하실 수 있습니다.", KO),
    ],
)
def test_a_fact_may_not(checks: DraftChecks, source: str, said: str, language: Language) -> None:
    assert not passes(checks, source, said, language)


@pytest.mark.parametrize("word", sorted(PROMISES))
def test_what_promises_or_tells_apart_is_never_neutral(word: str) -> None:
    assert stem(word) not in NEUTRAL
