"""A draft answers the question that was asked, and not its neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sangdam.guardrails.case import Case
from sangdam.guardrails.contrasts import GROUPS, Group
from sangdam.guardrails.other_sort import other_sort
from sangdam.guardrails.passing_over import passed_over
from sangdam.guardrails.words import listed
from sangdam.models import Draft, Passage, Question, Route

MODEL = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}-?\d{2,4}[A-Z]{0,2}(?![A-Za-z0-9])", re.IGNORECASE)
"""HB-200X; a name, so what is said of another one answers nothing."""


def about(draft: Draft, question: Question, cases: tuple[Case, ...]) -> str:
    """What the draft answers instead; empty where nothing speaks against it.

    Whole entries and quotations were chosen by their nearness to the question, which the
    confidence judges; here it is what a model wrote or chose.
    """
    if draft.route is not Route.GENERATED or not question.text:
        return ""
    return next(_problems(draft, question, cases), "")


def _problems(draft: Draft, question: Question, cases: tuple[Case, ...]) -> Iterator[str]:
    if cases and not any(case.said for case in cases):
        yield "says nothing that answers"
    yield from _other_model(draft, question)
    for group in GROUPS:
        yield from _other_member(group, draft, question)
    whole = " ".join(map(_whole, draft.passages))
    if sort := other_sort(question.text, _said(draft), whole):
        yield f"speaks of another {sort}"
    if passed := passed_over(cases):
        yield f"passes over what was asked: {listed(passed)}"


def _other_model(draft: Draft, question: Question) -> Iterator[str]:
    asked = _models(question.text)
    known = _models(" ".join((_said(draft), *map(_whole, draft.passages))))
    if asked and not asked & known:
        yield f"does not speak of {listed(asked)}"


def _models(text: str) -> frozenset[str]:
    return frozenset(name.replace("-", "").upper() for name in MODEL.findall(text))


def _other_member(group: Group, draft: Draft, question: Question) -> Iterator[str]:
    """Of a group of things that exclude one another the draft must speak of the one asked for."""
    asked = group.named_in(question.text)
    said = group.named_in(_said(draft))
    if not asked or asked & said:
        return
    heading = group.named_in(" ".join(f"{p.title} {p.section}" for p in draft.passages))
    whole = " ".join(map(_whole, draft.passages))
    unknown = group.decisive and not asked & group.named_in(whole)
    if said or (heading and not asked & heading) or unknown:
        yield f"asked about {group.word(asked, question.text)}, which it does not speak of"


def _said(draft: Draft) -> str:
    return " ".join(sentence.text for sentence in draft.sentences)


def _whole(passage: Passage) -> str:
    return " ".join((passage.title, *passage.questions, passage.section, passage.text))
