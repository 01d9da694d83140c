"""The questions to find documents by: as they are, and how faults in them are told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.cases import Half
from evals.retrieval.reading import SearchQuestion, Slice, read_questions, unfindable
from sangdam.errors import KnowledgeError
from sangdam.models import Language

HEADER = "question,documents\n"


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def faults(folder: Path, **files: str) -> list[str]:
    with pytest.raises(KnowledgeError) as told:
        read_questions(
            written(folder, {f"open/{name.replace('__', '.')}.csv": t for name, t in files.items()})
        )
    return told.value.problems


# --- those of this project -----------------------------------------------------------------


def test_there_are_enough_questions_in_each_language() -> None:
    count = Counter(question.language for question in read_questions())
    assert count[Language.KOREAN] >= 400
    assert count[Language.ENGLISH] >= 200


def test_every_slice_is_asked_in_both_languages_and_only_korean_loses_its_spaces() -> None:
    asked = {(question.slice, question.language) for question in read_questions()}
    every = {(part, language) for part in Slice for language in Language}
    assert every - asked == {(Slice.NO_SPACING, Language.ENGLISH)}


def test_half_of_every_file_is_sealed() -> None:
    count = Counter((q.half, q.slice, q.language) for q in read_questions())
    for half, part, language in count:
        assert abs(count[Half.OPEN, part, language] - count[Half.SEALED, part, language]) <= 1, (
            f"{half} {part} {language}"
        )


# --- reading -------------------------------------------------------------------------------


def test_file_and_row_say_all_of_a_question(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        {
            "open/typos.ko.csv": HEADER
            + '"배송,\n언재 와요",shipping-how-long | policy-shipping\n',
            "sealed/short.en.csv": "\ufeff" + HEADER + "\n refund time , refund-how-long\n",
        },
    )

    assert read_questions(folder) == (
        SearchQuestion(
            text="배송,\n언재 와요",
            language=Language.KOREAN,
            documents=("shipping-how-long", "policy-shipping"),
            slice=Slice.TYPOS,
            half=Half.OPEN,
            place="open/typos.ko.csv:2",
        ),
        SearchQuestion(
            text="refund time",
            language=Language.ENGLISH,
            documents=("refund-how-long",),
            slice=Slice.SHORT,
            half=Half.SEALED,
            place="sealed/short.en.csv:3",
        ),
    )


def test_a_half_that_is_not_wanted_is_not_read(tmp_path: Path) -> None:
    folder = written(
        tmp_path, {"open/short.ko.csv": HEADER + "환불,refund\n", "sealed/short.ko.csv": "broken"}
    )

    assert [q.half for q in read_questions(folder, halves=[Half.OPEN])] == [Half.OPEN]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("환불,refund\n", "short.ko.csv:1: the first line is `question,documents`"),
        (HEADER + "\n환불,며칠,refund\n", "short.ko.csv:3: 3 cells in 2 columns; put quotes"),
        (HEADER + "환불\n", "short.ko.csv:2: 1 cells in 2 columns"),
        (HEADER + " ,refund\n", "short.ko.csv:2: the question is missing"),
        (HEADER + "환불,\n", "short.ko.csv:2: a document is missing"),
        (HEADER + "환불,refund | \n", "short.ko.csv:2: a document is missing"),
        (HEADER + '"환불\n며칠",a\n"안 닫힘,b\n', "short.ko.csv:4: the row can't be read"),
        (
            HEADER + "환불,a\n교환,b\n환불 ,c\n",
            "short.ko.csv:4: the same words stand at open/short",
        ),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    (fault,) = faults(tmp_path, short__ko=text)
    assert fault.startswith(f"open/{told}")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        short__ko=HEADER + ",a\n환불,\n",
        shrt__ko=HEADER,
        short__fr=HEADER,
    )
    assert [fault.partition(": ")[0] for fault in told] == [
        "open/short.fr.csv",
        "open/short.ko.csv:2",
        "open/short.ko.csv:3",
        "open/shrt.ko.csv",
    ]


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    written(tmp_path, {"open/short.ko.csv": ""})
    (tmp_path / "open" / "short.ko.csv").write_bytes((HEADER + "환불,a\n").encode("cp949"))
    with pytest.raises(KnowledgeError, match=r"open/short.ko.csv: not UTF-8"):
        read_questions(tmp_path)


def test_a_folder_without_questions_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no questions in open or sealed"):
        read_questions(tmp_path)


# --- documents that are not there ----------------------------------------------------------


def asks(
    *documents: str, part: Slice = Slice.SHORT, language: Language = Language.KOREAN
) -> SearchQuestion:
    return SearchQuestion(
        text="?", language=language, documents=documents, slice=part, half=Half.OPEN, place="here:2"
    )


KNOWN = {Language.KOREAN: frozenset({"both", "ko"}), Language.ENGLISH: frozenset({"both", "en"})}


def test_an_unknown_document_is_told() -> None:
    problems = unfindable([asks("ko"), asks("both", "gone")], KNOWN)
    assert problems == ["here:2: there is no document gone that a customer may see"]


def test_across_languages_a_document_has_to_be_in_the_other_one() -> None:
    crossing = [
        asks("ko", part=Slice.CROSS_LANGUAGE),
        asks("ko", "en", part=Slice.CROSS_LANGUAGE),
        asks("en", part=Slice.CROSS_LANGUAGE, language=Language.ENGLISH),
    ]
    lost = "here:2: none of its documents is in the other language"
    assert unfindable(crossing, KNOWN) == [lost, lost]
