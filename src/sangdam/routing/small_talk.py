"""Messages that are nothing but small talk: a fixed text answers them, never a ticket.

A greeting before a question is no greeting: every word of the message must be small talk.
Where small talk has too many words to list, and off-topic messages, are found by a part of
them, unless they are about the shop as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from sangdam.routing.phrases import any_line, as_typed, pattern_file, sought

LONGEST = 80
"""Characters; a longer message has more to say than small talk."""


class SmallTalkKind(StrEnum):
    """In the order that decides where a message is several: `thanks, bye` is a goodbye."""

    WHO_ARE_YOU = "who_are_you"
    CAPABILITIES = "capabilities"
    NO = "no"
    GOODBYE = "goodbye"
    THANKS = "thanks"
    GREETING = "greeting"
    YES = "yes"
    NONSENSE = "nonsense"
    OFF_TOPIC = "off_topic"


class SmallTalk:
    """Reads small_talk.yaml once."""

    def __init__(self) -> None:
        file = pattern_file("small_talk.yaml")
        parts = file["parts"]
        self._units = {SmallTalkKind(k): any_line(v, parts) for k, v in file["units"].items()}
        self._sayings = {SmallTalkKind(k): sought(v, parts) for k, v in file["sayings"].items()}
        self._filler = any_line(file["filler"], parts)
        self._beside = any_line(file["beside"], parts)
        self._topics = sought(file["topics"], parts)
        self._things = sought(file["things"], parts)
        self._asking = sought(file["asking"], parts)

    def read(self, text: str) -> SmallTalkKind | None:
        """What kind of small talk the whole message is; None where it is anything else."""
        message = as_typed(text).strip().lower()
        if not message or len(message) > LONGEST:
            return None
        return self._whole(message) or self._in_part(message)

    def _whole(self, message: str) -> SmallTalkKind | None:
        """The kind of a message of units and filler alone; None where a word is left over."""
        kinds, beside, at = set(), False, 0
        while at < len(message):
            piece = max(self._pieces(message, at), key=attrgetter("end"))
            if piece.end == at:
                return None
            at = piece.end
            beside = beside or piece.beside
            if piece.kind:
                kinds.add(piece.kind)
        nothing = None if beside else SmallTalkKind.NONSENSE
        return min(kinds, key=list(SmallTalkKind).index, default=nothing)

    def _pieces(self, message: str, at: int) -> Iterator[_Piece]:
        """What may begin at `at`; the first of those that reach furthest is meant."""
        for kind, unit in self._units.items():
            yield _Piece(_end(unit, message, at), kind)
        yield _Piece(_end(self._filler, message, at))
        yield _Piece(_end(self._beside, message, at), beside=True)

    def _in_part(self, message: str) -> SmallTalkKind | None:
        if self._things.search(message):
            return None
        for kind, saying in self._sayings.items():
            if saying.search(message):
                return kind
        off_topic = self._topics.search(message) and not self._asking.search(message)
        return SmallTalkKind.OFF_TOPIC if off_topic else None


class _Piece(NamedTuple):
    end: int
    kind: SmallTalkKind | None = None
    beside: bool = False


def _end(pattern: re.Pattern[str], message: str, at: int) -> int:
    match = pattern.match(message, at)
    return match.end() if match else at
