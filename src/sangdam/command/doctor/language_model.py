"""Whether the language model answers, where a setting names its address."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import SecretStr

from sangdam.answering.openai_model import offered
from sangdam.command.doctor.finding import Finding, Tell
from sangdam.errors import ModelUnavailable
from sangdam.settings import LLM, Settings

WITHIN_S = 10.0


def check(settings: Settings, tell: Tell) -> Iterator[Finding]:
    match settings.llm_in_use:
        case LLM.NONE:
            yield tell.ok("llm_none")
        case LLM.LOCAL if settings.llama_url:
            yield from _asked(settings.llama_url, settings.llama_key, "", tell)
        case LLM.LOCAL:
            yield tell.ok("llm_local")
        case _ if not settings.model:
            yield tell.wrong("llm_unnamed")
        case _ if settings.openai_base_url:
            key = settings.openai_api_key
            yield from _asked(settings.openai_base_url, key, settings.model, tell)
        case _:
            yield tell.ok("llm_not_asked", model=settings.model)


def _asked(address: str, key: SecretStr | None, model: str, tell: Tell) -> Iterator[Finding]:
    """`model` is empty for a server of our own, which is never behind a proxy."""
    given = key.get_secret_value() if key else "none"
    try:
        names = offered(address, given, timeout_s=WITHIN_S, through_proxy=bool(model))
    except ModelUnavailable as error:
        yield tell.wrong("llm_away", reason=error)
        return
    if model and model not in names:
        yield tell.warning("llm_other", model=model, names=", ".join(names[:5]))
    else:
        yield tell.ok("llm_there", names=model or ", ".join(names[:5]))
