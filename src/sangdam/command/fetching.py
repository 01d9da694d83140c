"""Fetch the models that the settings ask for; what is already there is left alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from sangdam.command.progress import Downloads
from sangdam.model_files.catalogue import EMBEDDING, LANGUAGE_MODEL, TOKENS, Model
from sangdam.model_files.fetching import Convert, complete, fetch_all, missing, wanted
from sangdam.retrieval.openvino_encoder import convert
from sangdam.settings import Settings

BY_OPTION = {"embedding": EMBEDDING, "language-model": LANGUAGE_MODEL, "tokens": TOKENS}


def run(
    *,
    models_dir: Path | None = None,
    only: str | None = None,
    convert: Convert = convert,
    pip_options: Sequence[str] = (),
) -> int:
    """Exit code 0, or 1 where it was stopped. Raises SangdamError."""
    settings = Settings.load()
    folder = (models_dir or settings.models_dir).expanduser()
    models = (BY_OPTION[only],) if only else wanted(settings)
    try:
        complete(folder)
        absent = missing(folder, models)
        print(_plan(absent, folder), flush=True)
        fetch_all(folder, absent, progress=Downloads(), convert=convert, pip_options=pip_options)
    except KeyboardInterrupt:
        print("Stopped; finished parts are kept for the next run.", file=sys.stderr)
        return 1
    return 0


def _plan(absent: Sequence[Model], folder: Path) -> str:
    if not absent:
        return f"All models are in {folder}."
    names = ", ".join(f"{model.name} ({model.download / 1e6:,.0f} MB)" for model in absent)
    total = sum(model.download for model in absent)
    return f"Downloading {total / 1e6:,.0f} MB into {folder}: {names}"
