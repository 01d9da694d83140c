"""The part of the product that lets a model write, over passages that were found before."""

from __future__ import annotations

from sangdam.answering.generated import Generated
from sangdam.answering.nearest import Nearest
from sangdam.answering.tokens import Cl100kCounter
from sangdam.model_files.location import locate
from sangdam.offline import HashEmbedder
from sangdam.ports import LanguageModel, Morphology
from sangdam.settings import Settings


def writer(model: LanguageModel, settings: Settings, morphology: Morphology) -> Generated:
    """`model` has to write prose: who chooses sentences needs a real embedder."""
    return Generated(
        model=model,
        nearest=Nearest(HashEmbedder()),
        morphology=morphology,
        count=Cl100kCounter(locate(settings.models_dir).tokens),
        company=settings.company_en,
        canary="none",
        prompt_tokens=settings.limits.prompt_tokens,
        answer_tokens=settings.limits.answer_tokens,
    )
