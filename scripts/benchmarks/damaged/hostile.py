"""Files that were made to break what reads them."""

from __future__ import annotations

import io
import json
import stat
import zlib
from collections.abc import Iterator, Mapping
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.indexing.office_files import docx, paragraph, xlsx, zipped

DEEP = 100_000
LAUGHS = 12
"""Each tenfold."""
WIDE = 1_000_000
SECRET = "file:///etc/passwd"

ENTITIES = "<!DOCTYPE a [<!ENTITY l0 'ha'>{}]>".format(
    "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, LAUGHS))
)
OUTSIDE = f"<!DOCTYPE a [<!ENTITY l{LAUGHS - 1} SYSTEM '{SECRET}'>]>"
LAUGH = f"&l{LAUGHS - 1};"


def hostile_files() -> Mapping[str, bytes]:
    """File name -> its bytes. What belongs together has one beginning."""
    return dict([*_texts(), *_tables(), *_pages(), *_office(), *_pdfs(), *_zips()])


def _texts() -> Iterator[tuple[str, bytes]]:
    anchors = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, LAUGHS))
    fronts = {
        "nested": "a: " + "[" * DEEP,
        "nested-maps": "\n".join(" " * n + "a:" for n in range(2_000)),
        "laughs": f"l0: &l0 ha\n{anchors}",
        "laughing-key": f"l0: &l0 ha\n{anchors}\n? *l{LAUGHS - 1}\n: b",
        "loop": "a: &a [*a]",
        "loop-key": "&a ? *a\n: b",
        "tag": "a: !!python/object/apply:os.system ['true']",
        "long-number": "updated: " + "9" * WIDE,
        "no-date": "updated: 0000-99-99",
        "far-date": "effective_until: 9999999-01-01",
        "null": "id: \ntitle: ~",
        "half-a-pair": 'title: "\\uD800"',
    }
    for name, front in fronts.items():
        yield f"front-{name}.md", f"---\n{front}\n---\n\n# A\n\ntext\n".encode()
        yield f"beside-{name}.txt", b"# A\n\ntext\n"
        yield f"beside-{name}.txt.yaml", front.encode()
    bodies = {
        "headings": "#" * WIDE + " a\n",
        "many-headings": "# a\n" * DEEP,
        "quotes": ">" * DEEP + "a",
        "lists": "\n".join(" " * (n % 500) + "- a" for n in range(DEEP)),
        "row": "|" * WIDE,
        "rows": "|a|\n|---|\n" + "|a|\n" * DEEP,
        "fence": "```" * DEEP,
        "line": "a" * WIDE * 10,
        "blanks": "\n" * WIDE * 4 + "a",
        "brackets": "[" * WIDE + "](" * DEEP,
        "combining": "a" + "\u0301" * WIDE,
        "hangul": "\u1100\u1161" * WIDE,
        "rtl": "\u202e\u2066" * DEEP,
        "cr": "\r" * WIDE,
    }
    for name, body in bodies.items():
        yield f"text-{name}.md", f"# 안내\n\n{body}\n".encode()
    yield "text-utf16-cut.txt", "\ufeff안내".encode("utf-16-le")[:-1]
    yield "text-utf32.txt", "\ufeff안내".encode("utf-32-be")
    yield "text-surrogates.txt", b"\xed\xa0\x80" * 1000
    yield "text-cp949-cut.txt", "안내".encode("cp949")[:-1] * 1000


