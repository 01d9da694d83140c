"""Cases are asked in parallel, kept one by one, and an interrupted run is taken up again."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from evals import baseline
from evals.cases import Case, Half, Kind
from evals.examination import examine, must_be_known, plan, read_run, run_before, sit, usual_workers
from evals.figures import figures
from evals.observed import About, Observed, Seen, Target
from evals.runs import run
from evals.store import (
    ABOUT,
    OBSERVED,
    Store,
    digest,
    find,
    interrupted,
    read_observed,
    read_plan,
)
from evals.targets.in_process import BrokeOff, InProcess
from sangdam.errors import KnowledgeError, SangdamError, SetupError
from sangdam.models import Language, Outcome, Reply, Route
from sangdam.ports import Embedder, Morphology
from sangdam.settings import LLM, Settings
from tests.evals.golden import case
from tests.evals.test_targets import essence

CASES = (
    case("jeju", "제주도는 배송 며칠 걸려요?", documents=("shipping-jeju-days",)),
    case("jeju-then", "배송 며칠 걸려요?", "그럼 제주도는요?", kind=Kind.FOLLOW_UP),
    case("refund", "how long do refunds take?", language=Language.ENGLISH),
    case("sale", "세일 상품도 반품돼요?", half=Half.SEALED),
    case("person", "상담원 연결해 주세요", kind=Kind.REQUEST),
    case("hello", "안녕하세요", kind=Kind.SMALL_TALK),
    case("points", "포인트는 언제 소멸되나요?"),
    case("night", "I want to talk to a human", kind=Kind.REQUEST, at=datetime(2026, 11, 23, 23)),
)
Answer = Callable[[str], str]


class Echo:
    """A target that answers from a function and remembers what it was asked."""

    def __init__(self, answer: Answer = str, *, at_other_times: bool = True) -> None:
        self.asked: list[str] = []
        self.model = "none"
        self._answer = answer
        self._at_other_times = at_other_times

    def about(self) -> About:
        return About(
            target="echo",
            generation="20261123T010203Z-0a1b2c3d",
            model=self.model,
            versions={"openai": "3.0", "commit": "abc"},
            settings={"decision": {"threshold": 0.6}},
        )

    def open(self, *, locale: Language | None = None, at: datetime | None = None) -> Echo | None:
        del locale
        return self if at is None or self._at_other_times else None

    def say(self, text: str) -> Seen:
        self.asked.append(text)
        reply = Reply(
            conversation_id="c",
            turn_id="t",
            outcome=Outcome.SMALL_TALK,
            route=Route.FIXED,
            text=self._answer(text),
            language=Language.KOREAN,
        )
        return Seen(said=text, reply=reply, trace=None, milliseconds=1.5)

    def close(self) -> None:
        pass


def raising(error: BaseException, at: str) -> Answer:
    def answer(text: str) -> str:
        if text == at:
            raise error
        return text

    return answer


def slowly(text: str) -> str:
    time.sleep(0.03)
    return text


def by_id(observed: Observed) -> str:
    return observed.case_id


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def begun(tmp_path: Path, target: Target, cases: Sequence[Case] = CASES) -> Store:
    return Store.begin(tmp_path / "evals", plan(cases, target, exam="part"))


def ask(target: Target, store: Store, cases: Sequence[Case] = CASES) -> tuple[Observed, ...]:
    return run(cases, target, store=store, workers=3, progress=silent)


def essences(observed: Sequence[Observed]) -> list[list[object]]:
    return [[one.case_id, one.error, *map(essence, one.turns)] for one in observed]


# --- asking --------------------------------------------------------------------------------


def test_in_parallel_comes_what_comes_one_by_one(in_process: InProcess, tmp_path: Path) -> None:
    serial = run(CASES, in_process, store=begun(tmp_path, in_process), workers=1, progress=silent)
    parallel = run(CASES, in_process, store=begun(tmp_path, in_process), workers=4, progress=silent)
    assert [one.case_id for one in parallel] == [one.id for one in CASES]
    assert essences(parallel) == essences(serial)
    assert [len(one.turns) for one in parallel][:2] == [1, 2]


def test_several_conversations_are_held_at_a_time(tmp_path: Path) -> None:
    three = threading.Barrier(3, timeout=60)

    def together(text: str) -> str:
        three.wait()
        return text

    target = Echo(together)
    cases = CASES[2:5]
    assert all(not one.error for one in ask(target, begun(tmp_path, target, cases), cases))


def test_a_case_is_on_disk_as_soon_as_it_is_finished(tmp_path: Path) -> None:
    target = Echo()
    store = begun(tmp_path, target)
    told: list[tuple[int, int, int]] = []

    def look(_what: str, done: int, total: int) -> None:
        told.append((done, total, len(read_observed(store.folder))))

    observed = run(CASES, target, store=store, workers=2, progress=look)
    assert [(done, total) for done, total, _ in told] == [(n, 8) for n in range(1, 9)]
    assert all(stored >= done for done, _, stored in told)
    assert sorted(read_observed(store.folder), key=by_id) == sorted(observed, key=by_id)


def test_a_conversation_that_breaks_off_fails_its_case_only(tmp_path: Path) -> None:
    target = Echo(raising(BrokeOff("KeyError: 'x'"), "그럼 제주도는요?"))
    observed = {one.case_id: one for one in ask(target, begun(tmp_path, target))}
    broken = observed.pop("jeju-then")
    assert broken.error == "KeyError: 'x'"
    assert [turn.said for turn in broken.turns] == ["배송 며칠 걸려요?"]
    assert broken.last is None
    assert all(one.last and not one.error for one in observed.values())


def test_an_error_without_words_is_named(tmp_path: Path) -> None:
    target = Echo(raising(SangdamError(), "안녕하세요"))
    observed = {one.case_id: one for one in ask(target, begun(tmp_path, target))}
    assert observed["hello"].error == "SangdamError"


def test_what_no_turn_may_raise_breaks_off_its_own_conversation_only(
    index: Path, embedder: Embedder, morphology: Morphology, tmp_path: Path
) -> None:
    settings = Settings.load(llm=LLM.NONE)
    target = InProcess(settings, index=index, embedder=embedder, morphology=morphology)
    target.close()
    # Its database is gone with it, and without one no turn can begin.
    observed = ask(target, begun(tmp_path, Echo()), CASES[:2])
    assert all("Nothing can be kept" in one.error for one in observed)


def test_a_case_of_another_time_is_left_out_where_it_cannot_be_asked(tmp_path: Path) -> None:
    target = Echo(at_other_times=False)
    store = begun(tmp_path, target)
    examined = sit(CASES, target, store=store, workers=2, progress=silent)
    assert examined.not_asked == ("night",)
    assert "night" not in {one.case.id for one in examined.judged}
    assert len(examined.judged) == len(CASES) - 1


# --- going on ------------------------------------------------------------------------------


def stopped(target: Target, store: Store, *, after: int) -> None:
    """A run that Ctrl-C ends after so many cases."""

    def stop(_what: str, done: int, _total: int) -> None:
        if done == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(CASES, target, store=store, workers=1, progress=stop)


def test_a_resumed_run_equals_one_that_was_never_interrupted(
    in_process: InProcess, tmp_path: Path
) -> None:
    whole = ask(in_process, begun(tmp_path, in_process))
    store = begun(tmp_path, in_process)
    stopped(in_process, store, after=3)
    done = read_observed(store.folder)
    assert 3 <= len(done) < len(CASES)
    again = Store.resume(interrupted(tmp_path / "evals"), plan(CASES, in_process, exam="part"))
    resumed = ask(in_process, again)
    assert essences(resumed) == essences(whole)
    assert all(one in resumed for one in done)


def test_only_what_is_missing_is_asked(tmp_path: Path) -> None:
    target = Echo(slowly)
    store = begun(tmp_path, target)
    stopped(target, store, after=4)
    assert 4 <= len(read_observed(store.folder)) < len(CASES)
    later = Echo()
    ask(later, Store.resume(store.folder, plan(CASES, later, exam="part")))
    assert len(read_observed(store.folder)) == len(CASES)
    assert sorted([*target.asked, *later.asked]) == sorted(t for one in CASES for t in one.say)


def test_a_half_written_line_is_dropped_and_its_case_asked_again(tmp_path: Path) -> None:
    target = Echo()
    store = begun(tmp_path, target)
    whole = ask(target, store)
    path = store.folder / OBSERVED
    written = path.read_bytes()
    path.write_bytes(written[: written.rstrip().rfind(b"\n") + 40])
    later = Echo()
    resumed = Store.resume(store.folder, plan(CASES, later, exam="part"))
    assert len(resumed.done) == len(CASES) - 1
    assert ask(later, resumed) == whole
    assert sorted(read_observed(store.folder), key=by_id) == sorted(whole, key=by_id)


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    target = Echo()
    store = begun(tmp_path, target)
    ask(target, store)
    path = store.folder / OBSERVED
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], "{}", *lines[2:]]) + "\n", "utf-8")
    with pytest.raises(SetupError, match=r"observed\.jsonl:2 was written by another version"):
        Store.resume(store.folder, plan(CASES, target, exam="part"))


def test_a_service_that_is_gone_ends_the_run_which_can_go_on(tmp_path: Path) -> None:
    target = Echo(raising(SetupError("nothing answers"), "안녕하세요"))
    store = begun(tmp_path, target)
    with pytest.raises(SetupError, match="nothing answers"):
        run(CASES, target, store=store, workers=1, progress=silent)
    back = Echo()
    resumed = ask(back, Store.resume(store.folder, plan(CASES, back, exam="part")))
    assert all(not one.error for one in resumed)
    assert len(resumed) == len(CASES)


def test_a_run_goes_on_only_where_it_is_the_same_and_says_what_differs(tmp_path: Path) -> None:
    store = begun(tmp_path, Echo())
    other = Echo()
    other.model = "gpt"
    changed = (*CASES[:-1], case("night", "다른 말"), case("new-one"))
    with pytest.raises(SetupError) as raised:
        Store.resume(store.folder, plan(changed[1:], other, exam="full"))
    assert str(raised.value) == (
        f"the run {store.folder.name} can't go on: its exam is part, not full; model was none, "
        "now gpt; cases new: new-one; cases gone: jeju; cases asked otherwise: night. "
        "Begin a new one"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"settings": {"decision": {"threshold": 0.5}}}, "settings.decision.threshold was 0.6"),
        ({"versions": {"openai": "4.0", "commit": "abc"}}, "versions.openai was 3.0, now 4.0"),
        ({"generation": "20261123T010203Z-ffffffff"}, "generation was 0a1b2c3d, now ffffffff"),
    ],
)
def test_what_differs_of_the_service_is_named(
    tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    store = begun(tmp_path, Echo())
    now = store.plan.model_copy(update={"about": store.plan.about.model_copy(update=changed)})
    with pytest.raises(SetupError, match=said):
        Store.resume(store.folder, now)


@pytest.mark.parametrize(
    "changed",
    [
        {"generation": "20261124T235959Z-0a1b2c3d"},
        {"versions": {"openai": "3.0", "commit": "def-dirty"}},
    ],
    ids=["the same knowledge indexed again", "another commit with the same code"],
)
def test_what_changes_no_answer_keeps_no_run_from_going_on(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    store = begun(tmp_path, Echo())
    now = store.plan.model_copy(update={"about": store.plan.about.model_copy(update=changed)})
    assert Store.resume(store.folder, now).plan == store.plan


def test_another_expectation_is_the_same_question() -> None:
    first = CASES[0]
    assert digest(first) == digest(first.model_copy(update={"facts": (("4일",),)}))
    assert digest(first) != digest(first.model_copy(update={"say": ("제주 며칠?",)}))
    assert digest(first) != digest(first.model_copy(update={"at": datetime(2027, 1, 1)}))


# --- runs on disk --------------------------------------------------------------------------


def test_runs_are_found_by_folder_name_by_name_and_by_path(tmp_path: Path) -> None:
    runs = tmp_path / "evals"
    target = Echo()
    first, second = (
        Store.begin(runs, plan(CASES, target, exam="part", name="mine")) for _ in range(2)
    )
    assert first.folder != second.folder
    assert find(runs, first.folder.name) == first.folder
    assert find(runs, "mine") == second.folder
    assert find(runs, str(first.folder)) == first.folder
    with pytest.raises(SetupError, match="there is no run yours"):
        find(runs, "yours")


def test_where_nothing_was_interrupted_it_says_so(tmp_path: Path) -> None:
    target = Echo()
    store = begun(tmp_path, target)
    assert interrupted(tmp_path / "evals") == store.folder
    sit(CASES, target, store=store, workers=1, progress=silent)
    with pytest.raises(SetupError, match="was interrupted"):
        interrupted(tmp_path / "evals")


def test_an_old_run_is_judged_anew_by_the_cases_of_today(tmp_path: Path) -> None:
    target = Echo()
    store = begun(tmp_path, target)
    then = sit(CASES, target, store=store, workers=2, progress=silent)
    hello = next(one for one in then.judged if one.case.id == "hello")
    assert hello.passed
    stricter = hello.case.model_copy(update={"outcome": (Outcome.ANSWERED,)})
    reworded = CASES[0].model_copy(update={"say": ("제주 며칠?",)})
    now = read_run(store.folder, [stricter, reworded, CASES[2]])
    assert [one.case.id for one in now.judged] == ["hello", "refund"]
    assert not now.judged[0].passed


def test_the_run_before_is_the_newest_finished_one_of_the_same_kind(tmp_path: Path) -> None:
    runs, target = tmp_path / "evals", Echo()

    def finished(exam: str, name: str) -> Store:
        store = Store.begin(runs, plan(CASES, target, exam=exam, name=name))
        sit(CASES, target, store=store, workers=1, progress=silent)
        return store

    finished("full", "older")
    finished("full", "newer")
    finished("fast", "another exam")
    target.model = "gpt"
    finished("full", "another model")
    target.model = "none"
    Store.begin(runs, plan(CASES, target, exam="full", name="interrupted"))
    (finished("full", "of another version").folder / ABOUT).write_text("{}", "utf-8")
    last = finished("full", "last")
    before = run_before(last.folder, CASES)
    assert before is not None
    assert before.name == "newer"
    oldest = find(runs, "older")
    assert run_before(oldest, CASES) is None


def test_a_run_of_another_version_is_told_as_one(tmp_path: Path) -> None:
    store = begun(tmp_path, Echo())
    (store.folder / ABOUT).write_text('{"name": "x"}', "utf-8")
    with pytest.raises(SetupError, match="another version of the exam"):
        read_plan(store.folder)


def test_about_holds_no_secret(tmp_path: Path, in_process: InProcess) -> None:
    store = begun(tmp_path, in_process)
    about = json.loads((store.folder / ABOUT).read_text("utf-8"))["about"]
    assert about["settings"]["operator_key"] is None
    assert about["model"] == "none"


# --- baselines -----------------------------------------------------------------------------


def test_a_baseline_is_read_back_as_it_was_judged(in_process: InProcess, tmp_path: Path) -> None:
    store = begun(tmp_path, in_process)
    examined = sit(CASES, in_process, store=store, workers=2, progress=silent)
    path = baseline.save(examined, "release-1", tmp_path)
    loaded = baseline.load("release-1", tmp_path)
    assert loaded.name == "release-1"
    assert loaded.about == examined.about
    told = [(one.case, one.passed, one.outcome, one.scores.keys()) for one in loaded.judged]
    assert told == [
        (one.case, one.passed, one.outcome, one.scores.keys()) for one in examined.judged
    ]
    assert figures(loaded.judged) == figures(examined.judged)
    by_id = {one.case.id: one.observed.last for one in loaded.judged}
    assert by_id["jeju"] is not None
    assert "3~4영업일" in by_id["jeju"].reply.text
    assert len(path.read_text("utf-8").splitlines()) > len(CASES)


def test_a_baseline_shows_nothing_of_what_was_said_to_sealed_cases(
    in_process: InProcess, tmp_path: Path
) -> None:
    examined = sit(CASES, in_process, store=begun(tmp_path, in_process), workers=2, progress=silent)
    sealed = next(one for one in examined.judged if one.case.half is Half.SEALED)
    assert sealed.observed.last
    saved = baseline.save(examined, "release-1", tmp_path).read_text("utf-8")
    assert sealed.observed.last.reply.text[:30] not in saved


def test_a_conversation_that_broke_off_is_one_in_the_baseline_too(tmp_path: Path) -> None:
    target = Echo(raising(BrokeOff("no reply"), "안녕하세요"))
    examined = sit(CASES, target, store=begun(tmp_path, target), workers=1, progress=silent)
    baseline.save(examined, "broken", tmp_path)
    loaded = {one.case.id: one for one in baseline.load("broken", tmp_path).judged}
    assert loaded["hello"].faults == ("broke off: no reply",)
    assert loaded["hello"].outcome is None


def test_an_unknown_baseline_names_those_that_are_there(tmp_path: Path) -> None:
    (tmp_path / "release-1.json").write_text("{}", "utf-8")
    with pytest.raises(SetupError, match="there is no baseline release; there are: release-1"):
        baseline.load("release", tmp_path)
    with pytest.raises(SetupError, match="another version of the exam"):
        baseline.load("release-1", tmp_path)


# --- the whole -----------------------------------------------------------------------------


def test_the_exam_is_held_over_an_index_without_a_word(
    index: Path,
    embedder: Embedder,
    morphology: Morphology,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    golden = tmp_path / "golden"
    (golden / "open").mkdir(parents=True)
    (golden / "open" / "answerable.ko.yaml").write_text(
        "- id: jeju\n  say: 제주도는 배송 며칠 걸려요?\n  documents: shipping-jeju-days\n"
        "  facts: [3~4영업일]\n  why: a test\n",
        "utf-8",
    )
    settings = Settings.load(llm=LLM.NONE, data_dir=tmp_path / "data")
    examined = examine(
        settings, index=index, golden=golden, embedder=embedder, morphology=morphology
    )
    assert (examined.exam, [one.passed for one in examined.judged]) == ("full", [True])
    assert examined.ended is not None
    assert capfd.readouterr() == ("", "")


def test_a_case_about_a_document_that_is_not_there_is_a_fault_of_the_exam() -> None:
    cases = [case("jeju", documents=("shipping-jeju",))]
    must_be_known(cases, ["shipping-jeju.ko"])
    with pytest.raises(KnowledgeError, match=r"answerable\.ko\.yaml:1: there is no document"):
        must_be_known(cases, ["shipping.ko"])


def test_the_embedded_model_is_asked_one_case_at_a_time() -> None:
    assert usual_workers(Settings.load(llm=LLM.LOCAL)) == 1
    assert usual_workers(Settings.load(llm=LLM.NONE)) >= 1
    assert usual_workers(Settings.load(llm=LLM.NONE), distant=True) > 1
