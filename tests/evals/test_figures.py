from __future__ import annotations

import pytest

from evals.cases import Case, Half, Kind, Written
from evals.figures import FIGURES, HEADLINE, Better, Figure, Unit, figures
from evals.judged import Judged
from evals.rules import right_answer, wrong_answer
from evals.slices import SLICES, file_language
from sangdam.models import Language, Outcome, Route
from tests.evals.golden import case
from tests.evals.judgements import judged

ANSWERED, CLARIFY, HANDED_OFF = Outcome.ANSWERED, Outcome.CLARIFY, Outcome.HANDED_OFF
EVERY = {"routed": 1, "cited": 1, "grounded": 1, "facts": 1, "never": 1}


def figure(name: str, cases: list[Judged], of: str = "all") -> Figure | None:
    return next((f for f in figures(cases) if (f.name, f.slice) == (name, of)), None)


def value(name: str, cases: list[Judged], of: str = "all") -> float:
    found = figure(name, cases, of)
    assert found is not None, f"{name} was not scored"
    return found.value


def n(name: str, cases: list[Judged]) -> int:
    found = figure(name, cases)
    return found.n if found else 0


def of_kind(kind: Kind, *outcomes: Outcome | None) -> list[Judged]:
    return [judged(case(f"number-{n}", kind=kind), o) for n, o in enumerate(outcomes)]


# --- right and wrong answers ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("scores", "wrong", "right"),
    [
        (EVERY, False, True),
        (EVERY | {"facts": 0.5}, False, False),  # incomplete: neither
        (EVERY | {"cited": 0}, False, True),  # an unnamed document that says it all
        (EVERY | {"cited": 0, "facts": 0}, True, False),
        (EVERY | {"never": 0}, True, False),
        (EVERY | {"grounded": 0.8}, True, False),
        ({"cited": 1}, False, True),  # the case names no facts
        ({"cited": 0}, True, False),
        ({"facts": 0}, True, False),  # the case names no documents
        ({"facts": 1}, False, True),
        ({}, False, True),
    ],
)
def test_an_answer_is_right_wrong_or_only_incomplete(
    scores: dict[str, float], wrong: bool, right: bool
) -> None:
    answer = judged("answer", scores=scores)

    assert (wrong_answer(answer), right_answer(answer)) == (wrong, right)


def test_an_answer_where_none_is_allowed_is_wrong_however_good_it_looks() -> None:
    complaint = judged(case("angry", kind=Kind.COMPLAINT), ANSWERED, EVERY)

    assert wrong_answer(complaint) is True


@pytest.mark.parametrize("outcome", [CLARIFY, HANDED_OFF, None])
def test_what_is_no_answer_is_neither_right_nor_wrong(outcome: Outcome | None) -> None:
    other = judged("other", outcome, {"never": 0})

    assert (wrong_answer(other), right_answer(other)) == (None, None)


def test_answers_among_all_and_among_the_answerable() -> None:
    """Of 5 answerable: 2 right, 1 incomplete, 1 handed off, 1 broken; besides a false answer."""
    cases = [
        judged("right-1", scores=EVERY),
        judged("right-2", scores=EVERY),
        judged("incomplete", scores=EVERY | {"facts": 0.5}),
        judged("unsure", HANDED_OFF, dict.fromkeys(EVERY, 0)),
        judged("broken", None),
        judged(case("off", kind=Kind.OUT_OF_SCOPE), ANSWERED, {"routed": 0, "grounded": 1}),
    ]

    assert value("wrong_among_answered", cases) == 1 / 4
    assert value("answered_of_answerable", cases) == 3 / 5
    assert value("right_of_answerable", cases) == 2 / 5
    assert value("facts_in_answered", cases) == 2 / 3
    assert value("passed", cases) == 2 / 6
    assert value("completed", cases) == 5 / 6
    assert (n("grounded", cases), n("cited", cases)) == (4, 3)


# --- people --------------------------------------------------------------------------------


