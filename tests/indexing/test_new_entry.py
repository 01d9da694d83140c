"""A new entry in faqs/from-gaps.csv, read back as a reindex reads it."""

from __future__ import annotations

import stat
import threading
from datetime import date
from pathlib import Path

import pytest

from sangdam.errors import Conflict, Invalid, SetupError
from sangdam.indexing.new_entry import COLUMNS, SOURCE, NewEntry, add_entry, written
from sangdam.indexing.readers import read_knowledge
from sangdam.indexing.tables import COLUMNS as KNOWN_COLUMNS
from sangdam.models import Audience, Document, DocumentKind, Language

DAY = date(2026, 11, 23)
KOREAN, ENGLISH = Language.KOREAN, Language.ENGLISH


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    (tmp_path / "faqs").mkdir()
    return tmp_path


def entry(
    question: str = "일본으로도 배송되나요?",
    answer: str = "아니요, 국내 배송만 합니다.",
    language: Language = KOREAN,
    aliases: tuple[str, ...] = (),
) -> NewEntry:
    return NewEntry(question=question, answer=answer, language=language, aliases=aliases)


def add(
    knowledge: Path, new: NewEntry, taken: tuple[str, ...] = (), reader: Language = ENGLISH
) -> Document:
    return add_entry(knowledge, new, taken=taken, day=DAY, reader=reader)


def table(knowledge: Path) -> str:
    return (knowledge / SOURCE).read_text("utf-8-sig")


@pytest.mark.parametrize(
    "new",
    [
        entry(aliases=("일본 배송 가능한가요", "해외, 일본이요?")),
        entry("Do you ship to Japan?", 'No, "Korea" only.', ENGLISH, ("ship to Japan",)),
    ],
)
def test_an_entry_is_read_back_as_it_was_written(knowledge: Path, new: NewEntry) -> None:
    made = add(knowledge, new)
    assert read_knowledge(knowledge).documents == (made,)
    assert (made.kind, made.title, made.text) == (DocumentKind.FAQ, new.question, new.answer)
    assert (made.aliases, made.language) == (new.aliases, new.language)
    assert (made.audience, made.updated, made.source) == (Audience.CUSTOMER, DAY, SOURCE)
    assert made.id.startswith("gap-")
    assert made.id.endswith(f".{new.language}")


def test_the_columns_are_those_of_the_other_tables(knowledge: Path) -> None:
    add(knowledge, entry())
    assert table(knowledge).startswith(f"{COLUMNS}\n")
    assert sorted(COLUMNS.split(",")) == sorted(KNOWN_COLUMNS)
    shipped = Path(__file__).parents[2] / "knowledge" / "faqs" / "shipping.csv"
    assert shipped.read_text("utf-8").splitlines()[0] == COLUMNS


def test_a_spreadsheet_program_is_told_that_it_is_utf8(knowledge: Path) -> None:
    add(knowledge, entry())
    add(knowledge, entry("새벽 배송 되나요?"))
    data = (knowledge / SOURCE).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1


def test_the_same_question_gets_the_same_id_and_is_refused_the_second_time(
    knowledge: Path,
) -> None:
    first = add(knowledge, entry())
    with pytest.raises(Conflict, match=first.id):
        add(knowledge, entry(answer="다른 답"))
    with pytest.raises(Conflict, match="gap-"):
        add(knowledge, entry("새벽?"), taken=(add(knowledge, entry("새벽? ")).id,))
    assert [d.title for d in written(knowledge)] == ["일본으로도 배송되나요?", "새벽?"]


