"""Logging, put together apart: what watches over workers needs it and little else."""

from __future__ import annotations

from sangdam.guardrails.identifiers import cut_identifiers
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.settings import Settings
from sangdam.telemetry import logs


def start_logging(settings: Settings) -> None:
    """To stderr, in the form that the settings choose; what errors tell is masked first."""

    def mask(text: str) -> str:
        language = settings.desk_language
        return mask_personal_data(cut_identifiers(text, language).text, language).text

    logs.start(settings.log_format, settings.log_level, mask=mask)
