"""`sangdam reindex`: what is handed on, and what is printed."""

import json
from pathlib import Path
from typing import Any

import pytest

from sangdam.command.main import main
from sangdam.command.reindexing import HEADINGS, Options, run
from sangdam.errors import KnowledgeError, SangdamError, SetupError
from sangdam.indexing.rollback import AFTERWARDS
from sangdam.models import Finding, FindingKind, IndexChange
from sangdam.routing.own_fit import OwnFit
from sangdam.settings import Settings

CHANGE = IndexChange(
    generation="20261121T090000Z-1a2b3c4d",
    added=tuple(f"faqs/{number:02}" for number in range(23)),
    changed=("반품.ko",),
    removed=(),
    unchanged=7,
    passages=40,
    vectors=90,
    embedded=60,
    seconds=1.25,
)


def finding(kind: FindingKind, line: int) -> Finding:
    return Finding(kind=kind, source="faqs/a.csv", line=line, what="사유; mend it")


DOUBTFUL = CHANGE.model_copy(
    update={
        "findings": (
            *(finding(FindingKind.EXPIRED, line) for line in range(2, 27)),
            finding(FindingKind.INSTRUCTION, 30),
            finding(FindingKind.SKIPPED, 1),
        )
    }
)


class Recorder:
    """Stands for `bootstrap_index.reindex`."""

    def __init__(self, error: SangdamError | None = None, change: IndexChange = CHANGE) -> None:
        self.asked: dict[str, object] = {}
        self._error = error
        self._change = change

    def __call__(self, settings: Settings, **asked: Any) -> IndexChange:
        self.asked = {"settings": settings, **asked}
        asked["progress"]("embedding", 60, 60)
        if self._error:
            raise self._error
        return self._change


class Calibrate:
    """Stands for `bootstrap_index.calibrate`."""

    def __init__(self, own: OwnFit | None = None) -> None:
        self.asked: dict[str, object] = {}
        self._own = own

    def __call__(self, settings: Settings, change: IndexChange, **asked: object) -> OwnFit | None:
        self.asked = {"settings": settings, "change": change, **asked}
        return self._own


class Rollback:
    """Stands for `bootstrap_index.rollback`."""

    def __init__(self, error: SangdamError | None = None) -> None:
        self.asked: dict[str, object] = {}
        self._error = error

    def __call__(self, settings: Settings, **asked: object) -> str:
        self.asked = {"settings": settings, **asked}
        if self._error:
            raise self._error
        return "20261120T090000Z-5e6f7a8b"


def test_the_change_is_printed_by_id_twenty_of_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Options(), reindex=Recorder(), calibrate=Calibrate()) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "added: 23"
    assert printed[1:21] == [f"  faqs/{number:02}" for number in range(20)]
    assert printed[21:] == [
        "  and 3 more",
        "changed: 1",
        "  반품.ko",
        "removed: 0",
        "unchanged: 7",
        "embedded: 60 of 90 texts, 40 passages, 1.2 s",
        "generation: 20261121T090000Z-1a2b3c4d",
    ]


def test_json_is_the_whole_change_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Options(json=True), reindex=Recorder(), calibrate=Calibrate()) == 0
    printed = capsys.readouterr()
    assert IndexChange.model_validate(json.loads(printed.out)) == CHANGE
    assert printed.err == ""


def test_findings_follow_the_change_by_kind_twenty_of_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(Options(), reindex=Recorder(change=DOUBTFUL), calibrate=Calibrate()) == 0
    change, *kinds = capsys.readouterr().out.split("\n\n")
    assert change.splitlines()[-1] == f"generation: {CHANGE.generation}"
    skipped, instruction, expired = (kind.splitlines() for kind in kinds)
    assert skipped == ["skipped, not in the index: 1", "faqs/a.csv:1: 사유; mend it"]
    assert instruction == ["aimed at a language model: 1", "faqs/a.csv:30: 사유; mend it"]
    assert expired[:2] == ["expired: 25", "faqs/a.csv:2: 사유; mend it"]
    assert expired[20:] == ["faqs/a.csv:21: 사유; mend it", "and 5 more; --json names them all"]


def test_every_kind_of_finding_is_printed() -> None:
    assert set(HEADINGS) == set(FindingKind)
    assert next(iter(HEADINGS)) is FindingKind.SKIPPED


def test_json_carries_every_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Options(json=True), reindex=Recorder(change=DOUBTFUL), calibrate=Calibrate()) == 0
    printed = IndexChange.model_validate(json.loads(capsys.readouterr().out))
    assert printed.findings == DOUBTFUL.findings


