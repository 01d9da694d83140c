"""Does every sentence of an answer stand in what it cites? Judged anew, on the reply as sent.

The product's own verdicts are not looked at. A sentence stands where it is copied word for word;
else the claim check must find it in a quote, and each of its numbers must be in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from evals.cases import Case
from evals.facts.amounts import amount_of
from evals.facts.words import morphology
from evals.observed import Score, Seen
from evals.scorers.answer import answer_of, sentences
from sangdam.guardrails.clauses import clauses_of
from sangdam.guardrails.grounding import SENTENCE_CHECKS, DraftChecks
from sangdam.guardrails.language import main_language
from sangdam.guardrails.quantities import find_quantities
from sangdam.guardrails.verbatim import Copies, bare
from sangdam.models import (
    Audience,
    Citation,
    DocumentKind,
    Draft,
    DraftSentence,
    Language,
    Outcome,
    Passage,
    Question,
    Reply,
    Route,
)
from sangdam.settings import Settings

CHECKED = {name: SENTENCE_CHECKS[name] for name in ("supported", "numbers")}
COMPANY = tuple(Settings.model_fields[name].default for name in ("company", "company_en"))
MARKERS = re.compile(r"\s*((?:\[\d{1,2}\])+)")
LONGEST_QUOTE = 80


def grounded(case: Case, seen: Seen) -> Score | None:
    """Share of the answer's sentences that its citations support."""
    del case
    reply = seen.reply
    if reply.outcome is not Outcome.ANSWERED or reply.route is Route.FIXED:
        return None
    said = sentences(MARKERS.sub(" ", answer_of(reply)), reply.language)
    if not said:
        return Score(value=0, why="says nothing of its own")
    faults = [fault for sentence in said if (fault := _fault(sentence, seen))]
    faults += _unknown_markers(reply)
    share = max(0.0, 1 - len(faults) / len(said))
    return Score(value=share, why="; ".join(faults))


def _fault(sentence: str, seen: Seen) -> str:
    passages = tuple(_passage(citation) for citation in seen.reply.citations)
    if _copied(sentence, passages, seen.reply):
        return ""
    shown = f"“{sentence[:LONGEST_QUOTE]}”"
    if unknown := _unknown_numbers(sentence, passages):
        return f"{shown} has a number that no quote has: {unknown}"
    return f"{shown} {missing}" if (missing := _unsupported(sentence, passages, seen)) else ""


def _copied(sentence: str, passages: tuple[Passage, ...], reply: Reply) -> bool:
    """Word for word a sentence of a quote, or several in a row: items of a list have no stop."""
    clauses = tuple(c for passage in passages for c in clauses_of(passage, morphology()))
    copies = Copies(clauses, reply.text)
    words = sentence.split()
    reached = {0}
    for end in range(1, len(words) + 1):
        if any(copies.have(" ".join(words[start:end])) for start in reached):
            reached.add(end)
    return len(words) in reached or not bare(sentence)


def _unknown_numbers(sentence: str, passages: tuple[Passage, ...]) -> str:
    text = "\n".join(f"{passage.title}\n{passage.text}" for passage in passages)
    known = [amount_of(found.quantity) for found in find_quantities(text)]
    unknown = (
        found.quantity.text
        for found in find_quantities(sentence)
        if not any(amount_of(found.quantity).equals(other) for other in known)
    )
    return ", ".join(unknown)


def _unsupported(sentence: str, passages: tuple[Passage, ...], seen: Seen) -> str:
    reply = seen.reply
    asked = seen.trace.question if seen.trace and seen.trace.question else seen.said
    markers = tuple(range(1, len(passages) + 1))
    draft = Draft(
        route=reply.route,
        language=reply.language,
        sentences=(DraftSentence(text=sentence, markers=markers),),
        passages=passages,
    )
    verdicts = _checks().inspect(draft, Question(text=asked, language=reply.language))
    return "; ".join(v.detail.rpartition('": ')[2] for v in verdicts if not v.passed)


@cache
def _checks() -> DraftChecks:
    return DraftChecks(morphology(), names=COMPANY, checks=CHECKED)


def _passage(citation: Citation) -> Passage:
    asks = citation.title.rstrip().endswith("?")
    return Passage(
        id=f"{citation.document_id}#{citation.marker}",
        document_id=citation.document_id,
        kind=DocumentKind.FAQ if asks else DocumentKind.DOCUMENT,
        title=citation.title,
        section=citation.section,
        text=citation.quote,
        language=main_language(citation.quote, main_language(citation.title, Language.KOREAN)),
        audience=Audience.CUSTOMER,
    )


def _unknown_markers(reply: Reply) -> Iterator[str]:
    known = {citation.marker for citation in reply.citations}
    shown = {int(number) for number in re.findall(r"\[(\d{1,2})\]", answer_of(reply))}
    yield from (f"[{number}] is no citation" for number in sorted(shown - known))
