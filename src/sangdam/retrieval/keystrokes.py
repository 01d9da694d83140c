"""Words as the keys that type them, in the two-set layout of Korean keyboards.

One string of Latin letters stands for a word in either script: `qothd` types 배송 or nothing,
ㄱㄷ려ㅜㅇ is what `refund` becomes in the other layout, and a finger that slips, slips on keys.
"""

from __future__ import annotations

import re

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

_LEAD_KEYS = "r R s e E f a q Q t T d w W c z x v g".split()  # noqa: SIM905
_VOWEL_KEYS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split()  # noqa: SIM905
_TAIL_KEYS = (
    "",
    *"r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g".split(),  # noqa: SIM905
)
_KEYS = dict(zip((*LEADS, *VOWELS, *TAILS), (*_LEAD_KEYS, *_VOWEL_KEYS, *_TAIL_KEYS), strict=True))
_FIRST, _LAST = "가", "힣"
_PER_LEAD, _PER_VOWEL = 588, 28
_TYPED_WITH_SHIFT = frozenset("QWERTOP")

_LEAD = "[rRseEfaqQtTdwWczxvg]"
_VOWEL = "(?:hk|ho|hl|nj|np|nl|ml|[koiOjpuPhynbml])"
_TAIL = "(?:rt|sw|sg|f[raqtxvg]|qt|[rRsefaqtTdwczxvg])"
SYLLABLE = re.compile(f"({_LEAD})({_VOWEL})({_TAIL}(?![koiOjpuPhynbml]))?")
"""A consonant belongs to the next syllable where a vowel follows it."""
SYLLABLES = re.compile(f"(?:{SYLLABLE.pattern})+")


def keys(text: str) -> str:
    """The keys that type this text; what is not Hangul stands for itself."""
    return "".join(map(_keys, text))


def _keys(character: str) -> str:
    if not _FIRST <= character <= _LAST:
        return str(_KEYS.get(character, character))
    number = ord(character) - ord(_FIRST)
    lead, rest = divmod(number, _PER_LEAD)
    vowel, tail = divmod(rest, _PER_VOWEL)
    return _LEAD_KEYS[lead] + _VOWEL_KEYS[vowel] + _TAIL_KEYS[tail]


def hangul(typed: str) -> str | None:
    """What these keys type in the Korean layout; None where they leave a letter over."""
    if not SYLLABLES.fullmatch(typed):
        return None
    return "".join(_syllable(*match.groups("")) for match in SYLLABLE.finditer(typed))


def _syllable(lead: str, vowel: str, tail: str) -> str:
    number = _LEAD_KEYS.index(lead) * _PER_LEAD + _VOWEL_KEYS.index(vowel) * _PER_VOWEL
    return chr(ord(_FIRST) + number + _TAIL_KEYS.index(tail))


def struck(word: str) -> str:
    """The keys behind a Latin word: capitals that shift, or a locked keyboard, would not mean."""
    if len(word) > 1 and word.isupper():
        return word.lower()
    return "".join(letter if letter in _TYPED_WITH_SHIFT else letter.lower() for letter in word)


def is_shifted(word: str) -> bool:
    """True where every capital is one that the Korean layout has a letter for, and some are not."""
    return not word.isupper() and all(c in _TYPED_WITH_SHIFT for c in word if c.isupper())


def is_open(character: str) -> bool:
    """True for a syllable without a final consonant."""
    return _FIRST <= character <= _LAST and (ord(character) - ord(_FIRST)) % _PER_VOWEL == 0
