"""Questions without an answer, grouped by meaning."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sangdam.desk.found_gaps import MOST
from sangdam.desk.gaps import (
    UNHELPFUL,
    Gap,
    answering,
    gap_id,
    gaps_of,
    together,
)
from sangdam.models import Document, DocumentKind, Language
from sangdam.ports import Embedder
from sangdam.storage.gaps import Ended
from tests.desk.questions import ENGLISH, JAPAN, KOREAN, STUDENT, Question, unit


def test_what_lies_near_is_one_gap_and_the_one_asked_last_comes_first() -> None:
    asked = [
        Question("학생 할인 있어요?", hours_ago=1),
        Question("일본으로도 배송되나요?", hours_ago=2, asker=2),
        Question("일본 배송 가능한가요", hours_ago=3, asker=3),
    ]
    student, japan = gaps_of(asked, unit(STUDENT, JAPAN, (1.0, 0.1, 0.0)))
    assert student.question == "학생 할인 있어요?"
    assert {wording.text for wording in japan.wordings} == {asked[1].text, asked[2].text}
    assert (japan.askers, japan.times, japan.last) == (2, 2, asked[1].at)


def test_two_languages_are_never_one_gap() -> None:
    asked = [Question("일본으로도 배송되나요?"), Question("do you ship to Japan?", ENGLISH)]
    assert [gap.language for gap in gaps_of(asked, unit(JAPAN, JAPAN))] == [KOREAN, ENGLISH]


def test_each_language_has_a_line_of_its_own() -> None:
    apart = unit((1.0, 0.0, 0.0), (1.0, 0.5, 0.0))  # cosine .894
    for language, gaps in ((KOREAN, 2), (ENGLISH, 1)):
        asked = [Question("하나", language), Question("둘", language)]
        line = {KOREAN: 0.10, ENGLISH: 0.11}
        assert len(gaps_of(asked, apart, line)) == gaps


def test_spaces_and_capitals_make_no_new_wording() -> None:
    asked = [
        Question("Do you ship to  japan?", ENGLISH),
        Question("do you ship to Japan?", ENGLISH),
        Question("is Japan possible", ENGLISH),
    ]
    (gap,) = gaps_of(asked, unit(JAPAN, JAPAN, (1.0, 0.2, 0.0)))
    assert [(w.text, w.times) for w in gap.wordings] == [
        ("Do you ship to  japan?", 2),
        ("is Japan possible", 1),
    ]


def test_the_question_is_the_wording_in_the_middle_with_what_was_found_for_it() -> None:
    asked = [
        Question("왼쪽", evidence=("left#0",)),
        Question("가운데", evidence=("middle#0", "left#0")),
        Question("오른쪽"),
    ]
    (gap,) = gaps_of(asked, unit((1.0, 0.3, 0.0), (1.0, 0.0, 0.0), (1.0, -0.3, 0.0)))
    assert (gap.question, gap.evidence) == ("가운데", ("middle#0", "left#0"))
    assert gap.id == gap_id("가운데")


def test_reasons_and_askers_are_counted() -> None:
    asked = [
        Question("일본?", asker=1, ended=Ended.CLARIFY),
        Question("일본?", asker=2),
        Question("일본?", asker=1),
    ]
    (gap,) = gaps_of(asked, unit(JAPAN, JAPAN, JAPAN))
    assert list(gap.ended.items()) == [("no_evidence", 2), ("clarify", 1)]
    assert (gap.askers, gap.times) == (2, 3)


def test_one_question_is_a_gap_and_none_is_none() -> None:
    (gap,) = gaps_of([Question("일본?")], unit(JAPAN))
    assert gap.wordings[0].text == "일본?"
    assert gaps_of([], np.empty((0, 3), np.float32)) == ()


def test_an_id_names_a_wording_whoever_asked_and_whenever() -> None:
    assert gap_id("일본 배송 되나요?") == gap_id("일본  배송 되나요? ")
    assert gap_id("일본 배송 되나요?") != gap_id("미국 배송 되나요?")
    assert gap_id("일본 배송 되나요?") == "0195d7f9"


SAME = {
    KOREAN: ["일본으로도 배송되나요?", "일본 배송 가능한가요", "일본으로 배송 되나요"],
    ENGLISH: ["do you ship to Japan?", "Can you deliver to Japan?"],
}
OTHERS = {
    KOREAN: [
        "학생 할인 있어요?",
        "매장에 가서 직접 볼 수 있나요?",
        "정기구독으로 원두 받을 수 있나요?",
    ],
    ENGLISH: ["Is there a student discount?", "Can I pick up my order at your warehouse?"],
}


@pytest.mark.parametrize("language", list(Language))
def test_the_real_encoder_puts_together_what_means_the_same(
    embedder: Embedder, language: Language
) -> None:
    texts = [*SAME[language], *OTHERS[language]]
    asked = [Question(text, language) for text in texts]
    found = gaps_of(asked, embedder.embed_queries(texts))
    assert {frozenset(w.text for w in gap.wordings) for gap in found} == {
        frozenset(SAME[language]),
        *(frozenset([other]) for other in OTHERS[language]),
    }


def test_three_hundred_questions_hold_each_in_one_group() -> None:
    vectors = unit(*np.random.default_rng(0).normal(size=(MOST, 8)).tolist())
    groups = together(vectors, 0.1)
    assert sorted(n for group in groups for n in group) == list(range(MOST))


def entry(
    *aliases: str, title: str = "해외", language: Language = KOREAN, day: int = 1
) -> Document:
    return Document(
        id=f"abroad.{language}",
        kind=DocumentKind.FAQ,
        title=title,
        text="아니요.",
        language=language,
        source="faqs/a.csv",
        aliases=aliases,
        updated=date(2026, 11, day),
    )


def gap(ended: Ended = Ended.CLARIFY) -> Gap:
    asked = [Question("일본 배송?", ended=ended), Question("일본도 돼요?", ended=ended)]
    return gaps_of(asked, unit(JAPAN, JAPAN))[0]


def test_an_entry_with_one_of_the_wordings_answers_the_gap() -> None:
    for since in (entry("다른 말", "일본도  돼요?"), entry(title="일본 배송?")):
        assert answering(gap(), [entry(), since]) is since
    assert answering(gap(), [entry("다른 말")]) is None
    assert answering(gap(), [entry("일본 배송?", language=ENGLISH)]) is None


def test_an_answer_that_did_not_help_needs_an_update_since() -> None:
    """Asked last on 23 November."""
    unhelpful = gap(Ended.UNHELPFUL)
    assert answering(unhelpful, [entry(title="일본 배송?", day=22)]) is None
    mended = entry(title="일본 배송?", day=23)
    assert answering(unhelpful, [mended]) is mended
    undated = mended.model_copy(update={"updated": None})
    assert answering(unhelpful, [undated]) is None


def test_unhelpful_is_called_the_same_everywhere() -> None:
    assert Ended(UNHELPFUL) is Ended.UNHELPFUL
