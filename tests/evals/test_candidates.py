"""From a real question to a golden case: the script over the real turn's database."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.candidates import GUESSED, IN_WORDS, make
from evals.cases import Kind
from evals.reading import read_cases
from sangdam.bootstrap import Service
from sangdam.desk.gaps import gap_id
from sangdam.errors import Invalid
from sangdam.models import Language
from sangdam.ports import Embedder
from sangdam.storage.gaps import Ended, Unanswered
from tests.moments import MONDAY_MORNING, Converse, MakeService

ROOT = Path(__file__).parents[2]
JAPAN = {"ko": "일본으로도 배송되나요?", "en": "do you ship to Japan?"}
CASE = """\
- id: there-already
  say: 배송비는 얼마인가요?
  documents: [shipping-fee]
  why: everyday question
"""


def script() -> Any:
    spec = importlib.util.spec_from_file_location(
        "candidates_script", ROOT / "scripts/candidates.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """A golden folder with one case in it."""
    for half in ("open", "sealed"):
        (tmp_path / "golden" / half).mkdir(parents=True)
    (tmp_path / "golden/open/answerable.ko.yaml").write_text(CASE, "utf-8")
    return tmp_path / "golden"


@pytest.fixture
def service(make_service: MakeService) -> Service:
    return make_service(knowledge_dir=ROOT / "knowledge")


Run = Callable[..., int]


@pytest.fixture
def run(service: Service, golden: Path, embedder: Embedder) -> Run:
    """The script over the service's own database."""
    main = script().main

    def call(*arguments: object) -> int:
        code: int = main(
            [str(argument) for argument in arguments],
            settings=service.settings,
            embedder=embedder,
            golden=golden,
        )
        return code

    return call


def candidates(golden: Path) -> list[Path]:
    return sorted((golden / "candidates").glob("*.yaml"))


def accept(run: Run, path: Path, **options: str) -> int:
    chosen = {"kind": "out_of_scope", "language": "ko", "id": "ship-to-japan", **options}
    named = [part for name, value in chosen.items() for part in (f"--{name}", value)]
    return run("accept", path, *named)


def made(run: Run, golden: Path, service: Service, converse: Converse, text: str) -> Path:
    """The one candidate of a question that was asked in vain."""
    converse(service, text)
    assert run("make", gap_id(text)) == 0
    (path,) = candidates(golden)
    return path


def question(text: str = "일본?", ended: Ended = Ended.CLARIFY) -> Unanswered:
    return Unanswered(
        text=text,
        language=Language.KOREAN,
        ended=ended,
        asker=1,
        at=MONDAY_MORNING,
        evidence=("shipping-fee.ko#0", "shipping-fee.en#0", "policy-shipping.ko#3"),
    )


