from __future__ import annotations

from datetime import date
from pathlib import Path

from evals.cases import Half
from evals.intervals import Estimate
from evals.retrieval.bank import Bank, Draws
from evals.retrieval.examination import SearchExam
from evals.retrieval.measures import rows
from evals.retrieval.reading import Slice
from evals.retrieval.table import bank_lines, lines
from sangdam.models import Language
from tests.evals.searching import searched

OPEN = searched(1, 2, text="열린 질문", half=Half.OPEN, part=Slice.TYPOS)
SEALED = [
    searched(1, None, text="봉인된 질문"),
    searched(3, 1, text="a sealed one", language=Language.ENGLISH),
]


def estimate(value: float, n: int = 3080) -> Estimate:
    return Estimate(value=value, n=n, low=value - 0.01, high=value + 0.01)


BANK = Bank(
    seeds=(1, 2),
    intents=77,
    shipped=Draws(each=(estimate(0.86), estimate(0.88)), mean=estimate(0.87)),
    nearest=Draws(each=(estimate(0.83), estimate(0.85)), mean=estimate(0.84)),
)


def squeezed(line: str) -> str:
    return " ".join(line.split())


def test_each_row_tells_its_figures_with_count_and_interval() -> None:
    table = [*lines(rows([OPEN, *SEALED]))]
    (typos,) = [line for line in table if line.startswith("ko, typos")]
    assert squeezed(typos) == (
        "ko, typos 1 1 (.000 to 1) 1 (.000 to 1) 1 (.000 to 1) .000 (.000 to 1) 100 % of 1"
    )


def test_the_sealed_half_is_told_first_then_the_open_one() -> None:
    table = [line.split()[:2] for line in lines(rows([OPEN, *SEALED])) if line]
    assert table == [
        ["Search,", "sealed"],
        ["both,", "all"],
        ["ko,", "all"],
        ["ko,", "short"],
        ["en,", "all"],
        ["en,", "short"],
        ["Search,", "open"],
        ["both,", "all"],
        ["ko,", "all"],
        ["ko,", "typos"],
    ]


def test_where_dense_makes_no_error_the_row_says_so() -> None:
    (english,) = [line for line in lines(rows(SEALED)) if line.startswith("en, all")]
    assert english.endswith("no errors")


def test_the_columns_stand_below_their_headings() -> None:
    widths = {len(line.strip("\n")) for line in lines(rows([OPEN, *SEALED]))}
    assert len(widths) == 1


def test_the_bank_is_told_draw_by_draw_beside_the_nearest_alias() -> None:
    assert [squeezed(line) for line in bank_lines(BANK, Path("data"))] == [
        "",
        "Bank questions, hit@1 (77 intents, 3080 asked) nearest alias as shipped",
        "draw of seed 1 .830 (.820 to .840) .860 (.850 to .870)",
        "draw of seed 2 .850 (.840 to .860) .880 (.870 to .890)",
        "mean .840 (.830 to .850) .870 (.860 to .880)",
    ]


def test_without_the_bank_s_questions_it_is_said_how_to_have_them() -> None:
    assert [*bank_lines(None, None)][1:] == [
        "No bank questions: --data names the folder that holds banking77/."
    ]
    assert [*bank_lines(None, Path("sets"))][1:] == [
        "No bank questions: sets has no banking77/ with train.csv and test.csv."
    ]


def test_what_is_kept_has_no_sealed_question(tmp_path: Path) -> None:
    exam = SearchExam(
        day=date(2026, 11, 23),
        generation="g",
        embedding_model="m",
        rows=rows([OPEN, *SEALED]),
        bank=BANK,
        open=(OPEN,),
    )
    kept = exam.write(tmp_path / "new").read_text("utf-8")
    assert SearchExam.model_validate_json(kept) == exam
    assert "열린 질문" in kept
    assert "봉인된 질문" not in kept
    assert "a sealed one" not in kept
