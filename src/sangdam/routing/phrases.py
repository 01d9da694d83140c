"""How the pattern files of this folder are read: phrases as YAML, which a support lead can edit.

`signals.yaml` tells how a line is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, NamedTuple, Self

import yaml

from sangdam.needles import Sought

LONGEST_WORDS = 160
"""Characters of a sentence that is quoted whole; of a longer one only the match is."""

_DIGITS = re.compile(r"(\d{20})\d+")
_REPEATED = re.compile(r"((.{1,8}?)\2{20})\2+", re.DOTALL)
_CASED = re.compile(r"(\\.|\(\?P[<=])|[A-Z]")
_SENTENCE = re.compile(r"[^.!?。\n]+[.!?。]*|[.!?。]+")
_PART = re.compile(r"<([a-z_]+)>")
_HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
_TYPED = str.maketrans(
    {chr(0x1100 + n): jamo for n, jamo in enumerate("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")}
    | {chr(0x1161 + n): chr(0x314F + n) for n in range(21)}
    | {"\u1121": "ㅄ", "’": "'", "‘": "'"}
)


class Found(NamedTuple):
    """Where a rule was found."""

    sentence: str
    words: str
    """The match alone, in lower case."""


@dataclass(frozen=True)
class Rule:
    """One entry of a pattern file: found in a sentence unless an exception is in it too."""

    name: str
    when: Sought
    unless: Sought
    across: bool = False
    """Whether the whole message counts as one sentence."""

    @classmethod
    def of(cls, entry: Mapping[str, Any], parts: Mapping[str, str]) -> Self:
        return cls(
            name=entry["name"],
            when=sought(entry["when"], parts),
            unless=sought(entry.get("unless", ""), parts),
            across=entry.get("across", False),
        )

    def words(self, said: Sequence[str]) -> str | None:
        """The first sentence that the rule is found in; if it is long, the match alone."""
        if (found := self.find(said)) is None:
            return None
        return found.sentence if len(found.sentence) <= LONGEST_WORDS else found.words

    def find(self, said: Sequence[str]) -> Found | None:
        """The first sentence that the rule is found in, and what of it matches."""
        for sentence in [" ".join(said)] if self.across else said:
            lower = sentence.lower()
            match = self.when.search(lower)
            if match and not self.unless.search(lower):
                return Found(sentence, match[0].strip())
        return None


def rules(file: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of a pattern file, in its order."""
    return tuple(Rule.of(entry, file.get("parts", {})) for entry in file["rules"])


def pattern_file(name: str) -> dict[str, Any]:
    """A YAML file of this folder."""
    content = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(content)
    return loaded


def any_line(lines: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern for all lines, over lower-case text, with `<name>` filled from `parts`.

    Lower-case text and patterns are searched nearly three times as fast as case is ignored.
    """
    return re.compile("|".join(_each(lines, parts)))


def sought(lines: str, parts: Mapping[str, str]) -> Sought:
    """What `any_line` finds wherever it stands, in a fraction of the time."""
    return Sought([re.compile(line) for line in _each(lines, parts)])


def _each(lines: str, parts: Mapping[str, str]) -> Iterator[str]:
    return (_lower(_written(line, parts)) for line in lines.splitlines())


def as_typed(text: str) -> str:
    """Composed syllables, straight apostrophes, and single jamo as a keyboard types them.

    NFKC turns the jamo of a keyboard into others that look the same; both must match. Endless
    digits and repetitions are cut short: no phrase needs them, and patterns would go astray.
    """
    typed = unicodedata.normalize("NFC", text).translate(_TYPED)
    return _REPEATED.sub(r"\1", _DIGITS.sub(r"\1", typed))


def sentences(text: str) -> Iterator[str]:
    """The sentences with their end marks, stripped."""
    return (match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip())


def _lower(pattern: str) -> str:
    """But for escapes and the signs of groups, where case means something."""
    return _CASED.sub(lambda part: part[0] if part[1] else part[0].lower(), pattern)


def _written(line: str, parts: Mapping[str, str]) -> str:
    """Korean may leave its spaces out; other words stand whole."""
    while _PART.search(line):
        line = _PART.sub(lambda name: "(?:" + "|".join(parts[name[1]].splitlines()) + ")", line)
    line = line.replace(" ?", r"\s*")
    if _HANGUL.search(line):
        return "(?:" + line.replace(" ", r"\s*") + ")"
    return r"(?<![a-z0-9])(?:" + line.replace(" ", r"\s+") + r")(?![a-z0-9])"
