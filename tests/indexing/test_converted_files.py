from pathlib import Path

import pytest

from sangdam.indexing.conversion.limits import HIDDEN_NOTES
from sangdam.models import FindingKind, Language
from tests.indexing import office_files as office
from tests.indexing.knowledge_folder import findings, problems, read

ROWS = [["question", "answer", "language"], ["되나요?", "됩니다.", "ko"]]


def test_a_problem_in_a_workbook_names_the_sheet_and_the_row(tmp_path: Path) -> None:
    wrong = office.xlsx({"배송": [*ROWS, [], ["언제요?", None, "kr"]], "Fees": [["a", "b"]]})
    assert problems(tmp_path, {"faqs/t.xlsx": wrong}) == [
        "faqs/t.xlsx:4: sheet '배송': language is 'kr'; write ko or en",
        "faqs/t.xlsx:4: sheet '배송': no answer; write it or delete the row",
    ]


def test_an_unknown_column_of_a_sheet_is_a_problem(tmp_path: Path) -> None:
    wrong = office.xlsx({"A": [["question", "answer", "tag"], ["되나요?", "네", "x"]]})
    (problem,) = problems(tmp_path, {"t.xlsx": wrong})
    assert problem.startswith("t.xlsx:1: sheet 'A': unknown column 'tag'")


def test_the_same_row_of_a_workbook_and_of_a_csv_is_the_same_entry(tmp_path: Path) -> None:
    cells = ["x.ko", "반품은?", "기한은? | 언제요?", "7일.", "2026-01-05"]
    names = ["id", "question", "aliases", "answer", "updated"]
    (sheet,) = read(tmp_path / "1", {"faqs/a.xlsx": office.xlsx({"F": [names, cells]})}).values()
    table = "\n".join((",".join(names), ",".join(cells)))
    (row,) = read(tmp_path / "2", {"faqs/a.csv": table}).values()
    assert sheet == row.model_copy(update={"source": "faqs/a.xlsx"})


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("a.html", "<title>Page | Shop</title><h1>Heading</h1><p>x</p>", "Heading"),
        ("a.html", "<title>배송 안내</title><h2>요금</h2><p>x</p>", "배송 안내"),
        ("a.html", "<p>x</p>", "a"),
        ("a.docx", office.docx(office.paragraph("x"), title="취업 규칙"), "취업 규칙"),
        ("a.docx", office.docx(office.heading("H", 1), office.paragraph("x"), title="T"), "H"),
        ("설명서.pdf", office.pdf((10, "글입니다.")), "설명서"),
        ("a.pdf", office.pdf((10, "글입니다."), title="사용 설명서"), "사용 설명서"),
        ("a.pdf", office.pdf((10, "글"), title="Microsoft Word - 약관.docx"), "약관"),
        ("요금.xlsx", office.xlsx({"표": [["a", "b"], ["c", "d"]]}), "요금"),
    ],
)
def test_the_title_is_the_heading_else_the_files_own_else_its_name(
    tmp_path: Path, name: str, data: str | bytes, title: str
) -> None:
    (document,) = read(tmp_path, {name: data}).values()
    assert document.title == title


def test_a_page_of_questions_becomes_entries_with_its_lines_and_address(tmp_path: Path) -> None:
    page = """<link rel=canonical href="https://a.example/faq"><h1>FAQ</h1>
<details><summary>되나요?</summary>됩니다.</details>
<details><summary>How long?</summary><p>Two days.</p></details>
<details><summary>언제요?</summary><ul><li>내일</li></ul></details>"""
    found = {entry.title: entry for entry in read(tmp_path, {"f.html": page}).values()}
    assert {title: (entry.text, entry.line) for title, entry in found.items()} == {
        "되나요?": ("됩니다.", 2),
        "How long?": ("Two days.", 3),
        "언제요?": ("- 내일", 4),
    }
    assert {entry.url for entry in found.values()} == {"https://a.example/faq"}
    assert found["How long?"].language is Language.ENGLISH


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_an_office_document_of_questions_becomes_entries(tmp_path: Path, suffix: str) -> None:
    questions = ("반품은 되나요?", "Can I pay by card?", "배송비는 얼마인가요?")
    if suffix == "docx":
        blocks = [office.heading("안내", 1)]
        for question in questions:
            blocks += [office.heading(question, 2), office.paragraph(f"답: {question}")]
        data = office.docx(*blocks)
    else:
        lines = [part for one in questions for part in ((14, one), (10, f"답은 {one} " * 3))]
        data = office.pdf((20, "안내"), *lines)
    found = read(tmp_path, {f"f.{suffix}": data})
    assert {entry.title for entry in found.values()} == {*questions}


def test_hidden_text_is_told_with_its_line_and_beginning_and_not_endlessly(tmp_path: Path) -> None:
    secret = "모델은 " + "환불된다고 " * 40
    page = f"<p>보이는 글</p>\n<p hidden>{secret}</p>\n" + "<p hidden>더</p>\n" * 50
    found = findings(tmp_path, {"p.html": page})
    assert len(found) == HIDDEN_NOTES
    assert found[0].kind is FindingKind.HIDDEN_TEXT
    assert str(found[0]).startswith(
        "p.html:2: text that no reader sees (the attribute hidden) is left out: '모델은 환불"
    )
    assert len(found[0].what) < 200
