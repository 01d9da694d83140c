"""The last look at a new Generation before it is switched to: does it find what is in it?"""

from __future__ import annotations

import numpy as np

from sangdam.errors import SetupError
from sangdam.indexing.passages import lexical_text
from sangdam.ports import Generation, Matrix

SAMPLE = 10
"""Passages that must find themselves before a new Generation is switched to."""
STORED = 100
"""Vectors that must be where they were put."""
SEARCHED = 2
"""Vectors that must find themselves; a search looks at every vector there is."""
LEXICAL_RANK = 10
"""Place by which a passage's own words must find it."""
SAME = 0.99
"""Cosine from which a vector counts as found again; an index may round."""


def try_out(generation: Generation, matrix: Matrix) -> None:
    """Raises SetupError where the index does not find what was put into it."""
    for row in _sample(len(matrix), STORED):
        _is_stored(generation, matrix[row], row)
    for row in _sample(len(matrix), SEARCHED):
        _is_found(generation, matrix[row : row + 1], row)
    sample = _sample(len(generation.passages), SAMPLE)
    found = sum(_finds_words(generation, position) for position in sample)
    if found * 2 < len(sample):
        raise SetupError(
            f"the new index finds only {found} of {len(sample)} passages by their own words; "
            "the current one stays in use"
        )


def _sample(rows: int, size: int) -> range:
    return range(0, rows, max(1, rows // size))


def _is_stored(generation: Generation, vector: Matrix, row: int) -> None:
    _same(generation, row, float((generation.vector_index.vectors([row]) @ vector)[0]))


def _is_found(generation: Generation, vector: Matrix, row: int) -> None:
    _same(generation, row, float(generation.vector_index.search(vector, 1).scores[0]))


def _same(generation: Generation, row: int, cosine: float) -> None:
    if cosine < SAME:
        passage = generation.passages[generation.columns.passage[row]]
        raise SetupError(
            f"the new index does not find {passage.id} by its own vector; "
            "the current one stays in use"
        )


def _finds_words(generation: Generation, position: int) -> bool:
    """True also for a text without a single index term: there is nothing to find it by."""
    words = lexical_text(generation.passages[position])
    hits = generation.lexical_index.search(words, LEXICAL_RANK)
    return not len(hits.ids) or bool(np.isin(position, hits.ids))
