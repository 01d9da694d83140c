"""Questions and what came of them, made in place for the exam of the search."""

from __future__ import annotations

from evals.cases import Half
from evals.retrieval.reading import SearchQuestion, Slice
from evals.retrieval.searched import Searched
from sangdam.models import Language


def question(
    text: str = "언제 와요?",
    *documents: str,
    half: Half = Half.SEALED,
    language: Language = Language.KOREAN,
    part: Slice = Slice.SHORT,
) -> SearchQuestion:
    return SearchQuestion(
        text=text,
        language=language,
        documents=documents or ("shipping",),
        slice=part,
        half=half,
        place=f"{half}/{part}.{language}.csv:2",
    )


def searched(
    place: int | None,
    dense_place: int | None,
    *,
    text: str = "언제 와요?",
    half: Half = Half.SEALED,
    language: Language = Language.KOREAN,
    part: Slice = Slice.SHORT,
) -> Searched:
    asked = question(text, half=half, language=language, part=part)
    return Searched(question=asked, place=place, dense_place=dense_place)
