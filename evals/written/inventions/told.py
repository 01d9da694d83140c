"""What an inventor starts from, and what it makes of it."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from sangdam.models import Language

PASSAGES = re.compile(r"\APassages:\n(.*?)\n\nLanguage of the answer: (\w+)\n", re.DOTALL)
HEAD = re.compile(r"^\[\d+\] (.*)$", re.MULTILINE)
LIST_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
BORDER = re.compile(r"(?<=[.!?])\s+(?=[A-Z가-힣0-9'\"(])")
KOREAN_SENTENCE = re.compile(r"^(?!다음|아래).*[다요]\.$")
ENGLISH_SENTENCE = re.compile(r"^(?!The following|These )[A-Z0-9].*\.$")
SHORTEST = 10
HANGUL = re.compile("[가-힣]")


class Standing(NamedTuple):
    """A whole sentence, and the number of the passage in which it stands."""

    text: str
    marker: int


class Given(NamedTuple):
    """What the model was given to write from."""

    passages: tuple[str, ...]
    """In the order of their numbers, without their heads."""
    heads: tuple[str, ...]
    """Their titles and sections."""
    language: Language
    """The asker's."""

    @property
    def text(self) -> str:
        return "\n".join((*self.heads, *self.passages))


class Told(NamedTuple):
    """One sentence to depart from, with all that was given."""

    sentence: str
    """Empty where no passage has one in the asker's language."""
    marker: int
    given: Given
    chance: random.Random


class Invention(NamedTuple):
    text: str
    markers: tuple[int, ...]


def given_in(user: str) -> Given:
    """Read from a prompt to write."""
    found = PASSAGES.search(user)
    assert found, "the prompt lists its passages and names the language"
    parts = tuple(part.strip() for part in HEAD.split(found[1])[1:])
    language = Language.KOREAN if found[2] == "Korean" else Language.ENGLISH
    return Given(passages=parts[1::2], heads=parts[::2], language=language)


def sentences_of(given: Given) -> tuple[Standing, ...]:
    """The whole sentences in the asker's language that make sense alone, in reading order."""
    return tuple(
        Standing(sentence, marker)
        for marker, passage in enumerate(given.passages, start=1)
        for line in passage.splitlines()
        if not line.lstrip().startswith(("|", "#"))
        for sentence in BORDER.split(LIST_MARK.sub("", line).strip())
        if _makes_sense(sentence, given.language)
    )


def _makes_sense(sentence: str, language: Language) -> bool:
    korean = bool(HANGUL.search(re.sub(r"\([^)]*\)", "", sentence)))
    shape = KOREAN_SENTENCE if language is Language.KOREAN else ENGLISH_SENTENCE
    plain = "**" not in sentence and "`" not in sentence
    whole = len(sentence) >= SHORTEST and bool(shape.match(sentence))
    return plain and whole and korean is (language is Language.KOREAN)
