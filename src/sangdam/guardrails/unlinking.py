"""A masked text without what still leads back to one customer: numbers of orders and the like."""

from __future__ import annotations

import re

from sangdam.guardrails.identifiers import cut_identifiers
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.models import Language

NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,4}[ -]?)?\d(?:[ -]?\d){7,}+(?!,\d{3}|\s?(?:원|won\b))"
    r"|(?<![A-Za-z0-9])T-[2-9A-HJ-NP-Z]{8}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
"""Eight digits and more, as of an order, a parcel or a member, or the number of a ticket; model
numbers are shorter, and sums have commas or their currency behind them."""
LABELS = {Language.KOREAN: "[번호]", Language.ENGLISH: "[number]"}


def unlinked(text: str, language: Language) -> str:
    """The text to keep when nothing may lead back to who wrote it.

    Identifiers and personal data go first, by the rules of today: an old text may have been
    masked by older ones. A name that the tagger does not know stays: a person reads before such a
    text is published.
    """
    cut = cut_identifiers(text, language).text
    masked = mask_personal_data(cut, language).text
    return NUMBER.sub(LABELS[language], masked)
