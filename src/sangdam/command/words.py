"""What the command says, in the language of the terminal: en.toml and ko.toml hold the same keys.

Nothing else of the package is imported here, for the sake of a quick `--help`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ko")
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""As every program reads them: the first that is set decides."""


def terminal_language(environment: Mapping[str, str] = os.environ) -> str:
    """`ko` where the terminal is Korean, else `en`."""
    locale = next(filter(None, (environment.get(name) for name in VARIABLES)), "")
    return "ko" if locale.lower().startswith("ko") else "en"


class Words:
    """Call it with a key for the text, filled with what is given."""

    def __init__(self, language: str) -> None:
        self.language = language
        file = Path(__file__).with_name(f"{language}.toml")
        self._told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))

    def __call__(self, key: str, /, **parts: object) -> str:
        group, _, name = key.partition(".")
        text: str = self._told[group][name]
        return text.strip().format(**parts)

    def help(self, command: str, parameter: str = "") -> str:
        """Of a command by its whole name, or of one of its options or arguments."""
        told: str = self._told["help"][command][parameter or "does"]
        return told.strip()
