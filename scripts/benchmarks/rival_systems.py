"""LangChain, LlamaIndex and Haystack as their first pages of documentation set them up.

    python rival_systems.py SYSTEM MODEL_FOLDER [--our-embedding]

Runs in the environment of rivals.txt. Each has its own default splitter, store and
sentence-transformers embedding; with --our-embedding only the embedding is replaced by ours.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from scripts.benchmarks.orders import System, Text, obey

FOUND = 5


class LangChain:
    """Documents, RecursiveCharacterTextSplitter, HuggingFaceEmbeddings, FAISS."""

    def __init__(self, model: Path, ours: Any) -> None:
        from langchain_huggingface import HuggingFaceEmbeddings

        self._embeddings = (
            _for_langchain(ours) if ours else HuggingFaceEmbeddings(model_name=str(model))
        )
        self._store: Any = None

    def index(self, texts: Sequence[Text], knowledge: Path) -> int:
        from langchain_community.vectorstores import FAISS
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        del knowledge
        documents = [Document(page_content=t.whole, metadata={"id": t.id}) for t in texts]
        chunks = RecursiveCharacterTextSplitter().split_documents(documents)
        self._store = FAISS.from_documents(chunks, self._embeddings)
        return len(chunks)

    def ask(self, question: str, language: str) -> list[str]:
        del language
        found = self._store.similarity_search(question, k=FOUND)
        return [document.metadata["id"] for document in found]


class LlamaIndex:
    """Documents, VectorStoreIndex with its own splitter and store, HuggingFaceEmbedding."""

    def __init__(self, model: Path, ours: Any) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._embedding = (
            _for_llama_index(ours) if ours else HuggingFaceEmbedding(model_name=str(model))
        )
        self._retriever: Any = None

    def index(self, texts: Sequence[Text], knowledge: Path) -> int:
        from llama_index.core import Document, VectorStoreIndex

        del knowledge
        documents = [Document(text=t.whole, metadata={"id": t.id}) for t in texts]
        index = VectorStoreIndex.from_documents(documents, embed_model=self._embedding)
        self._retriever = index.as_retriever(similarity_top_k=FOUND)
        return len(index.docstore.docs)

    def ask(self, question: str, language: str) -> list[str]:
        del language
        return [node.metadata["id"] for node in self._retriever.retrieve(question)]


class Haystack:
    """Documents, DocumentSplitter, SentenceTransformers embedders, InMemoryDocumentStore."""

    def __init__(self, model: Path, ours: Any) -> None:
        if ours:
            self._for_documents, self._for_text = _for_haystack(ours)
        else:
            self._for_documents, self._for_text = _of_haystack(str(model))
        self._retriever: Any = None

    def index(self, texts: Sequence[Text], knowledge: Path) -> int:
        from haystack import Document
        from haystack.components.preprocessors import DocumentSplitter
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        del knowledge
        documents = [Document(content=t.whole, meta={"id_of_text": t.id}) for t in texts]
        splitter = DocumentSplitter()
        splitter.warm_up()
        chunks = splitter.run(documents=documents)["documents"]
        store = InMemoryDocumentStore()
        store.write_documents(self._for_documents(chunks))
        self._retriever = InMemoryEmbeddingRetriever(document_store=store, top_k=FOUND)
        return len(chunks)

    def ask(self, question: str, language: str) -> list[str]:
        del language
        found = self._retriever.run(query_embedding=self._for_text(question))["documents"]
        return [document.meta["id_of_text"] for document in found]


def _for_langchain(ours: Any) -> Any:
    from langchain_core.embeddings import Embeddings

    class Ours(Embeddings):  # type: ignore[misc, unused-ignore]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = ours.embed_passages(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            row: list[float] = ours.embed_queries([text])[0].tolist()
            return row

    return Ours()


def _for_llama_index(ours: Any) -> Any:
    from llama_index.core.embeddings import BaseEmbedding

    class Ours(BaseEmbedding):  # type: ignore[misc, unused-ignore]
        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = ours.embed_passages(texts).tolist()
            return rows

        def _get_query_embedding(self, query: str) -> list[float]:
            row: list[float] = ours.embed_queries([query])[0].tolist()
            return row

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Ours(embed_batch_size=64)


def _of_haystack(model: str) -> tuple[Any, Any]:
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    documents = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
    text = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
    documents.warm_up()
    text.warm_up()
    return (
        lambda chunks: documents.run(documents=chunks)["documents"],
        lambda question: text.run(text=question)["embedding"],
    )


def _for_haystack(ours: Any) -> tuple[Any, Any]:
    from dataclasses import replace

    def embedded(chunks: list[Any]) -> list[Any]:
        rows = ours.embed_passages([chunk.content for chunk in chunks]).tolist()
        return [replace(c, embedding=row) for c, row in zip(chunks, rows, strict=True)]

    return embedded, lambda question: ours.embed_queries([question])[0].tolist()


SYSTEMS: dict[str, Any] = {"langchain": LangChain, "llamaindex": LlamaIndex, "haystack": Haystack}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("model", type=Path)
    parser.add_argument("--our-embedding", action="store_true")
    options = parser.parse_args()
    ours = None
    if options.our_embedding:
        from sangdam.retrieval.openvino_encoder import OpenVinoEncoder

        ours = OpenVinoEncoder(options.model, streams=1)
    system: System = SYSTEMS[options.system](options.model, ours)
    obey(system)


if __name__ == "__main__":
    main()
