from datetime import date
from pathlib import Path

import pytest

from sangdam.models import Audience, Document, DocumentKind, Language
from tests.indexing.knowledge_folder import findings, problems, read

FULL = """---
id: policy-returns.ko
title: 반품 정책
audience: internal
language: ko
category: returns
updated: 2026-09-01
effective: 2026-01-01
effective_until: 2026-12-31
url: https://example.com/반품
---
# 반품 정책

7일 안에 반품할 수 있습니다.
"""


def test_front_matter_becomes_the_document(tmp_path: Path) -> None:
    assert read(tmp_path, {"policies/a.ko.md": FULL}) == {
        "policy-returns.ko": Document(
            id="policy-returns.ko",
            kind=DocumentKind.DOCUMENT,
            title="반품 정책",
            text="# 반품 정책\n\n7일 안에 반품할 수 있습니다.",
            language=Language.KOREAN,
            source="policies/a.ko.md",
            audience=Audience.INTERNAL,
            category="returns",
            updated=date(2026, 9, 1),
            effective_from=date(2026, 1, 1),
            effective_until=date(2026, 12, 31),
            url="https://example.com/반품",
        )
    }


@pytest.mark.parametrize("text", [FULL.replace("\n", "\r\n"), "\ufeff" + FULL, "\n\n" + FULL])
def test_line_ends_bom_and_blank_lines_before_the_front_matter_change_nothing(
    tmp_path: Path, text: str
) -> None:
    plain = read(tmp_path / "plain", {"a.ko.md": FULL})
    assert read(tmp_path / "other", {"a.ko.md": text}) == plain


def test_a_bare_file_gets_defaults(tmp_path: Path) -> None:
    (document,) = read(tmp_path, {"products/pans/HF-24.md": "A pan of 24 cm."}).values()
    assert document == Document(
        id="products/pans/HF-24",
        kind=DocumentKind.DOCUMENT,
        title="HF-24",
        text="A pan of 24 cm.",
        language=Language.ENGLISH,
        source="products/pans/HF-24.md",
    )


def test_the_first_heading_is_the_title_where_none_is_given(tmp_path: Path) -> None:
    (document,) = read(
        tmp_path, {"a.md": "---\ntitle:\n---\n\n# 교환 정책 #\n본문입니다."}
    ).values()
    assert document.title == "교환 정책"


def test_a_faq_file_is_question_aliases_and_answer(tmp_path: Path) -> None:
    aliases = '[반품 기한, "며칠: 반품?", 반품 기한, 언제까지]'
    text = f'---\ntitle: "며칠: 반품?"\naliases: {aliases}\n---\n7일.'
    (document,) = read(tmp_path, {"faqs/a.md": text}).values()
    assert (document.title, document.text) == ("며칠: 반품?", "7일.")
    assert document.aliases == ("반품 기한", "언제까지")


def test_the_question_of_a_faq_file_may_be_its_heading(tmp_path: Path) -> None:
    (document,) = read(
        tmp_path, {"faqs/a.md": "# How long?\n\n7 days.\n\n## Sale\n3 days."}
    ).values()
    assert (document.title, document.text) == ("How long?", "7 days.\n\n## Sale\n3 days.")


def test_a_notice_has_its_days_and_what_it_touches(tmp_path: Path) -> None:
    text = (
        "---\nfrom: 2026-11-18\nuntil: 2027-01-31\ntouches: [shipping, returns]\n---\n파업입니다."
    )
    notice = read(tmp_path, {"a.md": "# A\na", "notices/strike.md": text})["notices/strike"]
    assert (notice.effective_from, notice.effective_until) == (
        date(2026, 11, 18),
        date(2027, 1, 31),
    )
    assert notice.touches == ("shipping", "returns")
    assert notice.text == "파업입니다."


def test_values_stay_as_written(tmp_path: Path) -> None:
    text = "---\nid: 007\ntitle: 2026\ncategory: yes\n---\ntext"
    document = read(tmp_path, {"a.md": text})["007"]
    assert (document.title, document.category) == ("2026", "yes")


