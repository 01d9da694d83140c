from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sangdam.indexing.conversion.converter import Converter
from sangdam.indexing.conversions import Conversions
from sangdam.indexing.files import KnowledgeFile, opened
from sangdam.indexing.readers import Knowledge, read_knowledge
from tests.indexing import office_files as office
from tests.indexing.knowledge_folder import write

FILES: dict[str, str | bytes] = {
    "page.html": "<h1>반품</h1><p>7일 안에 됩니다.</p>",
    "terms.docx": office.docx(office.heading("Terms", 1), office.paragraph("Thirty days.")),
    "table.xlsx": office.xlsx({"FAQ": [["question", "answer"], ["되나요?", "됩니다."]]}),
}


class Counting(Converter):
    """Notes the suffix of every file that is converted."""

    def __init__(self) -> None:
        super().__init__()
        self.converted: list[str] = []

    def convert(self, handle, suffix):  # type: ignore[no-untyped-def]
        self.converted.append(suffix)
        return super().convert(handle, suffix)


@pytest.fixture
def converter() -> Iterator[Counting]:
    with Counting() as made:
        yield made


@pytest.fixture
def page(tmp_path: Path) -> KnowledgeFile:
    write(tmp_path, FILES)
    return KnowledgeFile(tmp_path / "page.html", "page.html")


def test_the_same_bytes_are_converted_once(
    tmp_path: Path, converter: Counting, page: KnowledgeFile
) -> None:
    first = Conversions(converter, tmp_path / "kept").of(page)
    page.path.write_bytes(page.path.read_bytes())
    assert Conversions(converter, tmp_path / "kept").of(page) == first
    assert converter.converted == [".html"]


def test_changed_bytes_are_converted_anew_and_the_old_text_is_forgotten(
    tmp_path: Path, converter: Counting, page: KnowledgeFile
) -> None:
    Conversions(converter, tmp_path / "kept").of(page)
    write(tmp_path, {"page.html": "<h1>교환</h1><p>7일</p>"})
    again = Conversions(converter, tmp_path / "kept")
    assert again.of(page).text == "# 교환\n\n7일"
    again.remove_unused()
    assert len([*(tmp_path / "kept").iterdir()]) == 1


def test_a_damaged_or_half_written_one_is_made_anew(
    tmp_path: Path, converter: Counting, page: KnowledgeFile
) -> None:
    kept = tmp_path / "kept"
    found = Conversions(converter, kept).of(page)
    (path,) = kept.iterdir()
    for damage in (path.read_bytes()[:-9], b"{}", b"\xff"):
        path.write_bytes(damage)
        assert Conversions(converter, kept).of(page) == found
    assert len(converter.converted) == 4


def test_without_a_folder_nothing_is_kept(tmp_path: Path, converter: Counting) -> None:
    write(tmp_path, FILES)
    page = KnowledgeFile(tmp_path / "page.html", "page.html")
    conversions = Conversions(converter, None)
    conversions.of(page)
    conversions.of(page)
    conversions.remove_unused()
    assert converter.converted == [".html", ".html"]
    assert {path.name for path in tmp_path.iterdir()} == {*FILES}


def test_a_second_reading_starts_no_process_and_says_the_same(tmp_path: Path) -> None:
    knowledge, kept = write(tmp_path / "knowledge", FILES), tmp_path / "index" / "conversions"
    first = read_knowledge(knowledge, conversions=kept)
    before = psutil.Process().cpu_times()
    assert read_knowledge(knowledge, conversions=kept) == first
    after = psutil.Process().cpu_times()
    assert after.children_user == before.children_user
    assert len([*kept.iterdir()]) == len(FILES)


def test_what_is_lent_is_kept_and_what_is_gone_is_not(tmp_path: Path) -> None:
    knowledge, kept = write(tmp_path / "knowledge", FILES), tmp_path / "kept"
    said = read_knowledge(knowledge, conversions=kept).documents
    lent = {"page.html": Knowledge(tuple(one for one in said if one.source == "page.html"))}
    (knowledge / "terms.docx").unlink()
    again = read_knowledge(knowledge, conversions=kept, lent=lent)
    assert {one.source for one in again.documents} == {"page.html", "table.xlsx"}
    assert {path.suffix for path in kept.iterdir()} == {".html", ".xlsx"}


def test_a_file_that_is_written_to_while_it_is_read_is_skipped(tmp_path: Path) -> None:
    from sangdam.indexing.conversion.unreadable import Unreadable

    path = tmp_path / "a.html"
    path.write_text("<p>half", encoding="utf-8")
    with (
        pytest.raises(Unreadable, match="was being written"),
        opened(KnowledgeFile(path, "a.html")),
        path.open("a") as file,
    ):
        file.write(" and half</p>")
        file.flush()
