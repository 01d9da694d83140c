"""Whether every byte of the models is the one that was published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.model_files.catalogue import LANGUAGE_MODEL
from sangdam.model_files.fetching import wanted
from sangdam.model_files.origin import damaged, is_known
from sangdam.settings import LLM, Settings

MAGIC = b"GGUF"


def check(settings: Settings, tell: Tell) -> Iterator[Finding]:
    for model in wanted(settings):
        folder = settings.models_dir.expanduser() / model.name
        if not is_known(model, folder):
            missing = tell.warning if model is LANGUAGE_MODEL else tell.wrong
            key = "no_language_model" if model is LANGUAGE_MODEL else "no_model"
            yield missing(key, name=model.name, folder=folder.parent)
        elif bad := damaged(folder):
            yield tell.wrong("model_damaged", name=model.name, files=", ".join(bad), folder=folder)
        else:
            yield tell.ok("model_whole", name=model.name)
    if settings.llm_in_use is LLM.LOCAL and settings.model_file and not settings.llama_url:
        yield _own(settings.model_file, tell)


def _own(file: Path, tell: Tell) -> Finding:
    try:
        with file.open("rb") as opened:
            whole = opened.read(len(MAGIC)) == MAGIC
    except OSError:
        whole = False
    return tell.ok("model_file", file=file) if whole else tell.wrong("model_file_bad", file=file)