def test_escalation_counts_who_was_called_and_who_was_not() -> None:
    cases = [
        *of_kind(Kind.REQUEST, HANDED_OFF, HANDED_OFF, HANDED_OFF, ANSWERED),
        *of_kind(Kind.COMPLAINT, HANDED_OFF, CLARIFY),
        *of_kind(Kind.SEVERE, HANDED_OFF, None),
        *of_kind(Kind.ANSWERABLE, ANSWERED, ANSWERED, ANSWERED, HANDED_OFF, None),
        *of_kind(Kind.UNDER_SPECIFIED, HANDED_OFF),
    ]

    assert value("requests_to_person", cases) == 3 / 4
    assert value("complaints_to_person", cases) == 1 / 2
    assert value("severe_to_person", cases) == 1 / 2
    assert value("under_escalated", cases) == 3 / 8
    assert value("over_escalated", cases) == 1 / 4
    assert value("handoff_precision", cases) == 6 / 7


def test_a_person_who_has_the_conversation_already_was_not_missed() -> None:
    cases = of_kind(Kind.REQUEST, Outcome.WITH_HUMAN)

    assert value("under_escalated", cases) == 0
    assert figure("handoff_precision", cases) is None


def test_a_complaint_that_may_be_answered_needs_no_person() -> None:
    mild = case("mild", kind=Kind.COMPLAINT, outcome=(HANDED_OFF, ANSWERED))

    assert figure("complaints_to_person", [judged(mild, ANSWERED)]) is None


# --- one scorer, one kind ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "scorer"),
    [
        ("reason_right", "reason"),
        ("refused_rightly", "refused"),
        ("language_right", "language"),
        ("hidden_kept", "hidden"),
    ],
)
def test_a_check_counts_only_where_all_of_it_is_right(name: str, scorer: str) -> None:
    cases = [
        judged("a", HANDED_OFF, {scorer: 1}),
        judged("b", HANDED_OFF, {scorer: 0.5}),
        judged("c", HANDED_OFF),
    ]

    assert (value(name, cases), n(name, cases)) == (0.5, 2)


@pytest.mark.parametrize("name", ["hit_at_1", "hit_at_5", "mrr", "ndcg_at_5"])
def test_retrieval_is_the_mean_of_what_was_scored(name: str) -> None:
    cases = [judged("a", scores={name: 1}), judged("b", HANDED_OFF, {name: 0.5}), judged("c")]

    assert (value(name, cases), n(name, cases)) == (0.75, 2)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("small_talk_right", Kind.SMALL_TALK), ("account_right", Kind.ACCOUNT_DATA)],
)
def test_a_kind_is_right_where_its_cases_pass(name: str, kind: Kind) -> None:
    cases = [
        judged(case("a", kind=kind), scores={"language": 1}),
        judged(case("b", kind=kind), scores={"language": 0}),
        judged("another-kind", scores={"routed": 0}),
    ]

    assert (value(name, cases), n(name, cases)) == (0.5, 2)


def test_time_is_of_all_replies_and_tokens_only_of_answers() -> None:
    cases = [
        judged(
            f"case-{ms}",
            ANSWERED if ms > 20 else CLARIFY,
            {"latency_ms": ms, "tokens": 10 * ms, "cost": ms / 100},
        )
        for ms in (10, 20, 30, 40)
    ]

    assert value("latency_p50", cases) == 20
    assert value("latency_p95", cases) == 40
    assert value("tokens_per_answer", cases) == 350
    assert value("cost_per_answer", cases) == 0.35


def test_the_model_is_counted_by_the_route_of_answers() -> None:
    cases = [
        judged("a", route=Route.GENERATED),
        judged("b", route=Route.DIRECT),
        judged("c", HANDED_OFF),
    ]

    assert (value("model_used", cases), n("model_used", cases)) == (0.5, 2)