def test_comments_of_the_author_are_never_shown(tmp_path: Path) -> None:
    text = "# A\nshown <!-- ask\nMinji --> text"
    (document,) = read(tmp_path, {"a.md": text}).values()
    assert document.text == "# A\nshown  text"


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-8-sig"])
def test_a_file_in_an_encoding_of_korean_offices_is_read(tmp_path: Path, encoding: str) -> None:
    data = "---\nlanguage: ko\n---\n# 반품\n\n똠방각하도 7일입니다.".encode(encoding)
    (document,) = read(tmp_path, {"a.md": data}).values()
    assert document.text == "# 반품\n\n똠방각하도 7일입니다."


def test_a_file_in_no_known_encoding_is_skipped_and_told(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, {"a.md": b"# A\n\n\xff\x81\xff\xfe\x81"})
    assert str(finding).startswith("a.md:3: ")
    assert "save the file as UTF-8" in finding.what


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "the file is empty"),
        (" \n\n", 1, "the file is empty"),
        ("---\ntitle: A\n---\n\n", 1, "no text below"),
        ("# A\n\n## B\n\n## C\n", 1, "no text below"),
        ("---\ntitle: A\ntext\n", 1, "front matter is not closed"),
        ("title: A\naudience: internal\n---\ntext", 1, "needs a line --- before"),
        ("---\nid: a\ntitle: B: C\n---\ntext", 3, "mapping values are not allowed here"),
        (
            '---\nid: a\ntitle: "open\nurl: /a\ncategory: b\n---\ntext',
            3,
            "found unexpected end of stream",
        ),
        ("---\nid: a\n\ttitle: B\n---\ntext", 3, "cannot start any token"),
        ("---\nid: a\x07\n---\ntext", 2, "a character that YAML does not allow"),
        ("---\n- a\n- b\n---\ntext", 2, "must be lines of `key: value`"),
        ("---\nid: a\nid: b\n---\ntext", 3, "id is given twice"),
        ("---\nid: a\nauthor: B\n---\ntext", 3, "unknown key 'author'; known: id, title,"),
        ("---\nid: a\nlangauge: ko\n---\ntext", 3, "did you mean 'language'?"),
        ("---\nid: a\naliases: [b]\n---\ntext", 3, "unknown key 'aliases'"),
        ("---\ntouches: [b]\n---\ntext", 2, "unknown key 'touches'"),
        ("---\ntitle: {a: b}\n---\ntext", 2, "title must be one value or a list"),
        ("---\ntitle: [a, b]\n---\ntext", 2, "title takes one value, not 2"),
        ("---\naudience: staff\n---\ntext", 2, "audience is 'staff'; write customer or internal"),
        ("---\nlanguage: jp\n---\ntext", 2, "language is 'jp'; write ko or en"),
        ("---\nid: a.en\nlanguage: ko\n---\ntext", 3, "ends in .en"),
        ("---\nid: a#1\n---\ntext", 2, "holds # or a control character"),
        ("---\nurl: javascript:alert(1)\n---\ntext", 2, "begin it with https://"),
        ("---\nupdated: 2026-02-30\n---\ntext", 2, "updated is '2026-02-30', no date"),
        ("---\nupdated: 2026. 9. 1.\n---\ntext", 2, "write it as YYYY-MM-DD"),
        ("---\nupdated: 20260901\n---\ntext", 2, "write it as YYYY-MM-DD"),
        (
            "---\neffective: 2026-01-01\neffective_from: 2026-01-01\n---\ntext",
            2,
            "effective_from and effective mean the same",
        ),
        (
            "---\ntitle: A\neffective_from: 2026-01-02\neffective_until: 2026-01-01\n---\ntext",
            1,
            "ends (2026-01-01) before it begins (2026-01-02)",
        ),
    ],
)
def test_bad_input_is_told_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    (problem,) = problems(tmp_path, {"policies/bad.md": text})
    assert problem.startswith(f"policies/bad.md:{line}: ")
    assert what in problem


def test_lines_count_from_the_top_of_the_file(tmp_path: Path) -> None:
    text = "\ufeff\r\n---\r\nid: a\r\nlanguage: jp\r\n---\r\ntext"
    (problem,) = problems(tmp_path, {"a.md": text})
    assert problem.startswith("a.md:4: ")
