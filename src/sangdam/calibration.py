"""A knowledge asks itself: its own questions show how sure a search of it may be.

Each question and alias of the FAQ is asked three times. As if it had never been thought of, its
vector and its words left out: its entry should still come first. And twice with the whole entry
left out, in full and shortened: now nothing answers, but the neighbours stay. A wording that is
left out lies nearer to the others of its entry than a customer's own words do; hence the smaller
share of those with an answer. Shortened ones with their own wording in place were asked too once,
and told nothing of customers. Sections of documents are kept out of it all: they often answer
too, and nobody has said which.

Agents say more than a knowledge can of itself: whoever sends the assistant's draft says that its
first hit was right, whoever says otherwise that it was wrong. From 300 such labels on they weigh
twice what the knowledge's own questions weigh, and stand alone where those are of no use.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from zlib import crc32

import numpy as np

from sangdam.models import Label, Language, Question, stem
from sangdam.ports import Embedder, Generation, Matrix, Progress
from sangdam.retrieval.left_out import without_subjects, without_wording
from sangdam.retrieval.retriever import Retriever
from sangdam.routing.confidence import signals
from sangdam.routing.fit import (
    Examples,
    Fit,
    examples_of,
    fitted,
    lines,
    probabilities,
    reliability,
    unseen,
)
from sangdam.routing.own_fit import OwnFit

ASKED = 1200
"""Wordings that are asked, at most: more sharpen the fit no further."""
TRIED = 200
"""Wordings asked first, to see whether it is worth asking the others."""
FEWEST = 100
"""Wordings, and left-out ones among them, from which anything is concluded."""
FEWEST_ENTRIES = 40
"""Entries from which anything is concluded."""
FOUND = 0.75
"""Share of the left-out wordings that must find their entry. Where fewer do, the wordings of an
entry are too unlike each other to stand for what customers say: on such a knowledge (.60) a fit
to them told right from wrong worse on customers' questions than the base fit, .77 against .83."""
CAUTION = 300.0
"""Pull towards the base fit. On ten draws of a bank's questions 100 gave AUROC .878, 300 .879 and
1,000 .879."""
KNOWN_SHARE = 0.7
"""Share of questions that have an answer; how often they do decides what a probability means. On
those draws customers' is .8; .8 gave a calibration error of .045 here, and .7 one of .022."""
_SHARES = {
    (True, True): KNOWN_SHARE,
    (False, True): (1 - KNOWN_SHARE) / 2,
    (False, False): (1 - KNOWN_SHARE) / 2,
}
"""Of each form of question, by `known` and `in_full` of Answered."""
KEPT_WORDS = 2 / 3
"""Share of a wording's words that its shortened form keeps."""
ENOUGH_LABELS = 300
LABELS_SHARE = 2 / 3
"""Of all weight, from so many labels on; fewer count like the knowledge's own questions."""
SEED = 20261122


class Wording(NamedTuple):
    """A question or alias of the knowledge itself."""

    row: int
    """Of its vector."""
    subject: int
    entry: str
    """Stem of its entry's id."""
    text: str
    language: Language


class Answered(NamedTuple):
    """What came of a question."""

    signals: dict[str, float]
    right: bool
    known: bool
    """False where its entry was left out."""
    in_full: bool
    """False where it was shortened."""
    subject: int


def calibrated(
    generation: Generation,
    *,
    embedder: Embedder,
    base: Fit,
    day: date,
    progress: Progress,
    labels: Sequence[Label] = (),
) -> OwnFit:
    """A fit to this knowledge, or the reason why the base fit stays."""
    asking = _Asking(generation, embedder, day)
    told = [answer for label in labels for answer in asking.told(label)]
    own = _asked_itself(generation, asking, day, progress)
    if own.why and len(told) < ENOUGH_LABELS:
        return OwnFit(generation=generation.manifest.generation, base_fit=base.name, why=own.why)
    return _adopted(Known(own.answered, told), base, generation.manifest.generation)


class _Own(NamedTuple):
    """What a knowledge learned from its own questions, or why that is of no use."""

    answered: Sequence[Answered]
    why: str = ""


