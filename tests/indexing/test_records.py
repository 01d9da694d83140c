import gc
import shutil
import weakref
from pathlib import Path

import pytest

from sangdam.indexing.records import Records, RememberedRecords, line_of, write_lines
from sangdam.models import VectorText

TEXTS = [
    VectorText(passage=n, text=text, asks=n == 1) for n, text in enumerate(("가\n나", "b", ""))
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    write_lines(made / "texts.jsonl", [line_of(text) for text in TEXTS])
    return made


@pytest.fixture
def records(folder: Path) -> Records[VectorText]:
    return Records(folder / "texts.jsonl", VectorText)


def test_records_are_a_sequence_of_what_was_written(records: Records[VectorText]) -> None:
    assert len(records) == 3
    assert [*records] == TEXTS
    assert [*reversed(records)] == TEXTS[::-1]
    assert records[0] == records[-3] == TEXTS[0]
    assert records[1:] == tuple(TEXTS[1:])
    assert records[5:] == ()
    assert records.index(TEXTS[1]) == 1
    assert TEXTS[2] in records
    with pytest.raises(IndexError):
        records[3]
    with pytest.raises(IndexError):
        records[-4]


def test_a_record_asked_for_again_is_the_same_object(records: Records[VectorText]) -> None:
    assert records[1] is records[-2]
    assert records[0] is not records[1]


def test_records_that_nobody_holds_are_gone_at_once(folder: Path) -> None:
    gc.disable()
    try:
        records = Records(folder / "texts.jsonl", VectorText)
        assert records[0] == TEXTS[0]
        gone = weakref.ref(records)
        del records
        assert gone() is None
    finally:
        gc.enable()


def test_remembered_records_say_the_same_and_are_parsed_once(folder: Path) -> None:
    first, again = (RememberedRecords(folder / "texts.jsonl", VectorText) for _ in range(2))
    assert [*first] == TEXTS
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_a_removed_folder_is_read_on(folder: Path, records: Records[VectorText]) -> None:
    shutil.rmtree(folder)
    assert [*records] == TEXTS


def test_a_line_is_handed_on_as_it_was_written(
    tmp_path: Path, records: Records[VectorText]
) -> None:
    write_lines(tmp_path / "copy.jsonl", [records.line(2), line_of(TEXTS[1]), records.line(0)])
    assert [*Records(tmp_path / "copy.jsonl", VectorText)] == TEXTS[::-1]


def test_no_record_at_all_is_an_empty_sequence(tmp_path: Path) -> None:
    write_lines(tmp_path / "none.jsonl", [])
    records = Records(tmp_path / "none.jsonl", VectorText)
    assert (len(records), [*records], records[:3]) == (0, [], ())


def test_a_file_of_another_length_is_damaged(folder: Path) -> None:
    with (folder / "texts.jsonl").open("a", encoding="utf-8") as file:
        file.write("x")
    with pytest.raises(ValueError, match=r"texts\.jsonl has \d+ bytes, not \d+"):
        Records(folder / "texts.jsonl", VectorText)


def test_lines_without_their_places_can_not_be_read(folder: Path) -> None:
    (folder / "texts.npy").unlink()
    with pytest.raises(OSError, match=r"texts\.npy"):
        Records(folder / "texts.jsonl", VectorText)
