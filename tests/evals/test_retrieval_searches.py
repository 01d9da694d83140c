"""The searches that the exam compares, over small knowledge in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from evals.retrieval.reading import Slice
from evals.retrieval.searched import place, search_all
from evals.retrieval.searches import Search, dense_only, shipped
from evals.retrieval.shelves import Shelving, findable
from sangdam.models import Document, Language, Question
from sangdam.offline import HashEmbedder
from sangdam.ports import Generation, Morphology
from sangdam.settings import LLM, Settings
from tests.evals.searching import question

DAY = date(2026, 11, 23)
LATER = date(2027, 3, 1)
FAQS = """id,question,aliases,answer,audience,effective_from,effective_until,language,category,url
jeju.ko,제주도 배송은 며칠 걸려요?,제주 며칠,3~4일 걸립니다.,,,,ko
jeju.en,How long does delivery to Jeju take?,Jeju days,It takes 3-4 days.,,,,en,shipping,/jeju
refund.ko,환불은 언제 되나요?,환불 시점,카드는 5일 안에 됩니다.,,,,ko
staff.ko,제주도 배송 지연 보상 기준은?,,직원만 봅니다.,internal,,,ko
old.ko,제주도 배송비는 얼마였나요?,,5천 원이었습니다.,,,2025-12-31,ko
coming.ko,제주도 배송비는 얼마가 되나요?,,2천 원이 됩니다.,,2027-02-01,,ko
"""
POLICY = """---
id: policy.ko
title: 배송 정책
---
## 제주
제주도 배송은 3일 걸립니다.

## 섬
섬 배송은 5일 걸립니다.

## 육지
육지 배송은 하루 걸립니다.
"""
NOTICE = "---\ntitle: 제주도 배송 파업\ntouches: [shipping]\n---\n제주도 배송이 늦어집니다.\n"

Make = Callable[[Generation, HashEmbedder, date], Search]
JEJU = Question(text="제주도 배송은 며칠 걸려요?", language=Language.KOREAN)


@pytest.fixture
def shelving(tmp_path: Path, morphology: Morphology) -> Shelving:
    knowledge = tmp_path / "knowledge"
    for name, text in {
        "faqs/shop.csv": FAQS,
        "policies/shipping.ko.md": POLICY,
        "notices/strike.ko.md": NOTICE,
    }.items():
        (knowledge / name).parent.mkdir(parents=True, exist_ok=True)
        (knowledge / name).write_text(text, "utf-8")
    return Shelving(
        Settings.load(knowledge_dir=knowledge, llm=LLM.NONE),
        tmp_path / "shelves",
        embedder=HashEmbedder(),
        morphology=morphology,
        progress=lambda *_: None,
        day=DAY,
    )


@pytest.fixture
def whole(shelving: Shelving) -> Generation:
    return shelving.indexed(shelving.settings.knowledge_dir, name="index")


@pytest.mark.parametrize("make", [shipped, dense_only])
def test_every_document_is_found_once_and_the_one_that_says_it_first(
    whole: Generation, make: Make
) -> None:
    found = make(whole, HashEmbedder(), DAY)(JEJU)
    assert found[0] == "jeju"
    assert sorted(found) == ["jeju", "policy", "refund"]


@pytest.mark.parametrize("make", [shipped, dense_only])
def test_only_what_a_customer_may_see_on_the_day_is_found(whole: Generation, make: Make) -> None:
    later = make(whole, HashEmbedder(), LATER)(JEJU)
    assert "coming" in later
    assert not {"staff", "old", "strike"} & {*later}


def test_without_the_answers_only_questions_and_aliases_count(whole: Generation) -> None:
    answer = Question(text="카드는 5일 안에 됩니다.", language=Language.KOREAN)
    assert dense_only(whole, HashEmbedder(), DAY)(answer)[0] == "refund"
    found = dense_only(whole, HashEmbedder(), DAY, aliases_only=True)(answer)
    assert "policy" not in found


def test_the_other_language_alone_is_searched_across_languages_and_nothing_embedded_again(
    shelving: Shelving, whole: Generation
) -> None:
    embedder = shelving.embedder
    assert isinstance(embedder, HashEmbedder)
    embedded = len(embedder.embedded)
    shelves = shelving.shelves(whole, shelving.folder / "index")
    assert len(embedder.embedded) == embedded

    english = question("제주 며칠", language=Language.ENGLISH, part=Slice.CROSS_LANGUAGE)
    korean = question("Jeju days", language=Language.KOREAN, part=Slice.CROSS_LANGUAGE)
    asked = Question(text="?", language=Language.KOREAN)
    for search in shelves.of(korean):
        assert search(asked) == ("jeju",)
    for search in shelves.of(english):
        assert sorted(search(asked)) == ["jeju", "policy", "refund"]
    assert shelves.of(question(part=Slice.OTHER_WORDS)) is shelves.whole


@pytest.mark.parametrize("language", Language)
def test_what_is_left_without_a_language_is_as_it_was(
    shelving: Shelving, whole: Generation, language: Language
) -> None:
    left = shelving.without(language, whole, shelving.folder / "index")
    assert [_said(document) for document in left.documents] == [
        _said(document) for document in whole.documents if document.language is not language
    ]


def _said(document: Document) -> Document:
    """Wherever it was read from."""
    return document.model_copy(update={"source": "", "line": 1})


def test_findable_is_what_a_customer_may_see(whole: Generation) -> None:
    assert findable(whole, DAY) == {
        Language.KOREAN: {"jeju", "refund", "policy"},
        Language.ENGLISH: {"jeju"},
    }
    assert "coming" in findable(whole, LATER)[Language.KOREAN]


def test_each_question_gets_the_place_of_its_answer_by_both_searches(
    shelving: Shelving, whole: Generation
) -> None:
    shelves = shelving.shelves(whole, shelving.folder / "index")
    found = ("jeju", "policy", "refund")
    told: list[tuple[int, int]] = []
    searched = search_all(
        [question("제주도 배송은 며칠 걸려요?", "policy", "jeju"), question("환불", "gone")],
        shelves._replace(whole=shelves.whole._replace(dense=lambda _: found[::-1])),
        progress=lambda _, done, total: told.append((done, total)),
    )
    assert [(one.place, one.dense_place) for one in searched] == [(1, 2), (None, None)]
    assert told == [(1, 2), (2, 2)]


def test_ids_that_slip_are_noticed(whole: Generation) -> None:
    slipped = replace(whole, passages=(*whole.passages[2:], *whole.passages[:2]))
    for make in (shipped, dense_only):
        assert make(slipped, HashEmbedder(), DAY)(JEJU)[0] != "jeju"


@pytest.mark.parametrize(
    ("wanted", "expected"), [(("a",), 1), (("c", "b"), 2), (("d",), None), ((), None)]
)
def test_the_place_is_that_of_the_first_wanted_one(
    wanted: tuple[str, ...], expected: int | None
) -> None:
    assert place(wanted, ("a", "b", "c")) == expected
