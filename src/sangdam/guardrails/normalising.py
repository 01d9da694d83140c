"""Text as it is stored, and text as it is inspected.

`clean` loses nothing that a reader would miss; `folded` undoes disguises and is only ever
matched against patterns, never stored or shown.
"""

from __future__ import annotations

import re
import unicodedata

from sangdam.guardrails.look_alikes import fold_look_alikes
from sangdam.models import Value

COMPATIBILITY_JAMO = re.compile(r"([\u3131-\u318e]+)")
CONJOINING_JAMO = re.compile(r"[\u1100-\u1112\u1161-\u1175\u11a8-\u11c2]")
# Invisible although Unicode does not class them as format characters: Hangul fillers, the
# grapheme joiner, variation selectors, the empty Braille cell, noncharacters.
INVISIBLE = re.compile(
    "[\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u180b-\u180f\u2800\ufe00-\ufe0e\ufdd0-\ufdef"
    "\ufff9-\uffff\U000e0100-\U000e01ef]"
)
LINE_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Tag characters repeat ASCII invisibly; a model still reads them.
TAGS = re.compile("[\U000e0020-\U000e007e]+")
BLANKS = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r" ?\n[ \n]*")
JOINER, EMOJI_STYLE = "\u200d", "\ufe0f"

# Syllables of Hangul fall apart without accents; they are left whole.
ACCENTED = re.compile(r"[^\x00-\x7f가-힣]+")
LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# A consonant belongs to the next syllable when a vowel follows it.
SEPARATED_SYLLABLE = re.compile(rf"([{LEADS}])([{VOWELS}])(?:([{TAILS}])(?![{VOWELS}]))?")


class Normalised(Value):
    clean: str
    """NFKC without invisible characters, blanks folded; emoji and punctuation kept."""
    folded: str
    """Lower-case `clean` with look-alikes, accents and taken-apart syllables undone."""
    hidden: str = ""
    """What invisible tag characters spelt; not part of `clean`, inspected all the same."""


def normalise(text: str) -> Normalised:
    clean = clean_text(text)
    hidden = "".join(chr(ord(tag) - 0xE0000) for run in TAGS.findall(text) for tag in run)
    return Normalised(clean=clean, folded=fold(clean), hidden=hidden)


def clean_text(text: str) -> str:
    """What is stored and searched. Idempotent; always encodable as UTF-8."""
    visible = "".join(_visible(LINE_BREAKS.sub("\n", text)))
    composed = INVISIBLE.sub("", _compose(INVISIBLE.sub("", visible)))
    return EMPTY_LINES.sub("\n", BLANKS.sub(" ", composed)).strip()


def fold(clean: str) -> str:
    """For matching only: the letters that a reader believes to see."""
    return recompose_syllables(_without_accents(fold_look_alikes(clean))).casefold()


def recompose_syllables(text: str) -> str:
    """Syllables typed letter by letter (ㅇㅣㅈㅓㄴ) put together; ㅋㅋ and ㅠㅠ stay."""
    return SEPARATED_SYLLABLE.sub(_syllable, text)


def _visible(text: str) -> list[str]:
    if text.replace("\n", " ").isprintable() and EMOJI_STYLE not in text:
        return [text]
    kept: list[str] = []
    for position, character in enumerate(text):
        if character == "\n" or not _hidden(character):
            kept.append(character)
        elif character == "\t":
            kept.append(" ")
        elif character == JOINER and _joins_emoji(text, position):
            kept.append(character)
    return [c for i, c in enumerate(kept) if c != EMOJI_STYLE or (i and _takes_style(kept[i - 1]))]


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co"}


def _joins_emoji(text: str, position: int) -> bool:
    before, after = text[max(position - 2, 0) : position], text[position + 1 : position + 2]
    return _pictures(before) and _pictures(after)


def _pictures(text: str) -> bool:
    return any(unicodedata.category(c) in {"So", "Sk"} for c in text)


def _takes_style(character: str) -> bool:
    return character in "0123456789#*" or unicodedata.category(character) in {"So", "Sm", "Po"}


def _compose(text: str) -> str:
    # NFKC would turn ㅋㅋ and ㅠㅠ into conjoining jamo that no Korean software reads.
    pieces = COMPATIBILITY_JAMO.split(text)
    pieces[::2] = [unicodedata.normalize("NFKC", piece) for piece in pieces[::2]]
    return CONJOINING_JAMO.sub(lambda match: _plain_jamo(match.group()), "".join(pieces))


def _plain_jamo(jamo: str) -> str:
    letter = unicodedata.name(jamo).split()[-1]
    return unicodedata.lookup(f"HANGUL LETTER {letter}")


def _without_accents(text: str) -> str:
    return ACCENTED.sub(lambda match: _bases(match.group()), text)


def _bases(letters: str) -> str:
    parts = unicodedata.normalize("NFD", letters)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


def _syllable(match: re.Match[str]) -> str:
    lead, vowel, tail = match.groups()
    code = LEADS.index(lead) * 21 + VOWELS.index(vowel)
    return chr(0xAC00 + code * 28 + (TAILS.index(tail) + 1 if tail else 0))
