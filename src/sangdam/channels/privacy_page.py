"""What the page at /privacy says: what the settings keep, for how long, and who works on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sangdam.models import Language, Value
from sangdam.settings import LLM, Processor, Settings

OPENAI = "api.openai.com"
Words = Any
"""The page's part of a language's YAML file."""


class Section(Value):
    heading: str
    lines: tuple[str, ...]


def sections(settings: Settings, words: Words, language: Language) -> tuple[Section, ...]:
    """In the order in which they are read."""
    told = words["sections"]
    lines: dict[str, tuple[str, ...]] = {
        "collected": tuple(told["collected"]["lines"]),
        "kept": _kept(settings, told["kept"]),
        "processors": _processors(settings, told["processors"], language),
        "safe": tuple(told["safe"]["lines"]),
        "rights": (*told["rights"]["lines"], *_contact(settings, told["rights"], language)),
    }
    return tuple(
        Section(heading=told[name]["heading"], lines=its) for name, its in lines.items() if its
    )


def _kept(settings: Settings, told: Words) -> tuple[str, ...]:
    kept = settings.retention
    return tuple(
        told[name] + _for(told, days)
        for name, days in (
            ("conversations", kept.conversation_days),
            ("attachments", kept.attachment_days or kept.conversation_days),
            ("traces", kept.trace_days or kept.conversation_days),
        )
    )


def _for(told: Words, days: float | None) -> str:
    if days is None:
        return str(told["until_asked"])
    return str(told["days"]).replace("{days}", f"{days:g}")


def _processors(settings: Settings, told: Words, language: Language) -> tuple[str, ...]:
    named = tuple(_line(each, told, language) for each in settings.privacy.processors)
    if named or settings.llm_in_use is not LLM.OPENAI:
        return named or (told["nobody"],)
    host = urlsplit(settings.openai_base_url or "").hostname or OPENAI
    return (str(told["model_at"]).replace("{host}", host),)


def _line(processor: Processor, told: Words, language: Language) -> str:
    korean = language is Language.KOREAN
    line = str(told["processor"])
    parts = {
        "name": processor.name,
        "country": processor.country if korean else processor.country_en,
        "purpose": processor.purpose if korean else processor.purpose_en,
    }
    for name, value in parts.items():
        line = line.replace(f"{{{name}}}", value)
    keeps = processor.keeps if korean else processor.keeps_en
    more = [str(told["keeps"]).replace("{keeps}", keeps)] if keeps else []
    more += [str(told["reached"]).replace("{contact}", processor.contact)] * bool(processor.contact)
    return " ".join([line, *more])


def _contact(settings: Settings, told: Words, language: Language) -> tuple[str, ...]:
    privacy = settings.privacy
    officer = privacy.officer if language is Language.KOREAN else privacy.officer_en
    reached = ", ".join(filter(None, (officer or privacy.officer, privacy.contact)))
    return (f"{told['officer']} {reached}",) if reached else ()
