"""Passages and evidence that the tests of answering share."""

from __future__ import annotations

from sangdam.models import (
    Audience,
    DocumentKind,
    Evidence,
    Hit,
    Language,
    Passage,
    ScoreParts,
)


def passage(
    text: str,
    *,
    name: str = "shipping-jeju-days.ko",
    kind: DocumentKind = DocumentKind.FAQ,
    language: Language = Language.KOREAN,
    title: str = "제주 배송은 며칠 걸리나요?",
    section: str = "",
) -> Passage:
    return Passage(
        id=f"{name}#0",
        document_id=name,
        kind=kind,
        title=title,
        section=section,
        text=text,
        language=language,
        audience=Audience.CUSTOMER,
        category="shipping",
    )


def evidence(
    *passages: Passage,
    query: str = "제주도는 며칠 걸려요?",
    language: Language = Language.KOREAN,
    query_vector: tuple[float, ...] = (1.0,) + (0.0,) * 63,
) -> Evidence:
    """The passages as hits, best first."""
    return Evidence(
        query=query,
        language=language,
        generation="g",
        hits=tuple(
            Hit(
                passage=found,
                score=3.0 - n,
                parts=ScoreParts(dense=0.9 - n / 50, question=0.9, lexical=5.0),
            )
            for n, found in enumerate(passages)
        ),
        query_vector=query_vector,
    )
