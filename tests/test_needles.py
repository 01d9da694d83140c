"""What has to stand in a match is read from its expression; the search finds what it always did."""

from __future__ import annotations

import re

import pytest

from evals.cases import Half
from evals.signals.reading import read_turns
from sangdam.needles import ANYWHERE, Sought, needles_of
from sangdam.routing.phrases import any_line, pattern_file, sought

NEEDED = {
    r"refund": {"refund"},
    r"(?:ask|call) for a (?:rep|human)": {" for a "},
    r"\d+ (?:cat|dog)s?": {"cat", "dog"},
    r"colou?r": {"colo"},
    r"(?:very )?late\b": {"late"},
    r"(?<!no )refund(?! policy)": {"refund"},
    r"(?:ab){2,}c": {"ab"},
    r"x[yz]\d": {"x"},
    r"[가나]": {"가", "나"},
}
NOTHING = (r"\d+", r"(?:refund)?", r"(?:refund|\d)", r"(?i:refund)", r"[a-z]+", r"", r"(?!refund)")


@pytest.mark.parametrize("expression", NEEDED)
def test_needles_are_what_a_match_cannot_do_without(expression: str) -> None:
    assert needles_of(re.compile(expression)) == NEEDED[expression]


@pytest.mark.parametrize("expression", NOTHING)
def test_where_nothing_has_to_stand_everything_is_searched(expression: str) -> None:
    assert needles_of(re.compile(expression)) == ANYWHERE
    assert needles_of(re.compile("refund", re.IGNORECASE)) == ANYWHERE


def test_the_first_match_counts_and_of_equals_the_first_expression() -> None:
    found = Sought([re.compile("cd"), re.compile("b."), re.compile("bc")]).search("abcd")
    assert found
    assert found[0] == "bc"
    assert found.re.pattern == "b."
    assert Sought([]).search("abcd") is None


@pytest.mark.parametrize("reason", ["request", "complaint", "safety", "legal"])
def test_shipped_phrases_are_found_as_by_one_expression(reason: str) -> None:
    parts = pattern_file("signals.yaml")["parts"]
    said = [turn.say.lower() for turn in read_turns(halves=[Half.OPEN])[::40]]
    hits = 0
    for group in pattern_file(f"signals_{reason}.yaml")["groups"].values():
        one, many = any_line(group["when"], parts), sought(group["when"], parts)
        for text in said:
            match, other = one.search(text), many.search(text)
            assert (match and match.span()) == (other and other.span()), text
            hits += match is not None
    assert hits
