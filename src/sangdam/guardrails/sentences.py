"""Where an English sentence ends; Kiwi knows only where a Korean one does."""

from __future__ import annotations

import re

from sangdam.guardrails.language import main_language
from sangdam.models import Language
from sangdam.ports import Morphology

# A stop behind these ends no sentence.
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|no|mr|mrs|ms|dr|st|inc|ltd|co))\.$", re.IGNORECASE
)
STOP = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9가-힣])|(?<=;)\s+")


def sentences_of(text: str, language: Language, morphology: Morphology) -> tuple[str, ...]:
    """The sentences of one paragraph; `language` decides where the letters don't."""
    if main_language(text, language) is Language.KOREAN:
        parts = (part for part in re.split(r"(?<=;)\s+", text) if part.strip())
        return tuple(sentence for part in parts for sentence in morphology.sentences(part))
    return tuple(_english(text))


def _english(text: str) -> list[str]:
    found, start = [], 0
    for stop in STOP.finditer(text):
        if not ABBREVIATION.search(text[start : stop.start()]):
            found.append(text[start : stop.end()].strip())
            start = stop.end()
    return [sentence for sentence in [*found, text[start:].strip()] if sentence]
