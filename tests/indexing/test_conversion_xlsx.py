import io
from collections.abc import Sequence
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from sangdam.indexing.conversion.cells import shown
from sangdam.indexing.conversion.converted import Converted, Hidden
from sangdam.indexing.conversion.xlsx import xlsx
from tests.indexing import office_files as office

Rows = Sequence[Sequence[object]]
FAQ: Rows = [["Question", "answer"], [None, None], ["반품 되나요?", "됩니다."]]


def read(data: bytes) -> Converted:
    return xlsx(io.BytesIO(data))


def test_a_sheet_with_question_and_answer_stays_rows() -> None:
    found = read(office.xlsx({"자주 묻는 질문": FAQ}))
    (sheet,) = found.sheets
    assert (sheet.name, found.text) == ("자주 묻는 질문", "")
    assert sheet.rows == (
        (["Question", "answer"], 1),
        (["반품 되나요?", "됩니다."], 3),
    )


def test_another_sheet_becomes_text_under_its_name() -> None:
    rows: Rows = [
        ["배송비 안내"],
        [],
        ["지역", None, "요금"],
        ["제주", None, "6천원|왕복"],
        [],
        ["끝"],
    ]
    assert read(office.xlsx({"요금": rows, "빈": []})).text == (
        "## 요금\n\n배송비 안내\n\n| 지역 | 요금 |\n| --- | --- |\n| 제주 | 6천원\\|왕복 |\n\n끝"
    )


def test_a_hidden_sheet_is_left_out_and_told() -> None:
    found = read(office.xlsx({"A": [["a", "b"]], "비밀": [["x", "y"]]}, hidden=["비밀"]))
    assert found.text == "## A\n\n| a | b |\n| --- | --- |"
    assert found.hidden == (Hidden(1, "a hidden sheet", "비밀"),)


def test_formulas_show_the_value_that_was_saved_with_them() -> None:
    book = Workbook()
    book.active.append(["합", "=1+1"])
    found = read(office.saved(book))
    assert found.text == "## Sheet\n\n합"


def test_a_size_that_the_file_states_wrongly_is_not_believed() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("A")
    for row in (["a", "b"], ["c", "d"]):
        sheet.append(row)
    assert "| c | d |" in read(office.saved(book)).text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (3000, "General", "3000"),
        (3000.0, "General", "3000"),
        (0.1 + 0.2, "General", "0.3"),
        (3000, '#,##0"원"', "3,000원"),
        (3000, "[$₩-412]#,##0", "₩3,000"),
        (-3000, "#,##0;(#,##0)", "(3,000)"),
        (-3000, "#,##0", "-3,000"),
        (0.1, "0%", "10%"),
        (0.125, "0.0%", "12.5%"),
        (1.5, "0.00", "1.50"),
        (1.5, "#,##0.##", "1.5"),
        (2.0, "#,##0.##", "2"),
        (6234, "00000", "06234"),
        (1e-7, "0.00E+00", "1e-07"),
        (7, "@", "7"),
        (True, "General", "TRUE"),
        (date(2026, 1, 5), "yyyy-mm-dd", "2026-01-05"),
        (datetime(2026, 1, 5), 'yyyy"년"', "2026-01-05"),
        (datetime(2026, 1, 5, 9, 30), "General", "2026-01-05 09:30:00"),
        (time(9, 30), "h:mm", "09:30:00"),
        ("  글 ", "General", "글"),
        (None, "General", ""),
    ],
)
def test_a_cell_is_text_as_its_reader_sees_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
