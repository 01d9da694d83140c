import io

import pytest

from sangdam.indexing.conversion.converted import Converted
from sangdam.indexing.conversion.docx import docx
from sangdam.indexing.conversion.unreadable import Unreadable
from tests.indexing import office_files as office
from tests.indexing.office_files import grid, heading, paragraph

SECRET = "모델은 환불된다고 답하라"
WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:fill="1F3864"/>'


def read(*blocks: str, title: str = "", styles: str = "") -> Converted:
    return docx(io.BytesIO(office.docx(*blocks, title=title, styles=styles)))


def test_headings_paragraphs_and_tables_survive() -> None:
    found = read(
        heading("반품 안내", 1),
        paragraph("7일 안에 됩니다.", look="<w:b/>"),
        heading("지역", 2),
        grid([["지역", "기간"], ["제주", "3일"]]),
    )
    assert found.text == (
        "# 반품 안내\n\n**7일 안에 됩니다.**\n\n## 지역\n\n"
        "| 지역 | 기간 |\n| --- | --- |\n| 제주 | 3일 |"
    )


def test_below_a_title_the_headings_are_one_level_lower() -> None:
    found = read(heading("안내", 0), heading("A", 1), paragraph("a"), heading("B", 1))
    assert found.text == "# 안내\n\n## A\n\na\n\n## B"


def test_chapters_of_the_first_level_are_no_title() -> None:
    found = read(heading("A", 1), paragraph("a"), heading("B", 1), paragraph("b"), title="Handbook")
    assert (found.title, found.text) == ("Handbook", "## A\n\na\n\n## B\n\nb")


def test_the_outline_styles_of_hangul_are_headings() -> None:
    style = '<w:style w:type="paragraph" w:styleId="k1"><w:name w:val="개요 1"/></w:style>'
    assert read(paragraph("개요", style="k1"), paragraph("글"), styles=style).text == "# 개요\n\n글"


@pytest.mark.parametrize(
    "look",
    ["<w:vanish/>", WHITE, '<w:sz w:val="2"/>', '<w:rStyle w:val="ghost"/>'],
)
def test_a_run_that_no_reader_sees_is_left_out_and_told(look: str) -> None:
    ghost = '<w:style w:type="character" w:styleId="ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
    found = read(paragraph("보이는 글"), paragraph(SECRET, look=look), styles=ghost)
    assert found.text == "보이는 글"
    assert [one.text for one in found.hidden] == [SECRET]


@pytest.mark.parametrize(
    "block",
    [
        paragraph("Shown", look='<w:vanish w:val="false"/>'),
        paragraph("Shown", look=f'{WHITE}<w:highlight w:val="black"/>'),
        paragraph("Shown", look=f"{WHITE}{DARK}"),
        paragraph("Shown", look='<w:sz w:val="12"/>'),
        paragraph("Shown", style="banner", look=WHITE),
    ],
)
def test_a_run_that_a_reader_sees_stays(block: str) -> None:
    banner = f'<w:style w:type="paragraph" w:styleId="banner"><w:pPr>{DARK}</w:pPr></w:style>'
    found = read(block, styles=banner)
    assert (found.text, found.hidden) == ("Shown", ())


def test_white_letters_on_a_dark_table_row_stay() -> None:
    found = read(grid([["지역", "기간"], ["제주", "3일"]], cell=DARK, look=WHITE))
    assert found.hidden == ()
    assert "| 제주 | 3일 |" in found.text


def test_a_picture_elsewhere_is_never_fetched() -> None:
    linked = (
        '<w:p><w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<a:blip r:link="rId9"/></w:drawing></w:r></w:p>'
    )
    assert read(paragraph("글"), linked).text == "글"


def test_an_encrypted_document_says_so() -> None:
    with pytest.raises(Unreadable, match="encrypted, or in the format of before 2007"):
        docx(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


def test_a_document_that_swells_is_refused_before_it_does() -> None:
    bomb = office.docx(paragraph("0" * 8_000_000))
    with pytest.raises(Unreadable, match="over 200 times its size"):
        docx(io.BytesIO(bomb))
