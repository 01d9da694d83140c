"""Questions in the other language than the only document that answers them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sangdam import bootstrap_index
from sangdam.models import Language, Outcome, stem
from sangdam.ports import Embedder
from sangdam.settings import Settings
from tests.moments import Converse, MakeService

ROOT = Path(__file__).parent.parent
THEMES = ("shipping", "returns", "orders")


@pytest.fixture(scope="module", params=list(Language))
def one_language(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> tuple[Language, Path]:
    """An index that holds the FAQ in this language only."""
    language: Language = request.param
    folder = tmp_path_factory.mktemp(language)
    (folder / "knowledge" / "faqs").mkdir(parents=True)
    for theme in THEMES:
        source = ROOT / "knowledge" / "faqs" / f"{theme}.csv"
        with source.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["language"] == language]
        target = folder / "knowledge" / "faqs" / f"{theme}.csv"
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    bootstrap_index.reindex(
        Settings.load(),
        knowledge=folder / "knowledge",
        index=folder / "index",
        progress=lambda *_: None,
        embedder=embedder,
    )
    return language, folder / "index"


QUESTIONS = {
    Language.KOREAN: [
        ("how many days does delivery to Jeju take?", {"shipping-jeju-days"}, "영업일"),
        ("how long do refunds take?", {"returns-refund-overview", "returns-refund-card"}, "영업일"),
        ("can I return sale items?", {"returns-sale-period"}, "3일"),
    ],
    Language.ENGLISH: [
        ("제주도는 배송 며칠 걸려요?", {"shipping-jeju-days"}, "3-4 business days"),
        (
            "환불 얼마나 걸려요?",
            {"returns-refund-overview", "returns-refund-card"},
            "business days",
        ),
        ("세일 상품도 반품돼요?", {"returns-sale-period"}, "3 days"),
    ],
}
SURE = {Language.KOREAN: {0, 1}, Language.ENGLISH: {0, 2}}
"""Questions that are answered; the encoder leaves the others in doubt, so a person gets them."""


@pytest.mark.parametrize("number", range(3))
def test_the_original_is_quoted_in_a_frame_or_a_person_is_called(
    make_service: MakeService,
    converse: Converse,
    one_language: tuple[Language, Path],
    number: int,
) -> None:
    language, index = one_language
    question, documents, fact = QUESTIONS[language][number]
    reply = converse(make_service(index_dir=index), question)
    assert reply.language is not language
    if number in SURE[language]:
        assert reply.outcome is Outcome.ANSWERED, reply.confidence
    if reply.outcome is not Outcome.ANSWERED:
        assert reply.outcome in {Outcome.CLARIFY, Outcome.HANDED_OFF}
        return
    assert {stem(citation.document_id) for citation in reply.citations} & documents
    assert fact in reply.text
    frame = "original text" if reply.language is Language.ENGLISH else "원문"
    assert frame in reply.text
