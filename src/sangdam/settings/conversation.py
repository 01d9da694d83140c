"""A conversation: who speaks when, how much is taken in, when the bot answers."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from sangdam.settings.group import Group


class Speaks(StrEnum):
    """What the bot may do while a conversation has a given owner (DESIGN: ownership)."""

    FULLY = "fully"
    WITHOUT_MODEL = "without_model"
    """Direct and extractive answers only."""
    WAITING_NOTE = "waiting_note"
    SILENT = "silent"


class Ownership(Group):
    """Who speaks while the conversation belongs to whom."""

    bot: Speaks = Speaks.FULLY
    queue_open: Speaks = Speaks.WAITING_NOTE
    queue_closed: Speaks = Speaks.WITHOUT_MODEL
    human: Speaks = Speaks.SILENT
    episode_hours: float = Field(default=24, gt=0)
    """An Episode ends this many hours after its last message."""


class Limits(Group):
    message_characters: int = Field(default=2000, gt=0)
    body_bytes: int = Field(default=1_048_576, gt=0)
    """Longer requests are refused unread."""
    body_seconds: float = Field(default=60, gt=0)
    """A body that takes longer to arrive, an attachment's too, is cut off."""
    concurrent_turns: int = Field(default=16, gt=0)
    """In each worker; most of a turn with a language model is waiting for it."""
    turn_seconds: float = Field(default=18, gt=0)
    """A language model's share of a turn; after it the turn goes on without one."""
    passage_tokens: int = Field(default=220, gt=0)
    """Longest passage, counted in cl100k_base tokens."""
    prompt_tokens: int = Field(default=3000, gt=0)
    answer_tokens: int = Field(default=400, gt=0)
    cached_answers: int = Field(default=1000, ge=0)
    """Answers remembered for the very same question; 0 turns that off."""


class Decision(Group):
    """Lines between answering and handing over. Probabilities; higher is stricter."""

    threshold: float = Field(default=0.60, ge=0, le=1)
    """Confidence a reply needs. The worse mistake is a wrong answer, not a handoff."""
    wrong_at_most: float | None = Field(default=None, gt=0, lt=1)
    """Share of answers that may be wrong. Where the questions that the confidence was fitted on
    prove a threshold that keeps to it, that one is used in place of `threshold`."""
    clarify_from: float = Field(default=0.25, ge=0, le=1)
    """Confidence from which near entries are offered in one question back, before a handoff."""
    failures: int = Field(default=3, ge=1)
    """Unanswered questions in one Episode after which a person takes over."""


class Attachments(Group):
    """What customers may attach while a person has their conversation."""

    bytes_each: int = Field(default=10 * 1_048_576, gt=0)
    at_most: int = Field(default=10, ge=0)
    """In one Episode."""
