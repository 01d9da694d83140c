"""Questions about this customer's own things, which no knowledge can answer.

"Where is my parcel?" and "cancel my order" are such questions; "how do I track a parcel?" is
not, an entry of the knowledge answers it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sangdam.models import Value
from sangdam.needles import Sought
from sangdam.routing.phrases import as_typed, pattern_file, rules, sentences, sought

_ORDER_NUMBER = re.compile(
    r"(?<![a-z0-9])HM[\s‐-―-]*(20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))[\s‐-―-]*(\d{4})(?!\d)",
    re.IGNORECASE,
)
_ANY_ORDER = "my_order_status"


class AccountTopic(Value):
    """What of the customer's own the message is about."""

    name: str
    document: str
    """Stem of the knowledge entry that gives the self-service way."""
    needs_order_number: bool


class AccountQuestions:
    """Reads account.yaml once."""

    def __init__(self) -> None:
        file = pattern_file("account.yaml")
        self._rules = rules(file)
        self._elsewhere = _elsewhere(file)
        self._topics = {entry["name"]: _topic(entry) for entry in file["rules"]}

    @property
    def topics(self) -> tuple[AccountTopic, ...]:
        return tuple(self._topics.values())

    def read(self, text: str) -> AccountTopic | None:
        """The customer's own thing that the text asks about; None for a general question.

        An order number alone asks about that order.
        """
        message = as_typed(text).lower()
        said = (*sentences(message), message)
        for rule in self._rules:
            if rule.words(said) and not self._general(rule.name, message):
                return self._topics[rule.name]
        return self._topics[_ANY_ORDER] if order_number(text) else None

    def _general(self, name: str, message: str) -> bool:
        """Whether the message says elsewhere that it asks for the rule, not for a state."""
        return name in self._elsewhere and bool(self._elsewhere[name].search(message))


def order_number(text: str) -> str | None:
    """The first order number, as the shop writes it: HM-20261105-1234."""
    match = _ORDER_NUMBER.search(text)
    return f"HM-{match[1]}-{match[2]}" if match else None


def _topic(entry: Mapping[str, Any]) -> AccountTopic:
    return AccountTopic(
        name=entry["name"],
        document=entry["document"],
        needs_order_number=entry["needs_order_number"],
    )


def _elsewhere(file: Mapping[str, Any]) -> dict[str, Sought]:
    parts = file["parts"]
    silent = (entry for entry in file["rules"] if "elsewhere" in entry)
    return {entry["name"]: sought(entry["elsewhere"], parts) for entry in silent}
