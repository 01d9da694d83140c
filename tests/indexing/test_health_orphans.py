from datetime import date, timedelta
from pathlib import Path

import pytest

from sangdam.models import Audience, Document, DocumentKind, Finding, FindingKind
from tests.indexing.health_knowledge import DAY, document, faq, found

OTHER = "policies/returns.ko.md"


def orphans(*documents: Document, folder: Path | None = None) -> list[Finding]:
    findings = found(*documents, folder=folder)
    assert {finding.kind for finding in findings} <= {FindingKind.ORPHANED}
    return list(findings)


def pointing(text: str, *, audience: Audience = Audience.CUSTOMER) -> Document:
    return document(f"# 배송\n## 배송비\n{text}\n", audience=audience)


def test_the_translation_that_was_left_behind_is_told() -> None:
    korean = faq("배송?", "3일.", id="a.ko", line=2, updated=date(2026, 5, 1))
    english = faq("Delivery?", "3 days.", id="a.en", line=3, updated=date(2026, 3, 1))
    [finding] = orphans(korean, english)
    assert finding.line == 3
    assert "2026-05-01" in finding.what
    assert "faqs/a.csv:2" in finding.what
    same_day = english.model_copy(update={"updated": korean.updated})
    assert orphans(korean, same_day) == []
    assert orphans(korean, english.model_copy(update={"updated": None})) == []


def test_a_notice_that_touches_no_document_is_told_with_the_likely_category() -> None:
    notice = document(
        "늦습니다.", source="notices/a.ko.md", kind=DocumentKind.NOTICE, touches=("shiping",)
    )
    [finding] = orphans(notice, faq("배송?", "3일."))
    assert "did you mean 'shipping'?" in finding.what
    right = notice.model_copy(update={"touches": ("shipping",)})
    assert orphans(right, faq("배송?", "3일.")) == []
    over = notice.model_copy(update={"effective_until": DAY - timedelta(days=1)})
    kinds = {finding.kind for finding in found(over, faq("배송?", "3일."))}
    assert kinds == {FindingKind.EXPIRED}


def test_a_document_without_a_passage_is_told() -> None:
    [finding] = orphans(document("## 배송\n\n## 반품\n"))
    assert "holds no text" in finding.what


@pytest.mark.parametrize(
    "link",
    [
        "[반품](returns.md)",
        "[반품](../policies/return.ko.md)",
        "[반품](<returns.md>)",
        '[반품](returns.md "정책")',
        "[returns]: returns.md",
        '<a href="returns.md">반품</a>',
        "[반품](returns.ko.md#없는-제목)",
        "[배송비](#배송료)",
    ],
)
def test_a_link_that_leads_nowhere_is_told(link: str) -> None:
    [finding] = orphans(pointing(link), document("# 반품\n## 기간\n7일.", source=OTHER))
    assert finding.source == "policies/a.ko.md"


@pytest.mark.parametrize(
    "link",
    [
        "[반품](returns.ko.md)",
        "[반품](./returns.ko.md#기간)",
        "[반품](../policies/returns.ko.md?x=1#기간)",
        "[반품](returns.ko.md#반품-정책)",
        "[배송비](#배송비)",
        "[표](#table) <a id='table'></a>",
        "[집](https://shop.example/returns.md)",
        "[전화](tel:1670-0000) [편지](mailto:help@shop.example)",
        "[페이지](/help/returns)",
        "[페이지](shop/returns)",
        "![사진](images/box.png)",
        "[저장소 밖](../../other/x.md)",
    ],
)
def test_a_link_that_leads_somewhere_or_away_is_none(link: str) -> None:
    returns = document("# 반품 정책\n## 기간\n7일.", source=OTHER, title="반품 정책")
    assert orphans(pointing(link), returns) == []


def test_an_entry_is_looked_through_too() -> None:
    [finding] = orphans(faq("반품?", "[정책](../policies/returns.ko.md)을 보세요."))
    assert "../policies/returns.ko.md" in finding.what
    assert orphans(faq("반품?", "[위](#위)를 보세요.")) == []


def test_a_file_that_is_no_document_is_looked_for_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "form.pdf").write_bytes(b"%PDF")
    assert orphans(pointing("[양식](form.pdf)"), folder=tmp_path) == []
    [finding] = orphans(pointing("[양식](forms.pdf)"), folder=tmp_path)
    assert "forms.pdf" in finding.what


def test_customers_are_not_sent_to_an_internal_document() -> None:
    inside = document("# 반품\n7일.", source=OTHER, audience=Audience.INTERNAL)
    [finding] = orphans(pointing("[반품](returns.ko.md)"), inside)
    assert "internal" in finding.what
    assert orphans(pointing("[반품](returns.ko.md)", audience=Audience.INTERNAL), inside) == []
