"""Sangdam's own index and retrieval, to be measured beside the rivals."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from sangdam import bootstrap_index
from sangdam.models import Language, Question, stem
from sangdam.settings import Settings
from scripts.benchmarks.asking import Asker
from scripts.benchmarks.figures import silent
from scripts.benchmarks.orders import Text, obey


class Sangdam:
    """Indexed as by reindex.py, asked as by the service, with no vector remembered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asker: Asker | None = None
        self._indexed = 0
        self.embedding_ms = 0.0

    def index(self, texts: Sequence[Text], knowledge: Path) -> int:
        del texts
        self._indexed += 1
        index = self._folder / str(self._indexed)
        change = bootstrap_index.reindex(
            Settings.load(), knowledge=knowledge, index=index, progress=silent
        )
        self._asker = Asker(index, cached=1)
        return change.vectors

    def ask(self, question: str, language: str) -> list[str]:
        assert self._asker is not None
        answer = self._asker(Question(text=question, language=Language(language)))
        self.embedding_ms = answer.embedding_ms
        return [stem(hit.passage.document_id) for hit in answer.evidence.hits]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        obey(Sangdam(Path(folder)))


if __name__ == "__main__":
    main()
