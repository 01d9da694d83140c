"""The command line of the exam, as far as it concerns written drafts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.gates import Exam
from evals.options import parser, parts, read
from evals.store import write_lines
from evals.written.asked import write_asked
from evals.written.drafts import INVENTED, PROSE, Drafted
from evals.written.examination import FILE
from evals.written.faults import Fault
from evals.written.labels import LABELS, DraftLabel, SentenceLabel
from sangdam.models import Audience, DocumentKind, DraftSentence, Language, Passage
from scripts import evaluate
from tests.evals.writing import asked

TEXT = {
    Language.KOREAN: "제주 지역은 출고 후 3~4영업일 안에 도착합니다.",
    Language.ENGLISH: "Deliveries to Jeju arrive 3-4 business days after shipping.",
}
LIE = {
    Language.KOREAN: "제주 지역은 출고 후 9영업일 안에 도착합니다.",
    Language.ENGLISH: "Deliveries to Jeju arrive 9 business days after shipping.",
}
FLOORS = "".join(
    f"[{exam}.all]\npassed = {{at_least = 0.0}}\n" for exam in Exam if exam is not Exam.WRITTEN
)
Evaluate = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Drafts of a model that says one true and one false thing in each language."""
    folder = tmp_path / "evals" / "written"
    folder.mkdir(parents=True)
    questions = [
        asked(f"jeju-{language}", language=language).model_copy(
            update={"passages": (f"jeju.{language}#0",)}
        )
        for language in Language
    ]
    write_asked(questions, map(passage, Language), folder)
    write_lines(folder / PROSE, map(written, Language))
    write_lines(folder / INVENTED, [])
    write_lines(folder / LABELS, map(label, Language))
    floors(tmp_path, 1.0)
    return folder


def passage(language: Language) -> Passage:
    return Passage(
        id=f"jeju.{language}#0",
        document_id=f"jeju.{language}",
        kind=DocumentKind.DOCUMENT,
        title="제주 배송" if language is Language.KOREAN else "Jeju delivery",
        text=TEXT[language],
        language=language,
        audience=Audience.CUSTOMER,
    )


def written(language: Language) -> Drafted:
    sentences = (TEXT[language], LIE[language])
    return Drafted(
        question=f"jeju-{language}",
        writer="m",
        sentences=tuple(DraftSentence(text=text, markers=(1,)) for text in sentences),
        passages=(f"jeju.{language}#0",),
    )


def label(language: Language) -> DraftLabel:
    true = SentenceLabel(text=TEXT[language], supported=True, why="word for word")
    false = SentenceLabel(text=LIE[language], supported=False, fault=Fault.NUMBER, why="3-4, not 9")
    return DraftLabel(
        question=f"jeju-{language}", writer="m", answers=True, sentences=(true, false)
    )


def floors(tmp_path: Path, worst: float) -> None:
    text = f"{FLOORS}[written.all]\nprose_unsound = {{at_most = {worst}}}\n"
    (tmp_path / "evals" / "floors.toml").write_text(text, "utf-8")


@pytest.fixture
def run(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """The script over the folder; returns its exit code."""
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(tmp_path / "data"))
    given = ["--golden", str(folder.parent / "golden")]
    return lambda *options: evaluate.main([*given, *options])


def test_planted_drafts_alone_are_examined_and_kept(
    run: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--written") == 0
    printed = capsys.readouterr().out
    assert "50.0 % of 4" in printed
    assert "0.0 % of 2" in printed
    assert "Every floor holds." in printed
    (kept,) = (tmp_path / "data" / "evals").glob(f"*-written/{FILE}")
    (korean, *_) = json.loads(kept.read_text("utf-8"))["open"]
    assert [one["passes"] for one in korean["sentences"]] == [True, False]
    assert f"Written drafts: {kept}" in printed


def test_a_broken_floor_is_told(
    run: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors(tmp_path, -0.1)
    assert run("--written") == 2
    (tmp_path / "evals" / "floors.toml").write_text(
        f"{FLOORS}[written.all]\nprose_good_passed = {{at_least = 1.0}}\n", "utf-8"
    )
    assert run("--written") == 1
    assert "BROKEN FLOOR written, all: prose_good_passed" in capsys.readouterr().out
    assert run("--written", "--no-gate") == 0


def test_a_draft_that_was_not_read_stops_the_exam(
    run: Evaluate, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / LABELS).write_text("", "utf-8")
    assert run("--written") == 2
    assert "has no label: read it" in capsys.readouterr().err


def test_it_belongs_to_the_whole_exam_where_there_are_drafts(folder: Path) -> None:
    golden = ["--golden", str(folder.parent / "golden")]
    assert Exam.WRITTEN in parts(read(parser(""), golden))
    for given in (["--subset", "fast"], ["--url", "http://x"], ["--half", "open"]):
        assert not parts(read(parser(""), [*golden, *given]))
    folder.rename(folder.parent / "gone")
    assert not parts(read(parser(""), golden))


@pytest.mark.parametrize("options", [["--search"], ["--half", "open"], ["--url", "http://x"]])
def test_choices_of_questions_are_refused(options: list[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        evaluate.main(["--written", *options])
    assert raised.value.code == 2
