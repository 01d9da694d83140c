"""The vector store that the settings choose, and what they say where they can't."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sangdam import bootstrap, bootstrap_index
from sangdam.command.main import main
from sangdam.errors import IndexUnavailable, SetupError
from sangdam.indexing.generations import open_current
from sangdam.indexing.publishing import IN_FOLDERS
from sangdam.models import Done, Incoming, Outcome
from sangdam.ports import Embedder, Morphology
from sangdam.retrieval.milvus_vectors import MilvusIndexes
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import LLM, Settings
from scripts.benchmarks.milvus_server import MilvusServer, missing
from scripts.benchmarks.serving import free_port

ENTRY = "id,question,answer\njeju,제주 배송은 며칠 걸려요?,제주는 3~4일 걸립니다.\n"


def settings(folder: Path, **given: Any) -> Settings:
    return Settings.load(
        data_dir=folder / "data", knowledge_dir=folder / "knowledge", llm=LLM.NONE, **given
    )


@pytest.fixture
def milvus(tmp_path: Path, milvus_server: MilvusServer) -> Settings:
    (tmp_path / "knowledge" / "faqs").mkdir(parents=True)
    (tmp_path / "knowledge" / "faqs" / "shop.csv").write_text(ENTRY, encoding="utf-8")
    server = {"url": milvus_server.url, "alias": "chosen", "answer_seconds": 60}
    return settings(tmp_path, vector_store="milvus", milvus=server)


def test_files_are_what_is_searched_unless_said_otherwise(
    tmp_path: Path, morphology: Morphology
) -> None:
    chosen = bootstrap_index.indexes_of(settings(tmp_path), morphology=morphology)
    assert isinstance(chosen.vectors, FaissIndexes)
    assert chosen.elsewhere is IN_FOLDERS


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"vector_store": "milvus"}, "SANGDAM_MILVUS__URL is not set"),
        ({"milvus": {"url": "http://127.0.0.1:1"}}, "SANGDAM_VECTOR_STORE is faiss"),
        (
            {"vector_store": "milvus", "milvus": {"url": "a.db"}, "workers": 2},
            "is a file, which one process may use, and there are 2 workers",
        ),
    ],
)
def test_settings_that_do_not_go_together_are_refused(
    tmp_path: Path, morphology: Morphology, given: dict[str, object], said: str
) -> None:
    with pytest.raises(SetupError, match=said):
        bootstrap_index.indexes_of(settings(tmp_path, **given), morphology=morphology)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"vector_store": "pinecone"}, "SANGDAM_VECTOR_STORE .*'faiss' or 'milvus'"),
        ({"milvus": {"url": "hush.example"}}, r"SANGDAM_MILVUS__URL .*a file that ends in \.db"),
        ({"milvus": {"alias": "a-b"}}, "SANGDAM_MILVUS__ALIAS"),
        ({"milvus": {"token": ["hush"]}}, r"SANGDAM_MILVUS__TOKEN .*\(hidden\)"),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_shown(
    tmp_path: Path, given: dict[str, object], said: str
) -> None:
    with pytest.raises(SetupError, match=said) as raised:
        settings(tmp_path, **given)
    assert "hush" not in str(raised.value)


def test_the_service_answers_from_milvus(
    milvus: Settings, embedder: Embedder, morphology: Morphology
) -> None:
    bootstrap_index.reindex(
        milvus, progress=lambda *_: None, embedder=embedder, morphology=morphology
    )
    service = bootstrap.build(milvus, embedder=embedder, morphology=morphology)
    try:
        events = list(service.assistant.run(Incoming(text="제주 배송은 며칠 걸려요?")))
    finally:
        service.close()
    assert isinstance(events[-1], Done)
    reply = events[-1].reply
    assert (reply.outcome, reply.citations[0].document_id) == (Outcome.ANSWERED, "jeju")


def test_an_index_of_its_own_touches_no_server(
    milvus: Settings, tmp_path: Path, embedder: Embedder, morphology: Morphology
) -> None:
    """As an exam makes one: the alias must not go over to it."""
    away = milvus.model_copy(
        update={"milvus": milvus.milvus.model_copy(update={"url": None}), "data_dir": tmp_path}
    )
    bootstrap_index.reindex(
        away,
        index=tmp_path / "other",
        progress=lambda *_: None,
        embedder=embedder,
        morphology=morphology,
    )
    chosen = bootstrap_index.indexes_of(away, tmp_path / "other", morphology=morphology)
    opened = open_current(tmp_path / "other", chosen.vectors, chosen.lexical)
    assert opened.manifest.documents == 1
    assert not isinstance(chosen.vectors, MilvusIndexes)


def test_nothing_is_asked_of_a_server_that_is_not_there(
    tmp_path: Path, morphology: Morphology
) -> None:
    """The service does not start, and a reindex embeds nothing in vain."""
    server = {"url": f"http://127.0.0.1:{free_port()}", "answer_seconds": 1}
    chosen = settings(tmp_path, vector_store="milvus", milvus=server)
    for start in (bootstrap_index.indexes_of, bootstrap.build):
        with pytest.raises(IndexUnavailable, match="make sure that it runs"):
            start(chosen, morphology=morphology)
    assert not chosen.index.exists()


@pytest.mark.skipif(missing() is not None, reason="milvus-lite is not installed")
def test_reindexing_from_end_to_end_into_a_file(tmp_path: Path) -> None:
    """The command itself, twice and back, with milvus-lite in its own process."""
    faqs = tmp_path / "knowledge" / "faqs"
    faqs.mkdir(parents=True)
    environment = {
        **os.environ,
        "SANGDAM_VECTOR_STORE": "milvus",
        "SANGDAM_MILVUS__URL": str(tmp_path / "milvus.db"),
        "SANGDAM_MILVUS__ANSWER_SECONDS": "60",
        "SANGDAM_DATA_DIR": str(tmp_path / "data"),
        "SANGDAM_KNOWLEDGE_DIR": str(tmp_path / "knowledge"),
    }

    def run(*options: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "sangdam.command", "reindex", *options],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    (faqs / "shop.csv").write_text(ENTRY, encoding="utf-8")
    assert "added: 1" in run()
    more = "wrap,선물 포장이 되나요?,포장해 드립니다.\n"
    (faqs / "shop.csv").write_text(ENTRY + more, encoding="utf-8")
    assert "embedded: 2 of 4 texts" in run()
    assert "in use again" in run("--rollback")


def test_the_command_says_that_milvus_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    monkeypatch.setenv("SANGDAM_VECTOR_STORE", "milvus")
    monkeypatch.setenv("SANGDAM_MILVUS__URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("SANGDAM_DATA_DIR", str(tmp_path))
    assert main(["reindex"]) == 1
    said = capsys.readouterr().err
    assert f"Milvus at http://127.0.0.1:{port} could not connect" in said
    assert "SANGDAM_MILVUS__URL" in said
