"""The embedded language model's server, put together apart: what starts it for all workers needs
no client of it."""

from __future__ import annotations

from pathlib import Path

from sangdam.answering.llama_server import LlamaServer
from sangdam.errors import SetupError
from sangdam.model_files.location import locate
from sangdam.settings import Settings


def start_llama(settings: Settings, *, shared: bool = False) -> LlamaServer | None:
    """The embedded model's server, starting; None where its file has not been fetched, or where
    such a server runs already."""
    if settings.llama_url:
        return None
    file = model_file(settings)
    if not file.is_file():
        if settings.model_file:
            raise SetupError(f"setting SANGDAM_MODEL_FILE names {file}, which is not there")
        return None
    server = LlamaServer(file, executable=settings.llama_server or None, keeps_address=shared)
    server.start()
    return server


def model_file(settings: Settings) -> Path:
    return settings.model_file or locate(settings.models_dir).language_model
