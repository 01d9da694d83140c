"""A draft answers the question that was asked, and not its neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sangdam.guardrails.asked_for import not_told
from sangdam.guardrails.case import Case
from sangdam.guardrails.contrasts import GROUPS, spoken_of
from sangdam.guardrails.other_sort import other_sort
from sangdam.guardrails.passing_over import passed_over
from sangdam.guardrails.words import listed
from sangdam.models import Draft, Passage, Question, Route, model_codes


class Texts(NamedTuple):
    asked: str
    said: str
    heading: str
    """Titles and sections of what is cited."""
    cited: str
    """All of what is cited, with the questions that lead to it."""


def about(draft: Draft, question: Question, cases: tuple[Case, ...]) -> str:
    """What the draft answers instead; empty where nothing speaks against it.

    Whole entries and quotations were chosen by their nearness to the question, which the
    confidence judges: of them only another product's are refused, and quotations without any of
    what was asked for. The rest is for what a model wrote or chose.
    """
    if not question.text:
        return ""
    if draft.route is not Route.GENERATED:
        return _another_model(draft, question) or _untold(draft, question)
    return next(_problems(draft, question, cases), "")


def _another_model(draft: Draft, question: Question) -> str:
    asked, told = model_codes(question.text), model_codes(" ".join(map(_whole, draft.passages)))
    return f"speaks of {listed(told)}, not of {listed(asked)}" if _differ(asked, told) else ""


def _untold(draft: Draft, question: Question) -> str:
    """Of a quotation; an entry's author knew what it answers."""
    if draft.route is not Route.EXTRACTIVE:
        return ""
    wanted = not_told(question.text, " ".join(sentence.text for sentence in draft.sentences))
    return f"asked for {wanted}, of which it says nothing" if wanted else ""


def _differ(asked: frozenset[str], told: frozenset[str]) -> bool:
    return bool(asked and told) and not asked & told


def _problems(draft: Draft, question: Question, cases: tuple[Case, ...]) -> Iterator[str]:
    texts = Texts(
        question.text,
        " ".join(sentence.text for sentence in draft.sentences),
        " ".join(f"{passage.title} {passage.section}" for passage in draft.passages),
        " ".join(map(_whole, draft.passages)),
    )
    if cases and not any(case.said for case in cases):
        yield "says nothing that answers"
    yield from _other_model(texts)
    yield from _other_member(Texts(*map(spoken_of, texts)))
    if wanted := not_told(texts.asked, texts.said):
        yield f"asked for {wanted}, of which it says nothing"
    if sort := other_sort(texts.asked, texts.said, texts.cited):
        yield f"speaks of another {sort}"
    if passed := passed_over(cases):
        yield f"passes over what was asked: {listed(passed)}"


def _other_model(texts: Texts) -> Iterator[str]:
    asked = model_codes(texts.asked)
    if asked and not asked & model_codes(f"{texts.said} {texts.cited}"):
        yield f"does not speak of {listed(asked)}"


def _other_member(texts: Texts) -> Iterator[str]:
    """Of a group of things that exclude one another the draft must speak of the one asked for."""
    for group in GROUPS:
        asked = group.named_in(texts.asked)
        if not asked or asked & (said := group.named_in(texts.said)):
            continue
        heading = group.named_in(texts.heading)
        unknown = group.decisive and not asked & group.named_in(texts.cited)
        if said or (heading and not asked & heading) or unknown:
            yield f"asked about {group.word(asked, texts.asked)}, which it does not speak of"


def _whole(passage: Passage) -> str:
    return " ".join((passage.title, *passage.questions, passage.section, passage.text))
