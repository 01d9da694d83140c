"""Made sentences and written messages: what is personal is found, and little else hidden."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evals.cases import Half
from evals.gates import Exam, read_floors
from evals.personal_data.examination import PersonalDataExam, examine_personal_data
from evals.personal_data.inspection import Inspected, Piece, Planted, inspected
from evals.personal_data.made import MAKERS, sentences
from evals.personal_data.measures import KINDS, STRUCTURED, hidden_for_nothing, rows
from evals.personal_data.people import person
from evals.personal_data.planted import examine_planted, left
from evals.personal_data.planted import figures as planted_figures
from evals.personal_data.planted import lines as planted_lines
from evals.personal_data.slots import filled
from evals.personal_data.table import lines
from evals.personal_data.tagged import Tagged
from evals.signals.reading import read_turns
from sangdam.guardrails.screening import Screening
from sangdam.guardrails.spans import Span
from sangdam.models import Language
from sangdam.ports import Embedder, Morphology
from sangdam.settings import Limits, Settings

KO, EN = Language


def silent(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def exam() -> PersonalDataExam:
    return examine_personal_data(Settings.load(), read_turns(halves=[Half.SEALED]), count=2000)


def test_the_floors_hold(exam: PersonalDataExam) -> None:
    broken = read_floors().broken(Exam.PERSONAL_DATA, exam.figures)
    assert [one.floor.figure for one in broken] == ["planted_found"], "which is scored below"


def test_the_table_tells_every_kind_and_keeps_no_sentence(
    exam: PersonalDataExam, tmp_path: Path
) -> None:
    told = "\n".join(lines(exam))
    assert all(f"{kind}, ko" in told and f"{kind}, en" in told for kind in KINDS)
    assert "Public sentences" not in told, "the folder was not given"
    kept = exam.write(tmp_path).read_text("utf-8")
    assert not any(text.text in kept for text in filled(Half.SEALED, KO, times=1, seed=1))


def test_the_same_seed_makes_the_same_sentences() -> None:
    assert [*sentences(50, seed=1)] == [*sentences(50, seed=1)]
    assert [*sentences(50, seed=1)] != [*sentences(50, seed=2)]


def test_every_kind_is_there_in_both_languages() -> None:
    made = [*sentences(2000, seed=3)]
    planted = {(one.language, kind) for one in made for kind, _ in one.spans}
    assert planted == {(language, kind) for language in Language for kind in MAKERS}
    assert {*STRUCTURED} < {*MAKERS} == {*KINDS}
    assert sum(not one.spans for one in made) > 800, "near misses"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("half", Half)
def test_slots_are_filled_where_the_spans_say(half: Half, language: Language) -> None:
    for text in filled(half, language, times=1, seed=7):
        assert "{" not in text.text
        for kind, span in text.spans:
            said = text.text[slice(*span)]
            assert said
            assert kind == "name" or any(character.isdigit() for character in said)


@pytest.mark.parametrize("language", Language)
def test_the_halves_share_no_given_name(language: Language) -> None:
    chance = random.Random(1)
    given = {h: {person(chance, language, h).given for _ in range(300)} for h in Half}
    assert not given[Half.OPEN] & given[Half.SEALED]


@pytest.mark.parametrize(
    ("text", "kind", "data"),
    [
        ("전화는 010-2345-6789로 주세요", "phone", "010-2345-6789"),
        ("카드 4111 1111 1111 1111 취소요", "card_number", "4111 1111 1111 1111"),
        ("ｍａｉｌ ａ＠ｂ．ｅｘａｍｐｌｅ", "email", "ａ＠ｂ．ｅｘａｍｐｌｅ"),
    ],
)
def test_what_was_hidden_is_known_by_its_place(text: str, kind: str, data: str) -> None:
    start = text.index(data)
    tagged = Tagged(text=text, language=KO, spans=((kind, Span(start, start + len(data))),))
    (found,) = [inspected(tagged, Screening(Limits()).screen(text, KO))]
    assert found.planted == (Planted(kind=kind, found=True),)
    assert found.pieces == (Piece(kind=kind, right=True, needed=True),)


def test_data_of_which_a_part_can_be_read_is_not_found() -> None:
    text = "call 010-2345-6789 or so"
    tagged = Tagged(text=text, language=EN, spans=(("phone", Span(5, len(text))),))
    found = inspected(tagged, Screening(Limits()).screen(text, EN))
    assert found.planted == (Planted(kind="phone", found=False),)
    assert found.pieces == (Piece(kind="phone", right=True, needed=True),)


def test_what_is_taken_for_another_kind_is_hidden_but_no_hit() -> None:
    taken = Piece(kind="resident_number", right=False, needed=True)
    wrong = Piece(kind="name", right=False, needed=False)
    found = [
        Inspected(language=KO, planted=(Planted(kind="phone", found=True),), pieces=(taken,)),
        Inspected(language=KO, planted=(Planted(kind="phone", found=False),), pieces=()),
        Inspected(language=KO, planted=(), pieces=(wrong,)),
    ]
    both = {row.kind: row for row in rows(found) if row.language is None}
    assert both["phone"].recall
    assert both["phone"].recall.value == 0.5
    assert both["phone"].precision is None
    assert both["structured"].precision
    assert both["structured"].precision.value == 0
    nothing = hidden_for_nothing(found)
    assert nothing
    assert nothing.value == pytest.approx(1 / 3)


def test_nothing_planted_is_found_where_it_may_not_be(
    embedder: Embedder, morphology: Morphology
) -> None:
    exam = examine_planted(
        Settings.load(), count=80, embedder=embedder, morphology=morphology, progress=silent
    )
    assert exam.prompts > 12
    assert exam.log_lines > 20
    assert not [one for one in exam.left if one.kind != "name"]
    (found,) = planted_figures(exam)
    assert found.value == 0
    assert found.n == 80
    assert "Planted: 80 pieces in 80 turns" in "\n".join(planted_lines(exam))


def test_what_is_kept_where_it_may_not_be_is_found() -> None:
    text = Tagged(text="card 4111", language=EN, spans=(("card_number", Span(5, 9)),))
    phone = Tagged(text="call 0101", language=EN, spans=(("phone", Span(5, 9)),))
    places = {"prompt": "card 4111 and call 0101", "log": "nothing"}
    file = b"pages 4111 0101"
    found = [("card_number", "prompt"), ("card_number", "file"), ("phone", "prompt")]
    assert [*left(text, places, file), *left(phone, places, file)] == found
