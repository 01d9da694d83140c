"""A yes or no, asked before what can't be taken back."""

from __future__ import annotations

import sys

from sangdam.command.words import Words
from sangdam.errors import Invalid


def agreed(words: Words, question: str) -> bool:
    """`question` is the key of its text. Raises Invalid where nobody is there to be asked."""
    if not sys.stdin.isatty():
        raise Invalid(words("say.nobody"))
    return input(words(question) + " ").strip().casefold() in words("say.yes").split()
