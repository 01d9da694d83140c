"""What searches the vectors and the words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from sangdam.settings.addresses import web
from sangdam.settings.group import Group


class VectorStore(StrEnum):
    """What searches the vectors and the words."""

    FAISS = "faiss"
    """Files in the index, mapped by every process."""
    MILVUS = "milvus"
    """A server of its own, where knowledge outgrows a machine (docs/milvus.md)."""


MILVUS_FILE = ".db"
"""Ending of a file that milvus-lite keeps: for tests, and to try it out."""


def _milvus(url: SecretStr) -> SecretStr:
    written = url.get_secret_value()
    if "://" in written:
        return web(url)
    if not written.endswith(MILVUS_FILE):
        raise ValueError(
            f"write the server's address, https://…:19530, or a file that ends in {MILVUS_FILE}"
        )
    return url


class Milvus(Group):
    """The Milvus that serves an index where `vector_store` is milvus."""

    url: Annotated[SecretStr, AfterValidator(_milvus)] | None = None
    """Of a server; or a file for milvus-lite, which one process at a time may use."""
    token: SecretStr | None = None
    """`user:password`, or an API key. Give it to an https address only."""
    alias: str = Field(default="sangdam", pattern="^[A-Za-z][A-Za-z0-9_]*$", max_length=60)
    """Stands for the collection in use and begins the name of every one: an index has its own."""
    answer_seconds: float = Field(default=5, gt=0)
    """After so long without an answer a question is handed over."""
