"""Answers given before, given again to the very same question, and never to its neighbour.

The very same text gets the whole answer: whatever decided on it would decide so again. The same
question in another dress (`answering/same_question.py`) is heard, searched and judged as ever,
for its manner may call a person and its words may miss the line; where that leads to the same
entry it gets the draft that was checked before. Both only while they rest on the same
Generation, fit, threshold and day: as one of these changes, all is forgotten.

Only answers to a message that stands alone are kept: nothing that was hidden or cut out, asked
back, handed over, refused, or done without a part that failed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from sangdam.answering.same_question import SameQuestion
from sangdam.journal import Ending, Journal, Judged
from sangdam.models import (
    DocumentKind,
    Draft,
    Outcome,
    Question,
    Reused,
    Route,
    Screened,
    Usage,
    Value,
    Verdict,
)
from sangdam.ports import Generation
from sangdam.routing.confidence import ConfidenceModel
from sangdam.routing.fit import Fit

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Basis(NamedTuple):
    """What every answer rests on beside its question."""

    generation: str
    fit: Fit
    threshold: float
    day: date


class Place(NamedTuple):
    """Where the answer to a message is kept."""

    basis: Basis
    question: Question
    with_model: bool
    """Whether a language model would be asked for the draft."""


class KeptAnswer(Value):
    ending: Ending
    verdicts: tuple[Verdict, ...]


class KeptDraft(Value):
    draft: Draft
    verdicts: tuple[Verdict, ...]


class AnswerCache:
    """Safe between threads; holds up to `size` answers and as many drafts, those used last."""

    def __init__(
        self,
        *,
        size: int,
        same: SameQuestion,
        current: Callable[[], Generation],
        confidence: ConfidenceModel,
        today: Callable[[], date],
    ) -> None:
        """With a size of 0 nothing is ever kept."""
        self._size = size
        self._same = same
        self._current = current
        self._confidence = confidence
        self._today = today
        self._lock = threading.Lock()
        self._basis: Basis | None = None
        self._answers: _Newest[tuple[Question, bool], KeptAnswer] = _Newest(size)
        self._drafts: _Newest[Hashable, KeptDraft] = _Newest(size)

    def __len__(self) -> int:
        """Answers kept for what is served now."""
        with self._lock:
            self._rest_on(self._now())
            return len(self._answers)

    def forget(self) -> None:
        """Somebody was erased, and nothing here says whose words it keeps."""
        with self._lock:
            self._answers.clear()
            self._drafts.clear()

    def place(
        self, screened: Screened, readings: Sequence[Question], *, with_model: bool
    ) -> Place | None:
        """None where the answer may neither be taken from another turn nor lent to one."""
        hidden = screened.masked or screened.removed or screened.injection
        if not self._size or hidden or len(readings) != 1:
            return None
        return Place(self._now(), readings[0], with_model)

    def answer(self, place: Place | None, journal: Journal) -> Ending | None:
        """What the very same text was answered, if it was; no model was asked for it now."""
        if place is None:
            return None
        with self._lock:
            self._rest_on(place.basis)
            kept = self._answers.get((place.question, place.with_model))
        if kept is None:
            return None
        journal.reuse(Reused.ANSWER, kept.ending.draft, kept.verdicts)
        return kept.ending

    def draft(self, place: Place | None, judged: Judged, journal: Journal) -> Draft | None:
        """What the same question in another dress got, where it found the same entry."""
        if place is None or judged.evidence.generation != place.basis.generation:
            return None
        key = self._key(place, judged)
        with self._lock:
            self._rest_on(place.basis)
            kept = self._drafts.get(key)
        if kept is None:
            return None
        journal.reuse(Reused.DRAFT, kept.draft, kept.verdicts)
        return kept.draft

    def keep(self, place: Place | None, ending: Ending, journal: Journal) -> Ending:
        """The ending, unchanged. It is kept unless something failed, or what it rests on changed
        on the way."""
        judged, draft = ending.judged, ending.draft
        if place is None or judged is None or draft is None or journal.failures:
            return ending
        if ending.outcome is not Outcome.ANSWERED or not self._still_rests_on(place, judged):
            return ending
        draft = draft.model_copy(update={"usage": Usage()})
        verdicts = tuple({verdict.check: verdict for verdict in journal.verdicts}.values())
        answer = KeptAnswer(ending=_lean(ending, judged, draft), verdicts=verdicts)
        key = self._key(place, judged) if _in_any_dress(draft, place) else None
        with self._lock:
            if self._basis == place.basis:
                self._answers.put((place.question, place.with_model), answer)
                if key:
                    self._drafts.put(key, KeptDraft(draft=draft, verdicts=verdicts))
        return ending

    def _now(self) -> Basis:
        line = self._confidence.in_use()
        generation = self._current().manifest.generation
        return Basis(generation, line.fit, line.threshold, self._today())

    def _rest_on(self, basis: Basis) -> None:
        if self._basis != basis:
            self._answers.clear()
            self._drafts.clear()
            self._basis = basis

    def _still_rests_on(self, place: Place, judged: Judged) -> bool:
        basis, confidence = place.basis, judged.confidence
        used = (judged.evidence.generation, confidence.fit, confidence.threshold)
        return used == (basis.generation, basis.fit.name, basis.threshold) and basis == self._now()

    def _key(self, place: Place, judged: Judged) -> Hashable:
        question = place.question
        first = tuple(hit.passage.id for hit in judged.evidence.hits[:1])
        return self._same.key(question.text, question.language), place.with_model, first


def _in_any_dress(draft: Draft, place: Place) -> bool:
    """Whether the draft is a whole entry: which sentences of a section are nearest, and what a
    model makes of them, hangs on the very words of the question."""
    whole = all(passage.kind is DocumentKind.FAQ for passage in draft.passages)
    return draft.route is Route.DIRECT or (
        whole and draft.route is Route.EXTRACTIVE and not place.with_model
    )


def _lean(ending: Ending, judged: Judged, draft: Draft) -> Ending:
    """Without the vector, which nobody asks for once a turn is decided."""
    evidence = judged.evidence.model_copy(update={"query_vector": ()})
    lean = judged.model_copy(update={"evidence": evidence})
    return ending.model_copy(update={"judged": lean, "draft": draft})


class _Newest(Generic[K, V]):
    """Up to `size` values; the one used longest ago goes first. Its owner holds a lock."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._size:
            self._values.popitem(last=False)

    def clear(self) -> None:
        self._values.clear()
