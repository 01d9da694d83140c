"""Whether a text is a way to reach somebody, and nothing else."""

from __future__ import annotations

from sangdam.guardrails.emails import EMAIL
from sangdam.guardrails.normalising import normalise
from sangdam.guardrails.phone_numbers import find_phone_numbers


def contact_in(text: str) -> str | None:
    """The e-mail address or telephone number that the whole text is; None for anything else."""
    clean = normalise(text).clean.strip()
    if EMAIL.fullmatch(clean):
        return clean
    whole = any(span.start == 0 and span.end == len(clean) for span in find_phone_numbers(clean))
    return clean if whole else None
