"""Public sentences with personal data, from the folder of public data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.personal_data.tagged import Tagged
from sangdam.guardrails.spans import Span
from sangdam.models import Language

FOLDER = "presidio_synthetic"
MEASURED, OTHER = "synth_dataset_v2.json", "generated_large.json"
KINDS = {
    "PERSON": "name",
    "STREET_ADDRESS": "address",
    "ADDRESS": "address",
    "PHONE_NUMBER": "phone",
    "EMAIL_ADDRESS": "email",
    "CREDIT_CARD": "card_number",
    "IBAN_CODE": "account",
}
"""Kinds of the set that the product hides, and what it calls them."""


Row = dict[str, Any]


def to_measure(data: Path) -> Iterator[Tagged]:
    """Every sentence of half the templates of one file."""
    return (_tagged(row) for row in _rows(data, MEASURED) if not _fitted_to(row))


def to_fit(data: Path) -> Iterator[Tagged]:
    """Of the other half, and of another file where it has templates of its own."""
    measured = {_template(row) for row in _rows(data, MEASURED) if not _fitted_to(row)}
    for row in (*filter(_fitted_to, _rows(data, MEASURED)), *_rows(data, OTHER)):
        if _template(row) not in measured:
            yield _tagged(row)


def _fitted_to(row: Row) -> bool:
    return bool(row["template_id"] % 2 == 0)


def _template(row: Row) -> str:
    """Without its slots' names, and without what is said in its first words' case."""
    return re.sub(r"\{\{.*?\}\}|\W+", " ", row["masked"]).casefold().strip()


def _rows(data: Path, name: str) -> list[Row]:
    rows: list[Row] = json.loads((data / FOLDER / name).read_text("utf-8"))
    return rows


def _tagged(row: Row) -> Tagged:
    spans = (
        (KINDS[one["entity_type"]], Span(one["start_position"], one["end_position"]))
        for one in row["spans"]
        if one["entity_type"] in KINDS
    )
    return Tagged(
        text=row["full_text"],
        language=Language.ENGLISH,
        spans=tuple(sorted(spans, key=lambda found: found[1])),
    )
