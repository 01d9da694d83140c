"""What an agent did with the assistant's unsent draft: a label for its confidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sangdam.models import DraftUse

MARKER = re.compile(r"\s*\[\d{1,2}\]")
NUMBER = re.compile(r"\d[\d,.]*")
ABOUT_THE_SAME = 0.4
"""Share of the draft's words, by their beginnings, from which a reply is taken to be about the
same."""
BEGINNING = 3
"""Letters of a word that are compared: Korean endings and particles come later."""


def draft_use(draft: str | None, replies: Sequence[str]) -> DraftUse | None:
    """By the agent's replies since the ticket; None where there was no draft.

    A reply about the same with other figures contradicts the draft.
    """
    if not draft:
        return None
    proposed = MARKER.sub("", draft)
    uses = {_use(proposed, reply) for reply in replies}
    order = (DraftUse.AS_IS, DraftUse.CONTRADICTED, DraftUse.EDITED)
    return next((use for use in order if use in uses), DraftUse.UNUSED)


def _use(draft: str, reply: str) -> DraftUse:
    if _plain(draft) in _plain(reply):
        return DraftUse.AS_IS
    proposed, sent = _beginnings(draft), _beginnings(reply)
    if not proposed or len(proposed & sent) / len(proposed) < ABOUT_THE_SAME:
        return DraftUse.UNUSED
    other = _numbers(reply) - _numbers(draft)
    missing = _numbers(draft) - _numbers(reply)
    return DraftUse.CONTRADICTED if other and missing else DraftUse.EDITED


def _plain(text: str) -> str:
    return " ".join(text.split())


def _beginnings(text: str) -> set[str]:
    return {word[:BEGINNING].lower() for word in re.findall(r"[^\W\d_]{2,}", text)}


def _numbers(text: str) -> set[str]:
    return {number.rstrip(".,").replace(",", "") for number in NUMBER.findall(text)}