def _tables() -> Iterator[tuple[str, bytes]]:
    head = "question,answer,aliases\n"
    tables = {
        "quote": f'{head}"a,b\n' + "c,d\n" * DEEP,
        "field": f'{head}"{"a" * WIDE * 10}",b\n',
        "columns": "," * WIDE,
        "cells": head + "a,b" + "," * WIDE,
        "rows": head + "a,b\n" * DEEP,
        "aliases": f"{head}a,b,{' | '.join(['c'] * DEEP)}\n",
        "empty": head,
    }
    for name, table in tables.items():
        yield f"table-{name}.csv", table.encode()
    lines = {
        "nested": "[" * DEEP,
        "nested-entry": '{"question": ' + "[" * DEEP,
        "number": '{"question": ' + "9" * DEEP + ', "answer": "a"}',
        "half-a-pair": json.dumps({"question": "\ud800", "answer": "\udfff a"}),
        "half-an-alias": json.dumps({"question": "a", "answer": "b", "aliases": ["\ud800"]}),
        "half-a-key": json.dumps({"\ud800": "a"}),
        "nan": '{"question": NaN, "answer": -Infinity}',
        "null": json.dumps({"question": "a\0b", "answer": "\0", "id": "\0"}),
        "kinds": json.dumps({"question": {"a": [1]}, "answer": True, "aliases": {"a": 1}}),
        "id": json.dumps({"question": "a", "answer": "b", "id": "../../etc/passwd\n"}),
        "url": json.dumps({"question": "a", "answer": "b", "url": "javascript:alert(1)"}),
        "dates": json.dumps({"question": "a", "answer": "b", "updated": "9" * 5000}),
        "aliases": json.dumps({"question": "a", "answer": "b", "aliases": ["c"] * DEEP}),
    }
    for name, line in lines.items():
        yield f"lines-{name}.jsonl", line.encode()


def _pages() -> Iterator[tuple[str, bytes]]:
    pages = {
        "nested": "<div>" * DEEP,
        "nested-tables": "<table><tr><td>" * 2_000 + "a",
        "nested-lists": "<ul><li>" * 3_000 + "a",
        "attributes": "<p " + " ".join(f"a{n}=b" for n in range(DEEP)) + ">a",
        "attribute": f"<p style='{'a' * WIDE * 4}'>a",
        "colspan": "<table><tr><td colspan=1000000000>a</td></tr></table>",
        "rowspan": "<table><tr><td rowspan=1000000000>a</td></tr></table>",
        "spans": "<table>" + "<tr><td colspan=9999 rowspan=9999>a</td></tr>" * 500 + "</table>",
        "negative": "<table><tr><td colspan=-5 rowspan=0>a</td></tr></table>",
        "cells": "<table><tr>" + "<td>a" * DEEP,
        "entities": "&#x110000;&#xd800;&#0;&#99999999999999;" * 1_000,
        "open": "<" * WIDE,
        "comments": "<!--" * DEEP,
        "cdata": "<![CDATA[" * DEEP,
        "declaration": "<!DOCTYPE " + "[" * DEEP,
        "charset": "<meta charset=utf-7>+ADw-script+AD4-",
        "no-charset": "<meta charset=idna>안내",
        "hidden": "<p hidden>a</p>" * 20_000 + "b",
        "headings": "<h1>a</h1>" * 20_000,
        "laughs": f"{ENTITIES}<p>{LAUGH}</p>",
    }
    for name, page in pages.items():
        yield f"page-{name}.html", page.encode()


def _office() -> Iterator[tuple[str, bytes]]:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    word = f'<w:document xmlns:w="{space}"><w:body>%s</w:body></w:document>'
    said = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
    documents = {
        "laughs": ENTITIES + word % (said % LAUGH),
        "outside": OUTSIDE + word % (said % LAUGH),
        "nested": word % ("<w:p>" * DEEP),
        "nested-tables": word % ("<w:tbl><w:tr><w:tc>" * 2_000),
        "paragraphs": word % (said % "a" * DEEP),
        "long": word % (said % ("a" * WIDE * 10)),
        "span": word % f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
        f"{said % 'a'}</w:tc></w:tr></w:tbl>",
    }
    whole = docx(paragraph("a"))
    for name, document in documents.items():
        yield f"word-{name}.docx", _with(whole, "word/document.xml", document)
    yield "word-styles.docx", _with(whole, "word/styles.xml", f"{ENTITIES}<a>{LAUGH}</a>")
    yield "word-title.docx", _with(whole, "docProps/core.xml", f"{OUTSIDE}<a>{LAUGH}</a>")
    book = xlsx({"a": [("question", "answer"), ("b", "c")]})
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s'
    data = "<dimension ref='A1:XFD1048576'/><sheetData>%s</sheetData></worksheet>"
    sheets = {
        "laughs": f"{ENTITIES}<worksheet>{LAUGH}</worksheet>",
        "far": sheet % data % "<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row>",
        "farther": sheet % data % "<row r='999999999'><c r='ZZZZZZ9' t='n'><v>1</v></c></row>",
        "backwards": sheet % data % "<row r='-5'><c r='A-5'><v>1</v></c></row>",
        "strings": sheet % data % "<row r='1'><c r='A1' t='s'><v>99999999</v></c></row>",
        "number": sheet % data % f"<row r='1'><c r='A1'><v>{'9' * 5000}</v></c></row>",
        "date": sheet % data % "<row r='1'><c r='A1' s='1'><v>1e308</v></c></row>",
        "cells": sheet % data % ("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>"),
        "rows": sheet % data % ("<row><c><v>1</v></c></row>" * DEEP),
        "million": sheet % data % (("<row>" + "<c><v>1</v></c>" * 500 + "</row>") * 2_000),
        "nested": sheet % ("<a>" * DEEP),
    }
    for name, content in sheets.items():
        yield f"book-{name}.xlsx", _with(book, "xl/worksheets/sheet1.xml", content)
    yield "book-names.xlsx", _with(book, "xl/workbook.xml", f"{OUTSIDE}<a>{LAUGH}</a>")