class Known(NamedTuple):
    """All that a fit is made of."""

    own: Sequence[Answered]
    told: Sequence[Answered]
    """By agents."""

    @property
    def enough_told(self) -> bool:
        return len(self.told) >= ENOUGH_LABELS


def _asked_itself(generation: Generation, asking: _Asking, day: date, progress: Progress) -> _Own:
    wordings = wordings_of(generation, day)
    if len(wordings) < FEWEST or len({w.entry for w in wordings}) < FEWEST_ENTRIES:
        return _Own((), f"too few questions to learn from: {len(wordings)}")
    chosen = random.Random(SEED).sample(wordings, min(ASKED, len(wordings)))
    tried = [answer for wording in chosen[:TRIED] for answer in asking.left_out(wording)]
    if why := _unlike(tried):
        return _Own((), why)
    answered: list[Answered] = []
    for number, wording in enumerate(chosen, start=1):
        answered += [*asking.left_out(wording), *asking.unanswered(wording)]
        progress("asking itself", number, len(chosen))
    if why := _unlike(answered):
        return _Own((), why)
    return _Own(answered)


def wordings_of(generation: Generation, day: date) -> list[Wording]:
    """Those of the FAQ that customers may see that day, in the order of their vectors."""
    columns, today = generation.columns, day.toordinal()
    seen = columns.faq & ~columns.internal & (columns.begins <= today) & (today <= columns.ends)
    languages = tuple(Language)
    passages = columns.passage
    return [
        Wording(
            row,
            int(columns.subject[passages[row]]),
            stem(generation.passages[passages[row]].document_id),
            generation.vector_texts[row].text,
            languages[columns.language[passages[row]]],
        )
        for row in np.flatnonzero(columns.asks & seen[passages]).tolist()
    ]


class _Asking:
    def __init__(self, generation: Generation, embedder: Embedder, day: date) -> None:
        columns = generation.columns
        faq = replace(columns, internal=columns.internal | ~columns.faq)
        self._whole = generation
        self._generation = replace(generation, columns=faq)
        self._embedder = embedder
        self._day = day

    def left_out(self, wording: Wording) -> Iterator[Answered]:
        """As if it had never been thought of; nothing where its entry has no other wording."""
        if self._has_another(wording):
            left = without_wording(self._generation, wording.row)
            own = self._own_vector(wording)
            yield from self._ask(wording, wording.text, own, left, known=True, in_full=True)

    def unanswered(self, wording: Wording) -> Iterator[Answered]:
        """Without its entry, in full and shortened."""
        without = without_subjects(self._generation, [wording.subject])
        own = self._own_vector(wording)
        yield from self._ask(wording, wording.text, own, without, known=False, in_full=True)
        short = shortened(wording.text)
        if short != wording.text:
            vector = self._embedder.embed_queries([short])
            yield from self._ask(wording, short, vector, without, known=False, in_full=False)

    def told(self, label: Label) -> Iterator[Answered]:
        """As the customer asked it; nothing where another document comes first by now."""
        retriever = Retriever(embedder=self._embedder, current=lambda: self._whole)
        question = Question(text=label.question, language=label.language)
        evidence = retriever.search(question, day=self._day)
        if evidence.hits:
            first = evidence.hits[0].passage.document_id
            if stem(first) == stem(label.document_id):
                group = crc32(label.question.encode())
                yield Answered(signals(evidence), label.right, True, True, group)

    def _own_vector(self, wording: Wording) -> Matrix:
        return self._generation.vector_index.vectors([wording.row])

    def _has_another(self, wording: Wording) -> bool:
        columns = self._generation.columns
        passage = columns.passage[wording.row]
        begin, end = columns.first[passage : passage + 2].tolist()
        return int(columns.asks[begin:end].sum()) > 1

    def _ask(
        self,
        wording: Wording,
        text: str,
        vector: Matrix,
        generation: Generation,
        *,
        known: bool,
        in_full: bool,
    ) -> Iterator[Answered]:
        retriever = Retriever(embedder=_Given(vector), current=lambda: generation)
        question = Question(text=text, language=wording.language)
        evidence = retriever.search(question, day=self._day)
        if evidence.hits:
            first = stem(evidence.hits[0].passage.document_id)
            right = known and first == wording.entry
            yield Answered(signals(evidence), right, known, in_full, wording.subject)


