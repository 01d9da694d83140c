"""Was the right document found? By ir_measures, over the documents that the case names.

A document counts once, where its first passage stands, and a translation is the same one. Each
document of the case holds the answer by itself.
"""

from __future__ import annotations

from ir_measures import RR, Success, iter_calc, nDCG

from evals.cases import Case
from evals.observed import Score, Seen
from sangdam.models import stem

QUERY = "q"


def hit_at_1(case: Case, seen: Seen) -> Score | None:
    return _measured(Success @ 1, case, seen)


def hit_at_5(case: Case, seen: Seen) -> Score | None:
    return _measured(Success @ 5, case, seen)


def mrr(case: Case, seen: Seen) -> Score | None:
    """Reciprocal rank of the first right document, 0 beyond the tenth."""
    return _measured(RR @ 10, case, seen)


def ndcg_at_5(case: Case, seen: Seen) -> Score | None:
    return _measured(nDCG @ 5, case, seen)


def _measured(measure: object, case: Case, seen: Seen) -> Score | None:
    """None where the case names no documents, or the turn searched nothing that is known."""
    if not case.documents or not _searched(seen):
        return None
    found = _documents(seen)
    run = {QUERY: {document: -float(rank) for rank, document in enumerate(found)}}
    wanted = {QUERY: dict.fromkeys(case.documents, 1)}
    value = next(iter(iter_calc([measure], wanted, run))).value if found else 0.0
    return Score(value=value, why=_why(found, case))


def _searched(seen: Seen) -> bool:
    return seen.trace is not None and seen.trace.question is not None


def _documents(seen: Seen) -> list[str]:
    """Stems of the documents found, best first, each once."""
    return list(dict.fromkeys(stem(found.document_id) for found in seen.found))


def _why(found: list[str], case: Case) -> str:
    if found and found[0] in case.documents:
        return ""
    return f"found {', '.join(found[:3]) or 'nothing'} instead of {' or '.join(case.documents)}"
