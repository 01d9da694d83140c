"""A draft answers what was asked, in the language and manner of the customer."""

from __future__ import annotations

import pytest

from sangdam.guardrails.courtesies import without_courtesies
from sangdam.guardrails.grounding import DraftChecks
from sangdam.models import DocumentKind, Language, Passage, Question, Route
from sangdam.ports import Morphology
from tests.guardrails.draft_tables import draft_of, passage_of

KO, EN = Language.KOREAN, Language.ENGLISH
TRAINS = passage_of(
    "KTX 왕복 승차권은 출발 1시간 전까지 무료로 취소할 수 있습니다. 정기권은 사용을 시작한 뒤에는 "
    "환불되지 않습니다. 자전거는 접어야 실을 수 있습니다. 애완동물은 상자에 넣어야 합니다.",
    KO,
    title="승차권 안내",
)
HOTEL = passage_of(
    "A double room costs 90,000 won a night. A family room costs 140,000 won a night. Dogs may "
    "stay in the garden rooms. Cats are not admitted. Breakfast is served from 7:00 to 10:00.",
    EN,
    title="Rooms",
)
MAINLAND = passage_of(
    "내륙 지역은 1~2영업일 안에 도착합니다.",
    KO,
    kind=DocumentKind.FAQ,
    title="내륙은 며칠 걸리나요?",
    questions=("내륙은 며칠 걸리나요?",),
)


@pytest.fixture(scope="module")
def checks(morphology: Morphology) -> DraftChecks:
    return DraftChecks(morphology)


def failed(
    checks: DraftChecks, passage: Passage, asked: str, *says: str, route: Route = Route.GENERATED
) -> set[str]:
    draft = draft_of(passage, *says, route=route)
    question = Question(text=asked, language=passage.language)
    return {verdict.check for verdict in checks.inspect(draft, question) if not verdict.passed}


@pytest.mark.parametrize(
    ("passage", "asked", "says"),
    [
        (MAINLAND, "제주는 며칠 걸려요?", "내륙 지역은 1~2영업일 안에 도착합니다."),
        (HOTEL, "What does a family room cost?", "A double room costs 90,000 won a night."),
        (HOTEL, "Can I bring my cat?", "Dogs may stay in the garden rooms."),
        (TRAINS, "애완동물을 데려가도 되나요?", "자전거는 접어야 실을 수 있습니다."),
        (
            TRAINS,
            "정기권을 환불받고 싶어요.",
            "KTX 왕복 승차권은 출발 1시간 전까지 무료로 취소할 수 있습니다.",
        ),
    ],
)
def test_a_neighbour_of_the_answer_is_none(
    checks: DraftChecks, passage: Passage, asked: str, says: str
) -> None:
    assert failed(checks, passage, asked, says) == {"question"}


@pytest.mark.parametrize(
    ("passage", "asked", "says"),
    [
        (MAINLAND, "부산까지 얼마나 걸려요?", "내륙 지역은 1~2영업일 안에 도착합니다."),
        (HOTEL, "What does a family room cost?", "A family room costs 140,000 won a night."),
        (HOTEL, "When is breakfast?", "Breakfast is served from 7 am to 10 am."),
        (TRAINS, "정기권을 환불받고 싶어요.", "정기권은 사용을 시작한 뒤에는 환불되지 않습니다."),
    ],
)
def test_the_answer_is_one(checks: DraftChecks, passage: Passage, asked: str, says: str) -> None:
    assert not failed(checks, passage, asked, says)


def test_what_is_quoted_as_a_whole_was_chosen_by_its_confidence(checks: DraftChecks) -> None:
    says = "내륙 지역은 1~2영업일 안에 도착합니다."
    assert not failed(checks, MAINLAND, "제주는요?", says, route=Route.EXTRACTIVE)


@pytest.mark.parametrize(
    ("says", "polite"),
    [
        ("정기권은 사용을 시작한 뒤에는 환불이 안 됩니다.", True),
        ("정기권은 사용을 시작한 뒤에는 환불이 안 돼요.", True),
        ("정기권은 사용을 시작한 뒤에는 환불이 안 된다.", False),
        ("정기권은 사용을 시작한 뒤에는 환불이 안 돼.", False),
        ("정기권은 사용을 시작한 뒤에는 환불이 안 됨.", False),
    ],
)
def test_korean_is_said_politely(checks: DraftChecks, says: str, polite: bool) -> None:
    found = failed(checks, TRAINS, "정기권 환불돼요?", says)
    assert ("politeness" not in found) is polite


def test_polite_words_claim_nothing_and_answer_nothing(checks: DraftChecks) -> None:
    sorry = "불편을 드려 죄송합니다."
    answer = "정기권은 사용을 시작한 뒤에는 환불되지 않습니다."
    assert not failed(checks, TRAINS, "정기권 환불돼요?", sorry, answer)
    assert failed(checks, TRAINS, "정기권 환불돼요?", sorry) == {"question"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("안녕하세요, 고객님. 배송비는 3,000원입니다.", "배송비는 3,000원입니다."),
        ("죄송하지만 반품할 수 없습니다.", "반품할 수 없습니다."),
        ("Unfortunately, we are closed.", "we are closed."),
        ("I'm sorry to hear that.", ""),
        ("감사합니다!", ""),
        ("Sorry items cannot be returned.", "items cannot be returned."),
        ("Hidden fees do not apply.", "Hidden fees do not apply."),
    ],
)
def test_courtesies_are_taken_off(text: str, left: str) -> None:
    assert without_courtesies(text) == left


BLENDER = passage_of("The jar of the HB-300X is dishwasher-safe.", EN, title="Blender HB-300X")


@pytest.mark.parametrize("route", [Route.GENERATED, Route.EXTRACTIVE, Route.DIRECT])
@pytest.mark.parametrize(
    ("asked", "fails"),
    [
        ("Is the HB-200X dishwasher-safe?", True),
        ("is the hb200x dishwasher-safe", True),
        ("Is the HB-300X dishwasher-safe?", False),
        ("Is the jar dishwasher-safe?", False),
    ],
)
def test_what_is_true_of_another_product_is_no_answer_on_any_route(
    checks: DraftChecks, asked: str, fails: bool, route: Route
) -> None:
    assert ("question" in failed(checks, BLENDER, asked, BLENDER.text, route=route)) == fails


@pytest.mark.parametrize(
    ("passage", "asked", "says"),
    [
        (TRAINS, "자전거는 얼마예요?", "자전거는 접어야 실을 수 있습니다."),
        (HOTEL, "What time do cats come in?", "Cats are not admitted."),
    ],
)
def test_a_quotation_tells_what_was_asked_for_and_an_entry_is_believed(
    checks: DraftChecks, passage: Passage, asked: str, says: str
) -> None:
    assert failed(checks, passage, asked, says, route=Route.EXTRACTIVE) == {"question"}
    assert not failed(checks, passage, asked, says, route=Route.DIRECT)
