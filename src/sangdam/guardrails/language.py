"""Korean or English, by the letters of a text."""

from __future__ import annotations

import re

from sangdam.models import Language

HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
# A product code says nothing about its reader: HB-200X, USB3, A/S are not English.
CODE = re.compile(r"\b(?=\w*[-/]?\w*\d)[A-Za-z]+[-/]?[A-Za-z]*\d[\w-]*\b|\b[A-Z]/[A-Z]\b")
LATIN = re.compile(r"[A-Za-z]")


def language_of(text: str, locale: Language | None = None) -> Language:
    """Any Hangul makes a text Korean: who writes "refund 언제 돼요?" reads Korean.

    A text without letters, or with nothing but codes, follows `locale`, else Korean.
    """
    if HANGUL.search(text):
        return Language.KOREAN
    if LATIN.search(CODE.sub(" ", text)):
        return Language.ENGLISH
    return locale or Language.KOREAN


def main_language(text: str, default: Language) -> Language:
    """The language most of `text` is in: an English sentence may name a Korean menu.

    A syllable counts as two letters. `default` where there are no letters.
    """
    hangul, latin = len(HANGUL.findall(text)), len(LATIN.findall(CODE.sub(" ", text)))
    if not hangul and not latin:
        return default
    return Language.KOREAN if hangul * 2 > latin else Language.ENGLISH
