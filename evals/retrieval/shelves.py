"""What the questions are searched in: the whole knowledge, and each language's part of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from evals.knowledge_folder import write_knowledge
from evals.retrieval.reading import SearchQuestion, Slice
from evals.retrieval.searches import Pair, pair
from sangdam import bootstrap_index
from sangdam.indexing.generations import open_current
from sangdam.models import Audience, DocumentKind, Language, stem
from sangdam.ports import Embedder, Generation, Morphology, Progress
from sangdam.retrieval.lexical import KiwiBm25Indexes
from sangdam.retrieval.vectors import FaissIndexes
from sangdam.settings import Settings


class Shelves(NamedTuple):
    whole: Pair
    across: Mapping[Language, Pair]
    """Asker's language -> searches over the documents in the other one."""

    def of(self, question: SearchQuestion) -> Pair:
        """Where the question is to be searched."""
        crossed = question.slice is Slice.CROSS_LANGUAGE
        return self.across[question.language] if crossed else self.whole


@dataclass(frozen=True)
class Shelving:
    """Indexes knowledge into `folder`, which has to stay as long as its Generations are open."""

    settings: Settings
    folder: Path
    embedder: Embedder
    morphology: Morphology
    progress: Progress
    day: date
    """What is not in effect on it is not found."""

    def indexed(self, knowledge: Path, *, name: str) -> Generation:
        """As a whole, or as a change of the index of that name. Raises KnowledgeError,
        SetupError."""
        bootstrap_index.reindex(
            self.settings,
            knowledge=knowledge,
            index=self.folder / name,
            progress=self.progress,
            embedder=self.embedder,
            morphology=self.morphology,
        )
        return self.opened(self.folder / name)

    def opened(self, index: Path) -> Generation:
        """The current Generation of the index. Raises SetupError."""
        return open_current(
            index,
            FaissIndexes(),
            KiwiBm25Indexes(self.morphology),
            embedding_model=self.embedder.name,
        )

    def shelves(self, whole: Generation, index: Path) -> Shelves:
        """Over `whole`, the current Generation of the index."""
        return Shelves(
            pair(whole, self.embedder, self.day),
            {
                language: pair(self.without(language, whole, index), self.embedder, self.day)
                for language in Language
            },
        )

    def without(self, language: Language, whole: Generation, index: Path) -> Generation:
        """What is left of `whole` without that language's documents.

        Made from a copy of the index, so that no text has to be embedded again.
        """
        name = f"without-{language}"
        knowledge = self.folder / f"{name}-knowledge"
        write_knowledge(
            (document for document in whole.documents if document.language is not language),
            read_from=self.settings.knowledge_dir,
            folder=knowledge,
        )
        shutil.copytree(index, self.folder / name)
        return self.indexed(knowledge, name=name)


def findable(generation: Generation, day: date) -> dict[Language, frozenset[str]]:
    """Stems of the documents that a customer may find on that day, by the documents' language."""
    seen = [
        document
        for document in generation.documents
        if document.kind is not DocumentKind.NOTICE
        and document.audience is Audience.CUSTOMER
        and document.in_effect(day)
    ]
    return {
        language: frozenset(stem(found.id) for found in seen if found.language is language)
        for language in Language
    }
