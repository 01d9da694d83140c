"""A simulated customer: scripted and seeded, so that a play can be played again.

The customer reads only what a real one would see. What it says next follows from the last
reply: a clarifying question is answered with what the scenario knows, an answer that lacks the
facts is insisted upon, and after the last word or at the end of patience the customer goes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from evals.customers.scenario import Scenario
from sangdam.models import Outcome, Reply

ORDER_NUMBER = "order number"
ASKS_FOR_ORDER_NUMBER = ("주문번호", "order number")


class Customer:
    def __init__(self, scenario: Scenario, seed: int) -> None:
        chance = random.Random(f"{scenario.id}-{seed}")
        self._scenario = scenario
        self._opening = scenario.opens[seed % len(scenario.opens)]
        self._insists = list(scenario.insists)
        if len(self._insists) > 2:
            chance.shuffle(self._insists)
        self._said: list[str] = []

    def opens(self) -> str:
        return self._remember(self._opening)

    def goes_on(self, reply: Reply) -> str | None:
        """The next message, or None where the customer is content, gives up or waits."""
        if self.content_with(reply) or reply.outcome is Outcome.HANDED_OFF:
            return None
        if len(self._said) >= self._scenario.patience:
            return None
        words = self._asked_for(reply) or next(self._not_yet_said(), None)
        return self._remember(words) if words else None

    def content_with(self, reply: Reply) -> bool:
        """Whether the reply states all that the customer came for."""
        goal = self._scenario.goal
        if goal.is_a_person or reply.outcome is not Outcome.ANSWERED:
            return False
        return goal.stated_in(reply.text)

    def _asked_for(self, reply: Reply) -> str | None:
        """The customer's answer to a question back: a suggestion that fits, or what it knows."""
        knows = self._scenario.knows
        if any(words in reply.text for words in ASKS_FOR_ORDER_NUMBER) and ORDER_NUMBER in knows:
            return self._unless_said(knows[ORDER_NUMBER])
        if reply.outcome is not Outcome.CLARIFY:
            return None
        for about, words in knows.items():
            fitting = [text for text in reply.suggestions if about in text]
            if fitting or about in reply.text:
                return self._unless_said(fitting[0] if fitting else words)
        return None

    def _not_yet_said(self) -> Iterator[str]:
        return (words for words in self._insists if words not in self._said)

    def _unless_said(self, words: str) -> str | None:
        return None if words in self._said else words

    def _remember(self, words: str) -> str:
        self._said.append(words)
        return words
