"""Which collection in Milvus belongs to a Generation: one each, named after it.

The pointer on the shared volume alone decides what is served. A reader keeps the collection of
the Generation that it opened, by its name, and never asks by the alias: between two requests of
one question an alias may come to mean another collection, a name never does. The alias follows
the pointer, and is for others: what looks at Milvus itself finds there what is in use.
"""

from __future__ import annotations

import re

from sangdam.retrieval.milvus import Milvus

NAME = r"\d{8}T\d{6}Z_[0-9a-f]{8}(_\d+)?"
"""What a Generation's name becomes. The collections of another alias may begin like this one's."""


class MilvusCollections:
    """Which collections there are for Generations; satisfies ports.Elsewhere."""

    def __init__(self, milvus: Milvus, alias: str) -> None:
        """`alias` also begins the name of every collection: one for each index."""
        self._milvus = milvus
        self._alias = alias

    def named(self, generation: str) -> str:
        """Milvus takes letters, digits and the underscore."""
        return f"{self._alias}_{re.sub(r'[^0-9A-Za-z]', '_', generation)}"

    def serve(self, name: str) -> None:
        """Only this one and the one before, which some still read, stay in Milvus's memory."""
        wanted, before = self.named(name), self._milvus.meant_by(self._alias)
        if wanted == before or not self._milvus.exists(wanted):
            return
        self._milvus.name(self._alias, wanted)
        for other in self._milvus.names() - {wanted, before}:
            if re.fullmatch(rf"{self._alias}_{NAME}", other):
                self._milvus.release(other)

    def remove(self, name: str) -> None:
        self._milvus.drop(self.named(name))