def test_an_id_that_is_in_use_elsewhere_is_refused(knowledge: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    taken = add(other, entry()).id
    with pytest.raises(Conflict, match=taken):
        add(knowledge, entry(), taken=(taken,))
    assert not (knowledge / SOURCE).exists()


@pytest.mark.parametrize(
    ("new", "lacks"),
    [
        (entry(answer=" \n\t"), "the answer is empty"),
        (entry(question=" \u0000 "), "the question is empty"),
        (entry(question=" =+@ "), "the question is empty"),
    ],
)
def test_an_empty_text_is_refused(knowledge: Path, new: NewEntry, lacks: str) -> None:
    with pytest.raises(Invalid, match=lacks):
        add(knowledge, new)
    assert not (knowledge / SOURCE).exists()


def test_a_customers_words_can_be_no_formula_and_break_no_list(knowledge: Path) -> None:
    made = add(
        knowledge,
        entry('=HYPERLINK("http://evil.example")', aliases=("@SUM(1)", "가 | 나\n다", "=", "-")),
    )
    assert made.title == 'HYPERLINK("http://evil.example")'
    assert made.aliases == ("SUM(1)", "가 / 나 다")


def test_aliases_are_told_once_and_without_the_question(knowledge: Path) -> None:
    made = add(knowledge, entry("일본?", aliases=("일본?", "일본 돼요?", " 일본  돼요? ", "")))
    assert made.aliases == ("일본 돼요?",)
    assert ",일본 돼요?," in table(knowledge)


def test_an_answer_may_have_lines_commas_and_quotes(knowledge: Path) -> None:
    answer = '첫 줄, "따옴표"\n\n- 하나\n- 둘 | 셋'
    assert add(knowledge, entry(answer=answer.replace("\n", "\r\n"))).text == answer


@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n", "\r\n"])
def test_what_the_owner_wrote_stays_as_it_is(knowledge: Path, ending: str) -> None:
    """Columns in another order, with other line ends, without the last one."""
    line = "\r\n" if ending == "\r\n" else "\n"
    before = f'Question,id,answer,aliases,updated,audience,language{line}"가, 나?",mine,답,,,,ko'
    (knowledge / SOURCE).write_bytes(f"{before}{ending}".encode())
    made = add(knowledge, entry())
    after = (knowledge / SOURCE).read_bytes().decode("utf-8-sig")
    assert after.startswith(f"{before}{line}일본으로도 배송되나요?,{made.id},")
    assert after.count("\n") == after.count(line) == 3
    assert {d.id for d in written(knowledge)} == {"mine", made.id}


def test_a_table_that_old_excel_saved_is_read_and_becomes_utf8(knowledge: Path) -> None:
    before = f"{COLUMNS}\nmine,선물 되나요?,,네,,ko,customer,,,,\n"
    (knowledge / SOURCE).write_bytes(before.encode("cp949"))
    add(knowledge, entry())
    assert [d.title for d in written(knowledge)] == ["선물 되나요?", "일본으로도 배송되나요?"]
    assert table(knowledge).startswith(before)


@pytest.mark.parametrize(
    ("before", "what"),
    [
        (b"question,answer\na,b\n", "no column 'id'"),
        (f'{COLUMNS}\nmine,"a,,b\n'.encode(), r"from-gaps\.csv"),
        (f'{COLUMNS}\nmine,a,,"b\n'.encode(), r"from-gaps\.csv"),
        (f"{COLUMNS}\nmine,,,b\n".encode(), r"can't be read: faqs/from-gaps\.csv:2;"),
        (b"\xff\xfe\x00\x81", "not UTF-8"),
    ],
)
def test_a_table_that_can_not_be_read_is_left_alone(
    knowledge: Path, before: bytes, what: str
) -> None:
    (knowledge / SOURCE).write_bytes(before)
    with pytest.raises(Invalid, match=what):
        add(knowledge, entry(answer='네, "그렇습니다"'))
    assert (knowledge / SOURCE).read_bytes() == before
    assert [path.name for path in (knowledge / "faqs").iterdir()] == ["from-gaps.csv"]


def test_an_empty_file_is_begun_anew(knowledge: Path) -> None:
    (knowledge / SOURCE).write_bytes(b"\n")
    add(knowledge, entry())
    assert len(written(knowledge)) == 1


def test_the_folder_for_questions_is_made_but_never_the_knowledge(tmp_path: Path) -> None:
    add(tmp_path, entry())
    assert len(read_knowledge(tmp_path).documents) == 1
    with pytest.raises(SetupError, match="SANGDAM_KNOWLEDGE_DIR"):
        add(tmp_path / "nowhere", entry())
    assert not (tmp_path / "nowhere").exists()


def test_a_place_that_can_not_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "faqs").write_text("a file where a folder should be")
    with pytest.raises(SetupError, match=r"from-gaps\.csv can't be written \(.*by hand"):
        add(tmp_path, entry())


def test_the_tables_rights_stay_as_they_were(knowledge: Path) -> None:
    add(knowledge, entry())
    (knowledge / SOURCE).chmod(0o640)
    add(knowledge, entry("새벽?"))
    assert stat.S_IMODE((knowledge / SOURCE).stat().st_mode) == 0o640


def test_nothing_is_lost_where_many_write_at_once(knowledge: Path) -> None:
    def write(name: int) -> None:
        for number in range(5):
            add(knowledge, entry(f"질문 {name}-{number}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({d.id for d in read_knowledge(knowledge).documents}) == 40


FAULTS: dict[str, tuple[bytes, NewEntry]] = {
    "질문이 비어": (b"", entry(question="=")),
    "답이 비어": (b"", entry(answer=" ")),
    "UTF-8이 아니에요": (b"\xff\xfe\x00\x81", entry()),
    "'?id'? 열이 없어요": (b"question,answer\na,b\n", entry()),
    r"잘못된 곳이 있어 더할 수 없어요: faqs/from-gaps\.csv:2\.": (
        f"{COLUMNS}\nmine,,,b\n".encode(),
        entry(),
    ),
}
"""What a Korean reader is told, of which table and entry."""


@pytest.mark.parametrize("told", FAULTS)
def test_why_not_is_told_in_the_reader_s_language(knowledge: Path, told: str) -> None:
    before, new = FAULTS[told]
    (knowledge / SOURCE).write_bytes(before)
    with pytest.raises(Invalid, match=told):
        add(knowledge, new, reader=KOREAN)


def test_a_place_that_can_not_be_written_is_told_in_korean_too(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="폴더가 없어요"):
        add(tmp_path / "nowhere", entry(), reader=KOREAN)
    (tmp_path / "faqs").write_text("a file where a folder should be")
    with pytest.raises(SetupError, match=r"쓸 수 없어요\(E[A-Z]+\)"):
        add(tmp_path, entry(), reader=KOREAN)
