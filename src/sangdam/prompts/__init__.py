"""Every word said to a model (Markdown files) and every fixed text said to a customer (texts.yaml).

Templates are filled strictly: a missing or an unknown variable is an error before any call.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

import yaml

from sangdam.models import Language


def prompt(name: str, **values: str) -> str:
    """The prompt `name`.md with every `$variable` filled; KeyError or TypeError if not exactly."""
    return _fill(name, (files(__name__) / f"{name}.md").read_text("utf-8"), values)


def prompt_texts() -> tuple[str, ...]:
    """Every prompt as it is written, unfilled."""
    folder = files(__name__)
    return tuple(file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".md"))


def say(key: str, language: Language, *, company: str | None = None, **values: str) -> str:
    """The fixed customer text `key` in `language`, filled as strictly as a prompt.

    `company` is the one value that a text may leave unused.
    """
    text = _texts()[key][language]
    if company is not None and "$company" in text:
        values["company"] = company
    return _fill(key, text, values)


def _fill(name: str, text: str, values: dict[str, str]) -> str:
    template = Template(text)
    if unknown := set(values) - set(template.get_identifiers()):
        raise TypeError(f"{name} has no variable {', '.join(sorted(unknown))}")
    return template.substitute(values).strip()


@cache
def _texts() -> dict[str, dict[str, str]]:
    file = files(__name__) / "texts.yaml"
    texts: dict[str, dict[str, str]] = yaml.safe_load(file.read_text("utf-8"))
    return texts
