import pytest

from sangdam.indexing.health.conflict import differing, missing
from sangdam.indexing.health.quantities import quantities

SAME = [
    ("3,000원", "3,000 won"),
    ("3천 원", "₩3,000"),
    ("3만 5천 원", "35,000 won"),
    ("1만5,000원", "KRW 15,000"),
    ("만 원", "10 thousand won"),
    ("24시간", "24 hours"),
    ("24시간", "하루"),
    ("이틀", "two days"),
    ("48시간", "2 days"),
    ("일주일", "7 days"),
    ("2주", "14 days"),
    ("두 달", "two months"),
    ("1년", "12 months"),
    ("6개월", "six-month"),
    ("1~2영업일", "1-2 business days"),
    ("1∼2영업일", "1 to 2 working days"),
    ("두 번", "twice"),
    ("3회", "three times"),
    ("매월 1일", "the 1st of each month"),
    ("다음 달 10일", "the 10th"),
    ("오후 2시", "2 p.m."),
    ("오후 2시(14:00)", "2pm"),
    ("9시~18시", "09:00-18:00"),
    ("정오", "noon"),
    ("2027년 2월 1일", "1 February 2027"),
    ("2026-11-18", "November 18, 2026"),
    ("2월 1일", "Feb. 1"),
    ("2025년", "2025"),
    ("30% 이상", "30 percent or more"),
    ("5,000점", "5,000 points"),
    ("14세", "the age of 14"),
    ("무료", "free of charge"),
    ("HB-200X", "hb200x"),
    ("1670-0000", "1670-0000"),
    ("20kg", "20 kg"),
    ("2.5리터", "2,500 ml"),
    ("네 자리", "four digits"),
]
DIFFERENT = [
    ("24시간", "48 hours"),
    ("3,000원", "2,500 won"),
    ("3천 원", "30,000 won"),
    ("3,000원", "$3,000"),
    ("두 달", "three months"),
    ("1~2영업일", "1-3 business days"),
    ("오후 2시", "2 a.m."),
    ("14:00", "15:00"),
    ("2월 1일", "1 March"),
    ("2027년 2월 1일", "1 February 2026"),
    ("30%", "20%"),
    ("HB-200X", "HB-300X"),
    ("1670-0000", "1670-0001"),
    ("무료", "3,000 won"),
    ("세 번", "twice"),
    ("매월 1일", "the 2nd of each month"),
    ("7일", "7 hours"),
]
SILENT = [
    "여러 상품을 한 번에 받으세요.",
    "하루마켓에서 보냅니다.",
    "Choose one of our couriers, or a friend.",
    "https://shop.example/help/12?page=3",
    "help24@shop.example",
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_quantity_written_in_two_ways_is_one(one: str, other: str) -> None:
    ours, theirs = quantities(one), quantities(other)
    assert ours
    assert theirs
    assert missing(ours, theirs) == missing(theirs, ours) == []


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_quantities_differ_whatever_the_language(one: str, other: str) -> None:
    ours, theirs = quantities(one), quantities(other)
    assert missing(ours, theirs)
    assert differing(ours, theirs) == differing(theirs, ours)[::-1]  # type: ignore[index]


@pytest.mark.parametrize("text", SILENT)
def test_nothing_firm_is_read_where_nothing_is_counted(text: str) -> None:
    assert [quantity for quantity in quantities(text) if quantity.firm] == []


def test_a_quantity_keeps_the_words_of_its_author() -> None:
    [fee, days] = quantities("배송비는 3만 5천 원이고 NHN 5 Business Days 걸립니다.")
    assert (fee.said, fee.value) == ("3만 5천 원", "35000 won")
    assert days.said == "5 Business Days"


def test_a_detail_that_one_text_leaves_out_is_no_difference() -> None:
    long, short = quantities("3,000원, 7일 안에"), quantities("3,000 won")
    assert differing(long, short) is None
    assert [quantity.said for quantity in missing(long, short)] == ["7일"]
