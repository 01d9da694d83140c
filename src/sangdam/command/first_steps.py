"""What a stranger has to do before `sangdam serve` can answer anything."""

from __future__ import annotations

from collections.abc import Iterator

from sangdam.command.words import Words
from sangdam.errors import SetupError
from sangdam.indexing.files import knowledge_files
from sangdam.indexing.generations import names
from sangdam.model_files.catalogue import LANGUAGE_MODEL
from sangdam.model_files.fetching import missing, wanted
from sangdam.settings import Settings


def run(words: Words) -> None:
    """Raises SetupError with every step that is left; nothing where all are done."""
    if steps := list(_left(Settings.load(), words)):
        numbered = (f"  {number}. {step}" for number, step in enumerate(steps, start=1))
        raise SetupError("\n".join([words("steps.first"), *numbered, words("steps.last")]))


def _left(settings: Settings, words: Words) -> Iterator[str]:
    indexed = bool(names(settings.index))
    folder = settings.knowledge_dir
    if not indexed and not (folder.is_dir() and any(knowledge_files(folder))):
        yield words("steps.knowledge", folder=folder)
    models = [model for model in wanted(settings) if model is not LANGUAGE_MODEL]
    if missing(settings.models_dir.expanduser(), models):
        absent = missing(settings.models_dir.expanduser(), wanted(settings))
        size = sum(model.download for model in absent)
        yield words("steps.models", megabytes=f"{size / 1e6:,.0f}")
    if not indexed:
        yield words("steps.index")
