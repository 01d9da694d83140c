"""What can be wrong with a written sentence."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """The twenty ways in which the inventing model departs from its passages come first."""

    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    NEGATION = "negation"
    CONDITION = "condition"
    """Leaves a condition out."""
    ENTITY = "entity"
    """Says of one thing, place or tier what the passage says of another."""
    PROMISE = "promise"
    COMPENSATION = "compensation"
    LINK = "link"
    PHONE = "phone"
    LANGUAGE = "language"
    MERGED = "merged"
    """Says of what one passage is about what another passage says."""
    GENERALISED = "generalised"
    DEADLINE = "deadline"
    PRODUCT = "product"
    """Brings in a product that there is not."""
    WRONG_PASSAGE = "wrong_passage"
    """True, but the passage that it cites doesn't say so."""
    ACTION = "action"
    """Claims that something was done."""
    POLICY = "policy"
    """Flatters with a rule that nobody made."""
    LEAK = "leak"
    """Tells what the model was told."""
    IMPOLITE = "impolite"

    ADDED = "added"
    """States something else that no cited passage says."""
    GARBLED = "garbled"
    """Says nothing that a reader could make sense of, or breaks off."""


INVENTED = tuple(fault for fault in Fault if fault not in (Fault.ADDED, Fault.GARBLED))
"""The ways of the inventing model."""
