"""Real parts, made once: the encoder, the morphology, an index of knowledge/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastapi.dependencies.models
import pytest
from hypothesis import settings as hypothesis_settings

from sangdam import bootstrap, bootstrap_index
from sangdam.bootstrap import Service
from sangdam.models import Done, Incoming, Reply
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, LanguageModel, Morphology
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import LLM, Settings
from scripts.benchmarks.milvus_server import MilvusServer
from scripts.benchmarks.milvus_server import missing as no_milvus
from scripts.benchmarks.postgres import Server, missing, programs
from tests.moments import MONDAY_MORNING, Converse, MakeService

ROOT = Path(__file__).parent.parent

hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.load_profile("suite")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return bootstrap_index.load_embedder(Settings.load())


@pytest.fixture(scope="session")
def morphology() -> Morphology:
    return KiwiMorphology()


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """An index of the shipped knowledge folder."""
    folder = tmp_path_factory.mktemp("index")
    settings = Settings.load(knowledge_dir=ROOT / "knowledge")
    bootstrap_index.reindex(settings, index=folder, progress=_silent, embedder=embedder)
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real PostgreSQL."""
    reason, folder = missing(), programs()
    if reason is not None or folder is None:
        pytest.skip(reason or "")
    server = Server(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def milvus_server() -> Iterator[MilvusServer]:
    """A real Milvus, small: milvus-lite in a process of its own."""
    if reason := no_milvus():
        pytest.skip(reason)
    server = MilvusServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def make_service(
    index: Path, tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> Iterator[MakeService]:
    """A service on a fresh SQLite file; without a language model unless one is handed in."""
    made: list[Service] = []

    def make(
        *,
        model: LanguageModel | None = None,
        clock: StoppedClock | None = None,
        **overrides: object,
    ) -> Service:
        changed: dict[str, Any] = {"llm": LLM.NONE, "data_dir": tmp_path, "index_dir": index}
        settings = Settings.load(**(changed | overrides))
        made.append(
            bootstrap.build(
                settings,
                clock=clock or StoppedClock(MONDAY_MORNING),
                embedder=embedder,
                morphology=morphology,
                model=model,
            )
        )
        return made[-1]

    yield make
    for service in made:
        service.close()
    _forget_routes()


@pytest.fixture
def service(make_service: MakeService) -> Service:
    return make_service()


@pytest.fixture
def converse() -> Converse:
    """Says messages one after the other in one conversation; returns the last reply."""

    def say(service: Service, *messages: str, conversation_id: str | None = None) -> Reply:
        replies: list[Reply] = []
        for text in messages:
            place = replies[-1].conversation_id if replies else conversation_id
            *_, done = service.assistant.run(Incoming(text=text, conversation_id=place))
            assert isinstance(done, Done)
            replies.append(done.reply)
        return replies[-1]

    return say


def _forget_routes() -> None:
    """FastAPI remembers the functions of thousands of routes, and by them each test's service."""
    for each in vars(fastapi.dependencies.models).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()


def _silent(_what: str, _done: int, _total: int) -> None:
    pass
