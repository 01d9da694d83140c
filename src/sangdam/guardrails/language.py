"""Korean or English, by the letters of a text."""

from __future__ import annotations

import re

from sangdam.guardrails.lexicon import words
from sangdam.models import Language

HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
# An address, a product code, a coupon, a measure says nothing about its reader: HB-200X, USB3,
# WELCOME10, A/S and 24cm are not English. A code has few letters before its digits and few
# behind: in `ricecookerhr030howlong` somebody left the spaces out.
CODE = re.compile(
    r"""
    https?://\S+ | www\.\S+ | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | (?<![A-Za-z0-9]) (?:
        (?:[A-Za-z]{1,4}|[A-Z]{1,10}) (?:[-/][A-Za-z]{0,2})? \d+ (?:[A-Za-z]{1,3}\d+)*
          (?:[A-Z]{0,3}|[a-z]{0,2}) (?:-(?:\d+[A-Za-z]{0,3}|[A-Za-z]{1,3}\d*))*
        | [A-Z]{2,3}[ ]\d{2,4} | [A-Z]/[A-Z] | a/s | AS
        | \d+(?:[.,x*]\d+)* (?i:[cm]?m|[km]?g|m?l|k?wh?|m?ah|v|hz|x*[sl]|cc|k)
      ) (?![A-Za-z0-9])
    """,
    re.VERBOSE | re.ASCII,
)
LATIN = re.compile(r"[A-Za-z]")
LATIN_WORD = re.compile(r"[A-Za-z']+")
KOREAN_WORD = re.compile(r"\S*[가-힣ㄱ-ㅎㅏ-ㅣ]\S*")
SPOKEN_KOREAN = re.compile(r"(?:요|니다|까|죠|줘|네)(?=[\s.?!,~ㅠㅜㅋㅎ]|$)")
"""The end of a Korean sentence, which no menu and no product bears."""
GLUE = words(
    """
    a am an and are as at be but by can could did do does for from had has have he her his how i if
    in is it its my not of on or our she should so that the their them then there they this to us
    was we were what when where which who why will with would you your
    """
)
"""What holds an English sentence together, and seldom stands in a name."""
FEWEST_GLUE = 2


def language_of(text: str, locale: Language | None = None) -> Language:
    """Any Hangul makes a text Korean: who writes "refund 언제 돼요?" reads Korean. Not where an
    English sentence only quotes it: "my order says 배송 중, can I still cancel?"

    A text without letters, or with nothing but codes, follows `locale`, else Korean.
    """
    if HANGUL.search(text):
        return Language.ENGLISH if _quotes_korean(text) else Language.KOREAN
    if LATIN.search(CODE.sub(" ", text)):
        return Language.ENGLISH
    return locale or Language.KOREAN


def _quotes_korean(text: str) -> bool:
    if SPOKEN_KOREAN.search(text):
        return False
    english = (word.lower() for word in LATIN_WORD.findall(CODE.sub(" ", text)))
    glue = sum(word in GLUE or "'" in word[1:-1] for word in english)
    return glue >= FEWEST_GLUE and glue > len(KOREAN_WORD.findall(text))


def main_language(text: str, default: Language) -> Language:
    """The language most of `text` is in: an English sentence may name a Korean menu.

    A syllable counts as two letters. `default` where there are no letters.
    """
    hangul, latin = len(HANGUL.findall(text)), len(LATIN.findall(CODE.sub(" ", text)))
    if not hangul and not latin:
        return default
    return Language.KOREAN if hangul * 2 > latin else Language.ENGLISH
