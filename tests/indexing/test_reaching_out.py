"""What a document names is not fetched, and no name leads out of the index."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from sangdam import bootstrap_index
from sangdam.indexing.readers import read_knowledge
from sangdam.offline import HashEmbedder
from sangdam.settings import Settings
from tests.indexing.knowledge_folder import write
from tests.indexing.office_files import W, docx, paragraph, pdf, xlsx, zipped
from tests.outward.receiver import Receiver

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SECRET = "../../../../secret"


def test_nothing_is_fetched_that_a_document_names(tmp_path: Path) -> None:
    receiver = Receiver()
    url = receiver.url
    entity = f"<!DOCTYPE a [<!ENTITY % x SYSTEM '{url}/dtd'>%x;<!ENTITY y SYSTEM '{url}/y'>]>"
    picture = (
        f'<w:document xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:a="a"><w:body><w:p><w:r>'
        '<w:t>text</w:t><a:blip r:link="r1"/></w:r></w:p></w:body></w:document>'
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" TargetMode="External"'
        f' Type="{OFFICE}/image" Target="{url}/picture"/></Relationships>'
    )
    links = {"word/document.xml": picture, "word/_rels/document.xml.rels": relations}
    page = (
        f'<html><head><base href="{url}"><link rel="stylesheet" href="{url}/css">'
        f'<link rel="canonical" href="{url}/page"><script src="{url}/js"></script>'
        f'<meta http-equiv="refresh" content="0;{url}"></head><body><p>text</p>'
        f'<img src="{url}/img"><iframe src="{url}/frame"></iframe></body></html>'
    )
    folder = write(
        tmp_path,
        {
            "faqs/a.csv": f"question,answer,url\na,b,{url}/faq\n",
            "faqs/b.jsonl": f'{{"question": "c", "answer": "d", "url": "{url}/line"}}\n',
            "front.md": f"---\nurl: {url}/front\n---\n\n# A\n\n![x]({url}/md) <img src='{url}'>\n",
            "beside.txt": "# B\n\ntext\n",
            "beside.txt.yaml": f"url: {url}/beside\n",
            "page.html": page,
            "entity.xhtml": f"{entity}<html><body><p>text &y;</p></body></html>",
            "links.docx": zipped(_parts(docx(paragraph("a"))) | links),
            "entity.docx": docx(paragraph("a"), styles=f"{entity}&y;"),
            "entity2.docx": zipped({"word/document.xml": f"{entity}<a>&y;</a>"}),
            "book.xlsx": xlsx({"a": [("b", f'=WEBSERVICE("{url}/web")'), ("c", "d")]}),
            "paper.pdf": pdf((10, f'text <a href="{url}/pdf">link</a>')),
        },
    )
    read_knowledge(folder)
    receiver.close()
    assert receiver.seen == []


def _parts(archive: bytes) -> dict[str, str | bytes]:
    with ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_no_id_of_a_document_leads_out_of_the_index(tmp_path: Path) -> None:
    ids = (SECRET, "/etc/passwd", "..\\..\\secret", "a/../../../secret", "~/secret", "C:\\secret")
    rows = "".join(
        f"{each},question {number}?,answer {number}\n" for number, each in enumerate(ids)
    )
    files = {"faqs/a.csv": f"id,question,answer\n{rows}"}
    files["policies/b.md"] = f"---\nid: {SECRET}2\n---\n\n# B\n\ntext\n"
    knowledge = write(tmp_path / "in" / "knowledge", files)
    settings = Settings.load(
        knowledge_dir=knowledge,
        data_dir=tmp_path / "in" / "data",
        index_dir=tmp_path / "in" / "data" / "index",
    )
    before = {path for path in tmp_path.rglob("*") if "data" not in path.parts}
    bootstrap_index.reindex(settings, progress=lambda *_: None, embedder=HashEmbedder())
    after = {path for path in tmp_path.rglob("*") if "data" not in path.parts}
    assert after == before
    assert not [path for path in settings.index.rglob("*") if "secret" in path.name]
