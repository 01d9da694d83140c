"""Which queue a ticket goes to, how urgent it is, and who may be handed it."""

from __future__ import annotations

from fnmatch import fnmatchcase

from sangdam.models import Agent, Language, ReasonCode, Ticket
from sangdam.settings import QueueRule

LEAST_URGENT = 4
MOST_URGENT = 1


class Routing:
    """The routing table of the settings: the first rule that fits decides."""

    def __init__(self, rules: tuple[QueueRule, ...]) -> None:
        self._rules = rules

    def of(
        self,
        reason: ReasonCode,
        language: Language,
        *,
        product: str | None = None,
        tier: str | None = None,
    ) -> QueueRule:
        """`product` is a product code that the customer named, `tier` the shop's own word."""
        return next(
            rule
            for rule in self._rules
            if _fits(rule.reasons, reason)
            and _fits(rule.languages, language)
            and _fits(rule.tiers, tier)
            and _made_for(rule, product)
        )


def may_be_handed(ticket: Ticket, agent: Agent) -> bool:
    """Whether the agent speaks the customer's language and has every skill that is asked for."""
    return ticket.language in agent.languages and set(ticket.skills) <= set(agent.skills)


def _fits(named: tuple[object, ...], value: object) -> bool:
    return not named or value in named


def _made_for(rule: QueueRule, product: str | None) -> bool:
    if not rule.products:
        return True
    return product is not None and any(
        fnmatchcase(product.upper(), pattern.upper()) for pattern in rule.products
    )