def test_rollback_names_what_is_served_and_what_to_do_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rollback, reindex = Rollback(), Recorder()
    assert run(Options(rollback=True), reindex=reindex, rollback=rollback) == 0
    assert reindex.asked == {}
    assert rollback.asked["name"] is None
    assert rollback.asked["index"] is None
    printed = capsys.readouterr().out.splitlines()
    assert printed == ["generation: 20261120T090000Z-5e6f7a8b, in use again", AFTERWARDS]


def test_rollback_takes_a_name_an_index_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    rollback = Rollback()
    name, index = "20261120T090000Z-5e6f7a8b", Path("b/c")
    options = Options(rollback=True, to=name, index=index, json=True)
    assert run(options, rollback=rollback) == 0
    assert rollback.asked["name"] == "20261120T090000Z-5e6f7a8b"
    assert rollback.asked["index"] == Path("b/c")
    printed = json.loads(capsys.readouterr().out)
    assert printed == {"generation": "20261120T090000Z-5e6f7a8b"}


def test_a_rollback_that_fails_is_raised() -> None:
    rollback = Rollback(SetupError("there is no older Generation in x to go back to"))
    with pytest.raises(SetupError, match="no older Generation"):
        run(Options(rollback=True), rollback=rollback)


def test_folders_full_and_strict_are_handed_on() -> None:
    recorder = Recorder()
    options = Options(knowledge=Path("a"), index=Path("b/c"), full=True, strict=True)
    run(options, reindex=recorder, calibrate=Calibrate())
    assert recorder.asked["knowledge"] == Path("a")
    assert recorder.asked["index"] == Path("b/c")
    assert recorder.asked["full"] is True
    assert recorder.asked["strict"] is True
    run(Options(), reindex=recorder, calibrate=Calibrate())
    assert recorder.asked["knowledge"] is None
    assert recorder.asked["index"] is None
    assert recorder.asked["full"] is False
    assert recorder.asked["strict"] is False


def test_bad_knowledge_is_told_line_by_line_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faqs = tmp_path / "knowledge" / "faqs"
    faqs.mkdir(parents=True)
    (faqs / "a.csv").write_text("question,answer\n언제 와요?,\n어디로 와요?,\n", "utf-8")
    folders = ["--knowledge", str(faqs.parent), "--index", str(tmp_path / "index")]
    assert main(["reindex", "--json", *folders]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(": ")[0] for line in printed.err.splitlines()] == [
        "faqs/a.csv:2",
        "faqs/a.csv:3",
    ]


def test_every_option_reaches_the_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "knowledge" / "faqs" / "a.csv"
    table.parent.mkdir(parents=True)
    folders = ["--knowledge", str(tmp_path / "knowledge"), "--index", str(tmp_path / "index")]

    def reindexed(*options: str) -> IndexChange:
        assert main(["reindex", "--json", *folders, *options]) == 0
        return IndexChange.model_validate_json(capsys.readouterr().out)

    table.write_text("question,answer\n언제 와요?,내일 옵니다.\n", "utf-8")
    first = reindexed()
    again = reindexed("--full")
    assert again.embedded == again.vectors
    assert main(["reindex", "--rollback", "--to", first.generation, *folders[2:]]) == 0
    assert capsys.readouterr().out.startswith(f"generation: {first.generation}, in use again")
    table.write_text(
        "question,answer,effective_until\n언제 와요?,내일 옵니다.,2001-01-01\n", "utf-8"
    )
    assert main(["reindex", "--strict", *folders]) == 1
    assert "faqs/a.csv:2" in capsys.readouterr().err


def test_it_tells_what_came_of_the_confidence(capsys: pytest.CaptureFixture[str]) -> None:
    calibrate = Calibrate(
        OwnFit(generation="g", base_fit="b", why="too few questions to learn from: 12")
    )
    options = Options(index=Path("elsewhere"))
    assert run(options, reindex=Recorder(), calibrate=calibrate) == 0
    assert (calibrate.asked["change"], calibrate.asked["index"]) == (CHANGE, Path("elsewhere"))
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "confidence: base fit, too few questions to learn from: 12"


def test_json_stays_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    calibrate = Calibrate(OwnFit(generation="g", base_fit="b", why="too few"))
    assert run(Options(json=True), reindex=Recorder(), calibrate=calibrate) == 0
    assert json.loads(capsys.readouterr().out)["generation"] == CHANGE.generation


def test_what_was_refused_is_not_calibrated() -> None:
    calibrate = Calibrate()
    with pytest.raises(KnowledgeError):
        run(Options(), reindex=Recorder(KnowledgeError(["a"])), calibrate=calibrate)
    assert not calibrate.asked
