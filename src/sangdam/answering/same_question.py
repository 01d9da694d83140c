"""Which questions are the same but for their dress: an exact key, no nearness.

The key is the question's words in their order. Left out is only what is listed here as empty:
Korean endings that ask, a lone topic or subject particle, most blanks between Korean words, full
stops and question marks at the end, English articles, `please` and 혹시. Whatever is not known to
be empty stays: numbers, units, codes, negation, tense, conditions, question words, direction,
names, signs of feeling. Two texts that mean the same may well have two keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from sangdam.models import Language
from sangdam.ports import Morpheme, Morphology

HANGUL = re.compile("[가-힣ㄱ-ㅣ]")
END = re.compile(r"[\s.?~]+$")
ASKS, TELLS = "?", "."
"""The last part of a key: "안 돼요?" asks what "안 돼요" laments."""
ASKING = frozenset(
    ["나요", "ᆫ가요", "은가요", "는가요", "ᆸ니까", "습니까", "에요", "예요", "ᆫ가", "은가"]
)
"""Endings that only ask, more or less politely."""
OPEN_ENDINGS = frozenset(["어요", "아요", "여요"])
"""Ask or tell, by what stands beside them."""
QUESTION_WORDS = frozenset(
    [
        "얼마",
        "언제",
        "어디",
        "무엇",
        "뭐",
        "누구",
        "며칠",
        "몇",
        "왜",
        "어떻게",
        "어떤",
        "무슨",
        "어느",
    ]
)
EMPTY_KOREAN = ("혹시", "MAG")
TOPICS = frozenset(["은", "는"])
NOUN = ("N", "SL", "SN", "SH", "XR", "MM")
COUNTED = ("NR", "SN", "MM", "NNB")
"""Before these a blank tells: 이만 원 is 20,000 won, 이 만 원 may be these 10,000."""
VERB = re.compile("VV.*|XSV")
"""반품 되다 and 반품되다 are one."""

SENTENCES = re.compile(r"(?<=[.?!])\s+")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|\S")
PLEASE = re.compile(r"^please,? |,? please$", re.IGNORECASE)
ARTICLES = frozenset(["the", "a", "an"])
COUNTING = frozenset(["few", "little", "lot", "bit", "couple", "while", "second", "third", "most"])
"""Before these an article tells: a few is not few."""
SHORT_FORMS = (
    (re.compile(r"\b(can)(?:'t|not)\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"\b(do|does|did|is|are|was|were)n't\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"\b(what|where|how)'s (?=the|your|my|this)", re.IGNORECASE), r"\1 is "),
)
OPENERS = frozenset(
    [
        "what",
        "what's",
        "how",
        "when",
        "where",
        "which",
        "who",
        "whose",
        "why",
        "can",
        "could",
        "do",
        "does",
        "did",
        "is",
        "are",
        "am",
        "was",
        "were",
        "will",
        "would",
        "should",
        "shall",
        "may",
        "must",
        "have",
        "has",
        "had",
    ]
)
"""An English sentence that begins with one of these asks."""


class SameQuestion:
    def __init__(self, morphology: Morphology) -> None:
        self._morphology = morphology

    def key(self, text: str, language: Language) -> tuple[str, ...]:
        """Equal for texts that ask the same in the same words. `text` is normalised."""
        bare = END.sub("", text)
        parts = self._korean(bare, "?" in text) if HANGUL.search(text) else _english(bare, text)
        return (language, *parts)

    def _korean(self, text: str, marked: bool) -> tuple[str, ...]:
        """`marked` says whether there is a question mark in it."""
        found = self._morphology.analyse(text)
        if not _covers(found, text):
            return (text,)
        morphemes = tuple(m for m in found if (m.form, m.tag) != EMPTY_KOREAN)
        parts = tuple(
            _named(morpheme, text)
            for place, morpheme in enumerate(morphemes)
            if not _is_empty(morphemes, place)
        )
        return (*parts, ASKS if marked or _asks(morphemes) else TELLS)


def _covers(morphemes: Sequence[Morpheme], text: str) -> bool:
    """Whether the analyser lost nothing that a reader sees."""
    seen = {place for m in morphemes for place in range(m.start, m.end)}
    return all(place in seen or text[place] in " \n" for place in range(len(text)))


def _asks(morphemes: Sequence[Morpheme]) -> bool:
    return any(m.form in QUESTION_WORDS or _only_asks(m) for m in morphemes)


def _only_asks(morpheme: Morpheme) -> bool:
    return morpheme.tag == "EF" and morpheme.form in ASKING


def _is_empty(morphemes: Sequence[Morpheme], place: int) -> bool:
    form, tag = morphemes[place][:2]
    follows, before = morphemes[place + 1 : place + 2], morphemes[:place][-1:]
    if tag == "EF":
        return form in ASKING | OPEN_ENDINGS
    if tag == "VCP" or (form, tag) in {("시", "EP"), ("으시", "EP")}:
        return any(map(_only_asks, follows))
    if (form, tag) == ("요", "JX"):
        return any(map(_only_asks, before))
    return _names_the_subject(morphemes[place]) and _says_nothing(morphemes, place)


def _names_the_subject(morpheme: Morpheme) -> bool:
    return morpheme.tag == "JKS" or (morpheme.tag == "JX" and morpheme.form in TOPICS)


def _says_nothing(morphemes: Sequence[Morpheme], place: int) -> bool:
    """Whether nothing else could be what is spoken of. "고객이 판매자 신고" and "고객 판매자가
    신고" differ in nothing but the particle's place."""
    before, after = morphemes[:place], morphemes[place + 1 :]
    others = any(m.tag == "JKO" or _names_the_subject(m) for m in (*before, *after))
    compound = bool(before) and all(m.tag.startswith(NOUN) and m.tag != "NP" for m in before)
    rivals = any(m.tag.startswith(NOUN) and not _predicates(after, n) for n, m in enumerate(after))
    return compound and not others and not rivals


def _predicates(after: Sequence[Morpheme], place: int) -> bool:
    """Whether the noun there is a part of what is said: 가능 in 가능하다, 얼마 in 얼마예요."""
    if after[place].form in QUESTION_WORDS or after[place].form == "수":
        return True
    return any(m.tag in {"XSV", "XSA", "VCP"} for m in after[place + 1 : place + 2])


def _named(morpheme: Morpheme, text: str) -> str:
    """Foreign words as they stand: a stem is shared by too many."""
    surface = text[morpheme.start : morpheme.end]
    form = surface.lower() if morpheme.tag.startswith("S") else morpheme.form
    apart = morpheme.tag in COUNTED and text[: morpheme.start].endswith(" ")
    return f"{' ' * apart}{form}/{VERB.sub('V', morpheme.tag)}"


def _english(bare: str, whole: str) -> Iterator[str]:
    text = PLEASE.sub("", bare.replace("’", "'"))
    for form, spelt_out in SHORT_FORMS:
        text = form.sub(spelt_out, text)
    words = [word for sentence in SENTENCES.split(text) for word in _words(sentence)]
    for word, following in zip_longest(words, words[1:]):
        if word not in ARTICLES or following in COUNTING:
            yield word
    yield ASKS if "?" in whole or not OPENERS.isdisjoint(words[:1]) else TELLS


def _words(sentence: str) -> list[str]:
    """In lower case where a capital says nothing: US is not us, nor May always may."""
    words = WORD.findall(sentence)
    plain = (n == 0 and not _is_capitals(word) for n, word in enumerate(words))
    return [
        word.lower() if first or _has_digit(word) else word
        for first, word in zip(plain, words, strict=True)
    ]


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)
