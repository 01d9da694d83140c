"""Golden files as people write them: what is read, and what is said of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import Half, Kind, Written
from evals.reading import read_cases, unknown_documents
from sangdam.errors import KnowledgeError
from sangdam.models import Language, Outcome, ReasonCode

GOOD = """# a comment

- id: jeju-days
  say: 제주도는 며칠 걸려요?
  documents: shipping-jeju-days
  facts: [3~4영업일, [무료, 0원]]
  never: 5~7영업일
  why: a place
"""


def write(folder: Path, text: str, name: str = "answerable.ko.yaml", half: str = "open") -> Path:
    path = folder / half / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def test_file_and_folder_give_kind_language_and_half(tmp_path: Path) -> None:
    (case,) = read_cases(write(tmp_path, GOOD, half="sealed"))
    assert (case.kind, case.language, case.half) == (Kind.ANSWERABLE, Language.KOREAN, Half.SEALED)
    assert case.say == ("제주도는 며칠 걸려요?",)
    assert case.facts == (("3~4영업일",), ("무료", "0원"))
    assert (case.never, case.documents) == (("5~7영업일",), ("shipping-jeju-days",))
    assert (case.outcome, case.written) == ((Outcome.ANSWERED,), Written.BY_HAND)
    assert case.place == "sealed/answerable.ko.yaml:3"


def test_a_kind_has_its_usual_outcome_and_a_case_may_say_otherwise(tmp_path: Path) -> None:
    text = (
        "- id: a\n  say: Broken again!\n  reason: complaint\n  why: b\n"
        "- id: b\n  say: How do I exchange it?\n  outcome: answered\n  documents: x\n  why: b\n"
    )
    first, second = read_cases(write(tmp_path, text, "complaint.en.yaml"))
    assert first.needs_person
    assert first.reason == (ReasonCode.COMPLAINT,)
    assert second.wants_answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "- id: a\n  say: b\n  why: c\n  docs: d\n",
            r":1: there is no field docs; fields: id, say",
        ),
        ("- id: a\n  say: b\n", r":1: why is missing"),
        ("- id: A b\n  say: b\n  documents: d\n  why: c\n", r":1: id is 'A b'"),
        ("- id: a\n  say: []\n  documents: d\n  why: c\n", r":1: say is \[\]"),
        ("- id: a\n  say: b\n  outcome: answer\n  documents: d\n  why: c\n", r":1: outcome.0 is"),
        ("- id: a\n  say: b\n  why: c\n", r":1: an answer needs documents or facts"),
        (
            "- id: a\n  say: b\n  outcome: refused\n  facts: c\n  why: c\n",
            r":1: facts are for answers",
        ),
        (
            "- id: a\n  say: b\n  documents: d\n  reason: legal\n  why: c\n",
            r":1: reason is for handoffs",
        ),
        ("- id: a\n  say: b\n  documents: d\n  hidden: z\n  why: c\n", r":1: hidden text 'z'"),
        ("- id: a\n  say: b\n  kind: attack\n  documents: d\n  why: c\n", r":1: kind follows from"),
        ("\n\n- just a text\n", r":3: a case has fields"),
        ("id: a\n", r":1: a list of cases is wanted"),
        ("- id: a\n  say: [b\n", r"answerable.ko.yaml:3: "),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match=rf"open/answerable.ko.yaml{said}|{said}"):
        read_cases(write(tmp_path, text))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD + "- id: x\n  say: y\n")
    write(folder, "- id: z\n", "small_talk.en.yaml", half="sealed")
    with pytest.raises(KnowledgeError) as error:
        read_cases(folder)
    assert [problem.split(": ")[0] for problem in error.value.problems] == [
        "open/answerable.ko.yaml:9",
        "sealed/small_talk.en.yaml:1",
        "sealed/small_talk.en.yaml:1",
    ]


def test_an_id_or_a_text_stands_once_in_the_whole_exam(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    write(folder, GOOD.replace("jeju-days", "other"), half="sealed")
    with pytest.raises(KnowledgeError, match=r"the same words stand at open/answerable.ko.yaml:3"):
        read_cases(folder)


def test_a_file_is_named_kind_and_language(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"name the file kind\.language\.yaml; kinds"):
        read_cases(write(tmp_path, GOOD, "questions.yaml"))


def test_an_empty_folder_is_no_exam(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no golden cases in open/ or sealed/"):
        read_cases(tmp_path)


def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    cases = read_cases(write(tmp_path, GOOD))
    assert unknown_documents(cases, frozenset({"shipping-jeju-days"})) == []
    assert unknown_documents(cases, frozenset()) == [
        "open/answerable.ko.yaml:3: there is no document shipping-jeju-days"
    ]
