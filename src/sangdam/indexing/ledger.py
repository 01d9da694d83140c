"""What only the next reindex asks of a Generation: digests that tell what has changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from itertools import accumulate, pairwise
from pathlib import Path

from pydantic import Field

from sangdam.indexing.columns import FOLDER as COLUMNS
from sangdam.indexing.contents import DOCUMENTS, PASSAGES
from sangdam.indexing.records import offsets_of
from sangdam.indexing.vector_keys import FILE as KEYS
from sangdam.models import Finding, Value
from sangdam.ports import Columns

FILE = "ledger.json"
LENDING = (
    DOCUMENTS,
    PASSAGES,
    *(offsets_of(Path(lines)).name for lines in (DOCUMENTS, PASSAGES)),
    KEYS,
    *(f"{COLUMNS}/{field.name}.npy" for field in fields(Columns)),
)
"""Files of a Generation from which the next one takes over what has not changed."""


class Ledger(Value):
    sources: dict[str, str]
    """sha256 of every file by its path below the knowledge folder."""
    documents: dict[str, str]
    """Digest of every document by id, in their order."""
    cut: tuple[int, ...]
    """Passages made of each document."""
    skipped: tuple[Finding, ...]
    """What could not be read."""
    written: dict[str, str] = Field(default_factory=dict)
    """sha256 of each of LENDING; filled in when the ledger is written."""

    def write(self, folder: Path) -> None:
        """Written behind what it tells of."""
        written = {name: _digest(folder / name) for name in LENDING}
        sealed = self.model_copy(update={"written": written})
        (folder / FILE).write_text(sealed.model_dump_json(), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Ledger:
        """Raises OSError where a file is missing, ValueError where one is not as it was written:
        what is lent must be whole, or damage would be handed on from Generation to Generation."""
        ledger = cls.model_validate_json((folder / FILE).read_bytes())
        for name in LENDING:
            if ledger.written.get(name) != _digest(folder / name):
                raise ValueError(f"{name} is not as it was written")
        return ledger

    def unchanged(self, documents: Mapping[str, str]) -> dict[str, range]:
        """Positions of the passages of every document whose digest is the same, by id."""
        places = (range(*ends) for ends in pairwise(accumulate(self.cut, initial=0)))
        return {
            name: place
            for (name, digest), place in zip(self.documents.items(), places, strict=True)
            if documents.get(name) == digest
        }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
