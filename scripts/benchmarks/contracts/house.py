"""The real application in this process, with an index of the shipped knowledge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast

import requests
from fastapi import FastAPI
from pydantic import SecretStr
from schemathesis.python.asgi import get_client, shutdown_lifespans

from sangdam import bootstrap, bootstrap_index
from sangdam.channels.app import create_app
from sangdam.offline import HashEmbedder
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import LLM, Rate, Rates, Settings
from scripts.benchmarks.figures import ROOT, silent

KEY = "operator-key-of-the-contract"
OFTEN = Rate(times=1_000_000)


class House(NamedTuple):
    app: FastAPI

    def caller(self) -> requests.Session:
        """A browser or program of its own: it shares no cookie with another."""
        client: requests.Session = get_client(cast(Any, self.app))
        return client


@contextmanager
def house(folder: Path, database: str | None = None) -> Iterator[House]:
    """Vectors are hashes of letters: what a reply says is not looked at, only its shape. Whoever
    asks is never too fast, but too many wrong passwords lock an account as they always do."""
    knowledge = folder / "knowledge"
    shutil.copytree(ROOT / "knowledge", knowledge)
    settings = Settings.load(
        knowledge_dir=knowledge,
        data_dir=folder / "data",
        database_url=database,
        index_dir=folder / "index",
        llm=LLM.NONE,
        operator_key=SecretStr(KEY),
        rates=Rates(address=OFTEN, key=OFTEN, sign_in_address=OFTEN),
    )
    embedder = HashEmbedder()
    bootstrap_index.reindex(settings, progress=silent, embedder=embedder)
    service = bootstrap.build(settings, embedder=embedder, morphology=KiwiMorphology())
    try:
        yield House(create_app(service))
    finally:
        shutdown_lifespans()
