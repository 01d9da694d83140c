"""What is left of a draft when the sentences that failed are dropped."""

from __future__ import annotations

from collections.abc import Collection

from sangdam.guardrails.courtesies import without_courtesies
from sangdam.models import Draft, DraftSentence, Route


def without(draft: Draft, failing: Collection[int]) -> Draft | None:
    """The draft without the sentences at the positions `failing`, or None where it has lost its
    point: the sentence that answers, its first one that is more than polite.

    Only what a model wrote can be shortened; an entry is whole or it is none. What is left has to
    pass all checks again.
    """
    if draft.route is not Route.GENERATED or not failing or _point(draft) in failing:
        return None
    kept = [s for position, s in enumerate(draft.sentences) if position not in failing]
    return _citing_only(draft, kept) if kept else None


def _point(draft: Draft) -> int:
    said = (n for n, s in enumerate(draft.sentences) if without_courtesies(s.text))
    return next(said, 0)


def _citing_only(draft: Draft, sentences: list[DraftSentence]) -> Draft:
    """With the passages that are still cited, and the markers that fit them."""
    cited = sorted({marker for sentence in sentences for marker in sentence.markers})
    place = {marker: number for number, marker in enumerate(cited, start=1)}
    renumbered = (
        s.model_copy(update={"markers": tuple(place[marker] for marker in s.markers)})
        for s in sentences
    )
    passages = tuple(draft.passages[marker - 1] for marker in cited)
    return draft.model_copy(update={"sentences": tuple(renumbered), "passages": passages})
