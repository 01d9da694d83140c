"""What is kept of customers for how long, and what they are told of it."""

from __future__ import annotations

from pydantic import Field

from sangdam.settings.group import Group


class Retention(Group):
    """After how many days what is kept of customers goes by itself; none: it stays."""

    conversation_days: float | None = Field(default=None, gt=0)
    """Since the last message, with all that was made of the conversation. Those that a person has
    or will have stay."""
    attachment_days: float | None = Field(default=None, gt=0)
    """Files alone, since they were sent."""
    trace_days: float | None = Field(default=180, gt=0)
    """What was decided in a turn, and why; gaps and labels are read from it."""
    delivery_days: float | None = Field(default=30, gt=0)
    """That another system was told; what could not be delivered stays."""


class Processor(Group):
    """A company that works on customers' words for this one, such as a language model's."""

    name: str = Field(min_length=1)
    country: str = Field(min_length=1)
    """In Korean, as on the page for customers."""
    country_en: str = Field(min_length=1)
    purpose: str = Field(min_length=1)
    purpose_en: str = Field(min_length=1)
    contact: str = ""
    """Where it can be reached."""
    keeps: str = ""
    """How long it keeps what it is sent, in Korean."""
    keeps_en: str = ""


class Privacy(Group):
    """What the page at /privacy says beyond what the service knows of itself."""

    officer: str = ""
    """Who answers for personal data: a name or an office."""
    officer_en: str = ""
    contact: str = ""
    """An e-mail address or phone number."""
    processors: tuple[Processor, ...] = ()
    policy_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """The company's whole privacy policy."""
