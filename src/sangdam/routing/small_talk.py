"""Messages that are nothing but small talk: a fixed text answers them, never a ticket.

A greeting before a question is no greeting: every word of the message must be small talk.
Off-topic messages are found by what they are about, unless they are about the shop as well.
"""

from __future__ import annotations

import re
from enum import StrEnum
from operator import itemgetter

from sangdam.routing.signals import any_line, as_typed, pattern_file

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
        self._units: dict[SmallTalkKind | None, re.Pattern[str]] = {
            SmallTalkKind(kind): any_line(lines, parts) for kind, lines in file["units"].items()
        }
        self._units[None] = any_line(file["filler"], parts)
        self._topics = any_line(file["topics"], parts)
        self._shop = any_line(file["shop"], parts)

    def read(self, text: str) -> SmallTalkKind | None:
        """What kind of small talk the whole message is; None where it is anything else."""
        message = as_typed(text).strip()
        if not message or len(message) > LONGEST:
            return None
        kinds = self._whole(message)
        if kinds is not None:
            return min(kinds, key=list(SmallTalkKind).index, default=SmallTalkKind.NONSENSE)
        return SmallTalkKind.OFF_TOPIC if self._off_topic(message) else None

    def _whole(self, message: str) -> set[SmallTalkKind] | None:
        """The kinds that make up the message, filler aside; None where a word is left over."""
        kinds, at = set(), 0
        while at < len(message):
            kind, end = self._longest(message, at)
            if end == at:
                return None
            at = end
            if kind:
                kinds.add(kind)
        return kinds

    def _longest(self, message: str, at: int) -> tuple[SmallTalkKind | None, int]:
        """The unit (or filler: None) that reaches furthest from `at`, and its end."""
        matches = ((kind, unit.match(message, at)) for kind, unit in self._units.items())
        ends = ((kind, match.end() if match else at) for kind, match in matches)
        return max(ends, key=itemgetter(1))

    def _off_topic(self, message: str) -> bool:
        return bool(self._topics.search(message)) and not self._shop.search(message)
