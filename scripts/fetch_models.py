"""Fetch the models that the settings ask for; what is already there is left alone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from sangdam.errors import SangdamError
from sangdam.model_files.catalogue import EMBEDDING, LANGUAGE_MODEL, TOKENS, Model
from sangdam.model_files.fetching import Convert, complete, fetch_all, missing, wanted
from sangdam.retrieval.openvino_encoder import convert
from sangdam.settings import Settings

BY_OPTION = {"embedding": EMBEDDING, "language-model": LANGUAGE_MODEL, "tokens": TOKENS}


class Bars:
    """Progress as a bar on a terminal, as one line a model elsewhere."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm[Any]] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        bar = self._bars.get(what) or self._bar(what, total)
        bar.update(done - bar.n)
        if done >= total:
            self._bars.pop(what).close()
            print(f"{what}: downloaded {total / 1e6:,.0f} MB", flush=True)

    def _bar(self, what: str, total: int) -> tqdm[Any]:
        bar = tqdm(total=total, desc=what, unit="B", unit_scale=True, disable=None, leave=False)
        self._bars[what] = bar
        return bar


def main(
    arguments: Sequence[str] | None = None,
    *,
    convert: Convert = convert,
    pip_options: Sequence[str] = (),
) -> int:
    """Exit code 0, or 1 with one sentence on stderr."""
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.load()
        folder = (options.models_dir or settings.models_dir).expanduser()
        models = (BY_OPTION[options.only],) if options.only else wanted(settings)
        complete(folder)
        absent = missing(folder, models)
        print(_plan(absent, folder), flush=True)
        fetch_all(folder, absent, progress=Bars(), convert=convert, pip_options=pip_options)
    except SangdamError as error:
        print(error, file=sys.stderr)
        return 1
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models-dir", type=Path, metavar="DIR", help="default: the setting")
    parser.add_argument("--only", choices=sorted(BY_OPTION), help="this one, whatever is set")
    return parser


if __name__ == "__main__":
    sys.exit(main())