def shortened(text: str) -> str:
    """The text without some of its words, always the same ones."""
    words = text.split()
    keep = max(1, round(len(words) * KEPT_WORDS))
    places = sorted(random.Random(text).sample(range(len(words)), keep))
    return " ".join(words[place] for place in places)


def _unlike(answered: Sequence[Answered]) -> str:
    """Why the wordings can't stand for customers' questions; empty where they can."""
    found = [a.right for a in answered if a.known]
    if len(found) < FEWEST:
        return f"too few entries have a second wording: {len(found)} questions of such"
    share = sum(found) / len(found)
    if share >= FOUND:
        return ""
    return (
        f"the wordings of an entry are too unlike each other: left out, {share:.2f} of "
        f"{len(found)} still find it, not {FOUND}"
    )


def _adopted(known: Known, base: Fit, generation: str) -> OwnFit:
    """The new fit if, on questions it hasn't seen, it is no worse than the base fit."""
    examples = _examples(known)
    p = unseen(examples, base=base, caution=CAUTION)
    new = reliability(p, examples.right, examples.weights)
    old = reliability(probabilities(base, examples), examples.right, examples.weights)
    if new.auroc < old.auroc or new.brier > old.brier:
        why = f"a fit of its own is no better: AUROC {new.auroc:.3f}, base {old.auroc:.3f}"
        return OwnFit(generation=generation, base_fit=base.name, why=why, base=old)
    fit = fitted(
        examples,
        name=f"own-{generation}",
        on=f"{len(known.own)} answers of the knowledge to itself, seed {SEED}; "
        f"{len(known.told)} of agents",
        base=base,
        caution=CAUTION,
    )
    mixed = _mixed(known)
    fit = fit.model_copy(
        update={"reliability": new, "lines": lines(p[mixed], examples.right[mixed])}
    )
    return OwnFit(generation=generation, base_fit=base.name, fit=fit, base=old)


def _examples(known: Known) -> Examples:
    answered = [*known.own, *known.told]
    weights = [*_own_weights(known.own), *_told_weights(known)]
    return examples_of(
        [a.signals for a in answered],
        [a.right for a in answered],
        weights,
        [a.subject for a in answered],
    )


def _own_weights(answered: Sequence[Answered]) -> list[float]:
    """Each form has its share, however many entries have a second wording."""
    parts = {form: share for form, share in _SHARES.items() if _count(answered, form)}
    whole = sum(parts.values())
    each = {form: share / whole / _count(answered, form) for form, share in parts.items()}
    return [len(answered) * each[a.known, a.in_full] for a in answered]


def _told_weights(known: Known) -> list[float]:
    if not known.enough_told or not known.own:
        return [1.0] * len(known.told)
    whole = len(known.own) * LABELS_SHARE / (1 - LABELS_SHARE)
    return [whole / len(known.told)] * len(known.told)


def _mixed(known: Known) -> list[int]:
    """Positions of what a line may be proven on: what agents told, where that is enough; else as
    many of each form of the knowledge's own as its share of the whole, drawn by lot."""
    if known.enough_told:
        return list(range(len(known.own), len(known.own) + len(known.told)))
    counts = {form: _count(known.own, form) for form in _SHARES}
    whole = min(count / _SHARES[form] for form, count in counts.items() if count)
    chance = random.Random(SEED)
    chosen: list[int] = []
    for form, share in _SHARES.items():
        places = [n for n, a in enumerate(known.own) if (a.known, a.in_full) == form]
        chosen += chance.sample(places, min(round(whole * share), len(places)))
    return sorted(chosen)


def _count(answered: Sequence[Answered], form: tuple[bool, bool]) -> int:
    return sum((a.known, a.in_full) == form for a in answered)


class _Given:
    """An Embedder that knows one vector."""

    name = "given"

    def __init__(self, vector: Matrix) -> None:
        self._vector = vector

    @property
    def dimension(self) -> int:
        return int(self._vector.shape[1])

    def embed_queries(self, texts: Sequence[str]) -> Matrix:
        del texts
        return self._vector

    embed_passages = embed_queries
