"""kill -9 of a reindex under query load, 20 times; `make bench` does it 300 times."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from sangdam.indexing.generations import current_name, names
from sangdam.models import (
    Audience,
    DocumentKind,
    Evidence,
    Hit,
    Language,
    Passage,
    Question,
    ScoreParts,
)
from scripts.benchmarks.kills import knowledge
from scripts.benchmarks.kills.customers import Answer, Customers, History, Search
from scripts.benchmarks.kills.knowledge import Entry, mark
from scripts.benchmarks.kills.points import POINTS
from scripts.benchmarks.kills.runs import Run, Runs
from scripts.benchmarks.kills.shop import SERVED_WITHIN_S, Shop, Trial
from tests.indexing.builds import lexical_indexes

QUERIES = 2000
SWITCHES = 25
SWITCH_EVERY_S = 0.05
LIMIT_S = 600


class Busy(NamedTuple):
    shop: Shop
    customers: Customers


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, runs: Runs) -> Iterator[Busy]:
    """One index for all trials, as in life; customers ask from the first to the last."""
    shop = Shop(tmp_path_factory.mktemp("shop"), runs, lexical_indexes(), watch=True)
    with shop.customers(threads=2, rest_s=0.005) as customers:
        yield Busy(shop, customers)
    shop.close()


def check(busy: Busy, trial: Trial, asked_before: int) -> None:
    assert trial.faults == ()
    assert busy.customers.wrong == []
    assert len(busy.customers.answers) > asked_before
    assert busy.customers.stale(busy.shop.history, grace_s=SERVED_WITHIN_S) == 0


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_the_index_stays_valid(busy: Busy, point: str) -> None:
    asked = len(busy.customers.answers)
    trial = busy.shop.trial(kill_at=point)
    assert trial.killed
    check(busy, trial, asked)


def test_killed_at_a_random_moment_the_index_stays_valid(busy: Busy) -> None:
    asked = len(busy.customers.answers)
    moment = random.Random(4).uniform(0, busy.shop.run_s)
    while not (trial := busy.shop.trial(kill_after_s=moment)).killed:
        check(busy, trial, asked)
        moment /= 2
    check(busy, trial, asked)


@pytest.mark.parametrize(
    "point",
    [
        "before the manifest is written",
        "after the building folder got its name",
        "before the pointer is replaced",
        "after the pointer was replaced",
    ],
)
def test_killed_at_the_very_first_run_the_next_one_builds_the_index(
    tmp_path: Path, runs: Runs, point: str
) -> None:
    knowledge.write(tmp_path / "knowledge", 1)
    index = tmp_path / "index"
    assert runs(Run(tmp_path / "knowledge", index, point)).killed
    again = runs(Run(tmp_path / "knowledge", index))
    assert (again.refused, again.fault) == ("", "")
    assert current_name(index) in names(index)
    assert not list(index.glob("generations/.*")) + list(index.glob("*.new"))


def test_no_answer_is_wrong_while_generations_switch(shop: Shop) -> None:
    deadline = time.monotonic() + LIMIT_S
    switch = 0
    with shop.customers(threads=3) as customers:
        while switch < SWITCHES or len(customers.answers) < QUERIES:
            assert time.monotonic() < deadline, (switch, len(customers.answers))
            time.sleep(SWITCH_EVERY_S)
            switch += 1
            if switch % 20:
                shop.toggle()
            else:
                shop.reindex()
    assert customers.wrong == []
    assert customers.stale(shop.history, grace_s=0) == 0


def hit(entry: Entry, text: str) -> Hit:
    passage = Passage(
        id=f"{entry.id}#0",
        document_id=entry.id,
        kind=DocumentKind.FAQ,
        title=entry.question,
        text=text,
        language=Language.KOREAN,
        audience=Audience.CUSTOMER,
    )
    return Hit(passage=passage, score=1, parts=ScoreParts(dense=1, question=1, lexical=1))


HAT = Entry("모자", "모자는 며칠 만에 와요?", "사흘입니다.")
BAG = Entry("bag", "When does the bag come?", "In three days.")


def answers(*hits: Hit, generation: str = "g") -> Search:
    def search(question: Question) -> Evidence:
        return Evidence(
            query=question.text, language=question.language, generation=generation, hits=hits
        )

    return search


def breaks(_question: Question) -> Evidence:
    raise OSError(24, "Too many open files")


def renewed_under_its_name() -> Search:
    of_version = iter([1, 2, *[2] * 10**6])

    def search(question: Question) -> Evidence:
        return answers(hit(HAT, mark(next(of_version))))(question)

    return search


@pytest.mark.parametrize(
    ("search", "wrong"),
    [
        (lambda: answers(hit(HAT, mark(1)), hit(BAG, mark(1))), None),
        (lambda: answers(), "empty"),
        (lambda: answers(hit(HAT, mark(1)), hit(BAG, mark(2))), r"mixed from versions \[1, 2\]"),
        (lambda: answers(hit(BAG, mark(1))), "bag came first"),
        (lambda: breaks, "Too many open files"),
        (renewed_under_its_name, r"g is of 1, its hits of \{2\}"),
    ],
    ids=["right", "empty", "mixed", "another entry", "exception", "another Generation"],
)
def test_customers_notice_a_wrong_answer(search: Callable[[], Search], wrong: str | None) -> None:
    deadline = time.monotonic() + LIMIT_S
    with Customers(search(), [HAT], threads=1) as customers:
        while len(customers.answers) + len(customers.wrong) < 3 and time.monotonic() < deadline:
            time.sleep(0.001)
    if wrong:
        assert re.search(wrong, customers.wrong[0])
    else:
        assert customers.wrong == []


@pytest.mark.parametrize(
    ("generation", "began", "ended", "stale"),
    [
        ("old", 9, 9.5, 0),
        ("old", 10.5, 12, 0),
        ("old", 11.5, 12, 0),
        ("old", 12.5, 13, 1),
        ("new", 9, 9.5, 1),
        ("new", 9, 10.5, 0),
        ("new", 99, 99.5, 0),
        ("never switched to", 10, 11, 1),
    ],
)
def test_an_answer_is_stale_a_second_after_its_generation(
    generation: str, began: float, ended: float, stale: int
) -> None:
    history = History("old")
    history.switched("new", after=10, before=11)
    customers = Customers(answers(), [HAT], threads=0)
    customers.answers.append(Answer(generation, began, ended))
    assert customers.stale(history, grace_s=1) == stale
