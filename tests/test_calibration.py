"""A knowledge that asks itself: when it gets a fit of its own, and when the base fit stays."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from evals.confidence.fit import name_of
from sangdam import bootstrap_index
from sangdam.calibration import calibrated, shortened, wordings_of
from sangdam.indexing.durable import replace_text
from sangdam.indexing.generations import open_current
from sangdam.models import IndexChange, Label, Language, Question
from sangdam.ports import Embedder, Generation, Morphology
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.retriever import Retriever
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.routing.confidence import ConfidenceModel, shipped_fit, signals
from sangdam.routing.fit import Fit
from sangdam.routing.own_fit import FILE, FitInUse, OwnFit, read_own_fit
from sangdam.settings import Settings
from tests.answering.passages import evidence, passage

DAY = date(2026, 11, 22)
THINGS = {
    Language.KOREAN: ("냄비", "선풍기", "이불", "커피 원두", "운동화", "책상", "우산", "전등"),
    Language.ENGLISH: ("pot", "fan", "blanket", "coffee beans", "shoe", "desk", "umbrella", "lamp"),
}
ABOUT = {
    Language.KOREAN: (
        ("{} 반품은 어떻게 하나요?", "{} 반품하고 싶어요", "산 {} 돌려보내는 방법"),
        ("{} 보증 기간은 얼마예요?", "{} 보증 몇 년이에요", "{} 품질 보증 언제까지인가요"),
        ("{} 재입고는 언제 되나요?", "품절된 {} 다시 들어와요?", "{} 재입고 날짜"),
    ),
    Language.ENGLISH: (
        ("How do I return a {}?", "I want to send the {} back", "returning a {} I bought"),
        ("How long is the warranty of a {}?", "{} warranty years", "until when is a {} covered"),
        ("When is the {} back in stock?", "sold-out {} restock", "restock date of the {}"),
    ),
}


def entries() -> Iterator[tuple[str, ...]]:
    """48 entries of three like wordings each."""
    for language in Language:
        for thing, wordings in product(THINGS[language], ABOUT[language]):
            question, *aliases = (wording.format(thing) for wording in wordings)
            name = f"{language}-{THINGS[language].index(thing)}-{ABOUT[language].index(wordings)}"
            yield name, question, " | ".join(aliases), f"{thing}: 1.", language


def make(folder: Path, rows: Iterable[tuple[str, ...]], embedder: Embedder) -> IndexChange:
    faqs = folder / "knowledge" / "faqs"
    faqs.mkdir(parents=True, exist_ok=True)
    with (faqs / "all.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id", "question", "aliases", "answer", "language"))
        table.writerows(rows)
    return bootstrap_index.reindex(
        Settings.load(),
        knowledge=folder / "knowledge",
        index=folder / "index",
        progress=silent,
        embedder=embedder,
    )


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def keep(index: Path, *, fit: Fit | None = None, why: str = "", base_fit: str = "") -> None:
    base = base_fit or shipped_fit().name
    own = OwnFit(generation="g", base_fit=base, fit=fit, why=why)
    replace_text(index / FILE, own.model_dump_json())


def opened(index: Path, morphology: Morphology) -> Generation:
    return open_current(index, FaissIndexes(), KiwiBm25Indexes(morphology))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    make(folder, list(entries()), embedder)
    return folder / "index"


def test_like_wordings_make_a_fit_no_worse_than_the_base(
    shop: Path, embedder: Embedder, morphology: Morphology
) -> None:
    told: list[tuple[int, int]] = []
    generation = opened(shop, morphology)
    own = calibrated(
        generation,
        embedder=embedder,
        base=shipped_fit(),
        day=DAY,
        progress=lambda _, done, total: told.append((done, total)),
    )
    assert own.fit, own
    assert own.fit.reliability
    assert own.base
    assert own.fit.reliability.auroc >= own.base.auroc
    assert own.fit.name == f"own-{generation.manifest.generation}"
    assert told[-1] == (144, 144)
    assert "fitted to this knowledge" in str(own)


def test_a_small_knowledge_keeps_the_base_fit_and_says_so(
    tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    make(tmp_path, list(entries())[:20], embedder)
    generation = opened(tmp_path / "index", morphology)
    own = calibrated(generation, embedder=embedder, base=shipped_fit(), day=DAY, progress=silent)
    assert own.fit is None
    assert str(own) == "base fit, too few questions to learn from: 60"


def test_entries_of_one_wording_keep_the_base_fit_and_say_so(
    tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    """With nothing else to be found by, a wording that is left out tells nothing."""
    rows = [
        (f"{name}-{number}", wording, "", answer, language)
        for name, question, aliases, answer, language in entries()
        for number, wording in enumerate((question, *aliases.split(" | ")))
    ]
    make(tmp_path, rows, embedder)
    generation = opened(tmp_path / "index", morphology)
    own = calibrated(generation, embedder=embedder, base=shipped_fit(), day=DAY, progress=silent)
    assert own.fit is None
    assert str(own) == "base fit, too few entries have a second wording: 0 questions of such"


@pytest.mark.parametrize("language", Language)
def test_three_entries_are_enough_to_be_sure_of_their_own_question(
    tmp_path: Path, embedder: Embedder, morphology: Morphology, language: Language
) -> None:
    make(tmp_path, [row for row in entries() if row[-1] == language][:3], embedder)
    generation = opened(tmp_path / "index", morphology)
    retriever = Retriever(embedder=embedder, current=lambda: generation)
    model = ConfidenceModel(threshold=0.6)
    own = ABOUT[language][0][0].format(THINGS[language][0])
    other = {Language.KOREAN: "주차장이 있나요?", Language.ENGLISH: "Do you have a car park?"}
    for text, enough in ((own, True), (other[language], False)):
        evidence = retriever.search(Question(text=text, language=language), day=DAY)
        assert model.judge(evidence).enough is enough


def test_wordings_too_unlike_each_other_keep_the_base_fit(
    index: Path, embedder: Embedder, morphology: Morphology
) -> None:
    """The aliases of the shipped knowledge say each entry in very different words."""
    generation = opened(index, morphology)
    own = calibrated(generation, embedder=embedder, base=shipped_fit(), day=DAY, progress=silent)
    assert own.fit is None
    assert "too unlike each other" in own.why


def test_only_what_customers_may_see_today_is_asked(index: Path, morphology: Morphology) -> None:
    generation = opened(index, morphology)
    for day in (DAY, date(2027, 3, 1)):
        found = wordings_of(generation, day)
        assert {wording.language for wording in found} == set(Language)
        for wording in found[::20]:
            asked = generation.passages[generation.columns.passage[wording.row]]
            assert wording.text in asked.questions
            assert asked.audience == "customer"


@pytest.mark.parametrize(
    "text", ["How do I return a pot?", "냄비 반품은 어떻게 하나요?", "반품", "a b"]
)
def test_a_shortened_wording_keeps_some_words_in_their_order(text: str) -> None:
    words, kept = text.split(), shortened(text).split()
    places = [words.index(word) for word in kept]
    assert places == sorted(places)
    assert 1 <= len(kept) <= len(words)
    assert shortened(text) == shortened(text)


def test_it_is_done_again_once_enough_has_changed(
    tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    rows = list(entries())
    index = tmp_path / "index"
    settings = Settings.load()

    def run(change: IndexChange) -> OwnFit | None:
        return bootstrap_index.calibrate(
            settings,
            change,
            index=index,
            progress=silent,
            embedder=embedder,
            morphology=morphology,
        )

    assert run(make(tmp_path, rows[:20], embedder)), "the first time"
    assert run(make(tmp_path, rows[:20], embedder)) is None, "nothing has changed"
    assert run(make(tmp_path, rows[:30], embedder)), "ten of thirty are new"
    whole = make(tmp_path, rows, embedder)
    many = whole.model_copy(update={"added": ("one",), "unchanged": 199})
    keep(index, why="test")
    for changed in (1, 2, 3, 4):
        assert run(many) is None
        own = read_own_fit(index)
        assert own
        assert own.changed == changed
    assert run(many), "over 2 % have changed by and by"


def test_the_newest_fit_is_in_use_at_once(tmp_path: Path) -> None:
    in_use = FitInUse(tmp_path)
    assert in_use() == shipped_fit()
    own = shipped_fit().model_copy(update={"name": "own-1"})
    keep(tmp_path, fit=own)
    assert in_use().name == "own-1"
    keep(tmp_path, why="a fit of its own is no better")
    assert in_use() == shipped_fit()
    (tmp_path / FILE).unlink()
    assert in_use() == shipped_fit()


@pytest.mark.parametrize("text", ["", "{", '{"generation": 1}', "\0"])
def test_a_damaged_file_leaves_the_base_fit(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert read_own_fit(tmp_path) is None
    assert FitInUse(tmp_path)() == shipped_fit()


def test_a_fit_made_beside_another_base_fit_is_not_used(tmp_path: Path) -> None:
    own = shipped_fit().model_copy(update={"name": "own-1"})
    keep(tmp_path, fit=own, base_fit="of another version")
    assert FitInUse(tmp_path)() == shipped_fit()
    keep(tmp_path, fit=own)
    assert FitInUse(tmp_path)() == own


def test_the_shipped_fit_has_a_name_of_its_own_and_weighs_what_is_measured() -> None:
    bare = {"name": "", "reliability": None, "lines": ()}
    assert shipped_fit().name == name_of(shipped_fit().model_copy(update=bare))
    assert signals(evidence(passage("a"))).keys() == shipped_fit().weights.keys()


def told(right: bool, copies: int) -> list[Label]:
    """What agents said of questions like those of the knowledge: right for what it has, wrong for
    what is used, which it says nothing of."""
    rows = list(entries())
    asked = [(row, wording) for row in rows for wording in (row[1], *row[2].split(" | "))]
    return [
        Label(
            question=f"{wording} {number}" if right else f"중고 {wording} {number}",
            language=Language(row[4]),
            document_id=row[0],
            right=right,
        )
        for number in range(copies)
        for row, wording in asked
    ]


def test_enough_of_what_agents_told_makes_a_fit_where_the_knowledge_can_not(
    tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    make(tmp_path, [(n, q, "", a, code) for n, q, _, a, code in entries()], embedder)
    generation = opened(tmp_path / "index", morphology)
    few = told(right=True, copies=1)
    make_fit = partial(
        calibrated, generation, embedder=embedder, base=shipped_fit(), day=DAY, progress=silent
    )
    assert make_fit(labels=few).fit is None
    own = make_fit(labels=[*told(right=True, copies=2), *told(right=False, copies=2)])
    assert own.fit, own
    assert "of agents" in own.fit.fitted
    assert own.fit.reliability
    assert own.base
    assert own.fit.reliability.brier <= own.base.brier


def test_what_agents_said_of_another_document_says_nothing_now(
    tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    make(tmp_path, [(n, q, "", a, code) for n, q, _, a, code in entries()], embedder)
    generation = opened(tmp_path / "index", morphology)
    gone = [
        label.model_copy(update={"document_id": "gone"}) for label in told(right=True, copies=3)
    ]
    own = calibrated(
        generation, embedder=embedder, base=shipped_fit(), day=DAY, progress=silent, labels=gone
    )
    assert own.fit is None
