"""What in a customer's own words calls for a person: patterns first, then a classifier.

Patterns catch what is said outright, or in a turn of phrase that many use, and are silent on the
rest. They live in `signals.yaml` and a file for each reason. The classifier reads a message again
once it is embedded: it hears what no pattern lists, and silences one that rang for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sangdam.models import ReasonCode, Value
from sangdam.routing.phrases import (
    LONGEST_WORDS,
    Found,
    Rule,
    as_typed,
    pattern_file,
    sentences,
)
from sangdam.routing.signal_classifier import ATTACK, IN_WORDS, SEVERE, SignalClassifier

DANGER = frozenset({ReasonCode.SELF_HARM, ReasonCode.SAFETY})
"""Patterns for these are believed, whatever the classifier says."""


class Signal(Value):
    """A reason to call a person, and the customer's words that gave it."""

    reason_code: ReasonCode
    words: str


class Heard(Value):
    """What a message is, as far as its words tell."""

    signal: Signal | None = None
    attack: bool = False
    """It tries to take the assistant over, and nobody is in need."""
    small_talk: bool = False
    """It wants nothing."""


class Lines(Value):
    """Probabilities from which on something is believed; `signals.yaml` tells why."""

    severe: float
    request: float
    any: float
    silence: float
    attack: float
    small_talk: float


class Signals:
    """Reads the signals files once, in about two seconds; a message then costs milliseconds."""

    def __init__(self, classifier: SignalClassifier | None = None) -> None:
        """Without a classifier, or with one that does not fit the embedder, patterns decide."""
        file = pattern_file("signals.yaml")
        self._rules = tuple(
            rule
            for reason in file["order"]
            for rule in _groups(ReasonCode(reason), parts=file["parts"])
        )
        self._lines = Lines.model_validate(file["lines"])
        self._classifier = classifier if classifier and classifier.fits else None

    def read(self, text: str) -> Signal | None:
        """The most severe signal that a pattern finds in the text, or None."""
        said = tuple(sentences(as_typed(text)))
        for rule in self._rules:
            if words := rule.words(said):
                return Signal(reason_code=ReasonCode(rule.name), words=words)
        return None

    def all_of(self, text: str, reasons: Collection[ReasonCode]) -> dict[ReasonCode, Found]:
        """Where the patterns for each of these reasons find it first, whatever else is found."""
        said = tuple(sentences(as_typed(text)))
        rules = (rule for rule in self._rules if rule.name in reasons)
        found = ((ReasonCode(rule.name), rule.find(said)) for rule in rules)
        return {reason: where for reason, where in found if where}

    def weigh(self, text: str, vector: Sequence[float], found: Signal | None) -> Heard:
        """The second reading: of the text, its vector, and what the patterns found."""
        if self._classifier is None:
            return Heard(signal=found)
        p = self._classifier.probabilities(text, vector, found.reason_code if found else None)
        signal = self._signal(text, p, found)
        return Heard(
            signal=signal,
            attack=signal is None and p[ATTACK] >= self._lines.attack,
            small_talk=p["small_talk"] >= self._lines.small_talk,
        )

    def _signal(self, text: str, p: Mapping[str, float], found: Signal | None) -> Signal | None:
        lines = {r: self._lines.severe if r in SEVERE else self._lines.any for r in IN_WORDS}
        if not self._heard(p):
            likely = sum(p[reason] for reason in IN_WORDS) >= self._lines.silence
            return found if likely or _outright(found, text) else None
        reason = max(self._nameable(p), key=lambda reason: p[reason] / lines[reason])
        # A pattern's reason fits its words; only a severe one that is likely takes its place.
        severer = reason in SEVERE and p[reason] >= self._lines.any
        if found and (not severer or found.reason_code in SEVERE):
            return found
        return Signal(reason_code=reason, words=text[:LONGEST_WORDS])

    def _nameable(self, p: Mapping[str, float]) -> Collection[ReasonCode]:
        """Nobody is told of an ambulance where other reasons made the sum."""
        in_danger = sum(p[reason] for reason in DANGER) >= self._lines.severe
        return IN_WORDS if in_danger else [each for each in IN_WORDS if each not in DANGER]

    def _heard(self, p: Mapping[str, float]) -> bool:
        severe, any_reason = (sum(p[reason] for reason in some) for some in (SEVERE, IN_WORDS))
        return (
            severe >= self._lines.severe
            or p[ReasonCode.REQUEST] >= self._lines.request
            or any_reason >= self._lines.any
        )


def _outright(found: Signal | None, text: str) -> bool:
    """Whether no classifier may silence the pattern: for danger, and for a person asked for in a
    sentence of its own, which a question before it drowns in the vector of the whole."""
    request = found is not None and found.reason_code is ReasonCode.REQUEST
    return in_danger(found) or (request and len(tuple(sentences(as_typed(text)))) > 1)


def in_danger(signal: Signal | None) -> bool:
    """Whether life or limb is at stake."""
    return signal is not None and signal.reason_code in DANGER


def _groups(reason: ReasonCode, parts: Mapping[str, str]) -> Iterator[Rule]:
    """A rule for each group of phrases in the reason's file."""
    groups = pattern_file(f"signals_{reason}.yaml")["groups"]
    return (Rule.of({"name": reason, **group}, parts) for group in groups.values())
