"""What a search finds for one question."""

from __future__ import annotations

from sangdam.models.knowledge import Passage
from sangdam.models.words import Language, Value


class ScoreParts(Value):
    """Where a fused score comes from. All raw, before standardising."""

    dense: float
    """Likeness of query and passage by the learned metric, -1 to 1; of an entry's texts a blend."""
    question: float
    """The same to the nearest question of the entry alone; 0 where it has none."""
    nearest: float = 0.0
    """The same to the nearest text alone, of whatever kind."""
    lexical: float
    """BM25 score, 0 and up; 0 where no query term occurs."""
    cosine: float = 0.0
    """Plain cosine between the query and the nearest text of the passage's subject."""


class Hit(Value):
    passage: Passage
    score: float
    """Fused score: higher is better, comparable within one query only."""
    parts: ScoreParts


class Coverage(Value):
    """How much of a question's words the first hit speaks of, translations included."""

    terms: int = 0
    """Different words and concepts of the question, words of no content left out."""
    covered: float = 0.0
    """Share of them that the hit contains, each counted by its rarity, 0 to 1; one that no
    passage contains is as rare as can be."""


class Evidence(Value):
    """What was found for one standalone question, best first."""

    query: str
    language: Language
    generation: str
    hits: tuple[Hit, ...] = ()
    coverage: Coverage = Coverage()
    spread: float = 1.0
    """How far the likenesses of all texts to this question spread, against what is usual in this
    knowledge: what a likeness is to be measured by. About 1."""
    kinship: float | None = None
    """How alike the first hit's questions are to the nearest other text of theirs; what another
    wording of them may be expected to reach. None where it has no two texts."""
    query_vector: tuple[float, ...] = ()
    """The unit vector of the query, so that later steps need not embed it again."""
