"""The last look at a new Generation before it is switched to: does it find what is in it?"""

from __future__ import annotations

import numpy as np

from sangdam.errors import SetupError
from sangdam.indexing.passages import lexical_text
from sangdam.ports import Generation, Matrix

SAMPLE = 20
"""Passages that must find themselves before a new Generation is switched to."""
LEXICAL_RANK = 10
"""Place by which a passage's own words must find it."""
SAME = 0.99
"""Cosine from which a vector counts as found again; an index may round."""


def try_out(generation: Generation, matrix: Matrix) -> None:
    """Raises SetupError where the index does not find what was put into it."""
    step = max(1, len(generation.vector_texts) // SAMPLE)
    for row in range(0, len(generation.vector_texts), step):
        _find_vector(generation, matrix[row : row + 1], row)
    step = max(1, len(generation.passages) // SAMPLE)
    sample = range(0, len(generation.passages), step)
    found = sum(_finds_words(generation, position) for position in sample)
    if found * 2 < len(sample):
        raise SetupError(
            f"the new index finds only {found} of {len(sample)} passages by their own words; "
            "the current one stays in use"
        )


def _find_vector(generation: Generation, vector: Matrix, row: int) -> None:
    index = generation.vector_index
    stored = float((index.vectors([row]) @ vector[0])[0])
    nearest = float(index.search(vector, 1).scores[0])
    if min(stored, nearest) < SAME:
        passage = generation.passages[generation.vector_texts[row].passage]
        raise SetupError(
            f"the new index does not find {passage.id} by its own vector; "
            "the current one stays in use"
        )


def _finds_words(generation: Generation, position: int) -> bool:
    """True also for a text without a single index term: there is nothing to find it by."""
    words = lexical_text(generation.passages[position])
    hits = generation.lexical_index.search(words, LEXICAL_RANK)
    return not len(hits.ids) or bool(np.isin(position, hits.ids))