def _with(archive: bytes, name: str, content: str) -> bytes:
    with ZipFile(io.BytesIO(archive)) as opened:
        parts: dict[str, str | bytes] = {each: opened.read(each) for each in opened.namelist()}
    return zipped(parts | {name: content})


def _pdfs() -> Iterator[tuple[str, bytes]]:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    files = {
        "loop": (b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>", page, b""),
        "count": (b"<</Type/Pages/Kids[3 0 R]/Count 999999999>>", page, b""),
        "kids": (b"<</Type/Pages/Kids[" + b"3 0 R " * DEEP + b"]/Count 1>>", page, b""),
        "box": (pages, page.replace(b"99 99", b"1e30 -1e30"), b""),
        "nested": (pages, page, b"[" * DEEP),
        "dicts": (pages, page, b"<<" * DEEP),
        "states": (pages, page, b"q " * DEEP),
        "numbers": (pages, page, b"9" * WIDE + b" Tf"),
        "forms": (pages, page, b"/F Do " * DEEP),
        "lines": (pages, page, b"0 0 m 9 9 l S " * 20_000),
        "boxes": (pages, page, b"0 0 9 9 re S " * 5_000),
        "swells": (pages, page, bytes(2**28)),
    }
    for name, (tree, leaf, drawn) in files.items():
        yield f"pdf-{name}.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, leaf, _stream(drawn))
    yield "pdf-nested-page.pdf", _pdf(b"<<" + b"/A[" * DEEP, pages, page, _stream(b""))
    yield "pdf-itself.pdf", _pdf(b"1 0 R", b"2 0 R", b"3 0 R", b"4 0 R")
    before = _pdf(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, _stream(b""))
    yield "pdf-before.pdf", before.replace(b"/Root", b"/Prev 9/Root")


def _stream(drawn: bytes) -> bytes:
    packed = zlib.compress(drawn)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)


def _pdf(*objects: bytes) -> bytes:
    made = b"%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + tail


def _zips() -> Iterator[tuple[str, bytes]]:
    note = "# A\n\ntext\n"
    yield "zip-swells.zip", zipped({"a.md": "a" * 2**28})
    yield "zip-parts.zip", zipped({f"{n}.md": note for n in range(20_000)})
    yield "zip-folders.zip", zipped({"a/" * 20_000 + "a.md": note})
    yield (
        "zip-names.zip",
        zipped(
            {
                "../climbs.md": note,
                "/root.md": note,
                "..\\climbs.md": note,
                "C:\\windows.md": note,
                "a\0b.md": note,
                "a\r\nb.md": note,
                "con.md": note,
                "x" * 60_000 + ".md": note,
            }
        ),
    )
    link = ZipInfo("link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    yield "zip-link.zip", _archive({link: "/etc/passwd"})
    inner = zipped({"a.md": note})
    for _ in range(20):
        inner = zipped({"inner.zip": inner})
    yield "zip-zips.zip", inner
    lying = bytearray(zipped({"a.md": "a" * 2**26}))
    place = lying.rfind(b"PK\x01\x02")
    lying[place + 24 : place + 28] = pack("<I", 10)
    yield "zip-lies.zip", bytes(lying)
    yield "zip-bombs.zip", zipped({"a.docx": zipped({"word/document.xml": "a" * 2**27})})


def _archive(files: Mapping[ZipInfo, str]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for info, content in files.items():
            archive.writestr(info, content)
    return made.getvalue()
