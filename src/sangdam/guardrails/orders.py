"""No sentence gives orders to a model, wherever it stands: poisoned knowledge is not passed on."""

from __future__ import annotations

from sangdam.guardrails.case import Case
from sangdam.guardrails.injection import find_injection
from sangdam.guardrails.normalising import normalise


def orders(case: Case) -> str:
    found = find_injection(normalise(case.sentence.text))
    return f"gives orders to a model: {found}" if found else ""
