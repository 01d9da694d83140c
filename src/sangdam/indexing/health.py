"""What is doubtful in knowledge that could be read: told to its owner at every reindex."""

from __future__ import annotations

from datetime import date

from sangdam.indexing.contents import Contents
from sangdam.models import Finding
from sangdam.ports import Matrix


def findings(contents: Contents, matrix: Matrix, day: date) -> tuple[Finding, ...]:
    """By path and line. Row n of `matrix` is the vector of `contents.vector_texts[n]`."""
    del contents, matrix, day
    return ()
