"""What a reply took: time, tokens, money."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from evals.cases import Case
from evals.observed import Score, Seen
from sangdam.models import Usage, Value

PRICES = Path(__file__).parent.parent / "prices.toml"
MILLION = 1_000_000
DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class Price(Value):
    """US dollars a million tokens."""

    prompt: float
    cached: float | None = None
    """Of prompt tokens that the server had in its cache; None: as the others."""
    completion: float


def latency_ms(case: Case, seen: Seen) -> Score | None:
    """Milliseconds that the customer waited for the whole reply."""
    del case
    return Score(value=seen.milliseconds)


def tokens(case: Case, seen: Seen) -> Score | None:
    """Tokens read and written; None where no model had a part in the reply."""
    del case
    usage = seen.reply.usage
    return Score(value=usage.prompt_tokens + usage.completion_tokens) if usage.model else None


def cost(case: Case, seen: Seen) -> Score | None:
    """US dollars by prices.toml; None without a model, or where its price is not known."""
    del case
    usage = seen.reply.usage
    price = _prices().get(usage.model) or _prices().get(DATED.sub("", usage.model))
    return Score(value=_dollars(usage, price)) if usage.model and price else None


def _dollars(usage: Usage, price: Price) -> float:
    cached = price.prompt if price.cached is None else price.cached
    fresh = usage.prompt_tokens - usage.cached_tokens
    spent = fresh * price.prompt + usage.cached_tokens * cached
    return (spent + usage.completion_tokens * price.completion) / MILLION


@cache
def _prices() -> dict[str, Price]:
    table = tomllib.loads(PRICES.read_text("utf-8"))
    return {name: Price.model_validate(price) for name, price in table.items()}
