"""Nothing of the prompts, of internal documents, or of a person's data that no source holds.

The model is shown neither internal passages nor anybody's data, and a sentence must be supported
anyway; this check stands behind both, should either fail.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from sangdam.guardrails.case import Case
from sangdam.guardrails.disguises import undisguised
from sangdam.guardrails.normalising import fold, normalise
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.ports import Generation
from sangdam.prompts import prompt_texts

RUN = 5
"""Words that, in this order, are taken for a quotation."""
WORD = re.compile(r"\w+")

Runs = frozenset[tuple[str, ...]]


def new_canary() -> str:
    """A word that no text holds by chance; whoever says it has read the prompt."""
    return f"ref-{secrets.token_hex(6)}"


class Leaks:
    """A SentenceCheck. Reads the internal passages of each new Generation once."""

    def __init__(self, *, canary: str, current: Callable[[], Generation]) -> None:
        self._canary = canary.casefold()
        self._current = current
        self._prompts = word_runs(prompt_texts())
        self._known: tuple[Generation, Runs] | None = None

    def __call__(self, case: Case) -> str:
        if not case.own_words:
            return ""
        said = " ".join(case.own_words)
        if any(self._canary in reading for reading in _readings(said)):
            return "tells the prompt's canary"
        runs, cited = word_runs([said]), word_runs(passage.text for passage in case.cited)
        if runs & self._prompts:
            return "quotes a prompt"
        if (runs - cited) & self._internal():
            return "quotes an internal document"
        return _foreign_data(said, case)

    def _internal(self) -> Runs:
        generation = self._current()
        if self._known is None or self._known[0] is not generation:
            rows = np.flatnonzero(generation.columns.internal).tolist()
            self._known = generation, word_runs(generation.passages[row].text for row in rows)
        return self._known[1]


def _readings(said: str) -> Iterator[str]:
    yield normalise(said).folded
    yield from (fold(reading) for reading in undisguised(said))


def word_runs(texts: Iterable[str]) -> Runs:
    """Every RUN words in a row of the texts, as they read without disguise."""
    return frozenset(
        tuple(words[start : start + RUN])
        for text in texts
        for words in [WORD.findall(normalise(text).folded)]
        for start in range(len(words) - RUN + 1)
    )


def _foreign_data(said: str, case: Case) -> str:
    known = " ".join(passage.text for passage in case.cited)
    found = mask_personal_data(said, case.draft.language).originals.values()
    return "personal data of somebody" if any(data not in known for data in found) else ""
