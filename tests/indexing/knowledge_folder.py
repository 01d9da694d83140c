"""Knowledge folders for tests, written file by file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sangdam.errors import KnowledgeError
from sangdam.indexing.readers import read_knowledge
from sangdam.models import Document, Finding

GOOD = {"policies/returns.md": "# Returns\nNormal items can be returned within 7 days.\n"}
"""A file that is right, so that a folder is never empty."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read(folder: Path, files: Mapping[str, str | bytes]) -> dict[str, Document]:
    return {document.id: document for document in read_knowledge(write(folder, files)).documents}


def findings(folder: Path, files: Mapping[str, str | bytes]) -> list[Finding]:
    return [*read_knowledge(write(folder, {**GOOD, **files})).skipped]


def problems(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        read_knowledge(write(folder, {**GOOD, **files}))
    return caught.value.problems
