"""Ready replies for agents: data that a support lead edits."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from sangdam import prompts
from sangdam.errors import SetupError
from sangdam.models import Language, Value

SHIPPED = "canned_replies.yaml"


class CannedReply(Value):
    key: str
    """What an agent types to find it, e.g. `sorry`."""
    title: str
    language: Language
    text: str


class _Said(Value):
    title: str
    text: str


class _Entry(Value):
    key: str
    ko: _Said | None = None
    en: _Said | None = None


def canned_replies(path: Path | None) -> tuple[CannedReply, ...]:
    """Those of the file, or the shipped ones: a list of `{key, ko: {title, text}, en: {…}}`.

    Raises SetupError that names the file and what is wrong in it.
    """
    name = str(path or SHIPPED)
    try:
        text = (path or files(prompts) / SHIPPED).read_text("utf-8")
        entries = TypeAdapter(tuple[_Entry, ...]).validate_python(yaml.safe_load(text))
    except OSError as error:
        raise SetupError(f"desk.canned_replies: {name} can't be read: {error.strerror}") from None
    except (yaml.YAMLError, ValidationError) as error:
        raise SetupError(
            f"desk.canned_replies: {name} is no list of replies, each with key and, under ko or en,"
            f" title and text: {error}"
        ) from None
    said = (
        (entry.key, language, getattr(entry, language))
        for entry in entries
        for language in Language
    )
    return tuple(
        CannedReply(key=key, language=language, title=reply.title, text=reply.text)
        for key, language, reply in said
        if reply
    )
