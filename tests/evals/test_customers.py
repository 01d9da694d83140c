"""Simulated customers: what they say next, and what is held to have come of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from evals.customers.customer import Customer
from evals.customers.plays import RUNS, End, Play, consistency, ends, play_all, play_one
from evals.customers.scenario import Goal, Scenario, read_scenarios
from evals.observed import About, Seen
from evals.targets.in_process import InProcess
from sangdam.errors import KnowledgeError, SangdamError
from sangdam.models import Citation, Handoff, Language, Outcome, ReasonCode, Reply, Route
from sangdam.ports import Embedder, Morphology
from sangdam.settings import LLM, Settings


def reply(
    outcome: Outcome,
    text: str = "",
    *,
    document: str = "shipping-jeju-days.ko",
    suggestions: tuple[str, ...] = (),
    reason: ReasonCode = ReasonCode.REQUEST,
) -> Reply:
    answered = outcome is Outcome.ANSWERED
    citation = Citation(marker=1, document_id=document, title="", section="", quote=text)
    handed = Handoff(ticket_id="T-1", reason_code=reason, queue="general", message=text)
    return Reply(
        conversation_id="c",
        turn_id="t",
        outcome=outcome,
        route=Route.DIRECT if answered else Route.FIXED,
        text=text,
        language=Language.KOREAN,
        citations=(citation,) if answered else (),
        handoff=handed if outcome is Outcome.HANDED_OFF else None,
        suggestions=suggestions,
    )


class ScriptedTarget:
    """Satisfies Target: gives these replies in order, whoever asks, and fails when it runs out."""

    def __init__(self, *replies: Reply) -> None:
        self._replies: Iterator[Reply] = iter(replies)
        self.said: list[str] = []

    def about(self) -> About:
        raise AssertionError("no play asks")

    def open(self, *, locale: Language | None = None, at: datetime | None = None) -> ScriptedTarget:
        del locale, at
        return self

    def say(self, text: str) -> Seen:
        self.said.append(text)
        given = next(self._replies, None)
        if given is None:
            raise SangdamError("the line went dead")
        return Seen(said=text, reply=given, trace=None, milliseconds=1)

    def close(self) -> None: ...


JEJU = Scenario(
    id="jeju",
    story="제주로 보내는 사람",
    language=Language.KOREAN,
    goal=Goal(documents=("shipping-jeju-days",), facts=(("3~4영업일",),)),
    opens=("배송 며칠 걸려요?", "언제 와요?"),
    insists=("제주까지 며칠인지요",),
    knows={"제주": "제주예요"},
    never=("5~7영업일",),
)
ANGRY = Scenario(
    id="angry",
    story="an angry customer",
    language=Language.ENGLISH,
    goal=Goal(reason=(ReasonCode.COMPLAINT, ReasonCode.ANGER)),
    opens=("Broken again!", "This is the third one."),
    insists=("I am angry",),
)
RIGHT = reply(Outcome.ANSWERED, "제주는 출고 후 3~4영업일 안에 도착합니다.")


def test_a_right_answer_ends_the_play() -> None:
    target = ScriptedTarget(RIGHT)
    play = play_one(JEJU, target, 0)
    assert (play.end, target.said) == (End.RESOLVED, ["배송 며칠 걸려요?"])


def test_each_seed_opens_in_other_words() -> None:
    assert [Customer(JEJU, seed).opens() for seed in range(2)] == list(JEJU.opens)


def test_a_question_back_is_answered_with_the_fitting_suggestion() -> None:
    back = reply(
        Outcome.CLARIFY, "어느 것이 궁금하세요?", suggestions=("내륙 배송", "제주 배송 기간")
    )
    target = ScriptedTarget(back, RIGHT)
    assert play_one(JEJU, target, 0).end is End.RESOLVED
    assert target.said[1] == "제주 배송 기간"


def test_the_order_number_is_given_when_it_is_asked_for() -> None:
    scenario = ANGRY.model_copy(update={"knows": {"order number": "It is HM-20261105-1234"}})
    asks = reply(Outcome.ANSWERED, "Please tell me your order number.")
    handed = reply(Outcome.HANDED_OFF, "A person takes over.", reason=ReasonCode.COMPLAINT)
    target = ScriptedTarget(asks, handed)
    assert play_one(scenario, target, 0).end is End.RESOLVED
    assert target.said[1] == "It is HM-20261105-1234"


def test_who_gets_no_facts_insists_and_then_goes() -> None:
    useless = reply(Outcome.ANSWERED, "배송에 대해 안내해 드립니다.")
    target = ScriptedTarget(useless, useless, useless)
    play = play_one(JEJU, target, 0)
    assert (play.end, target.said[1:]) == (End.GAVE_UP, ["제주까지 며칠인지요"])


@pytest.mark.parametrize(
    ("given", "end"),
    [
        (reply(Outcome.ANSWERED, "제주는 5~7영업일 걸립니다."), End.WRONG),
        (reply(Outcome.ANSWERED, "7일입니다.", document="returns-normal-period.ko"), End.WRONG),
        (reply(Outcome.HANDED_OFF, "상담원이 이어서 도와드립니다."), End.NEEDLESS_PERSON),
    ],
    ids=["a forbidden fact", "from another document", "a person without need"],
)
def test_what_did_not_resolve_it(given: Reply, end: End) -> None:
    assert play_one(JEJU, ScriptedTarget(given, given, given), 0).end is end


def test_a_wrong_fact_on_the_way_is_not_made_good_by_a_right_one() -> None:
    wrong = reply(Outcome.ANSWERED, "5~7영업일 걸립니다.")
    assert play_one(JEJU, ScriptedTarget(wrong, RIGHT), 0).end is End.WRONG


@pytest.mark.parametrize(
    ("given", "end"),
    [
        (reply(Outcome.HANDED_OFF, "Sorry.", reason=ReasonCode.ANGER), End.RESOLVED),
        (reply(Outcome.HANDED_OFF, "Sure.", reason=ReasonCode.LOW_CONFIDENCE), End.NO_PERSON),
        (reply(Outcome.ANSWERED, "A person will call you."), End.NO_PERSON),
    ],
    ids=["a person for the reason", "for another reason", "words without a ticket"],
)
def test_a_person_is_there_only_with_a_ticket(given: Reply, end: End) -> None:
    assert play_one(ANGRY, ScriptedTarget(given, given, given, given), 0).end is end


def test_a_line_that_goes_dead_is_told_apart() -> None:
    play = play_one(JEJU, ScriptedTarget(), 0)
    assert (play.end, play.error) == (End.BROKE_OFF, "the line went dead")


def plays(scenario: Scenario, *ends: End) -> list[Play]:
    return [Play(scenario=scenario, seed=seed, turns=(), end=end) for seed, end in enumerate(ends)]


def test_pass_k_counts_scenarios_that_never_fail() -> None:
    good, bad = End.RESOLVED, End.GAVE_UP
    played = ends([*plays(JEJU, good, good, good, good), *plays(ANGRY, good, good, good, bad)])
    assert consistency(played).value == pytest.approx(0.5)
    assert consistency(played, k=1).value == pytest.approx((1 + 3 / 4) / 2)
    assert consistency(played, k=2).value == pytest.approx((1 + 3 / 6) / 2)
    with pytest.raises(ValueError, match="needs 4 plays"):
        consistency(ends(plays(JEJU, good)))


def test_a_fault_in_a_scenario_is_named(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.yaml"
    path.write_text("- {id: one, story: a, language: fr, goal: {}, opens: [a, b], insists: c}\n")
    with pytest.raises(KnowledgeError, match=r"scenarios.yaml, scenario one, language"):
        read_scenarios(path)


def test_the_shipped_customers_are_of_both_languages_and_never_want_the_same() -> None:
    scenarios = read_scenarios()
    assert min(sum(s.language is language for s in scenarios) for language in Language) >= 15
    assert all(len(set(s.opens)) >= RUNS for s in scenarios)


def test_customers_meet_the_real_turn(
    tmp_path: Path, index: Path, embedder: Embedder, morphology: Morphology
) -> None:
    chosen = [s for s in read_scenarios() if s.id in {"ko-person-now", "en-human"}]
    settings = Settings.load(llm=LLM.NONE, data_dir=tmp_path)
    target = InProcess(settings, index=index, embedder=embedder, morphology=morphology)
    try:
        played = play_all(chosen, target, workers=2, progress=lambda *_: None)
    finally:
        target.close()
    assert [(play.scenario.id, play.seed) for play in played] == [
        (scenario.id, seed) for scenario in chosen for seed in range(RUNS)
    ]
    assert sum(play.end is End.RESOLVED for play in played) >= len(played) - 1
