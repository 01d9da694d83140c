"""The exam of the checks on drafts: what it reads, what it tells, and that its floors hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals import slices
from evals.cases import Half
from evals.drafts.examination import DraftExam, check_all, examine_drafts
from evals.drafts.measures import figures
from evals.drafts.reading import (
    FURTHER,
    DraftKind,
    WrittenDraft,
    citable,
    read_drafts,
    unknown,
)
from evals.drafts.table import lines, stories
from evals.gates import Exam, read_floors
from sangdam.errors import KnowledgeError
from sangdam.guardrails.grounding import DraftChecks
from sangdam.models import Language
from sangdam.ports import Morphology
from sangdam.settings import LLM, Settings

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"


@pytest.fixture(scope="module")
def drafts() -> tuple[WrittenDraft, ...]:
    return read_drafts()


@pytest.fixture(scope="module")
def exam(drafts: tuple[WrittenDraft, ...], morphology: Morphology) -> DraftExam:
    settings = Settings.load(knowledge_dir=KNOWLEDGE, llm=LLM.NONE)
    return examine_drafts(settings, drafts, morphology=morphology)


def test_the_floors_hold(exam: DraftExam, morphology: Morphology) -> None:
    settings = Settings.load(knowledge_dir=KNOWLEDGE, llm=LLM.NONE)
    drafts = read_drafts(FURTHER)
    further = examine_drafts(settings, drafts, folder=FURTHER, morphology=morphology)
    told = (*figures(exam.rows), *figures(further.rows, of=slices.FURTHER))
    assert not read_floors().broken(Exam.DRAFTS, told)


def test_the_further_drafts_are_of_every_kind_in_both_languages() -> None:
    number = Counter((draft.kind, draft.language) for draft in read_drafts(FURTHER))
    assert len(number) == 2 * len(DraftKind)
    for language in Language:
        assert number[DraftKind.FAITHFUL, language] >= 150
        planted = [kind for kind in DraftKind if kind is not DraftKind.FAITHFUL]
        assert sum(number[kind, language] for kind in planted) >= 150


def test_each_kind_is_there_in_both_languages_and_halves(drafts: tuple[WrittenDraft, ...]) -> None:
    number = Counter((draft.kind, draft.language) for draft in drafts)
    for language in Language:
        assert number.pop((DraftKind.FAITHFUL, language)) == 100
    assert set(number.values()) == {15}
    assert len(number) == 20
    halves = Counter(draft.half for draft in drafts)
    assert halves[Half.OPEN] == halves[Half.SEALED] == 250


def test_of_the_sealed_half_nothing_but_totals_is_kept(
    exam: DraftExam, drafts: tuple[WrittenDraft, ...]
) -> None:
    sealed = [draft for draft in drafts if draft.half is Half.SEALED]
    kept = exam.model_dump_json() + " ".join((*lines(exam), *stories(exam)))
    assert not [draft for draft in sealed if draft.place in kept]
    assert sum(row.share.n for row in exam.rows if row.half is Half.SEALED) > len(sealed)


def test_without_checks_nothing_is_caught(
    drafts: tuple[WrittenDraft, ...], morphology: Morphology
) -> None:
    blind = DraftChecks(morphology, checks={})
    checked = check_all(drafts[:20], citable(KNOWLEDGE), blind)
    planted = [one for one in checked if one.draft.kind is not DraftKind.FAITHFUL]
    assert planted
    assert not [one for one in planted if any(p.startswith("supported") for p in one.problems)]


def test_a_section_is_cited_by_its_heading() -> None:
    known = citable(KNOWLEDGE)
    (fees,) = known["policy-returns.ko § 반품 비용"]
    assert fees.section == "반품 비용"
    assert len(known["policy-returns.ko"]) > 5
    assert not [name for name in known if name.startswith("internal")]


def test_a_draft_that_cites_nothing_known_is_told(drafts: tuple[WrittenDraft, ...]) -> None:
    lost = drafts[0].model_copy(update={"cites": ("gone",)})
    assert unknown([lost], citable(KNOWLEDGE)) == [f"{lost.place}: there is no gone"]


def test_faults_are_named_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "open.ko.yaml").write_text("number:\n  - cites: [a]\n    says: [b]\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"open.ko.yaml, number 1: asked: "):
        read_drafts(tmp_path)
    with pytest.raises(KnowledgeError, match="no drafts"):
        read_drafts(tmp_path / "gone")
