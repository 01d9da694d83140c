"""Which language model answers are written with, and what is built on it."""

from __future__ import annotations

from collections.abc import Callable

from sangdam.answering.breaker import Breaker
from sangdam.answering.generated import Generated
from sangdam.answering.llama_server import LlamaServer
from sangdam.answering.nearest import Nearest
from sangdam.answering.openai_model import OpenAIModel
from sangdam.answering.tokens import Cl100kCounter
from sangdam.bootstrap_llama import model_file
from sangdam.errors import SetupError
from sangdam.ports import LanguageModel, Morphology
from sangdam.settings import LLM, Settings

OPENAI = "https://api.openai.com/v1"


def language_model(
    settings: Settings,
    llama: LlamaServer | None,
    count: Cl100kCounter,
    breaker: Breaker | None = None,
) -> LanguageModel | None:
    """The model that the settings name, or None where answers go without one."""
    if settings.llm_in_use is LLM.OPENAI:
        return _configured_model(settings, count, breaker)
    if settings.llama_url:
        key = settings.llama_key.get_secret_value() if settings.llama_key else "none"
        name = model_file(settings).stem
        return _embedded(settings, name, lambda: settings.llama_url, key, count, breaker)
    if llama is None:
        return None
    return _embedded(
        settings,
        llama.model,
        lambda: llama.base_url if llama.ready else None,
        llama.api_key,
        count,
        breaker,
    )


def _embedded(
    settings: Settings,
    name: str,
    address: Callable[[], str | None],
    api_key: str,
    count: Cl100kCounter,
    breaker: Breaker | None,
) -> OpenAIModel:
    return OpenAIModel(
        name=name,
        address=address,
        api_key=api_key,
        timeout_s=settings.limits.turn_seconds,
        writes_prose=settings.local_prose,
        count=count,
        breaker=breaker,
        temperature=0,
        through_proxy=False,
    )


def _configured_model(
    settings: Settings, count: Cl100kCounter, breaker: Breaker | None
) -> OpenAIModel:
    if not settings.model:
        raise SetupError("setting SANGDAM_MODEL is empty: name the model to ask for")
    key = settings.openai_api_key
    return OpenAIModel(
        name=settings.model,
        address=lambda: settings.openai_base_url or OPENAI,
        api_key=key.get_secret_value() if key else "none",
        timeout_s=settings.limits.turn_seconds,
        writes_prose=True,
        count=count,
        breaker=breaker,
    )


def writing(
    settings: Settings,
    model: LanguageModel | None,
    nearest: Nearest,
    morphology: Morphology,
    count: Cl100kCounter,
    canary: str,
) -> Generated | None:
    """Who has drafts written; None without a model."""
    if model is None:
        return None
    return Generated(
        model=model,
        nearest=nearest,
        morphology=morphology,
        count=count,
        company=settings.company_en,
        canary=canary,
        prompt_tokens=settings.limits.prompt_tokens,
        answer_tokens=settings.limits.answer_tokens,
    )
