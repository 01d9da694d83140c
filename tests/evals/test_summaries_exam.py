"""The exam of summaries: it holds on the open half, and sees what is wrong where something is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.cases import Half
from evals.gates import Exam, read_floors
from evals.summaries.examination import SummaryExam, examine_summaries
from evals.summaries.measures import figures
from evals.summaries.reading import read_talks
from evals.summaries.table import lines, stories
from sangdam.errors import KnowledgeError, ModelUnavailable
from sangdam.models import Language, ReasonCode
from sangdam.offline import ScriptedModel
from sangdam.ports import Completion, Embedder, Morphology
from sangdam.prompts import prompt
from sangdam.settings import LLM, Settings

EVERY = 5


class Summing(ScriptedModel):
    """Says its answer when it is to sum up, and is away for everything else."""

    def complete(
        self,
        system: str,
        user: str,
        *,
        schema: dict[str, object] | None = None,
        max_tokens: int = 400,
    ) -> Completion:
        if system != prompt("summarise"):
            raise ModelUnavailable("only sums up")
        return super().complete(system, user, schema=schema, max_tokens=max_tokens)


def silent(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def exam(embedder: Embedder, morphology: Morphology) -> SummaryExam:
    talks = [*read_talks(halves=[Half.OPEN])[::EVERY], *read_talks(halves=[Half.SEALED])[:1]]
    settings = Settings.load(llm=LLM.NONE)
    return examine_summaries(
        settings, talks, embedder=embedder, morphology=morphology, progress=silent
    )


def test_nothing_rests_on_nothing(exam: SummaryExam) -> None:
    broken = read_floors().broken(Exam.SUMMARIES, figures(exam))
    assert not {str(one) for one in broken if not one.floor.figure.endswith("right")}


def test_it_is_told_and_kept_without_the_sealed_half(exam: SummaryExam, tmp_path: Path) -> None:
    told = "\n".join([*lines(exam), *stories(exam)])
    assert "By rule" in told
    assert "By the model" not in told
    assert "Tell all that the script expects, sealed: " in told
    kept = SummaryExam.model_validate_json(exam.write(tmp_path).read_bytes())
    assert {one.talk.half for one in kept.examined} == {Half.OPEN}


def test_all_reasons_are_there_in_both_languages_and_halves() -> None:
    talks = read_talks()
    assert len(talks) >= 64
    for language in Language:
        for half in Half:
            found = [one for one in talks if (one.language, one.half) == (language, half)]
            assert {reason for one in found for reason in one.reason} == {*ReasonCode}
    assert len({one.id for one in talks}) == len(talks)


def test_a_models_goal_is_checked_like_any_other(
    embedder: Embedder, morphology: Morphology
) -> None:
    (talk,) = [one for one in read_talks() if one.id == "en-defect-complaint"]
    answer = json.dumps({"goal": "The customer wants their money back.", "messages": [2]})
    exam = examine_summaries(
        Settings.load(llm=LLM.NONE),
        [talk],
        desks=[Language.ENGLISH],
        embedder=embedder,
        morphology=morphology,
        model=Summing(answer),
        progress=silent,
    )
    (one,) = exam.examined
    (told,) = one.by_model
    assert not told.unfounded
    assert one.goals[-1].startswith("The customer wants their money back. “")
    assert "By the model" in "\n".join(lines(exam))


def test_a_script_that_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "ko.yaml").write_text("- {id: a, steps: [b], reason: boredom}", "utf-8")
    with pytest.raises(KnowledgeError, match=r"open/ko.yaml, 1"):
        read_talks(tmp_path, halves=[Half.OPEN])
