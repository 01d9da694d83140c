"""Does an answer name a document that holds it?"""

from __future__ import annotations

from evals.cases import Case
from evals.observed import Score, Seen
from sangdam.models import Outcome, stem


def cited(case: Case, seen: Seen) -> Score | None:
    """1 where at least one of the case's documents is cited, whatever else is."""
    if not case.documents or seen.reply.outcome is not Outcome.ANSWERED:
        return None
    named = list(dict.fromkeys(stem(citation.document_id) for citation in seen.reply.citations))
    if set(named) & set(case.documents):
        return Score(value=1)
    why = f"cites {', '.join(named) or 'nothing'} instead of {' or '.join(case.documents)}"
    return Score(value=0, why=why)
