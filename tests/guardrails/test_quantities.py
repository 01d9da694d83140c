"""Numbers are read as people write them, with unit and bound."""

from __future__ import annotations

import pytest

from sangdam.guardrails.quantities import find_quantities
from sangdam.guardrails.quantity import Quantity


def read(text: str) -> list[str]:
    return [found.quantity.text for found in find_quantities(text)]


def quantity(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found.quantity


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("3,000원", ["3000 won"]),
        ("3000 won, ₩3,000, KRW 3,000", ["3000 won"] * 3),
        ("3천원, 삼천원, 3천 원", ["3000 won"] * 3),
        ("1만 5천원", ["15000 won"]),
        ("5,000만원", ["50000000 won"]),
        ("50 million won", ["50000000 won"]),
        ("백만원", ["1000000 won"]),
        ("1~2영업일", ["1-2 business_day"]),
        ("one to two business days", ["1-2 business_day"]),
        ("3영업일에서 5영업일", ["3-5 business_day"]),
        ("일주일, 2주, a 14 days", ["7 day", "14 day", "14 day"]),
        ("이틀, 하루 안에", ["2 day", "within 1 day"]),
        ("하루마켓 하루페이", []),
        ("2년, 24 months", ["24 month", "24 month"]),
        ("14:00까지", ["at most 840 clock"]),
        ("오후 2시까지", ["at most 840 clock"]),
        ("by 2 pm", ["at most 840 clock"]),
        ("오전 9시부터 오후 6시까지", ["at least 540 clock", "at most 1080 clock"]),
        ("09:00~18:00", ["at least 540 clock", "at most 1080 clock"]),
        ("from 9:30 am to 4 pm", ["at least 570 clock", "at most 960 clock"]),
        ("2027-02-01부터", ["at least 2027-2-1 date"]),
        ("February 1, 2027", ["2027-2-1 date"]),
        ("2월 1일", ["*-2-1 date"]),
        ("30,000원 이상", ["at least 30000 won"]),
        ("30,000 won or more", ["at least 30000 won"]),
        ("at least 30,000 won", ["at least 30000 won"]),
        ("20kg을 넘는", ["over 20 kg"]),
        ("over 20 kg", ["over 20 kg"]),
        ("30,000원 미만", ["under 30000 won"]),
        ("up to 30%", ["at most 30 percent"]),
        ("7일 후", ["after 7 day"]),
        ("7 days after delivery", ["after 7 day"]),
        ("3-5 days after delivery", ["3-5 day"]),
        ("within 3 days after delivery", ["within 3 day"]),
        ("최근 6개월", ["within 6 month"]),
        ("over the last 6 months", ["within 6 month"]),
        ("매달 3장, 한 달에 3번", ["1 per_month", "3 count", "1 per_month", "3 times"]),
        ("once a month", ["1 times", "1 per_month"]),
        ("every 3 months, 3개월마다, 세 달마다", ["3 month"] * 3),
        ("once used", []),
        ("30℃ 이하, 180 degrees, 200도에서", ["at most 30 degree", "180 degree", "200 degree"]),
        ("the 1st of each month", ["1 ordinal", "1 per_month"]),
    ],
)
def test_quantities_are_read(text: str, quantities: list[str]) -> None:
    assert read(text) == quantities


@pytest.mark.parametrize(
    ("said", "source", "stands"),
    [
        ("3천원", "3,000원", True),
        ("3일", "3영업일", False),
        ("24시간", "1일", False),
        ("7일", "7일 안에", True),
        ("7일 후", "7일 안에", False),
        ("30% 이상", "30% 이하", False),
        ("30%", "최대 30%", False),
        ("30,000원 초과", "30,000원 이상", False),
        ("2시 전", "14:00까지", False),
        ("오후 2시 전", "14:00까지", True),
        ("2월 1일", "2027-02-01", True),
        ("2026-02-01", "2027-02-01", False),
        ("2일", "1~2일", False),
    ],
)
def test_one_quantity_stands_in_another(said: str, source: str, stands: bool) -> None:
    assert quantity(said).stands_in(quantity(source)) is stands


def test_may_behind_a_number_is_no_month() -> None:
    (age,) = find_quantities("Guests under 16 may only train with an adult.")
    assert age.quantity.unit == "count"
    (day,) = find_quantities("The course starts on 16 May.")
    assert day.quantity.unit == "date"
