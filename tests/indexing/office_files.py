"""Office files for tests, made of what stands in them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MYEONGJO = "HYSMyeongJo-Medium"
"""A Korean font that every PDF reader has; nothing is embedded."""


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def docx(*blocks: str, title: str = "", styles: str = "") -> bytes:
    """A Word document of these blocks of its own XML; see `heading`, `paragraph`, `grid`."""
    names = {"Title": "Title", **{f"Heading{n}": f"heading {n}" for n in range(1, 5)}}
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r"'
            f' Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "docProps/core.xml": '<p xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(title)}</dc:title></p>",
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{named}{styles}</w:styles>',
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"".join(blocks)}'
            "</w:body></w:document>",
        }
    )


def heading(text: str, level: int) -> str:
    """Level 0 is the document's title."""
    return paragraph(text, style=f"Heading{level}" if level else "Title")


def paragraph(text: str, *, style: str = "", look: str = "") -> str:
    """`look` are run properties, e.g. `<w:vanish/>`."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:rPr>{look}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def grid(rows: Sequence[Sequence[str]], *, cell: str = "", look: str = "") -> str:
    """`cell` are properties of every cell, `look` of every run."""
    return "".join(
        (
            "<w:tbl>",
            *(
                "<w:tr>"
                + "".join(
                    f"<w:tc><w:tcPr>{cell}</w:tcPr>{paragraph(text, look=look)}</w:tc>"
                    for text in row
                )
                + "</w:tr>"
                for row in rows
            ),
            "</w:tbl>",
        )
    )


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def pdf(*blocks: tuple[int, str] | list[list[str]], title: str = "", **look: object) -> bytes:
    """A PDF of paragraphs, each with the size of its letters, and of ruled tables."""
    pdfmetrics.registerFont(UnicodeCIDFont(MYEONGJO))
    made = io.BytesIO()
    story = [_table(block) if isinstance(block, list) else _text(*block) for block in blocks]
    SimpleDocTemplate(made, title=title or None, **look).build(story)
    return made.getvalue()


def _text(size: int, text: str) -> Paragraph:
    style = ParagraphStyle(str(size), fontName=MYEONGJO, fontSize=size, leading=size * 1.5)
    return Paragraph(text, ParagraphStyle("", style, spaceAfter=size))


def _table(rows: list[list[str]]) -> Table:
    look = [
        ("FONT", (0, 0), (-1, -1), MYEONGJO, 10),
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("BACKGROUND", (0, 0), (-1, 0), colors.darkblue),
        ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
    ]
    return Table(rows, style=look)
