from __future__ import annotations

import re

import pytest

from evals.cases import Half, Kind, Written
from evals.confusion import Way
from evals.figures import FIGURES, Unit
from evals.gates import Exam
from evals.labels import Group, read_labels
from evals.scorers import CHECKS
from evals.slices import ALL, FURTHER, SLICES
from sangdam.models import Language, Outcome

NAMED = {
    Group.CHECKS: set(CHECKS),
    Group.KINDS: set(Kind),
    Group.OUTCOMES: set(Outcome),
    Group.WAYS: set(Way),
    Group.SLICES: {ALL, FURTHER, *Half, *Language, *Written},
    Group.EXAMS: set(Exam),
    Group.UNITS: set(Unit),
}
HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("language", Language)
def test_every_figure_has_a_label_and_one_sentence(language: Language) -> None:
    figures = read_labels(language).figures

    assert set(figures) == set(FIGURES)
    for figure in figures.values():
        assert figure.label
        assert figure.means.endswith(".")
        assert bool(HANGUL.search(figure.means)) is (language is Language.KOREAN)
    labels = [figure.label for figure in figures.values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("group", Group)
def test_everything_else_has_a_name_of_its_own(language: Language, group: Group) -> None:
    names = read_labels(language).names[group]

    assert set(names) == NAMED[group]
    assert len(set(names.values())) == len(names)
    for name in names.values():
        assert bool(HANGUL.search(name)) is (language is Language.KOREAN)


@pytest.mark.parametrize("language", Language)
def test_every_slice_can_be_named(language: Language) -> None:
    labels = read_labels(language)

    assert len({labels.slice(name) for name in SLICES}) == len(SLICES)


def test_two_slices_together_carry_both_names() -> None:
    assert read_labels(Language.KOREAN).slice("complaint-en") == "불만 · 영어"
    assert read_labels(Language.ENGLISH).slice("sealed-ko") == "Sealed half · Korean"
