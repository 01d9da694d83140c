"""What a message comes to: whether it says anything, which part of it to quote, what it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sangdam.models import EntityKind, Feeling
from sangdam.routing.entities import without_entities
from sangdam.routing.phrases import Found, any_line, as_typed, pattern_file

SENTENCE = re.compile(r"(?<=[.!?…。])\s+|\n+")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
PLACEHOLDER = re.compile(r"\[[^\[\]]*\]")
"""What stands in the place of personal data."""
HANGUL = re.compile(r"[가-힣]")
CUT = "…"
BEGINNING = {True: 2, False: 4}
"""Letters of a word that tell what it is about, of Korean (True) and of other words."""
LEEWAY = 2
"""Words beyond a quote's length that are worth no cut."""
AGAIN = 0.75
"""Share of the words in common from which a question is the same question."""


class Gist:
    """Reads gist.yaml once."""

    def __init__(self) -> None:
        file = pattern_file("gist.yaml")
        self._nothing = re.compile("|".join(f"(?:{line})" for line in file["nothing"].splitlines()))
        self._wants = any_line(file["wants"], {})
        self._asks = any_line(file["asks"], {})
        self._promises = any_line(file["promises"], {})
        self._rhetorical = any_line(file["rhetorical"], {})
        self._trouble = any_line(file["trouble"], {})
        self._person = any_line(file["person"], {})
        self._accepted = any_line(file["accepted"], {})
        self._took = {name: any_line(lines, {}) for name, lines in file["took"].items()}
        self._feels = {Feeling(name): any_line(lines, {}) for name, lines in file["feels"].items()}

    def says_something(self, text: str) -> bool:
        """Whether any word of it tells what the customer wants; a number alone does not."""
        return bool(self._telling(text))

    def names_a_person(self, text: str) -> bool:
        return bool(self._person.search(_lower(text)))

    def accepts(self, text: str) -> bool:
        """Whether the text takes note of an answer."""
        return bool(self._accepted.search(_lower(text)))

    def quote(self, text: str, words: int, near: str = "") -> str:
        """About so many words of it, in a row, where it says what is wanted; a sentence with
        `near` in it comes first."""
        if len(text.split()) <= words + LEEWAY:
            return _plain(text)
        telling = [part for part in sentences(text) if self.says_something(part)]
        best = max(reversed(telling or [text]), key=lambda part: self._weight(part, near))
        return self._window(best, words)

    def questions(self, text: str) -> tuple[str, ...]:
        """The sentences that ask something."""
        return tuple(part for part in sentences(text) if self._is_question(part))

    def promise(self, text: str) -> str | None:
        """The first clause that says what will happen."""
        clauses = (clause for part in sentences(text) for clause in part.split("; "))
        return next((c for c in clauses if self._promises.search(_lower(c))), None)

    def took(self, text: str) -> str | None:
        """How an answer was taken, by the words that follow it."""
        lower = _lower(text)
        return next((name for name, lines in self._took.items() if lines.search(lower)), None)

    def trouble(self, text: str) -> str | None:
        """The first sentence that tells what went wrong."""
        return next((part for part in sentences(text) if self._trouble.search(_lower(part))), None)

    def feeling(self, text: str, feeling: Feeling) -> str | None:
        """The sentence that shows the feeling."""
        shows = self._feels[feeling]
        return next((part for part in sentences(text) if shows.search(_lower(part))), None)

    def same(self, one: str, other: str) -> bool:
        """Whether both are about the same, by the words in common."""
        first, second = self._telling(one), self._telling(other)
        common = len(first & second)
        return common >= min(2, len(first)) and common >= AGAIN * min(len(first), len(second)) > 0

    def related(self, one: str, other: str) -> bool:
        return bool(self._telling(one) & self._telling(other))

    def _telling(self, text: str) -> frozenset[str]:
        """Beginnings of the words that tell something."""
        bare = without_entities(
            PLACEHOLDER.sub(" ", _lower(text)), EntityKind.ORDER, EntityKind.TRACKING
        )
        words = (word for word in WORD.findall(bare) if not self._nothing.fullmatch(word))
        return frozenset(word[: BEGINNING[bool(HANGUL.search(word))]] for word in words)

    def _weight(self, sentence: str, near: str) -> tuple[bool, float]:
        wants = {match[0] for match in self._wants.finditer(_lower(sentence))}
        return bool(near) and near in sentence, len(wants) + ("?" in sentence) / 2

    def _is_question(self, sentence: str) -> bool:
        lower = _lower(sentence)
        asks = "?" in sentence or "？" in sentence or self._asks.search(lower)
        return bool(asks) and not self._rhetorical.search(lower) and self.says_something(sentence)

    def _window(self, sentence: str, words: int) -> str:
        """Korean says last what it wants, English first."""
        hits = [n for n, w in enumerate(sentence.split()) if self._wants.search(_lower(w))]
        return _around(sentence, hits, words)


def around(found: Found, words: int) -> str:
    """At most so many words of the sentence, with those that were found among them."""
    split = found.sentence.lower().split()
    before = found.sentence.lower().partition(found.words)[0]
    first = len(before.split()) - (not before.endswith(" ") and bool(before))
    last = first + len(found.words.split()) - 1
    return _around(found.sentence, [n for n in (first, last) if 0 <= n < len(split)], words)


def sentences(text: str) -> Iterator[str]:
    return (_plain(part) for part in SENTENCE.split(text) if part.strip())


def shortened(text: str, words: int) -> str:
    """The first so many words."""
    return _cut(text.split(), 0, words)


def _around(sentence: str, hits: Sequence[int], words: int) -> str:
    """Up to the last hit in Korean, from the first one on in English."""
    split = sentence.split()
    if len(split) <= words + LEEWAY:
        return " ".join(split)
    start = 0
    if hits and HANGUL.search(sentence):
        start = max(0, hits[-1] + 1 - words)
    elif hits:
        start = max(0, min(hits[0], len(split) - words))
    return _cut(split, start, words)


def _cut(split: Sequence[str], start: int, words: int) -> str:
    shown = " ".join(split[start : start + words])
    before = CUT if start else ""
    return f"{before}{shown}{CUT if start + words < len(split) else ''}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _lower(text: str) -> str:
    return as_typed(text).lower()
