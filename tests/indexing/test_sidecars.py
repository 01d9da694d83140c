from datetime import date
from pathlib import Path

import pytest

from sangdam.models import Audience, Language
from tests.indexing import office_files as office
from tests.indexing.knowledge_folder import findings, problems, read

PAGE = "<h1>반품</h1><p>7일 안에 됩니다.</p>"
SAYS = (
    "id: policy-returns.ko\ntitle: 반품 정책\naudience: internal\ncategory: returns\n"
    "effective_from: 2026-01-01\nurl: https://a.example/r\n"
)
TABLE = office.xlsx(
    {
        "FAQ": [["question", "answer", "audience"], ["A?", "a", None], ["B?", "b", "customer"]],
        "요금": [["지역", "값"], ["제주", 1]],
    }
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("r.html", PAGE),
        ("r.txt", "7일 안에 됩니다."),
        ("r.md", "7일 안에 됩니다."),
        ("r.docx", office.docx(office.paragraph("7일 안에 됩니다."))),
        ("r.pdf", office.pdf((10, "7일 안에 됩니다."))),
    ],
)
def test_a_file_is_described_by_the_one_beside_it(
    tmp_path: Path, name: str, data: str | bytes
) -> None:
    (document,) = read(tmp_path, {f"policies/{name}": data, f"policies/{name}.yaml": SAYS}).values()
    assert (document.id, document.title) == ("policy-returns.ko", "반품 정책")
    assert (document.audience, document.language) == (Audience.INTERNAL, Language.KOREAN)
    assert (document.category, document.url) == ("returns", "https://a.example/r")
    assert document.effective_from == date(2026, 1, 1)
    assert document.source == f"policies/{name}"


def test_what_is_said_beside_a_table_holds_for_rows_that_say_nothing_else(tmp_path: Path) -> None:
    found = read(tmp_path, {"t.xlsx": TABLE, "t.xlsx.yaml": "title: 표\naudience: internal\n"})
    by_title = {document.title: document.audience for document in found.values()}
    assert by_title == {
        "A?": Audience.INTERNAL,
        "B?": Audience.CUSTOMER,
        "표": Audience.INTERNAL,
    }


def test_what_is_said_beside_a_csv_holds_for_its_rows(tmp_path: Path) -> None:
    files = {"t.csv": "question,answer\nA?,a\n", "t.csv.yaml": "audience: internal\ncategory: x\n"}
    (entry,) = read(tmp_path, files).values()
    assert (entry.audience, entry.category) == (Audience.INTERNAL, "x")


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (
            {"r.html": PAGE, "r.html.yaml": "title: A\nlangauge: ko\n"},
            "r.html.yaml:2: unknown key 'langauge'; did you mean 'language'?",
        ),
        (
            {"r.html": PAGE, "r.html.yaml": "effective: soon\n"},
            "r.html.yaml:1: effective is 'soon', no date; write it as YYYY-MM-DD",
        ),
        (
            {"t.csv": "question,answer\nA?,a\nB?,b\n", "t.csv.yaml": "audience: all\n"},
            "t.csv.yaml:1: audience is 'all'; write customer or internal",
        ),
        (
            {"r.pdf.yaml": "audience: internal\n"},
            "r.pdf.yaml:1: there is no r.pdf that it could describe; rename it or delete it",
        ),
        (
            {"r.html": PAGE, "r.html.yml": "audience: internal\n"},
            "r.html.yml:1: describes no file; name it r.html.yaml, or move it away",
        ),
        (
            {"r.html": PAGE, "r.yaml": "audience: internal\n"},
            "r.yaml:1: describes no file; name it r.html.yaml, or move it away",
        ),
        (
            {"r.md": "---\ntitle: A\n---\ntext", "r.md.yaml": "audience: internal\n"},
            "r.md:1: what is said of this file stands here and in the file beside it; keep one",
        ),
        (
            {"z.zip": office.zipped({"a.md": "# A\ntext"}), "z.zip.yaml": "audience: internal\n"},
            "z.zip.yaml:1: a zip takes no description; put one beside each file in it",
        ),
    ],
)
def test_what_is_wrong_beside_a_file_is_told_with_its_line(
    tmp_path: Path, files: dict[str, str | bytes], problem: str
) -> None:
    assert problems(tmp_path, files) == [problem]


def test_a_file_whose_description_can_not_be_read_is_shown_to_nobody(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, {"r.html": PAGE, "r.html.yaml": b"audience: \xff\x81\xff"})
    assert str(finding).startswith("r.html:1: skipped: r.html.yaml, which describes it: neither")


def test_a_description_outside_the_folder_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("title: secret\n", encoding="utf-8")
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "r.html.yaml").symlink_to(tmp_path / "outside.yaml")
    found = findings(folder, {"r.html": PAGE})
    assert {finding.source for finding in found} == {"r.html", "r.html.yaml"}


def test_other_yaml_files_are_nobodys_business(tmp_path: Path) -> None:
    assert findings(tmp_path, {"openapi.yaml": "a: [", "b.yml": "x"}) == []


def test_a_file_in_a_zip_is_described_there(tmp_path: Path) -> None:
    inside = office.zipped({"m/r.html": PAGE, "m/r.html.yaml": "audience: internal\n"})
    (document,) = read(tmp_path, {"z.zip": inside}).values()
    assert (document.source, document.audience) == ("z.zip/m/r.html", Audience.INTERNAL)


@pytest.mark.parametrize(
    ("head", "text", "language"),
    [
        ('<html lang="en">', "배송은 이틀 걸립니다.", Language.KOREAN),
        ('<html lang="ko-KR">', "HB-200X power 1000 W 용량 1.5 L container", Language.KOREAN),
        ('<html lang="ko">', "Only English here.", Language.ENGLISH),
        ('<html lang="ja">', "Shipping takes two days.", Language.ENGLISH),
    ],
)
def test_a_page_may_say_its_language_where_its_letters_allow(
    tmp_path: Path, head: str, text: str, language: Language
) -> None:
    (document,) = read(tmp_path, {"p.html": f"{head}<body><p>{text}</p></body></html>"}).values()
    assert document.language is language
