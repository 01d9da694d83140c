"""Columns of a Generation: made from its passages, kept as memory-mapped arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sangdam.indexing.passages import vector_count
from sangdam.models import Audience, DocumentKind, Language, Passage, stem
from sangdam.ports import Columns

FOLDER = "columns"
OPEN_BEGIN = 0
OPEN_END = 2**31 - 1

_LANGUAGES = tuple(Language)


def columns_of(passages: Sequence[Passage]) -> Columns:
    """What ranking asks of these passages, in their order."""
    counts = np.array([vector_count(passage) for passage in passages], np.int32)
    first = np.concatenate([np.zeros(1, np.int32), np.cumsum(counts, dtype=np.int32)])
    asks = np.ones(first[-1], np.bool_)
    asks[first[1:] - 1] = False
    return Columns(
        passage=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        asks=asks,
        first=first,
        subject=_subjects(passages),
        language=np.array([_LANGUAGES.index(p.language) for p in passages], np.int8),
        faq=np.array([p.kind is DocumentKind.FAQ for p in passages], np.bool_),
        internal=np.array([p.audience is Audience.INTERNAL for p in passages], np.bool_),
        begins=_ordinals((p.effective_from for p in passages), OPEN_BEGIN),
        ends=_ordinals((p.effective_until for p in passages), OPEN_END),
    )


def _subjects(passages: Sequence[Passage]) -> npt.NDArray[np.int32]:
    """The position of the first passage on the subject stands for it."""
    firsts: dict[str, int] = {}
    subjects = [
        firsts.setdefault(stem(passage.document_id), position)
        if passage.kind is DocumentKind.FAQ
        else position
        for position, passage in enumerate(passages)
    ]
    return np.array(subjects, np.int32)


def _ordinals(days: Iterable[date | None], where_open: int) -> npt.NDArray[np.int32]:
    return np.array([day.toordinal() if day else where_open for day in days], np.int32)


def write_columns(folder: Path, columns: Columns) -> None:
    (folder / FOLDER).mkdir()
    for field in fields(Columns):
        np.save(folder / FOLDER / f"{field.name}.npy", getattr(columns, field.name))


def open_columns(folder: Path) -> Columns:
    """Memory-mapped. Raises OSError, EOFError or ValueError where one is missing or damaged."""
    names = [field.name for field in fields(Columns)]
    columns = Columns(**{name: _mapped(folder / FOLDER / f"{name}.npy") for name in names})
    passages, vectors = len(columns.first) - 1, int(columns.first[-1])
    for name in names:
        expected = vectors if name in ("passage", "asks") else passages + (name == "first")
        if getattr(columns, name).shape != (expected,):
            raise ValueError(f"the column {name} has not {expected} rows")
    return columns


def _mapped(path: Path) -> npt.NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r"))
