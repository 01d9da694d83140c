"""What an agent did with the assistant's draft."""

from __future__ import annotations

import pytest

from sangdam.desk.draft_use import draft_use
from sangdam.models import DraftUse

KOREAN = "제주도는 배송에 3~4영업일이 걸리고 추가 배송비 3,000원이 붙습니다. [1]"
ENGLISH = "Delivery to Jeju takes 3 to 4 business days and costs 3,000 won extra. [1][2]"


@pytest.mark.parametrize(
    ("draft", "replies", "use"),
    [
        (
            KOREAN,
            ["안녕하세요. 제주도는 배송에 3~4영업일이 걸리고 추가 배송비 3,000원이 붙습니다."],
            DraftUse.AS_IS,
        ),
        (
            KOREAN,
            ["제주도는 배송에 3~4영업일 걸려요. 추가 배송비는 3,000원 붙습니다. 죄송합니다."],
            DraftUse.EDITED,
        ),
        (
            KOREAN,
            ["제주도는 배송에 5~7영업일이 걸리고 추가 배송비 5,000원이 붙습니다."],
            DraftUse.CONTRADICTED,
        ),
        (KOREAN, ["사진을 보내 주시겠어요?"], DraftUse.UNUSED),
        (KOREAN, [], DraftUse.UNUSED),
        (
            ENGLISH,
            ["Hi! Delivery to Jeju takes 3 to 4 business days and costs 3,000 won extra."],
            DraftUse.AS_IS,
        ),
        (
            ENGLISH,
            ["It takes 3 to 4 business days for delivery to Jeju, 3,000 won extra in costs."],
            DraftUse.EDITED,
        ),
        (
            ENGLISH,
            ["Delivery to Jeju takes 6 business days and costs 5,000 won extra."],
            DraftUse.CONTRADICTED,
        ),
        (ENGLISH, ["Could you send me a photo?", "Thank you."], DraftUse.UNUSED),
        (None, ["안녕하세요"], None),
        ("", ["안녕하세요"], None),
    ],
)
def test_use_is_read_from_the_replies(
    draft: str | None, replies: list[str], use: DraftUse | None
) -> None:
    assert draft_use(draft, replies) is use


def test_the_strongest_use_of_several_replies_counts() -> None:
    sent = KOREAN.removesuffix(" [1]")
    assert draft_use(KOREAN, ["잠시만요", sent, "더 필요하신 것 있으세요?"]) is DraftUse.AS_IS
