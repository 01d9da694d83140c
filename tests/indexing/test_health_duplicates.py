from datetime import date

import numpy as np
import pytest

from sangdam.indexing.contents import contents
from sangdam.indexing.health import findings
from sangdam.models import Audience, FindingKind
from tests.indexing.health_knowledge import DAY, faq, found, kinds

SAME = [
    ("배송비는 얼마인가요?", "배송비가 얼마예요?"),
    ("배송비는 얼마인가요?", "혹시 배송비 좀 알려 주세요. 얼마인가요"),
    ("배송비는 얼마인가요?", "택배비 얼마죠?"),
    ("반품은 어떻게 하나요?", "반품 방법"),
    ("반품은 어떻게 신청하나요?", "반품 신청 방법을 알려주세요"),
    ("무료 배송 기준", "무료배송 기준"),
    ("회원 탈퇴하고 싶어요", "회원탈퇴는 어떻게 하나요?"),
    ("HB-200X 필터는 얼마예요?", "HB200X 필터 가격"),
    ("How much is shipping?", "how much is shipping"),
    ("How much is shipping?", "What is the shipping fee?"),
    ("How do I return an item?", "How can I return items?"),
    ("How do I return an item?", "How to return an item"),
    ("Where is my parcel?", "where's my package"),
    ("How do I log in?", "How can I sign in?"),
    ("How long does delivery take?", "How many days does delivery take"),
    ("Can I change my delivery address?", "Is it possible to update my delivery address?"),
]
DIFFERENT = [
    ("제주 배송은 얼마나 걸리나요?", "내륙 배송은 얼마나 걸리나요?"),
    ("제주 배송비는 얼마인가요?", "배송비는 얼마인가요?"),
    ("HB-200X 필터는 얼마예요?", "HB-300X 필터는 얼마예요?"),
    ("세일 상품을 반품할 수 있나요?", "최종 특가 상품을 반품할 수 있나요?"),
    ("코팅의 보증 기간은 얼마인가요?", "본체의 보증 기간은 얼마인가요?"),
    ("실버에서 골드로 올라가려면?", "골드에서 실버로 올라가려면?"),
    ("배송은 언제 되나요?", "배송이 안 되나요?"),
    ("교환 기간은 며칠인가요?", "교환은 며칠 걸리나요?"),
    ("1.5리터 주전자가 있나요?", "15리터 주전자가 있나요?"),
    ("출고 전에 취소할 수 있나요?", "출고 후에 취소할 수 있나요?"),
    ("How long does delivery to Jeju take?", "How long does delivery to the mainland take?"),
    ("How much is shipping?", "How much is shipping to Jeju?"),
    ("Can I return a FINAL item?", "Can I return a FINAL item that is defective?"),
    ("How do I move from Silver to Gold?", "How do I move from Gold to Silver?"),
    ("Can I pay by card?", "Can't I pay by card?"),
    ("How long does an exchange take?", "How long is the exchange period?"),
    ("Can I cancel before dispatch?", "Can I cancel after dispatch?"),
    ("How do I return an item?", "When do I return an item?"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_question_in_two_wordings_is_told_with_both_places(one: str, other: str) -> None:
    [finding] = found(faq(one, "그렇습니다.", line=2), faq(other, "그렇습니다.", line=7))
    assert finding.kind is FindingKind.NEAR_DUPLICATE
    assert str(finding).startswith("faqs/a.csv:7: ")
    assert one in finding.what
    assert other in finding.what
    assert "faqs/a.csv:2" in finding.what


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_one_decisive_word_makes_another_question(one: str, other: str) -> None:
    assert found(faq(one, "그렇습니다.", line=2), faq(other, "그렇습니다.", line=7)) == ()


def test_an_alias_that_asks_what_another_entry_asks_is_told() -> None:
    one = faq("반품은 어떻게 하나요?", "신청하세요.", aliases=["돌려보내기"], line=2)
    other = faq("반품 절차가 궁금합니다", "앱에서 하세요.", line=3)
    [finding] = found(one, other)
    assert finding.kind is FindingKind.NEAR_DUPLICATE
    shared = faq("물건을 되돌리려면?", "앱에서 하세요.", aliases=["돌려보내기"], line=3)
    [finding] = found(one, shared)
    assert finding.what.startswith("the alias “돌려보내기”")


def test_readers_who_never_meet_both_see_no_duplicate() -> None:
    question = "배송비는 얼마인가요?"
    inside = faq(question, "내부 답.", line=7, audience=Audience.INTERNAL)
    assert found(faq(question, "답.", line=2), inside) == ()
    this_year = faq(question, "답.", line=2, until=date(2026, 12, 31))
    next_year = faq(question, "답.", line=7, begins=date(2027, 1, 1))
    assert found(this_year, next_year) == ()
    overlapping = faq(question, "답.", line=7, begins=date(2026, 12, 31))
    assert kinds(this_year, overlapping) == [FindingKind.NEAR_DUPLICATE]


def test_what_is_over_is_no_duplicate_any_more() -> None:
    question = "배송비는 얼마인가요?"
    entries = (faq(question, "답.", line=n, until=date(2026, 1, 1)) for n in (2, 3))
    assert FindingKind.NEAR_DUPLICATE not in kinds(*entries)


def test_translations_are_no_duplicates() -> None:
    korean = faq("A/S?", "됩니다.", id="repair.ko", line=2)
    english = faq("A/S?", "Yes.", id="repair.en", line=3)
    assert found(korean, english) == ()


def test_words_that_agree_by_chance_are_told_apart_by_their_vectors() -> None:
    """With entries enough to know what is far in this model."""
    others = [faq(f"계정 {line}번 질문", "답.", line=line) for line in range(3, 60)]
    twins = [faq("배송비는 얼마인가요?", "답.", line=1), faq("배송비 얼마예요?", "답.", line=2)]
    made = contents(sorted([*others, *twins], key=lambda d: d.id), count=len, limit=60)
    rows = {text.text: row for row, text in enumerate(made.vector_texts) if text.asks}
    matrix = np.eye(len(made.vector_texts), dtype=np.float32)
    assert findings(made, matrix, DAY) == ()
    matrix[rows["배송비 얼마예요?"]] = matrix[rows["배송비는 얼마인가요?"]]
    assert [finding.kind for finding in findings(made, matrix, DAY)] == [FindingKind.NEAR_DUPLICATE]


def test_thousands_of_copies_are_one_fault_each_not_millions_of_pairs() -> None:
    copies = [faq("배송비는 얼마인가요?", "답.", line=line) for line in range(2, 2002)]
    assert len(found(*copies)) == 1999
