"""Where each model is below the models folder, fetched or not."""

from __future__ import annotations

from pathlib import Path

from sangdam.model_files.catalogue import BPE, EMBEDDING, GGUF, LANGUAGE_MODEL, TOKENS
from sangdam.models import Value


class Located(Value):
    embedding: Path
    """A sentence-transformers folder, with the OpenVINO file in it."""
    language_model: Path
    """A GGUF file."""
    tokens: Path
    """The ranks of cl100k_base."""


def locate(models_dir: Path) -> Located:
    return Located(
        embedding=models_dir / EMBEDDING.name,
        language_model=models_dir / LANGUAGE_MODEL.name / GGUF.name,
        tokens=models_dir / TOKENS.name / BPE.name,
    )