def test_list_says_when_there_is_nothing(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    assert capsys.readouterr().out == "No gap so far.\n"


def test_list_shows_the_id_of_every_wording(
    run: Run, service: Service, converse: Converse, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("일본으로도 배송되나요?", "일본으로 배송 되나요", "Do you sell hanbok?"):
        converse(service, text)
    assert run("list") == 0
    told = capsys.readouterr().out
    for text in ("일본으로도 배송되나요?", "일본으로 배송 되나요", "Do you sell hanbok?"):
        assert re.search(rf"^ *{gap_id(text)} .*{re.escape(text)}$", told, re.MULTILINE)
    assert "asked ×2 by 2" in told
    assert run("list", "--limit", 1) == 0
    assert "and 1 more; --limit 2 shows them" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_candidate_holds_the_question_and_no_trace_of_who_asked(
    run: Run, service: Service, converse: Converse, golden: Path, language: str
) -> None:
    reply = converse(service, JAPAN[language])
    assert run("make", gap_id(JAPAN[language])) == 0
    (path,) = candidates(golden)
    text = path.read_text("utf-8")
    (case,) = yaml.safe_load(text)
    assert case["say"] == JAPAN[language]
    assert set(case) == {"id", "say", "why"}
    for link in (reply.turn_id, reply.conversation_id, f"{MONDAY_MORNING:%Y}"):
        assert link not in text
    assert re.fullmatch(r"[0-9a-f]{8}\.yaml", path.name)
    assert f"--language {language}" in text


def test_personal_data_of_the_real_turn_never_gets_into_a_candidate(
    run: Run, service: Service, converse: Converse, golden: Path
) -> None:
    converse(
        service,
        "일본으로도 배송되나요? 010-1234-5678, haru.kim@naver.com, 카드 4111 1111 1111 1111",
    )
    (gap,) = service.gaps.newest()
    assert run("make", gap.id) == 0
    text = candidates(golden)[0].read_text("utf-8")
    assert "[전화번호 1], [이메일 1]" in text
    assert not re.search(r"5678|haru|4111", text)


def test_a_follow_up_becomes_the_standalone_question(
    run: Run, service: Service, converse: Converse, golden: Path
) -> None:
    reply = converse(service, "배송 며칠 걸려요?", "그럼 제주도는요?")
    service.feedback.add(reply.turn_id, helpful=False)
    (gap,) = service.gaps.newest()
    assert run("make", gap.id) == 0
    (case,) = yaml.safe_load(candidates(golden)[0].read_text("utf-8"))
    assert case["say"] == service.traces.get(reply.turn_id).question != "그럼 제주도는요?"


def test_an_unknown_id_makes_nothing(
    run: Run, service: Service, converse: Converse, golden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    converse(service, JAPAN["ko"])
    assert run("make", gap_id(JAPAN["ko"]), "ffffffff") == 1
    assert "no gap ffffffff" in capsys.readouterr().err
    assert candidates(golden) == []


def test_every_ending_has_a_guess_and_its_words(golden: Path) -> None:
    assert set(GUESSED) == set(IN_WORDS) == set(Ended)
    for ended in Ended:
        text = f"질문 {ended}"
        (path,) = make([gap_id(text)], [question(text, ended)], golden)
        assert f"--kind {GUESSED[ended]} " in path.read_text("utf-8")
        assert IN_WORDS[ended] in path.read_text("utf-8")


def test_the_nearest_documents_are_a_hint_that_does_not_count(golden: Path) -> None:
    (path,) = make([gap_id("일본?")], [question()], golden)
    text = path.read_text("utf-8")
    assert "  # documents: [shipping-fee, policy-shipping]" in text
    uncommented = text.replace("  # documents", "  documents").replace("  # facts", "  facts")
    assert yaml.safe_load(uncommented)[0]["documents"] == ["shipping-fee", "policy-shipping"]


@pytest.mark.parametrize("text", ['"따옴표": - #\n둘째 줄', "[전화번호 1]로 전화?", "yes", "- a"])
def test_any_text_is_read_back_as_it_was(golden: Path, text: str) -> None:
    (path,) = make([gap_id(text)], [question(text)], golden)
    assert yaml.safe_load(path.read_text("utf-8"))[0]["say"] == text


def test_two_ids_make_two_candidates_and_one_named_twice_makes_one(golden: Path) -> None:
    asked = [question("하나"), question("둘"), question("하나")]
    ids = [gap_id("하나"), gap_id("둘"), gap_id("하나")]
    assert len(make(ids, asked, golden)) == len(candidates(golden)) == 2
    with pytest.raises(Invalid, match="00000000"):
        make(["00000000"], asked, golden)


def test_an_accepted_candidate_is_a_case_of_the_open_half(
    run: Run, service: Service, converse: Converse, golden: Path
) -> None:
    path = made(run, golden, service, converse, JAPAN["ko"])
    assert accept(run, path) == 0
    assert not path.exists()
    case = next(case for case in read_cases(golden) if case.id == "ship-to-japan")
    assert (case.say, case.kind) == ((JAPAN["ko"],), Kind.OUT_OF_SCOPE)
    assert case.place == "open/out_of_scope.ko.yaml:1"


def test_a_case_goes_behind_those_that_are_there(
    run: Run, service: Service, converse: Converse, golden: Path
) -> None:
    path = made(run, golden, service, converse, JAPAN["ko"])
    text = path.read_text("utf-8")
    path.write_text(text.replace("  # documents: [", "  documents: [shipping-fee, "), "utf-8")
    assert accept(run, path, kind="answerable") == 0
    target = (golden / "open/answerable.ko.yaml").read_text("utf-8")
    assert target.startswith(f"{CASE}\n- id: ship-to-japan\n")
    assert "  documents: [shipping-fee, " in target
    assert [case.id for case in read_cases(golden)] == ["there-already", "ship-to-japan"]


@pytest.mark.parametrize(
    ("change", "options", "fault"),
    [
        (("", ""), {"kind": "answerable"}, "an answer needs documents or facts"),
        (("why:", "wy:"), {}, "there is no field wy"),
        (("", ""), {"id": "there-already"}, "the id there-already stands at open/answerable.ko"),
        (("", ""), {"id": "No Name"}, "id is 'No Name'"),
        ((JAPAN["ko"], "배송비는  얼마인가요?"), {}, "the same words stand at open/answerable.ko"),
        (("  # documents: [", "  documents: [nowhere, "), {}, "there is no document nowhere"),
        (("  why", "  kind: severe\n  why"), {}, "kind follows from file and folder"),
        (("- id", "- id: other\n- id"), {}, "one case is wanted"),
        (("say:", 'say: "'), {}, ""),
    ],
)
def test_what_does_not_pass_stays_a_candidate(
    run: Run,
    service: Service,
    converse: Converse,
    golden: Path,
    capsys: pytest.CaptureFixture[str],
    change: tuple[str, str],
    options: dict[str, str],
    fault: str,
) -> None:
    path = made(run, golden, service, converse, JAPAN["ko"])
    path.write_text(path.read_text("utf-8").replace(*change) if change[0] else path.read_text())
    kept = path.read_text("utf-8")
    assert accept(run, path, **options) == 1
    told = capsys.readouterr().err
    assert f"{path}: " in told
    assert fault in told
    assert path.read_text("utf-8") == kept
    assert [file.name for file in (golden / "open").iterdir()] == ["answerable.ko.yaml"]
    assert (golden / "open/answerable.ko.yaml").read_text("utf-8") == CASE


def test_faults_that_others_left_are_not_the_candidates(
    run: Run, service: Service, converse: Converse, golden: Path
) -> None:
    (golden / "sealed/answerable.en.yaml").write_text("- id: broken\n  say: hi\n")
    path = made(run, golden, service, converse, JAPAN["ko"])
    assert accept(run, path) == 0


def test_a_file_that_is_not_there_is_told(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert accept(run, Path("nowhere.yaml")) == 1
    assert "nowhere.yaml: can't be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["make"], ["accept", "a.yaml"], ["accept", "a.yaml", "--kind", "nice"]]
)
def test_a_wrong_call_is_explained(
    run: Run, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err
