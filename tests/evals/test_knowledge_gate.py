"""A change of knowledge sits the exam before it goes live: `reindex.py --gate`."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.gates import Exam
from evals.knowledge_gate import knowledge_gate
from sangdam import bootstrap_index
from sangdam.errors import KnowledgeError
from sangdam.indexing.generations import current_name
from sangdam.models import IndexChange
from sangdam.ports import Embedder, Morphology
from sangdam.settings import LLM, Settings

HEADER = "id,question,aliases,answer,category,language\n"
RIGHT = HEADER + "\n".join(
    (
        "jeju.ko,제주도 배송은 얼마나 걸리나요?,제주 배송 기간,"
        "제주는 출고 후 3~4영업일 안에 도착합니다.,shipping,ko",
        "jeju.en,How long does delivery to Jeju take?,Jeju delivery time,"
        "Deliveries to Jeju arrive 3-4 business days after shipping.,shipping,en",
        "point.ko,포인트는 언제 소멸되나요?,포인트 유효기간,"
        "포인트는 12개월 뒤 소멸합니다.,points,ko\n",
    )
)
CASES = {
    "ko": "- id: jeju-ko\n  say: 제주도 배송은 얼마나 걸려요?\n  documents: jeju\n"
    "  facts: [3~4영업일]\n  why: the fact\n",
    "en": "- id: jeju-en\n  say: How long does delivery to Jeju take?\n  documents: jeju\n"
    "  facts: [3-4 business days]\n  why: the fact\n",
}
FLOORS = "".join(f"[{exam}.all]\npassed = {{at_least = 0.5}}\n" for exam in Exam)


class Shop:
    """A small shop with its knowledge, its own golden cases and its own floors."""

    def __init__(self, folder: Path, embedder: Embedder, morphology: Morphology) -> None:
        self.faq = folder / "knowledge" / "faqs" / "shop.csv"
        self.golden = folder / "evals" / "golden"
        self.faq.parent.mkdir(parents=True)
        (self.golden / "open").mkdir(parents=True)
        for language, cases in CASES.items():
            (self.golden / "open" / f"answerable.{language}.yaml").write_text(cases, "utf-8")
        (folder / "evals" / "floors.toml").write_text(FLOORS)
        self.settings = Settings.load(
            knowledge_dir=folder / "knowledge", data_dir=folder / "data", llm=LLM.NONE
        )
        self._embedder = embedder
        self._morphology = morphology

    def reindex(self, knowledge: str) -> IndexChange:
        self.faq.write_text(knowledge, "utf-8")
        gate = knowledge_gate(
            self.settings,
            exam="full",
            golden=self.golden,
            progress=lambda *_: None,
            embedder=self._embedder,
            morphology=self._morphology,
        )
        return bootstrap_index.reindex(
            self.settings, progress=lambda *_: None, accept=gate, embedder=self._embedder
        )

    @property
    def live(self) -> str | None:
        return current_name(self.settings.index)


@pytest.fixture
def shop(tmp_path: Path, embedder: Embedder, morphology: Morphology) -> Shop:
    return Shop(tmp_path, embedder, morphology)


def test_knowledge_that_answers_goes_live(shop: Shop) -> None:
    assert shop.reindex(RIGHT).generation == shop.live


def test_a_wrong_policy_text_never_goes_live(shop: Shop) -> None:
    """Of two cases one breaks: the floor of .5 holds, and the gate is red all the same."""
    first = shop.reindex(RIGHT)
    with pytest.raises(KnowledgeError, match=r"jeju-ko: facts: .*3~4영업일") as refused:
        shop.reindex(RIGHT.replace("3~4영업일", "5~7영업일"))
    assert shop.live == first.generation
    report = next(line for line in refused.value.problems if "Report:" in line)
    assert Path(report.split("Report: ")[1]).is_file()


def test_a_broken_floor_never_goes_live(shop: Shop) -> None:
    only_points = (
        HEADER + RIGHT.splitlines()[-1] + "\n" + "jeju.ko,기타 문의,,전화 주세요.,etc,ko\n"
    )
    with pytest.raises(KnowledgeError, match="full, all: passed is"):
        shop.reindex(only_points)
    assert shop.live is None


def test_an_entry_that_golden_cases_name_can_not_vanish_unnoticed(shop: Shop) -> None:
    first = shop.reindex(RIGHT)
    with pytest.raises(KnowledgeError, match=r"answerable.en.yaml:1: there is no document jeju"):
        shop.reindex(HEADER + RIGHT.splitlines()[-1] + "\n")
    assert shop.live == first.generation


def test_a_new_entry_comes_with_its_golden_case(shop: Shop) -> None:
    shop.reindex(RIGHT)
    case = (
        "- id: card\n  say: 영수증은 어디서 봐요?\n  documents: receipt\n"
        "  facts: 마이페이지\n  why: new\n"
    )
    open_cases = shop.golden / "open" / "answerable.ko.yaml"
    open_cases.write_text(CASES["ko"] + case, "utf-8")
    entry = (
        "receipt.ko,카드 영수증은 어디서 보나요?,영수증 위치,마이페이지에서 봅니다.,payment,ko\n"
    )
    assert shop.reindex(RIGHT + entry).added == ("receipt.ko",)
