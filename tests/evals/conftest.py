"""The real service as an exam meets it: in this process, and behind an address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from evals.targets.in_process import InProcess
from evals.targets.served import served
from sangdam import bootstrap
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import LLM, Settings
from tests.moments import MONDAY_MORNING

OPERATOR_KEY = "a-key-for-the-exam"


@pytest.fixture(scope="module")
def in_process(index: Path, embedder: Embedder, morphology: Morphology) -> Iterator[InProcess]:
    target = InProcess(
        Settings.load(llm=LLM.NONE), index=index, embedder=embedder, morphology=morphology
    )
    yield target
    target.close()


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory,
    index: Path,
    embedder: Embedder,
    morphology: Morphology,
) -> Iterator[str]:
    """Of a real server on a free port, whose clock says Monday morning."""
    settings = Settings.load(
        llm=LLM.NONE,
        data_dir=tmp_path_factory.mktemp("server"),
        index_dir=index,
        operator_key=SecretStr(OPERATOR_KEY),
    )
    clock = StoppedClock(MONDAY_MORNING)
    service = bootstrap.build(settings, clock=clock, embedder=embedder, morphology=morphology)
    with served(service) as address:
        yield address
