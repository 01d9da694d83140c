"""Hostile texts of every kind break nothing; how long they take is measured, not tested."""

from __future__ import annotations

from evals.hostile.examination import Steps, examine_hostile
from evals.hostile.texts import MAKERS, SELDOM, hostile_texts

REAL = [f"{'환불' * n} please {n}" for n in range(1, 60)]


def test_every_kind_comes_in_turn_and_is_the_same_for_a_seed() -> None:
    made = [*hostile_texts(SELDOM * 2, REAL, seed=1)]
    assert {one.kind for one in made} == {*MAKERS, "huge"}
    assert made == [*hostile_texts(SELDOM * 2, REAL, seed=1)]
    assert made != [*hostile_texts(SELDOM * 2, REAL, seed=2)]


def test_no_hostile_text_breaks_a_step() -> None:
    exam = examine_hostile(400, seed=3, progress=lambda *_: None)
    assert exam.n == 400
    assert not exam.broken
    assert exam.slowest[0].ms >= exam.p999_ms >= exam.p50_ms > 0


def test_a_text_that_is_too_long_is_refused_and_read_no_further() -> None:
    assert [*Steps().ms("가" * 100_000)] == ["screening"]


def test_endless_digits_do_not_send_the_patterns_astray() -> None:
    took = Steps().ms("1" * 1900 + " 상담원 연결해 주세요")
    assert {*took} == {"screening", "signals", "small talk", "account"}
