"""One small function a question, over a case and its judged turn; None where it does not apply.

CHECKS decide whether a case passes: 1 is right, anything less is not. RETRIEVAL and MEASURES
are reported beside them.
"""

from __future__ import annotations

from collections.abc import Mapping

from evals.observed import Scorer
from evals.scorers.citing import cited
from evals.scorers.grounding import grounded
from evals.scorers.measures import cost, latency_ms, tokens
from evals.scorers.privacy import hidden
from evals.scorers.retrieval import hit_at_1, hit_at_5, mrr, ndcg_at_5
from evals.scorers.routing import reason, refused, routed
from evals.scorers.saying import facts, language, never

RETRIEVAL: Mapping[str, Scorer] = {
    "hit_at_1": hit_at_1,
    "hit_at_5": hit_at_5,
    "mrr": mrr,
    "ndcg_at_5": ndcg_at_5,
}
CHECKS: Mapping[str, Scorer] = {
    "routed": routed,
    "reason": reason,
    "facts": facts,
    "never": never,
    "cited": cited,
    "grounded": grounded,
    "refused": refused,
    "language": language,
    "hidden": hidden,
}
MEASURES: Mapping[str, Scorer] = {"latency_ms": latency_ms, "tokens": tokens, "cost": cost}
