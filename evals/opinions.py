"""A model's opinion of a run, beside what the scorers say: it fails no case.

It stands among a case's scores as `judge`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from evals.judge import Judge
from evals.judged import Judged
from evals.runs import Run
from sangdam import bootstrap_model
from sangdam.answering.tokens import Cl100kCounter
from sangdam.errors import SetupError
from sangdam.model_files.location import locate
from sangdam.models import Value
from sangdam.ports import LanguageModel, Progress
from sangdam.settings import LLM, Settings

JUDGE = "judge"
BESIDE = "facts"
"""The scorer that answers the same question by rule."""


class Agreement(Value):
    n: int
    """Answers with facts of which both said something."""
    right: int
    """Of these, how many the judge found right."""
    disagree: tuple[str, ...]
    """Ids of the cases on which they differ."""


def judging_model(settings: Settings) -> LanguageModel:
    """The configured model; the embedded one is too weak to judge. Raises SetupError."""
    if not (settings.openai_api_key or settings.openai_base_url):
        raise SetupError(
            "--judge asks the model of SANGDAM_MODEL: set SANGDAM_OPENAI_API_KEY or"
            " SANGDAM_OPENAI_BASE_URL too"
        )
    count = Cl100kCounter(locate(settings.models_dir).tokens)
    configured = settings.model_copy(update={"llm": LLM.OPENAI})
    model = bootstrap_model.language_model(configured, None, count)
    assert model is not None, "a configured model is there"
    return model


def with_opinions(run: Run, judge: Judge, *, workers: int, progress: Progress) -> Run:
    """The run with a score more for every answer that the judge has an opinion on."""
    judged: list[Judged] = []
    with ThreadPoolExecutor(workers, thread_name_prefix="judge") as pool:
        for one in pool.map(lambda one: _with_opinion(one, judge), run.judged):
            judged.append(one)
            progress("judge", len(judged), len(run.judged))
    return run.model_copy(update={"judged": tuple(judged)})


def agreement(judged: Sequence[Judged]) -> Agreement | None:
    """None where the judge was not asked, or had nothing to say."""
    both = [one for one in judged if JUDGE in one.scores and BESIDE in one.scores]
    if not both:
        return None
    return Agreement(
        n=len(both),
        right=sum(one.scores[JUDGE].right for one in both),
        disagree=tuple(one.case.id for one in both if one.right(JUDGE) != one.right(BESIDE)),
    )


def _with_opinion(one: Judged, judge: Judge) -> Judged:
    last = one.observed.last
    opinion = judge(one.case, last) if last else None
    if opinion is None:
        return one
    return one.model_copy(update={"scores": {**one.scores, JUDGE: opinion}})
