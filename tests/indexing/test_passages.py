from datetime import date

from sangdam.indexing.columns import columns_of
from sangdam.indexing.passages import VectorTexts, lexical_text, passages
from sangdam.models import Audience, Document, DocumentKind, Language, Passage, VectorText

FAQ = Document(
    id="period.ko",
    kind=DocumentKind.FAQ,
    title="반품 기간은?",
    text="7일입니다. " * 50,
    language=Language.KOREAN,
    source="faqs/a.csv",
    aliases=("언제까지 반품돼요?",),
    audience=Audience.INTERNAL,
    category="returns",
    effective_from=date(2026, 1, 1),
    effective_until=date(2026, 12, 31),
    url="/returns",
)
POLICY = Document(
    id="shipping.en",
    kind=DocumentKind.DOCUMENT,
    title="Shipping policy",
    text="# Shipping\nIntro.\n## Jeju\n### Fee\n3,000 won. " + "It is extra. " * 3,
    language=Language.ENGLISH,
    source="policies/shipping.en.md",
)
NOTICE = Document(
    id="strike",
    kind=DocumentKind.NOTICE,
    title="파업",
    text="늦습니다.",
    language=Language.KOREAN,
    source="notices/strike.md",
)


def words(text: str) -> int:
    return len(text.split())


def made(*documents: Document) -> tuple[Passage, ...]:
    return passages(documents, count=words, limit=6)


def test_a_faq_entry_is_one_passage_however_long() -> None:
    assert made(FAQ) == (
        Passage(
            id="period.ko#0",
            document_id="period.ko",
            kind=DocumentKind.FAQ,
            title="반품 기간은?",
            text=FAQ.text,
            questions=("반품 기간은?", "언제까지 반품돼요?"),
            language=Language.KOREAN,
            audience=Audience.INTERNAL,
            category="returns",
            effective_from=date(2026, 1, 1),
            effective_until=date(2026, 12, 31),
            url="/returns",
        ),
    )


def test_a_document_is_cut_by_sections_within_the_budget() -> None:
    found = made(POLICY)
    assert [(passage.id, passage.section, passage.text) for passage in found] == [
        ("shipping.en#0", "", "Intro."),
        ("shipping.en#1", "Jeju > Fee", "3,000 won. It is extra."),
        ("shipping.en#2", "Jeju > Fee", "It is extra. It is extra."),
    ]
    assert {passage.title for passage in found} == {"Shipping policy"}
    assert {passage.questions for passage in found} == {()}


def test_a_notice_makes_no_passage() -> None:
    assert made(NOTICE, POLICY) == made(POLICY)


def test_questions_are_embedded_apart_from_answers() -> None:
    found = made(FAQ, POLICY)
    texts = VectorTexts(found, columns_of(found).first)
    assert texts[:3] == (
        VectorText(passage=0, text="반품 기간은?", asks=True),
        VectorText(passage=0, text="언제까지 반품돼요?", asks=True),
        VectorText(passage=0, text=f"반품 기간은?\n{FAQ.text}", asks=False),
    )
    assert texts[3:5] == (
        VectorText(passage=1, text="Shipping policy\nIntro.", asks=False),
        VectorText(
            passage=2, text="Shipping policy\nJeju > Fee\n3,000 won. It is extra.", asks=False
        ),
    )
    assert len(texts) == 6


def test_a_passage_is_found_by_all_its_words() -> None:
    faq, _, policy, _ = made(FAQ, POLICY)
    assert lexical_text(faq) == f"반품 기간은?\n언제까지 반품돼요?\n{FAQ.text}"
    assert lexical_text(policy) == "Shipping policy\nJeju > Fee\n3,000 won. It is extra."
