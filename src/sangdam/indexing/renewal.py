"""Contents of the next Generation: what an unchanged file or document made is not made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sangdam.indexing.columns import write_columns
from sangdam.indexing.contents import DOCUMENTS, NOTICES, PASSAGES, Contents, contents_of, digest
from sangdam.indexing.passages import passages_of
from sangdam.indexing.predecessor import Predecessor
from sangdam.indexing.readers import Knowledge
from sangdam.indexing.records import Record, Records, line_of, write_lines
from sangdam.models import Document, Passage
from sangdam.ports import TokenCounter

Origin = npt.NDArray[np.int32]
"""Where each record stood in the Generation before; -1 where it is new."""


@dataclass(frozen=True, eq=False)
class Renewal:
    contents: Contents
    digests: dict[str, str]
    """Of every document by id, in their order."""
    cut: tuple[int, ...]
    """Passages made of each document."""
    documents: Origin
    passages: Origin

    def write(self, folder: Path, old: Predecessor | None) -> None:
        """`old` lends the lines of what was taken over from it."""
        contents = self.contents
        documents = _lines(contents.documents, self.documents, old.documents if old else None)
        passages = _lines(contents.passages, self.passages, old.passages if old else None)
        write_lines(folder / DOCUMENTS, documents)
        write_lines(folder / NOTICES, [line_of(notice) for notice in contents.notices])
        write_lines(folder / PASSAGES, passages)
        write_columns(folder, contents.columns)


def _lines(records: Sequence[Record], origin: Origin, old: Records[Record] | None) -> list[bytes]:
    return [
        old.line(place) if old and place >= 0 else line_of(record)
        for record, place in zip(records, origin.tolist(), strict=True)
    ]


def renew(
    documents: Sequence[Document],
    *,
    lent: Mapping[str, Knowledge],
    old: Predecessor | None,
    count: TokenCounter,
    limit: int,
) -> Renewal:
    """What `contents` makes of the same documents, with the passages that `old` lends.

    Those of them in `lent` were not read, but lent by `old`, too.
    """
    as_before = {document.id for said in lent.values() for document in said.documents}
    before = old.ledger.documents if old else {}
    digests = {d.id: before[d.id] if d.id in as_before else digest(d) for d in documents}
    unchanged = old.lent_passages(digests, limit=limit) if old else {}
    known = tuple(old.passages) if old and unchanged else ()
    found: list[Passage] = []
    origin: list[int] = []
    cut: list[int] = []
    for document in documents:
        places = unchanged.get(document.id)
        if places:
            passages = known[places.start : places.stop]
        else:
            passages = tuple(passages_of(document, count=count, limit=limit))
        found.extend(passages)
        origin.extend(places or [-1] * len(passages))
        cut.append(len(passages))
    stood = {name: place for place, name in enumerate(before)}
    return Renewal(
        contents=contents_of(documents, tuple(found)),
        digests=digests,
        cut=tuple(cut),
        documents=np.array([stood[d.id] if d.id in as_before else -1 for d in documents], np.int32),
        passages=np.array(origin, np.int32),
    )
