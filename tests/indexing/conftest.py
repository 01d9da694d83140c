"""What tests of several files in this folder share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.benchmarks.kills.runs import Runs
from scripts.benchmarks.kills.shop import Shop
from tests.indexing.builds import KNOWLEDGE, Builds, lexical_indexes
from tests.indexing.knowledge_folder import write


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(write(tmp_path / "knowledge", KNOWLEDGE), tmp_path / "index")


@pytest.fixture(scope="session")
def runs() -> Iterator[Runs]:
    """Real reindex and rollback runs, each in a process of its own."""
    with Runs() as running:
        yield running


@pytest.fixture
def shop(tmp_path: Path, runs: Runs) -> Shop:
    """An index of three versions; it looks at the pointer after every switch."""
    return Shop(tmp_path, runs, lexical_indexes(), watch=False)
