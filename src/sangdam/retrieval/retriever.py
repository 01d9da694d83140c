"""Question -> evidence: candidates by vectors and by words, one score for each subject."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date
from math import inf, isfinite, isnan
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sangdam.models import (
    Audience,
    Evidence,
    Hit,
    Language,
    Passage,
    Question,
    ScoreParts,
    model_codes,
    without_model_codes,
)
from sangdam.ports import Embedder, Generation, LexicalIndex, Matches, Matrix
from sangdam.retrieval.fusion import Floats, Likeness, fused, likeness

CANDIDATES = 96
"""Vectors, and texts by words, whose subjects are looked at closely."""
HITS = 8
"""Subjects that a turn looks at; the confidence is fitted to so many."""
WORDED = 256
"""Texts whose words are counted; of the others the score is taken for 0."""
SAME_MODEL, OTHER_MODEL = 4.0, -inf
"""Added to the fused score of a subject that names the product asked about, or only others. With
4, headings of the shipped product pages and wordings of its FAQ entries, each asked of a product,
are found about as well as without the product's code."""
A_PRODUCT = {Language.KOREAN: "제품", Language.ENGLISH: "product"}
"""Stands for a code where only the topic counts."""
SAME_LANGUAGE = 0.25
"""Added to the fused score of a subject that speaks the asker's language."""

Positions = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32] | Positions


class Retriever:
    """Searches whatever Generation `current` returns; holds no state beyond a look-up of it.

    The code of a product says whose passages may answer, the rest of the question which of them:
    with the code in it, whatever is said of a product is like any question about it.
    """

    def __init__(self, *, embedder: Embedder, current: Callable[[], Generation]) -> None:
        self._embedder = embedder
        self._current = current
        self._view: _View | None = None

    def search(
        self,
        question: Question,
        *,
        day: date,
        audience: Audience = Audience.CUSTOMER,
        k: int = HITS,
    ) -> Evidence:
        """The k best subjects that `audience` may see and that are in effect on `day`."""
        view = self._view_of(self._current())
        lexical = view.generation.lexical_index
        meant = lexical.repaired(question.text)
        typed = self._asked(meant, meant, lexical)
        topic = typed
        if _names_one_product(meant):
            sentence = without_model_codes(meant, A_PRODUCT[question.language])
            topic = self._asked(sentence, without_model_codes(meant), lexical)
        found = view.found(topic, typed)
        allowed = found[view.allows(found, audience, day)]
        best = view.rank(allowed, topic, typed, question, k) if len(allowed) else NOTHING
        heard = typed if best.as_typed else topic
        return Evidence(
            query=question.text,
            language=question.language,
            generation=view.generation.manifest.generation,
            hits=best.hits,
            coverage=lexical.coverage(heard.words, best.first),
            spread=view.spread(heard.query, question.language),
            kinship=view.kinship(best.first),
            query_vector=tuple(typed.query[0].tolist()),
        )

    def vectors(self, questions: Sequence[Question]) -> Matrix:
        """Of each question as it was probably meant, shape (questions, dimension). The encoder
        runs once for all of them, and for a search of one of them afterwards not again."""
        lexical = self._current().lexical_index
        return self._embedder.embed_queries([lexical.repaired(q.text) for q in questions])

    def _asked(self, sentence: str, words: str, lexical: LexicalIndex) -> _Asked:
        return _Asked(self._embedder.embed_queries([sentence]), lexical.search(words, WORDED))

    def entry(self, document_stem: str, language: Language, *, day: date) -> Passage | None:
        """The customer's FAQ entry of this name, in `language` where it has that."""
        view = self._view_of(self._current())
        ids = [f"{document_stem}.{language}", document_stem]
        ids += [f"{document_stem}.{other}" for other in Language if other is not language]
        return next(filter(None, (view.entry(name, day) for name in ids)), None)

    def _view_of(self, generation: Generation) -> _View:
        if self._view is None or self._view.generation is not generation:
            self._view = _View(generation)
        return self._view


class _Asked(NamedTuple):
    """A question as the two rankings take it."""

    query: Matrix
    words: Matches


class _Ranked(NamedTuple):
    hits: tuple[Hit, ...]
    first: Positions
    """The passages of the first hit's subject."""
    as_typed: bool
    """Whether it was measured by the question as typed, not by its topic alone."""


NO_CODES: frozenset[str] = frozenset()
NOTHING = _Ranked((), np.zeros(0, np.int64), as_typed=True)


