"""What the index finds for a question, with its scores. Needs the permission `search`,
and `internal` for what is for people at the desk only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from sangdam.bootstrap import Service
from sangdam.channels.callers import Called, may, must
from sangdam.guardrails.language import language_of
from sangdam.models import Audience, Hit, Language, Permission, Question, ScoreParts
from sangdam.retrieval.retriever import HITS

router = APIRouter(prefix="/v1", tags=["search"])


class FoundPassage(BaseModel):
    document_id: str
    passage_id: str
    title: str
    section: str
    text: str
    language: Language
    audience: Audience
    score: float
    parts: ScoreParts


class SearchResult(BaseModel):
    generation: str
    confidence: float
    """Probability that the first hit answers the question."""
    hits: tuple[FoundPassage, ...]


@router.get("/search")
def search(
    service: Annotated[Service, may(Permission.SEARCH)],
    caller: Called,
    q: Annotated[str, Query(min_length=1, max_length=2000)],
    k: Annotated[int, Query(ge=1, le=50)] = HITS,
    audience: Audience = Audience.CUSTOMER,
) -> SearchResult:
    """The k best subjects for a question, as `audience` may see them."""
    if audience is Audience.INTERNAL:
        must(caller, Permission.INTERNAL)
    question = Question(text=q, language=language_of(q))
    # However few are asked for: the confidence judges by as many as in a turn.
    evidence = service.retriever.search(
        question, day=service.hours.today(), audience=audience, k=max(k, HITS)
    )
    return SearchResult(
        generation=evidence.generation,
        confidence=service.confidence.judge(evidence).value,
        hits=tuple(_found(hit) for hit in evidence.hits[:k]),
    )


def _found(hit: Hit) -> FoundPassage:
    passage = hit.passage
    return FoundPassage(
        document_id=passage.document_id,
        passage_id=passage.id,
        title=passage.title,
        section=passage.section,
        text=passage.text,
        language=passage.language,
        audience=passage.audience,
        score=hit.score,
        parts=hit.parts,
    )
