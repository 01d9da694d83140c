"""A model as judge: its opinion stands beside the scores and fails no case."""

from __future__ import annotations

import json

import pytest

from evals.cases import Case, Half
from evals.judge import Judge
from evals.judged import Judged, judge
from evals.observed import About, Observed, Seen
from evals.opinions import agreement, judging_model, with_opinions
from evals.runs import Run
from evals.terminal import judge as in_words
from sangdam.errors import ModelUnavailable, SetupError
from sangdam.models import Language, Outcome, Reply, Route
from sangdam.offline import ScriptedModel
from sangdam.settings import Settings
from tests.evals.golden import case
from tests.moments import MONDAY_MORNING

CASES = (
    case("jeju", facts=(("3~4영업일",),)),
    case("fee", facts=(("3,000원",),)),
    case("island", facts=(("5~7영업일",),), half=Half.SEALED),
    case("no-facts", documents=("shipping",)),
)


def answered(one: Case, text: str) -> Judged:
    reply = Reply(
        conversation_id="c",
        turn_id="t",
        outcome=Outcome.ANSWERED,
        route=Route.DIRECT,
        text=text,
        language=Language.KOREAN,
    )
    seen = Seen(said=one.say[0], reply=reply, trace=None, milliseconds=1)
    return judge(one, Observed(case_id=one.id, turns=(seen,)))


def a_run() -> Run:
    texts = ("3~4영업일 걸립니다.", "배송비는 2,500원입니다.", "5~7영업일 걸립니다.", "네.")
    return Run(
        name="one",
        exam="part",
        began=MONDAY_MORNING,
        ended=MONDAY_MORNING,
        about=About(target="t", generation="g", model="none", versions={}, settings={}),
        judged=tuple(map(answered, CASES, texts)),
    )


def opinion(verdict: str) -> str:
    return json.dumps({"why": "because", "verdict": verdict})


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def asked(*answers: str | ModelUnavailable) -> Run:
    judge_in_office = Judge(ScriptedModel(*answers))
    return with_opinions(a_run(), judge_in_office, workers=1, progress=silent)


def test_an_opinion_is_a_score_that_fails_nothing() -> None:
    before, after = a_run(), asked(opinion("no"), opinion("no"), opinion("yes"))
    assert [one.faults for one in after.judged] == [one.faults for one in before.judged]
    assert [one.right("judge") for one in after.judged] == [False, False, True, None]
    assert after.judged[0].scores["judge"].why == "because"


def test_where_judge_and_scorer_differ_is_told_and_sealed_cases_are_not_named() -> None:
    run = asked(opinion("no"), opinion("no"), opinion("no"))
    found = agreement(run.judged)
    assert found is not None
    assert (found.n, found.right, found.disagree) == (3, 0, ("jeju", "island"))
    assert list(in_words(run)) == [
        "The judge finds 0 of 3 answers right; it and the scorer differ on 2",
        "  jeju, 1 sealed",
    ]


def test_no_opinion_is_no_score() -> None:
    run = asked(ModelUnavailable("down"), "no JSON", opinion("yes"))
    found = agreement(run.judged)
    assert found is not None
    assert found.n == 1


def test_without_a_judge_nothing_is_said_of_one() -> None:
    assert agreement(a_run().judged) is None
    assert list(in_words(a_run())) == []


def test_the_judge_is_a_model_that_somebody_configured() -> None:
    with pytest.raises(SetupError, match="SANGDAM_OPENAI_API_KEY"):
        judging_model(Settings.load(openai_api_key=None, openai_base_url=None))
    url = "http://127.0.0.1:9/v1"
    model = judging_model(Settings.load(openai_base_url=url, model="judge-1", llm="none"))
    assert model.name == "judge-1"
