from datetime import date, timedelta

import pytest

from sangdam.models import DocumentKind, FindingKind
from tests.indexing.health_knowledge import DAY, document, faq, found

YESTERDAY = DAY - timedelta(days=1)


def test_what_ended_is_told_with_what_to_do() -> None:
    policy, entry = document("# 배송\n3일.", until=YESTERDAY), faq("배송?", "3일.", until=YESTERDAY)
    notice = document(
        "늦습니다.", source="notices/a.ko.md", kind=DocumentKind.NOTICE, until=YESTERDAY
    )
    for doubtful, mend in (
        (policy, "write what holds now, or delete it"),
        (entry, "no other entry answers its question; write what holds now, or delete it"),
        (notice, "delete it"),
    ):
        [finding] = found(doubtful)
        assert finding.kind is FindingKind.EXPIRED
        assert finding.what.startswith(f"ended on {YESTERDAY}")
        assert finding.what.endswith(mend)


@pytest.mark.parametrize(
    ("days", "when"), [(0, "today"), (1, "tomorrow"), (29, "in 29 days"), (30, "in 30 days")]
)
def test_what_ends_soon_is_told_softly(days: int, when: str) -> None:
    [finding] = found(document("# 배송\n3일.", until=DAY + timedelta(days=days)))
    assert finding.kind is FindingKind.EXPIRED
    assert finding.what.startswith(f"ends {when}, ")


def test_what_ends_later_or_comes_later_or_never_ends_is_no_finding() -> None:
    later = faq("배송?", "3일.", until=DAY + timedelta(days=31))
    coming = faq("반품?", "3일.", line=3, begins=date(2027, 2, 1))
    assert found(later, coming, document("# 교환\n3일.")) == ()


@pytest.mark.parametrize(
    "follower",
    [
        faq("배송비는 얼마인가요?", "3,000원.", id="fee.ko", line=9),
        faq("배송비가 얼마예요?", "3,000원.", id="other.ko", line=9),
    ],
    ids=["by its id", "by its question"],
)
def test_an_expired_entry_names_what_took_its_place(follower: object) -> None:
    old = faq("2025년 배송비는 얼마인가요?", "2,500원.", id="fee-2025.ko", until=YESTERDAY)
    [finding] = found(old, follower)  # type: ignore[arg-type]
    assert finding.what.endswith("faqs/a.csv:9 holds in its place, so delete it")


def test_what_ends_soon_with_something_in_its_place_is_as_planned() -> None:
    tomorrow = DAY + timedelta(days=1)
    old = faq("세일 반품 기간?", "3일.", id="sale.ko", until=DAY)
    new = faq("2027년 세일 반품 기간?", "5일.", id="sale-2027.ko", line=3, begins=tomorrow)
    assert found(old, new) == ()
    too_late = new.model_copy(update={"effective_from": tomorrow + timedelta(days=1)})
    [finding] = found(old, too_late)
    assert "nothing follows" in finding.what


def test_an_entry_of_another_language_takes_no_place() -> None:
    old = faq("배송비?", "2,500원.", id="fee.ko", until=YESTERDAY)
    english = faq("Fee?", "2,500 won.", id="fee.en", line=3)
    [finding] = found(old, english)
    assert "no other entry answers" in finding.what
