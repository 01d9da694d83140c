import json
from datetime import date
from pathlib import Path

import pytest

from sangdam.models import Audience, Document, DocumentKind, Language
from tests.indexing.knowledge_folder import problems, read

HEADER = "question,aliases,answer,category,language,audience,updated,effective_from,url,id"
KOREAN = "질문,답변"
BASIC = "question,answer\n반품 기간은?,7일입니다.\n"


def test_a_csv_row_becomes_a_faq_entry(tmp_path: Path) -> None:
    row = (
        "반품 기간은?,언제까지 | 반품 기한 |  | 언제까지,7일입니다.,"
        "returns,ko,internal,2026-09-01,2026-01-01,/r,r.ko"
    )
    assert read(tmp_path, {"faqs/a.csv": f"{HEADER}\n{row}\n"}) == {
        "r.ko": Document(
            id="r.ko",
            kind=DocumentKind.FAQ,
            title="반품 기간은?",
            text="7일입니다.",
            language=Language.KOREAN,
            source="faqs/a.csv",
            line=2,
            aliases=("언제까지", "반품 기한"),
            audience=Audience.INTERNAL,
            category="returns",
            updated=date(2026, 9, 1),
            effective_from=date(2026, 1, 1),
            url="/r",
        )
    }


def test_a_json_line_becomes_the_same_entry_as_a_csv_row(tmp_path: Path) -> None:
    table = "id,question,answer,aliases,language\nx,How long?,7 days.,period | deadline,en\n"
    entry = {
        "id": "x",
        "question": "How long?",
        "answer": "7 days.",
        "aliases": ["period", "deadline"],
        "language": "en",
        "category": None,
    }
    (from_csv,) = read(tmp_path / "csv", {"faqs/a.csv": table}).values()
    (from_json,) = read(tmp_path / "json", {"faqs/a.jsonl": "\n" + json.dumps(entry)}).values()
    assert from_json == from_csv.model_copy(update={"source": "faqs/a.jsonl"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_usual_encoding_and_line_end_reads_the_same(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    table = BASIC.replace("\n", line_end).encode(encoding)
    (document,) = read(tmp_path, {"faqs/a.csv": table}).values()
    assert (document.title, document.text) == ("반품 기간은?", "7일입니다.")


def test_lines_are_right_after_cells_of_several_lines(tmp_path: Path) -> None:
    table = 'Question , Answer\n"a\nb?","1\n\n2"\n\n,,\nnext?,"x\ny"\nlast?,z\n'
    found = read(tmp_path, {"a.csv": table}).values()
    assert {document.title: document.line for document in found} == {
        "a\nb?": 2,
        "next?": 8,
        "last?": 10,
    }


def test_an_id_from_the_question_stays_when_rows_are_put_before(tmp_path: Path) -> None:
    before = read(tmp_path / "1", {"faqs/r.ko.csv": BASIC})
    after = read(tmp_path / "2", {"faqs/r.ko.csv": BASIC.replace("\n", "\n교환 기간은?,7일.\n", 1)})
    (document_id,) = before
    assert document_id in after
    assert len(after) == 2
    assert document_id.startswith("faqs/r-")
    assert document_id.endswith(".ko")


def test_the_same_question_in_two_files_has_two_ids(tmp_path: Path) -> None:
    assert len(read(tmp_path, {"faqs/a.csv": BASIC, "faqs/b.csv": BASIC})) == 2


def test_a_line_separator_inside_a_json_text_ends_no_line(tmp_path: Path) -> None:
    line = '{"question": "a\u2028b?", "answer": "c"}\n{"question": "d?", "answer": "e"}'
    found = read(tmp_path, {"a.jsonl": line}).values()
    assert sorted(document.line for document in found) == [1, 2]


@pytest.mark.parametrize(
    ("table", "line", "what"),
    [
        ("", 1, "the file is empty"),
        ("question,answer,tag\nQ?,A,x\n", 1, "unknown column 'tag'; the first line names columns"),
        ("question\nQ?\n", 1, "no column 'answer'"),
        ("\n\nanswer\nA\n", 3, "no column 'question'"),
        ("question,answer,answer\nQ?,A,B\n", 1, "column 'answer' twice"),
        ("question,answer\nQ?,  \n", 2, "no answer; write it or delete the row"),
        ('question,answer\n"a\nb","c\nd"\n,A\n', 5, "no question"),
        ("question,answer\nQ?,yes, we do\n", 2, "3 cells in 2 columns; put quotes round"),
        ('question,answer\nQ?,A\nR?,"open\nend\n', 3, "a quote that is not closed"),
        ('question,answer\nQ?,"a"b\n', 2, "this row can't be read"),
        ("question,answer,language\nQ?,A,kr\n", 2, "language is 'kr'; write ko or en"),
        (
            "question,answer,audience\nQ?,A,all\n",
            2,
            "write customer or internal",
        ),
        ("question,answer,updated\nQ?,A,2026/09/01\n", 2, "write it as YYYY-MM-DD"),
        ("question,answer,effective_until\nQ?,A,soon\n", 2, "effective_until is 'soon', no date"),
        ("question,answer,id,language\nQ?,A,a.ko,en\n", 2, "ends in .ko"),
        ("question,answer\nQ?,A\nQ?,B\n", 3, "is already used at faqs/bad.csv:2"),
    ],
)
def test_bad_csv_is_told_with_its_line(tmp_path: Path, table: str, line: int, what: str) -> None:
    (problem,) = problems(tmp_path, {"faqs/bad.csv": table})
    assert problem.startswith(f"faqs/bad.csv:{line}: ")
    assert what in problem


def test_a_korean_header_is_answered_with_the_names_to_use(tmp_path: Path) -> None:
    found = problems(tmp_path, {"faqs/a.csv": f"{KOREAN}\n기간은?,7일.\n"})
    assert len(found) == 4
    assert all("names columns, separated by commas: question, answer, id" in one for one in found)


def test_a_csv_that_a_spreadsheet_saved_as_unicode_is_read(tmp_path: Path) -> None:
    as_saved = read(tmp_path / "utf16", {"a.csv": BASIC.encode("utf-16")})
    assert as_saved == read(tmp_path / "utf8", {"a.csv": BASIC})


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"question": "Q?"', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('["Q?", "A"]', "not an entry"),
        ("{}", "not an entry"),
        ('{"question": "Q?"}', "no answer"),
        ('{"question": "", "answer": "A"}', "no question"),
        ('{"question": "Q?", "answer": "A", "tags": "x"}', "unknown key 'tags'"),
        ('{"question": "Q?", "answer": "A", "id": 7}', "id must be a text in quotes"),
        ('{"question": "Q?", "answer": "A", "aliases": [1]}', "aliases must be a list of texts"),
        ('{"question": "Q?", "answer": "A", "category": ["x"]}', "category must be a text"),
        ('{"question": "Q?", "answer": "A", "audience": "me"}', "audience is 'me'"),
    ],
)
def test_a_bad_json_line_is_told_with_its_line(tmp_path: Path, line: str, what: str) -> None:
    good = '{"question": "되나요?", "answer": "됩니다."}'
    (problem,) = problems(tmp_path, {"faqs/bad.jsonl": f"{good}\n\n{line}\n"})
    assert problem.startswith("faqs/bad.jsonl:3: ")
    assert what in problem
