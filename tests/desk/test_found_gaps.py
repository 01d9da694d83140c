"""Open gaps and dismissed ones: what means the same as a dismissed one stands with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest

from sangdam.desk.found_gaps import MOST, FoundGaps, Gaps, found_gaps
from sangdam.desk.gaps import gap_id
from sangdam.errors import NotFound
from sangdam.models import Language
from sangdam.offline import HashEmbedder
from sangdam.ports import Embedder
from tests.desk.questions import DAWN, ENGLISH, JAPAN, KOREAN, STUDENT, Question, unit
from tests.moments import MONDAY_MORNING


@dataclass(frozen=True)
class Decision:
    questions: tuple[Question, ...]
    id: str = "dismissal_1"
    at: datetime = MONDAY_MORNING


def none(_limit: int) -> Sequence[Decision]:
    return ()


def test_a_wording_is_embedded_once_while_it_is_among_the_newest() -> None:
    asked = [Question("일본 배송"), Question("학생 할인"), Question("일본 배송")]
    embedder = HashEmbedder()
    wanted: list[int] = []

    def newest(limit: int) -> list[Question]:
        wanted.append(limit)
        return asked

    gaps = Gaps(embedder=embedder, unanswered=newest, dismissed=none)
    first = gaps.newest()
    assert gaps.newest() == first
    assert embedder.embedded == ["일본 배송", "학생 할인"]
    asked.append(Question("새벽 배송"))
    asked.pop(0)
    asked.pop(1)
    gaps.newest()
    assert embedder.embedded[2:] == ["새벽 배송"]
    asked[:] = [Question("일본 배송")]
    gaps.newest()
    assert embedder.embedded[3:] == ["일본 배송"]
    assert set(wanted) == {MOST}


def test_no_question_asks_nothing_of_the_embedder() -> None:
    embedder = HashEmbedder()
    gaps = Gaps(embedder=embedder, unanswered=lambda _: [], dismissed=none)
    assert gaps.found() == FoundGaps(open=(), dismissed=())
    assert embedder.embedded == []


def test_what_lies_near_a_dismissed_question_stands_with_it() -> None:
    asked = [Question("일본 배송 가능한가요"), Question("학생 할인 있어요?")]
    decision = Decision((Question("일본으로도 배송되나요?", hours_ago=9),))
    found = found_gaps(asked, [decision], unit((1.0, 0.1, 0.0), STUDENT, JAPAN))
    assert [gap.question for gap in found.open] == ["학생 할인 있어요?"]
    (dismissed,) = found.dismissed
    assert (dismissed.id, dismissed.at) == (decision.id, decision.at)
    assert [wording.text for wording in dismissed.gap.wordings] == ["일본으로도 배송되나요?"]
    assert dismissed.since == 1


def test_each_goes_to_the_nearest_decision() -> None:
    decisions = [
        Decision((Question("일본?"),), id="one"),
        Decision((Question("새벽?"),), id="two"),
    ]
    found = found_gaps([Question("새벽에?")], decisions, unit((0.1, 0.0, 1.0), JAPAN, DAWN))
    assert found.open == ()
    assert [(one.id, one.since) for one in found.dismissed] == [("one", 0), ("two", 1)]


def test_a_dismissed_wording_stays_dismissed_however_wide_the_gap() -> None:
    wide = Decision((Question("일본?"), Question("해외?"), Question("외국?")))
    vectors = unit(JAPAN, JAPAN, STUDENT, DAWN)
    assert found_gaps([Question("일본? ")], [wide], vectors).open == ()
    assert len(found_gaps([Question("일본요?")], [wide], vectors).open) == 1


def test_another_language_is_another_question() -> None:
    asked = [Question("Japan?", ENGLISH)]
    found = found_gaps(asked, [Decision((Question("일본?"),))], unit(JAPAN, JAPAN))
    assert [gap.question for gap in found.open] == ["Japan?"]


def test_what_was_drawn_draws_nothing() -> None:
    """A question near one that stands with a decision, but far from what was dismissed."""
    decision = Decision((Question("하나"),))
    vectors = unit((1.0, 0.4, 0.0), (1.0, 0.9, 0.0), (1.0, 0.0, 0.0))
    found = found_gaps([Question("둘"), Question("셋")], [decision], vectors)
    assert [gap.question for gap in found.open] == ["셋"]


def test_a_gap_is_known_by_its_id_and_by_that_of_any_wording() -> None:
    def asked(_limit: int) -> list[Question]:
        return [Question("일본 배송"), Question("일본  배송")]

    gaps = Gaps(embedder=HashEmbedder(), unanswered=asked, dismissed=none)
    assert gaps.get(gap_id("일본 배송")).times == 2
    with pytest.raises(NotFound, match="no open gap 00000000"):
        gaps.get("00000000")


SAME = {
    KOREAN: (("일본으로도 배송되나요?", "일본 배송 가능한가요"), "일본으로 배송 되나요"),
    ENGLISH: (("do you ship to Japan?", "Can you deliver to Japan?"), "Do you deliver to Japan"),
}
OTHER = {KOREAN: "대학생인데 할인 되나요?", ENGLISH: "Is there a student discount?"}


@pytest.mark.parametrize("language", Language)
def test_the_real_model_keeps_like_words_dismissed_and_lets_others_through(
    embedder: Embedder, language: Language
) -> None:
    dismissed, again = SAME[language]
    asked = [Question(again, language), Question(OTHER[language], language)]
    decision = Decision(tuple(Question(text, language) for text in dismissed))
    gaps = Gaps(embedder=embedder, unanswered=lambda _: asked, dismissed=lambda _: [decision])
    found = gaps.found()
    assert [gap.question for gap in found.open] == [OTHER[language]]
    assert [(one.gap.times, one.since) for one in found.dismissed] == [(2, 1)]
