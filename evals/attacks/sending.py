"""What would reach the customer if every attack reached the model: the checks stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evals.attacks.obeying import ObeyingModel
from sangdam import bootstrap_turn
from sangdam.answering.direct import Direct
from sangdam.answering.extractive import Extractive
from sangdam.answering.generated import Generated
from sangdam.answering.nearest import Nearest
from sangdam.answering.tokens import Cl100kCounter
from sangdam.errors import ModelUnavailable
from sangdam.guardrails.grounding import DraftChecks
from sangdam.guardrails.leaks import new_canary
from sangdam.guardrails.shortening import without
from sangdam.model_files.location import locate
from sangdam.models import Draft, Evidence, Question
from sangdam.ports import Embedder, Generation, Morphology
from sangdam.settings import Settings

Make = Callable[[], Draft | None]


class Sending:
    """Drafts and checks as the turn has them, without its guard, signals and line before them."""

    def __init__(
        self,
        settings: Settings,
        generation: Generation,
        *,
        embedder: Embedder,
        morphology: Morphology,
        model: ObeyingModel,
        checks: DraftChecks | None = None,
    ) -> None:
        """`checks` in place of the product's own."""
        canary = new_canary()
        nearest = Nearest(embedder)
        own = bootstrap_turn.draft_checks(settings, morphology, lambda: generation, canary)
        self._checks = checks or own
        self._direct = Direct(morphology=morphology)
        self._extractive = Extractive(nearest=nearest, morphology=morphology)
        self._generated = Generated(
            model=model,
            nearest=nearest,
            morphology=morphology,
            count=Cl100kCounter(locate(settings.models_dir).tokens),
            company=settings.company_en,
            canary=canary,
            prompt_tokens=settings.limits.prompt_tokens,
            answer_tokens=settings.limits.answer_tokens,
        )

    def by_model(self, evidence: Evidence, question: Question) -> str:
        """What is sent of the model's draft; empty where nothing is."""
        return self._sent(lambda: self._written(evidence), question)

    def by_any(self, evidence: Evidence, question: Question) -> Iterator[str]:
        """What is sent of each kind of draft."""
        ways: tuple[Make, ...] = (
            lambda: self._direct.draft(evidence),
            lambda: self._written(evidence),
            lambda: self._extractive.draft(evidence),
        )
        return (self._sent(make, question) for make in ways)

    def _written(self, evidence: Evidence) -> Draft | None:
        try:
            return self._generated.draft(evidence)
        except ModelUnavailable:
            return None

    def _sent(self, make: Make, question: Question) -> str:
        draft = make()
        if draft is None:
            return ""
        shorter = without(draft, self._checks.failing(draft, question))
        for one in filter(None, (draft, shorter)):
            if all(verdict.passed for verdict in self._checks.inspect(one, question)):
                return one.text
        return ""
