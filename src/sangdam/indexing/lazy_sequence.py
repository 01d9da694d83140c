"""A sequence whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from operator import index
from typing import SupportsIndex, TypeVar, overload

Item = TypeVar("Item", covariant=True)


class LazySequence(Sequence[Item]):
    """Say how long it is and what is at a position; a slice is a tuple."""

    @abstractmethod
    def _at(self, position: int) -> Item:
        """The item at a position from 0 to the length less one."""

    @overload
    def __getitem__(self, position: SupportsIndex) -> Item: ...
    @overload
    def __getitem__(self, position: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, position: SupportsIndex | slice) -> Item | tuple[Item, ...]:
        if isinstance(position, slice):
            return tuple(map(self._at, range(len(self))[position]))
        return self._at(range(len(self))[index(position)])

    def __iter__(self) -> Iterator[Item]:
        return map(self._at, range(len(self)))
