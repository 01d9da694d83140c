"""Korean sentences as tokens, over Kiwi's morphemes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evals.facts.tokens import Placed, Role, Token, placed
from evals.facts.words import Words
from sangdam.guardrails.lexicon import words as listed
from sangdam.guardrails.spans import Span
from sangdam.ports import Morpheme, Morphology

LATIN = re.compile(r"[A-Za-z]+")
CONTENT = frozenset({"NNG", "NNP", "NR", "XR", "VV", "VA", "SH"})
DENIALS = {
    "않": {"VX", "VV", "VA"},
    "말": {"VX"},
    "못하": {"VX", "VV", "VA"},
    "없": {"VA", "VV"},
    "없이": {"MAG"},
    "없음": {"NNG"},
    "아니": {"VCN", "VA"},
    "어렵": {"VA"},
    "힘들": {"VA"},
    "불가": {"NNG", "XR", "MAG"},
    "불가능": {"NNG", "XR"},
    "금지": {"NNG"},
    "금하": {"VV"},
    "거절": {"NNG"},
    "대신": {"NNG", "MAG"},
}
"""Form -> tags under which it denies what stands before it."""
PREFIXES = frozenset({"미", "비", "불", "무", "부"})
IF_ENDINGS = listed(
    """
    면 으면 다면 는다면 ᆫ다면 라면 이라면 려면 으려면 거든
    어도 아도 여도 더라도 라도 이라도
    """
)
IF_NOUNS = frozenset({"경우", "때", "시"})
AFTER_NOUNS = frozenset({"후", "뒤", "전", "다음", "동안", "이후", "이전"})
JOINTS = listed(
    """
    고 며 으며 고서 면서 으면서 지만 는데 은데 ᆫ데 나 으나 되 으되 다만 ᆫ다만 니 으니 니까 으니까
    어서 아서 여서 므로 으므로 거나 라 는지만 도록 려고 으려고
    """
)
LINKS = frozenset({"어", "아", "여"})
ASKING_ENDINGS = listed(
    """
    는지 ᆫ지 은지 을지 ᆯ지 는가 을까 ᆯ까
    """
)
MERE_NOUNS = frozenset({"수", "것", "거", "줄", "뿐", "만큼", "지", "데", "바"})
OPPOSING = frozenset({"그러나", "하지만", "다만", "그런데", "반면", "단"})
COMMAS = frozenset(",()/:;·>")


def read_korean(text: str, words: Words, morphology: Morphology) -> list[Token]:
    return list(_Sentence(text, words, morphology).tokens())


class _Sentence:
    def __init__(self, text: str, words: Words, morphology: Morphology) -> None:
        self._words = words
        self._morphemes = morphology.analyse(text)
        taken = placed(text, words)
        taken += [
            Placed(span, Token(Role.WORD, words.word(text[span.start : span.end].lower())))
            for match in LATIN.finditer(text)
            if not _touches(span := Span(*match.span()), taken)
        ]
        self._placed = sorted(taken, key=lambda item: item.span)

    def tokens(self) -> Iterator[Token]:
        waiting = list(self._placed)
        for position, morpheme in enumerate(self._morphemes):
            while waiting and waiting[0].span.start <= morpheme.start:
                yield waiting.pop(0).token
            span = Span(morpheme.start, max(morpheme.end, morpheme.start + 1))
            if not _touches(span, self._placed):
                yield from self._read(position)
        yield from (item.token for item in waiting)

    def _read(self, position: int) -> Iterator[Token]:
        morpheme = self._morphemes[position]
        form, tag = _base_form(morpheme), _tag(morpheme)
        before, after = self._at(position - 1), self._at(position + 1)
        if form in self._words.asking and tag in CONTENT | {"VX"}:
            yield from (Token(Role.ASKS), Token(Role.JOINT))
        if form in self._words.past and tag in CONTENT:
            yield Token(Role.PAST)
        if form == "제외" and tag == "NNG":
            yield Token(Role.EXCEPTS)
        elif tag in DENIALS.get(form, ()):
            yield Token(Role.DENIES_BEHIND)
        elif form in {"안", "못"} and tag == "MAG":
            yield Token(Role.DENIES_BEHIND if _closes(before) else Role.DENIES_AHEAD)
        elif tag == "XPN":
            yield from [Token(Role.DENIES_NEXT)] if form in PREFIXES else []
        elif tag in CONTENT or tag in {"NNB", "MAG", "MM"}:
            yield from self._content(position)
        else:
            yield from _grammar(form, tag, after)
        if form in {"대신", "없이"} and tag in {"NNG", "MAG"}:
            yield Token(Role.IF)

    def _content(self, position: int) -> Iterator[Token]:
        morpheme = self._morphemes[position]
        form, tag = _base_form(morpheme), _tag(morpheme)
        before = self._at(position - 1)
        if form in IF_NOUNS and _modifies(before):
            yield Token(Role.IF)
        elif form in AFTER_NOUNS and before is not None and _tag(before) in {"ETM", "ETN"}:
            yield from (Token(Role.WORD, self._words.word(form)), Token(Role.IF))
        elif form in self._words.light or tag == "NNB":
            yield Token(Role.LIGHT if tag in CONTENT else Role.BREAK)
        elif tag == "MAG":
            yield Token(Role.ADVERB, self._words.word(form))
        elif tag != "MM" or form in {"첫", "새", "다른", "모든"}:
            yield Token(Role.WORD, self._words.word(form))

    def _at(self, position: int) -> Morpheme | None:
        inside = 0 <= position < len(self._morphemes)
        return self._morphemes[position] if inside else None


def _grammar(form: str, tag: str, after: Morpheme | None) -> Iterator[Token]:
    if tag == "EC":
        yield from _ending(form, after)
    elif tag == "ETM":
        mere = after is not None and (after.form in MERE_NOUNS or _opens_condition(after))
        yield Token(Role.BREAK if mere else Role.AHEAD_OF_NOUN)
    elif tag == "JX" and form in {"은", "는", "ᆫ"}:
        yield Token(Role.TOPIC)
    elif tag == "JX" and form in {"라도", "이라도"}:
        yield Token(Role.IF)
    elif tag == "JC" or (tag == "MAJ" and form in {"및", "그리고", "또는", "혹은"}):
        yield Token(Role.AND)
    elif tag == "MAJ" and form in OPPOSING:
        yield Token(Role.JOINT)
    elif form in COMMAS:
        yield from [Token(Role.TOPIC)] if form == ":" else []
        yield Token(Role.COMMA)
    elif not tag.startswith(("XS", "E", "VC")):
        yield Token(Role.BREAK)


def _ending(form: str, after: Morpheme | None) -> Iterator[Token]:
    helped = after is not None and _tag(after) in {"VX", "JX"}
    if form in ASKING_ENDINGS:
        yield from (Token(Role.ASKS), Token(Role.JOINT))
    elif form in IF_ENDINGS:
        # "쓰면 안 됩니다" denies the use itself; "-어도 됩니다" allows it.
        plain = after is not None and (after.form in {"안", "되"} or _tag(after) == "VX")
        yield Token(Role.BREAK if plain else Role.IF)
    elif (form in JOINTS and not helped) or (form in LINKS and _opens_anew(after)):
        yield Token(Role.JOINT)
    else:
        yield Token(Role.BREAK)


def _opens_anew(after: Morpheme | None) -> bool:
    """Whether "확인되어 영수증을 …" begins to speak of something else."""
    return after is not None and _tag(after) in {"NNG", "NNP", "SN", "MAG", "XPN", "SL"}


def _opens_condition(morpheme: Morpheme) -> bool:
    return morpheme.form in IF_NOUNS | AFTER_NOUNS


def _modifies(before: Morpheme | None) -> bool:
    return before is not None and _tag(before) in {"ETM", "ETN", "NNG", "NNP", "XSN", "JKG"}


def _closes(before: Morpheme | None) -> bool:
    """Whether 못 stands in "쓰지 못해요"."""
    return before is not None and _tag(before) == "EC" and before.form == "지"


def _touches(span: Span, others: Sequence[Placed]) -> bool:
    return any(span.touches(other.span) for other in others)


def _tag(morpheme: Morpheme) -> str:
    return morpheme.tag.split("-")[0]


def _base_form(morpheme: Morpheme) -> str:
    verb = morpheme.tag.startswith("V") and len(morpheme.form) > 1
    return morpheme.form.removesuffix("다") if verb else morpheme.form
