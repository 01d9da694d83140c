import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from sangdam.errors import KnowledgeError, SangdamError, SetupError
from sangdam.models import IndexChange
from sangdam.settings import Settings

SCRIPT = Path(__file__).parents[2] / "scripts" / "reindex.py"

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


def script() -> Any:
    spec = importlib.util.spec_from_file_location("reindex_script", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Recorder:
    """Stands for `bootstrap.reindex`."""

    def __init__(self, error: SangdamError | None = None) -> None:
        self.asked: dict[str, object] = {}
        self._error = error

    def __call__(self, settings: Settings, **asked: Any) -> IndexChange:
        self.asked = {"settings": settings, **asked}
        asked["progress"]("embedding", 60, 60)
        if self._error:
            raise self._error
        return CHANGE


def test_the_change_is_printed_by_id_twenty_of_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert script().main([], reindex=Recorder()) == 0
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
    assert script().main(["--json"], reindex=Recorder()) == 0
    printed = capsys.readouterr()
    assert IndexChange.model_validate(json.loads(printed.out)) == CHANGE
    assert printed.err == ""


def test_folders_and_full_are_handed_on() -> None:
    recorder = Recorder()
    script().main(["--knowledge", "a", "--index", "b/c", "--full"], reindex=recorder)
    assert recorder.asked["knowledge"] == Path("a")
    assert recorder.asked["index"] == Path("b/c")
    assert recorder.asked["full"] is True
    script().main([], reindex=recorder)
    assert recorder.asked["knowledge"] is None
    assert recorder.asked["index"] is None
    assert recorder.asked["full"] is False


@pytest.mark.parametrize(
    ("error", "lines"),
    [
        (KnowledgeError(["faqs/a.csv:3: no answer", "b.md:1: 비었음"]), 2),
        (SetupError("run `make models` first"), 1),
    ],
)
def test_an_error_is_told_on_stderr_with_exit_code_1(
    capsys: pytest.CaptureFixture[str], error: SangdamError, lines: int
) -> None:
    assert script().main(["--json"], reindex=Recorder(error)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"{error}\n"
    assert len(printed.err.splitlines()) == lines
