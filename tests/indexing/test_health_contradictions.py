from datetime import date

import pytest

from sangdam.models import DocumentKind, FindingKind
from tests.indexing.health_knowledge import document, faq, found, kinds

DIFFERING = [
    ("배송비는 3,000원입니다.", "배송비는 2,500원입니다.", "3,000원", "2,500원"),
    ("7일 안에 됩니다.", "14일 안에 됩니다.", "7일", "14일"),
    ("30% 할인됩니다.", "20% 할인됩니다.", "30%", "20%"),
    ("11월 30일까지입니다.", "12월 31일까지입니다.", "11월 30일", "12월 31일"),
    ("두 달 걸립니다.", "3개월 걸립니다.", "두 달", "3개월"),
    ("무료입니다.", "3,000원입니다.", "무료", "3,000원"),
    ("네, 됩니다.", "아니요, 안 됩니다.", "yes", "no"),
    ("제주로 배송 가능합니다.", "제주로 배송이 불가합니다.", "yes", "no"),
    ("제주로 배송할 수 있습니다.", "제주로 배송할 수 없습니다.", "yes", "no"),
    ("Shipping is 3,000 won.", "Shipping is 2,500 won.", "3,000 won", "2,500 won"),
    ("Within two weeks.", "Within 10 days.", "two weeks", "10 days"),
    ("Yes, we do.", "No, we do not.", "yes", "no"),
    ("We can deliver to Jeju.", "We cannot deliver to Jeju.", "yes", "no"),
]
AGREEING = [
    ("배송비는 3,000원입니다.", "배송비는 3천 원입니다."),
    ("배송비는 3,000원입니다.", "3,000원이고 30,000원 이상이면 무료입니다."),
    ("출고 전에는 취소할 수 있습니다.", "이미 보낸 상품은 물릴 수 없습니다."),
    ("24시간 안에 답합니다.", "하루 안에 답합니다."),
    ("It takes 2 weeks.", "It takes 14 days, by courier."),
    ("You can cancel before dispatch.", "What has shipped cannot be taken back."),
]


def question_in(answer: str) -> str:
    return "배송은 어떤가요?" if any("가" <= c <= "힣" for c in answer) else "How is delivery?"


@pytest.mark.parametrize(("one", "other", "says", "denies"), DIFFERING)
def test_two_answers_to_one_question_are_told_with_both_places(
    one: str, other: str, says: str, denies: str
) -> None:
    first = faq(question_in(one), one, line=2)
    second = faq(question_in(one), other, line=9)
    [finding] = found(first, second)
    assert finding.kind is FindingKind.CONTRADICTION
    assert finding.line == 9
    assert "faqs/a.csv:2" in finding.what
    assert f"“{says}”" in finding.what
    assert f"“{denies}”" in finding.what


@pytest.mark.parametrize(("one", "other"), AGREEING)
def test_answers_that_can_both_be_right_are_only_near_duplicates(one: str, other: str) -> None:
    entries = faq(question_in(one), one, line=2), faq(question_in(one), other, line=9)
    assert kinds(*entries) == [FindingKind.NEAR_DUPLICATE]


def test_an_alias_that_asks_what_another_entry_asks_contradicts_it() -> None:
    first = faq("배송비는 얼마인가요?", "3,000원입니다.", line=2)
    second = faq("택배는 돈이 드나요?", "2,500원입니다.", aliases=["배송비 얼마예요"], line=3)
    [finding] = found(first, second)
    assert finding.kind is FindingKind.CONTRADICTION
    assert "배송비 얼마예요" in finding.what


def test_an_alias_that_two_entries_share_does_not_make_their_answers_one() -> None:
    """교환 기간 may ask how long it takes and how long one may ask for it."""
    first = faq("교환은 언제까지 되나요?", "7일입니다.", aliases=["교환 기간"], line=2)
    second = faq("교환품은 언제 오나요?", "3일 뒤 옵니다.", aliases=["교환 기간"], line=3)
    assert kinds(first, second) == [FindingKind.NEAR_DUPLICATE]