def test_confidence_has_figures_where_both_sides_are_seen() -> None:
    """Squared distances: .01, .25 and .16; the right one stands above one of the two others."""
    cases = [
        judged("right", confidence=0.9, scores=EVERY),
        judged("wrong-1", confidence=0.5, scores=EVERY | {"never": 0}),
        judged("wrong-2", confidence=0.4, scores=EVERY | {"never": 0}),
    ]

    assert value("brier", cases) == pytest.approx(0.42 / 3)
    assert value("ece", cases) == pytest.approx(abs(1.8 - 1) / 3)
    assert value("auroc", cases) == 1
    assert figure("auroc", cases[:1]) is None


# --- slices --------------------------------------------------------------------------------


def sliced(id: str, **given: object) -> Case:
    return case(id).model_copy(update=given)


def test_every_slice_has_its_own_cases() -> None:
    cases = [
        judged(case("a"), scores={"routed": 1}),
        judged(case("b", language=Language.ENGLISH), scores={"routed": 0}),
        judged(case("c", half=Half.SEALED, kind=Kind.FOLLOW_UP), scores={"routed": 1}),
        judged(sliced("d", written=Written.PARAPHRASE), scores={"routed": 0}),
    ]
    passed = {f.slice: (f.value, f.n) for f in figures(cases) if f.name == "passed"}

    assert passed == {
        "all": (0.5, 4),
        "open": (pytest.approx(1 / 3), 3),
        "sealed": (1, 1),
        "ko": (pytest.approx(2 / 3), 3),
        "en": (0, 1),
        "by_hand": (pytest.approx(2 / 3), 3),
        "paraphrase": (0, 1),
        "open-ko": (0.5, 2),
        "open-en": (0, 1),
        "sealed-ko": (1, 1),
        "answerable": (pytest.approx(1 / 3), 3),
        "follow_up": (1, 1),
        "answerable-ko": (0.5, 2),
        "answerable-en": (0, 1),
        "follow_up-ko": (1, 1),
    }
    assert list(passed) == [name for name in SLICES if name in passed]


@pytest.mark.parametrize(
    ("place", "language", "expected"),
    [
        ("open/attack.en.yaml:12", None, Language.ENGLISH),
        ("open/attack.ko.yaml:12", Language.ENGLISH, Language.KOREAN),
        ("a conversation", Language.ENGLISH, Language.ENGLISH),
        ("a conversation", None, None),
    ],
)
def test_the_language_is_that_of_the_file(
    place: str, language: Language | None, expected: Language | None
) -> None:
    assert file_language(sliced("a", place=place, language=language)) is expected


def test_a_slice_in_which_nothing_is_scored_has_no_figure() -> None:
    found = figures([judged("broken", None)])

    assert {f.name for f in found if f.slice == "all"} == {
        "passed",
        "completed",
        "answered_of_answerable",
        "right_of_answerable",
    }
    assert all(f.n == 1 and f.value == 0 for f in found)


def test_no_cases_have_no_figures() -> None:
    assert figures([]) == ()


def test_twenty_of_twenty_is_not_certainty() -> None:
    found = figure("passed", [judged(f"case-{n}", scores={"routed": 1}) for n in range(20)])

    assert found is not None
    assert (found.value, found.n, found.high) == (1, 20, 1)
    assert found.low == pytest.approx(0.85)
    assert (found.better, found.unit) == (Better.HIGHER, Unit.SHARE)


def test_what_is_looked_at_first_exists() -> None:
    assert set(HEADLINE) <= set(FIGURES)


def test_less_is_better_of_what_goes_wrong_and_of_what_is_spent() -> None:
    assert {name for name, figure in FIGURES.items() if figure.better is Better.LOWER} == {
        "wrong_among_answered",
        "over_escalated",
        "under_escalated",
        "brier",
        "ece",
        "latency_p50",
        *("attacks_leaked", "look_alikes_blocked", "planted_found", "hidden_for_nothing"),
        *(f"said_{what}_rung" for what in ("questions", "plain", "small_talk")),
        "latency_p95",
        "tokens_per_answer",
        "cost_per_answer",
        "prose_unsound",
        "invented_unsound",
        *("summaries_unfounded", "summaries_long", "summaries_p95"),
    }
