"""The checks that a whole draft must pass before anyone sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sangdam.guardrails.about import about
from sangdam.guardrails.audience import for_customers
from sangdam.guardrails.case import Case
from sangdam.guardrails.cited import cited
from sangdam.guardrails.draft_language import draft_language
from sangdam.guardrails.links import links
from sangdam.guardrails.orders import orders
from sangdam.guardrails.politeness import politeness
from sangdam.guardrails.promises import promises
from sangdam.guardrails.reading import Reader
from sangdam.guardrails.stated_numbers import stated_numbers
from sangdam.guardrails.supported import supported
from sangdam.models import Draft, Question, Verdict, VerdictState
from sangdam.ports import Morphology

SentenceCheck = Callable[[Case], str]
"""Says what is wrong with one sentence; empty where nothing is."""

SENTENCE_CHECKS: dict[str, SentenceCheck] = {
    "cited": cited,
    "supported": supported,
    "numbers": stated_numbers,
    "language": draft_language,
    "politeness": politeness,
    "links": links,
    "promises": promises,
    "orders": orders,
}
"""In the order in which they run."""

LONGEST_QUOTE = 80


class DraftChecks:
    """Runs every check on a draft. It may be sent only where all of them passed."""

    def __init__(
        self,
        morphology: Morphology,
        *,
        names: tuple[str, ...] = (),
        checks: dict[str, SentenceCheck] = SENTENCE_CHECKS,
    ) -> None:
        """`names` are the company's names, which a sentence may add or leave out."""
        self._reader = Reader(morphology, names)
        self._checks = checks

    def inspect(self, draft: Draft, question: Question) -> tuple[Verdict, ...]:
        """One verdict a check, in order; a failed one quotes the sentence and the reason."""
        cases = self._cases(draft, question)
        verdicts = [
            _verdict(name, partial(_first_problem, check, cases))
            for name, check in self._checks.items()
        ]
        return (
            *verdicts,
            _verdict("question", partial(about, draft, question, cases)),
            _verdict("audience", partial(for_customers, draft)),
        )

    def failing(self, draft: Draft, question: Question | None = None) -> tuple[int, ...]:
        """Positions (from 0) of the sentences that a sentence check did not pass."""
        cases = self._cases(draft, question)
        return tuple(n for n, case in enumerate(cases) if not self._passes(case))

    def _passes(self, case: Case) -> bool:
        verdicts = (_verdict(name, partial(check, case)) for name, check in self._checks.items())
        return all(verdict.passed for verdict in verdicts)

    def _cases(self, draft: Draft, question: Question | None) -> tuple[Case, ...]:
        return tuple(Case(s, draft, question, self._reader) for s in draft.sentences)


def _first_problem(check: SentenceCheck, cases: tuple[Case, ...]) -> str:
    if not cases:
        return "the draft is empty"
    for position, case in enumerate(cases, start=1):
        if problem := check(case):
            quote = case.sentence.text[:LONGEST_QUOTE]
            return f'sentence {position} "{quote}": {problem}'
    return ""


def _verdict(name: str, run: Callable[[], str]) -> Verdict:
    try:
        problem = run()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, the check has not passed
        detail = f"{type(error).__name__}: {error}"
        return Verdict(check=name, state=VerdictState.ERRORED, detail=detail)
    state = VerdictState.FAILED if problem else VerdictState.PASSED
    return Verdict(check=name, state=state, detail=problem)
