"""A case with what came of it and every scorer's word on it."""

from __future__ import annotations

from evals.cases import Case
from evals.observed import Observed, Score
from evals.scorers import CHECKS, MEASURES, RETRIEVAL
from sangdam.models import Outcome, Value


class Judged(Value):
    case: Case
    observed: Observed
    scores: dict[str, Score]
    """By scorer; a scorer that had nothing to say is not in it."""

    @property
    def passed(self) -> bool:
        return not self.faults

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the reply, in words, by check; nothing where the case passed."""
        if self.observed.last is None:
            return (f"broke off: {self.observed.error or 'no turn'}",)
        wrong = ((name, self.scores[name]) for name in CHECKS if name in self.scores)
        return tuple(f"{name}: {score.why}" for name, score in wrong if not score.right)

    @property
    def outcome(self) -> Outcome | None:
        """None where the conversation broke off."""
        last = self.observed.last
        return last.reply.outcome if last else None

    def right(self, check: str) -> bool | None:
        """Whether that scorer found it right; None where it was not scored."""
        score = self.scores.get(check)
        return score.right if score else None


def judge(case: Case, observed: Observed) -> Judged:
    """Scores stored observations, so an old run can be judged anew by today's scorers."""
    last = observed.last
    given = {
        name: scorer(case, last)
        for name, scorer in {**RETRIEVAL, **CHECKS, **MEASURES}.items()
        if last is not None
    }
    return Judged(
        case=case,
        observed=observed,
        scores={name: score for name, score in given.items() if score is not None},
    )