TRANSLATIONS = [
    ("24시간 안에 답합니다.", "We answer within 48 hours."),
    ("배송비는 3,000원입니다.", "Shipping is 2,500 won."),
    ("1~2영업일 걸립니다.", "It takes 1-3 business days."),
    ("영업일 14:00까지입니다.", "By 3 p.m. on business days."),
    ("두 달 뒤에 사라집니다.", "They vanish after three months."),
    ("매월 2번입니다.", "Once a month, or three times for VIP members."),
    ("네, 됩니다.", "No, sorry."),
    ("2027년 2월 1일부터입니다.", "From 1 March 2027."),
    ("HB-200X만 됩니다.", "Only the HB-300X."),
]
FAITHFUL = [
    ("영업일 오후 2시(14:00)까지입니다.", "By 2 p.m. on business days."),
    ("구매한 달의 다음 달 10일에 발행됩니다.", "Issued on the 10th of the next month."),
    ("매월 1번 무료입니다.", "Free once a month."),
    ("첫 주문에 3천 원 쿠폰을 드립니다.", "The first order gets a 3,000 won coupon."),
    ("네, 30일 안에 됩니다.", "Yes, within 30 days."),
    ("출고 전에만 취소할 수 있습니다.", "Orders cannot be cancelled once shipped."),
    ("보증은 한 달입니다.", "The warranty is 1 month."),
    ("상담은 평일 09:00~18:00입니다.", "On weekdays, 9 a.m. to 6 p.m."),
    ("두 번째 상자에 3,000원이 붙습니다.", "The second parcel costs 3,000 won."),
]


@pytest.mark.parametrize(("korean", "english"), TRANSLATIONS)
def test_translations_that_say_something_else_are_told(korean: str, english: str) -> None:
    [finding] = found(
        faq("배송?", korean, id="a.ko", line=2), faq("Delivery?", english, id="a.en", line=3)
    )
    assert finding.kind is FindingKind.CONTRADICTION
    assert "faqs/a.csv:" in finding.what


@pytest.mark.parametrize(("korean", "english"), FAITHFUL)
def test_faithful_translations_are_left_alone(korean: str, english: str) -> None:
    entries = faq("배송?", korean, id="a.ko"), faq("Delivery?", english, id="a.en", line=3)
    assert found(*entries) == ()


def test_a_number_that_only_one_translation_gives_is_told_where_it_lacks() -> None:
    [finding] = found(
        faq("배송비?", "3,000원이고 30,000원부터 무료입니다.", id="a.ko", line=2),
        faq("Fee?", "3,000 won.", id="a.en", line=3),
    )
    assert (finding.line, finding.kind) == (3, FindingKind.CONTRADICTION)
    assert "“30,000원”" in finding.what


def test_documents_are_compared_section_by_section() -> None:
    korean = document("# 배송\n## 제주\n3일 걸립니다.\n## 내륙\n2일 걸립니다.\n")
    english = "# Shipping\n## Jeju\n{} days.\n## Mainland\n2 days.\n"
    right = document(english.format(3), source="policies/a.en.md")
    wrong = document(english.format(2), source="policies/a.en.md")
    assert found(korean, right) == ()
    assert kinds(korean, wrong) == [FindingKind.CONTRADICTION]


def test_translations_that_no_day_shows_together_may_differ() -> None:
    before = faq("반품?", "3일입니다.", id="a.ko", until=date(2027, 1, 31))
    after = faq("Return?", "5 days.", id="a.en", line=3, begins=date(2027, 2, 1))
    assert FindingKind.CONTRADICTION not in kinds(before, after)


def test_a_notice_and_an_entry_of_one_name_are_no_translations() -> None:
    notice = document("3일 늦습니다.", source="notices/a.ko.md", kind=DocumentKind.NOTICE)
    entry = faq("Delay?", "5 days.", id="notices/a.en")
    assert found(notice, entry) == ()