class _View:
    """One Generation, and which of its passages are about the same."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._columns = generation.columns
        self._by_subject = np.argsort(self._columns.subject, kind="stable")
        self._subjects = self._columns.subject[self._by_subject]
        self._told: dict[int, frozenset[str]] = {}
        """Codes that a passage names, by its position; reading them takes longer than a search."""

    def found(self, topic: _Asked, typed: _Asked) -> Positions:
        """The passages of every subject that the vectors or the words bring up, by subject."""
        nearest = self.generation.vector_index.search(topic.query, CANDIDATES)
        by_words = [asked.words.ids[:CANDIDATES] for asked in (topic, typed)]
        positions = np.concatenate([self._columns.passage[nearest.ids], *by_words])
        subjects = np.unique(self._columns.subject[positions])
        begins = np.searchsorted(self._subjects, subjects, side="left")
        ends = np.searchsorted(self._subjects, subjects, side="right")
        return self._by_subject[_ranges(begins, ends)]

    def allows(self, positions: Positions, audience: Audience, day: date) -> npt.NDArray[np.bool_]:
        columns, today = self._columns, day.toordinal()
        seen = (audience is Audience.INTERNAL) | ~columns.internal[positions]
        in_effect = (columns.begins[positions] <= today) & (today <= columns.ends[positions])
        allowed: npt.NDArray[np.bool_] = seen & in_effect
        return allowed

    def rank(
        self, passages: Positions, topic: _Asked, typed: _Asked, question: Question, k: int
    ) -> _Ranked:
        """The k best subjects by the topic; `passages` are in the order of theirs.

        Where the question names a product by its code, no subject that speaks of others only. One
        that speaks of it is measured by the question as typed; so are all where none does.
        """
        language = question.language
        subjects, group = np.unique(self._columns.subject[passages], return_inverse=True)
        first = np.searchsorted(group, np.arange(len(subjects)))
        own = self._columns.language[passages] == _number(language)
        shown = passages[np.lexsort((passages, ~own, group))][first]
        spoken = np.logical_or.reduceat(own, first)
        lexical = np.maximum.reduceat(_scores(topic.words, passages), first)
        alike = self._likeness(passages, first, topic.query, language)
        scores = fused(alike.whole, lexical, topic.words) + SAME_LANGUAGE * spoken
        naming = self._naming(model_codes(question.text), passages, first)
        scores += naming
        as_typed = naming > 0 if (naming > 0).any() else np.ones(len(naming), np.bool_)
        if typed is not topic:
            named = self._likeness(passages, first, typed.query, language)
            alike = Likeness(
                *(np.where(as_typed, *pair) for pair in zip(named, alike, strict=True))
            )
        best = [int(row) for row in np.lexsort((shown, -scores))[:k] if isfinite(scores[row])]
        if not best:
            return NOTHING
        hits = tuple(
            Hit(
                passage=self.generation.passages[int(shown[row])],
                score=float(scores[row]),
                parts=ScoreParts(
                    dense=float(alike.whole[row]),
                    question=float(alike.question[row]),
                    nearest=float(alike.nearest[row]),
                    lexical=float(lexical[row]),
                    cosine=self._cosine(
                        passages[group == row], (typed if as_typed[row] else topic).query
                    ),
                ),
            )
            for row in best
        )
        return _Ranked(hits, passages[group == best[0]], bool(as_typed[best[0]]))

    def _naming(self, asked: frozenset[str], passages: Positions, first: Positions) -> Floats:
        """What is added to each subject's score for the codes it names; it may not be found at
        all where it names others only."""
        if not asked:
            return np.zeros(len(first), np.float32)
        told = [self._codes(subject) for subject in np.split(passages, first[1:])]
        added = [SAME_MODEL if asked & codes else OTHER_MODEL if codes else 0.0 for codes in told]
        return np.array(added, np.float32)

    def _codes(self, passages: Positions) -> frozenset[str]:
        return frozenset().union(*map(self._codes_of, passages.tolist()))

    def _codes_of(self, position: int) -> frozenset[str]:
        if (codes := self._told.get(position)) is None:
            text = self.generation.passages[position]
            codes = model_codes(f"{text.title} {text.section} {text.text}")
            self._told[position] = codes or NO_CODES
        return codes

    def spread(self, query: Matrix, language: Language) -> float:
        return self.generation.vector_index.spread(query, _number(language))

    def kinship(self, passages: Positions) -> float | None:
        rows = self._rows(passages)
        found = self.generation.vector_index.kinship(rows, self._columns.asks[rows])
        return None if isnan(found) else found

    def _rows(self, passages: Positions) -> Positions:
        return _ranges(self._columns.first[passages], self._columns.first[passages + 1])

    def _cosine(self, passages: Positions, query: Matrix) -> float:
        """To the nearest vector of these passages."""
        return float((self.generation.vector_index.vectors(self._rows(passages)) @ query[0]).max())

    def _likeness(
        self, passages: Positions, first: Positions, query: Matrix, language: Language
    ) -> Likeness:
        begins, ends = self._columns.first[passages], self._columns.first[passages + 1]
        rows = _ranges(begins, ends)
        similarities = self.generation.vector_index.similarities(query, _number(language), rows)
        return likeness(
            similarities, self._columns.asks[rows], np.add.reduceat(ends - begins, first)
        )

    def entry(self, document_id: str, day: date) -> Passage | None:
        """The customer's FAQ entry of this id, if there is one in effect."""
        passages = self.generation.passages
        place = bisect_left(passages, document_id, key=_document_id)
        if place == len(passages) or passages[place].document_id != document_id:
            return None
        fits = self._columns.faq[place] and self.allows(np.array([place]), Audience.CUSTOMER, day)
        return passages[place] if fits else None


def _names_one_product(text: str) -> bool:
    """Several, or one without a word more, are themselves what is asked about."""
    return len(model_codes(text)) == 1 and bool(without_model_codes(text).strip())


def _document_id(passage: Passage) -> str:
    return passage.document_id


def _number(language: Language) -> int:
    return tuple(Language).index(language)


def _ranges(begins: Places, ends: Places) -> Positions:
    """begins[0] to ends[0], then begins[1] to ends[1], and so on, the ends left out."""
    counts = (ends - begins).astype(np.int64)
    before = np.cumsum(counts) - counts
    rows: Positions = np.arange(counts.sum()) + np.repeat(begins - before, counts)
    return rows


def _scores(words: Matches, passages: Positions) -> Floats:
    """BM25 of each passage, 0 where it is not among the matches."""
    order = np.argsort(words.ids)
    place = np.minimum(np.searchsorted(words.ids, passages, sorter=order), len(order) - 1)
    if not len(order):
        return np.zeros(len(passages), np.float32)
    matched = words.ids[order][place] == passages
    scores: Floats = np.where(matched, words.scores[order][place], 0).astype(np.float32)
    return scores
