"""Korean sentences read as claims, over Kiwi's morphemes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sangdam.guardrails.claims import Claim
from sangdam.guardrails.korean_forms import SYNONYMS
from sangdam.guardrails.korean_words import (
    FINISHED,
    IF_ENDINGS,
    IF_NOUNS,
    LIGHT,
    NEGATIONS,
    OPPOSING_ENDINGS,
    PHRASES,
    RECEIVED,
    SPLITTING_ENDINGS,
)
from sangdam.guardrails.quantities import Found, find_quantities
from sangdam.guardrails.segmenting import Grammar, claim_of
from sangdam.guardrails.spans import Span
from sangdam.guardrails.tokens import CONDITIONS, JOINTS, Role, Token
from sangdam.ports import Morpheme, Morphology

GRAMMAR = Grammar(condition_follows=False, firm_subject=False, chains=frozenset({"고", "고서"}))
CODE = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z-]*\d)[A-Za-z]+[A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
CONTENT = ("NNG", "NNP", "VV", "VA", "XR", "SL", "SN", "SH", "MAG", "MM", "NR")
NOUNS = ("NNG", "NNP", "SL", "XR")
AFTER_NOUNS, BEFORE_NOUNS = {"후", "뒤", "이후", "다음"}, {"전", "이전"}
AT_ONCE = {"즉시", "대로"}
"""Behind a verb: "끝나는 대로"."""
DURING_NOUNS = {"안", "내", "이내", "중", "동안"}
TOPICS = {"은", "는", "ᆫ"}
COMPOUNDS = {("돌리", "보내"): "돌려보내"}
CLOSING = {"EF", "ETN"}
"""Tags of an ending that closes a sentence."""
MARKERS = {"JX:만": Role.ONLY, "JX:뿐": Role.ONLY, "NNB:뿐": Role.ONLY, "JX:밖에": Role.ONLY}
EDGES = {"부터": Role.AFTER, "까지": Role.BEFORE}
ONLY_WORDS, EXCEPT_WORDS = {"오직", "한하", "한정", "한해", "유일"}, {"제외", "예외"}


def read_korean(text: str, morphology: Morphology) -> Claim:
    for phrase, wording in PHRASES:
        text = phrase.sub(wording, text)
    codes = tuple(Span(*match.span()) for match in CODE.finditer(text))
    found = find_quantities(text, codes)
    tokens = list(_tokens(text, morphology.analyse(text), found, codes))
    return claim_of(tokens, GRAMMAR)


def korean_nouns(text: str, morphology: Morphology) -> frozenset[str]:
    """The nouns of `text`, as base forms with synonyms made one."""
    morphemes = morphology.analyse(text)
    found = (_noun_at(morphemes, n) for n, m in enumerate(morphemes) if m.tag in NOUNS)
    return frozenset(SYNONYMS.get(form, form) for form in found)


def _noun_at(morphemes: Sequence[Morpheme], position: int) -> str:
    run = _noun_run(morphemes, position)
    return run.text if run.cut else morphemes[position].form


def last_ending(text: str, morphology: Morphology) -> str:
    """The verb ending, 요 behind it included, with which `text` closes; else empty."""
    said = [m for m in morphology.analyse(text) if not m.tag.startswith(("S", "W"))]
    if not said or said[-1].tag not in CLOSING:
        return ""
    return said[-1].form


def _tokens(
    text: str, morphemes: Sequence[Morpheme], found: Sequence[Found], codes: Sequence[Span]
) -> Iterator[Token]:
    placed = [(item.span, Token(Role.QUANTITY, quantity=item.quantity)) for item in found]
    placed += [(span, _word(text[span.start : span.end].lower())) for span in codes]
    placed.sort(key=lambda item: item[0])
    for position, morpheme in enumerate(morphemes):
        while placed and placed[0][0].start <= morpheme.start:
            yield placed.pop(0)[1]
        if not _inside(morpheme, found, codes):
            yield from _read(morphemes, position)
    yield from (token for _, token in placed)


def _inside(morpheme: Morpheme, found: Sequence[Found], codes: Sequence[Span]) -> bool:
    span = Span(morpheme.start, max(morpheme.end, morpheme.start + 1))
    return any(span.touches(other) for other in (*(item.span for item in found), *codes))


def _read(morphemes: Sequence[Morpheme], position: int) -> Iterator[Token]:
    morpheme = morphemes[position]
    before = morphemes[position - 1] if position else None
    after = morphemes[position + 1] if position + 1 < len(morphemes) else None
    role = _role(morpheme, before, after)
    if role is Role.SPLIT and morpheme.form == "고":
        role = _joining(morphemes, position)
    if role in CONDITIONS and _concedes(morphemes[position + 1 : position + 3]):
        role = Role.EVEN
    if role is not Role.WORD:
        if role is not None:
            yield Token(role, raw=_mark(morpheme, role))
        # "A가 아니라 B" denies A alone.
        if role is Role.NEGATION and after is not None and after.form == "라":
            yield Token(Role.BUT)
    elif before is not None and before.tag == "XPN":
        yield from _prefixed(before, morpheme)
    elif _merely_gets(morphemes, position) or _sums_up_a_list(morphemes, position):
        return
    elif (whole := _compound(morphemes, position)) is not None:
        yield from [_word(whole)] if whole else []
    elif (run := _noun_run(morphemes, position)).cut:
        yield from [_word(run.text)] if run.first else []
    elif _base_form(morpheme) not in LIGHT and not _merely_finished(morphemes, position):
        yield _word(_base_form(morpheme))


def _merely_finished(morphemes: Sequence[Morpheme], position: int) -> bool:
    """ "결제가 끝난 주문", "결제를 마치시면": no more than "결제한 주문", "결제하면"."""
    following = [m for m in morphemes[position + 1 : position + 5] if m.tag not in {"XSV", "EP"}]
    if _base_form(morphemes[position]) not in FINISHED or not following:
        return False
    return following[0].tag == "ETM" or following[0].form in {"고", *IF_ENDINGS}


def _concedes(following: Sequence[Morpheme]) -> bool:
    """때에도, 안이라도: whatever comes before changes nothing."""
    particles = [m.form for m in following if m.tag in {"JKB", "JX", "VCP", "EC"}]
    return bool({"도", "라도", "이라도", "더라도"} & set(particles)) and following[0].tag != "NNG"


def _mark(morpheme: Morpheme, role: Role) -> str:
    return morpheme.form if role in JOINTS | {Role.COMMA, *EDGES.values()} else ""


class NounRun(NamedTuple):
    """The nouns written together around one morpheme."""

    text: str
    first: bool
    """Whether that morpheme begins the run."""
    cut: bool
    """Whether Kiwi cut it into single syllables (변 + 심), which mean nothing alone."""


def _noun_run(morphemes: Sequence[Morpheme], position: int) -> NounRun:
    start = end = position
    while _glued(morphemes, start - 1):
        start -= 1
    while _glued(morphemes, end):
        end += 1
    forms = [morpheme.form for morpheme in morphemes[start : end + 1]]
    cut = len(forms) > 1 and any(len(form) == 1 for form in forms)
    # 수령일 is the day of 수령, and written either way.
    dated = len(forms) == 2 and forms[1] == "일"
    return NounRun(forms[0] if dated else "".join(forms), start == position, cut)


def _glued(morphemes: Sequence[Morpheme], position: int) -> bool:
    """Whether the nouns at `position` and behind it are written together."""
    if position < 0 or position + 1 >= len(morphemes):
        return False
    left, right = morphemes[position], morphemes[position + 1]
    ending = right.tag in NOUNS or (right.tag in {"XSN", "NNB"} and len(left.form) == 1)
    return left.tag in NOUNS and ending and left.end == right.start


def _role(morpheme: Morpheme, before: Morpheme | None, after: Morpheme | None) -> Role | None:
    form, tag = _base_form(morpheme), morpheme.tag.split("-")[0]
    if form == "가능" and before is not None and before.tag == "XPN":
        return Role.NEGATION
    if form == "없" and after is not None and after.form == "어":
        return Role.WORD
    key = f"{tag}:{form}"
    if key in MARKERS:
        return MARKERS[key]
    if (negation := NEGATIONS.get(form)) and tag in negation:
        return Role.NEGATION
    if (tag in NOUNS and form in ONLY_WORDS) or (tag in {"MAG", "VV"} and form in ONLY_WORDS):
        return Role.ONLY
    if (tag in NOUNS and form in EXCEPT_WORDS) or (tag == "VV" and form == "빼" and _joins(after)):
        # "금액에서 빼고" subtracts.
        return Role.WORD if before is not None and before.form == "에서" else Role.EXCEPT
    return _structure(form, tag, before, after) or (Role.WORD if tag in CONTENT else None)


def _structure(form: str, tag: str, before: Morpheme | None, after: Morpheme | None) -> Role | None:
    if tag == "EC":
        return _ending(form, after)
    if tag in NOUNS and form == "필요":
        return Role.MUST
    if (tag == "NNB" and form == "수") or (tag in NOUNS and form == "가능"):
        return Role.CAN
    if tag == "JX" and form in TOPICS:
        return Role.TOPIC
    if tag == "JX" and form in EDGES:
        return EDGES[form]
    if tag == "JKS":
        return Role.SUBJECT
    if tag == "JC" or (tag == "MAJ" and form in {"및", "그리고"}):
        return Role.OR if form in {"나", "이나"} else Role.AND
    if tag in {"MAJ", "MAG"} and form in {"또는", "혹은"}:
        return Role.OR
    if form in {",", "(", ")", "/", ":", ";", "·", ">"}:
        return Role.COMMA
    return _noun_marker(form, tag, before, after)


def _ending(form: str, after: Morpheme | None) -> Role | None:
    if form in IF_ENDINGS:
        return Role.IF
    if form == "거나":
        return Role.OR
    if form in {"어야", "아야", "여야"}:
        return Role.MUST
    if form in OPPOSING_ENDINGS:
        return Role.BUT
    if form in SPLITTING_ENDINGS and (after is None or after.tag not in {"VX", "JX"}):
        return Role.SPLIT
    return None


def _noun_marker(
    form: str, tag: str, before: Morpheme | None, after: Morpheme | None
) -> Role | None:
    if tag not in {"NNG", "NNB"} or before is None:
        return None
    follows = before.tag in {"ETM", "ETN", "XSN", *NOUNS}
    if form in IF_NOUNS and (follows if form != "경우" else True):
        return Role.IF
    if form in AFTER_NOUNS and follows:
        return Role.AFTER
    if form in AT_ONCE and before.tag == "ETM":
        return Role.AFTER
    # "배송 중" alone is a state, "배송 중에" a time.
    stays = form != "중" or (after is not None and after.form == "에")
    if form in DURING_NOUNS and before.tag in NOUNS and stays:
        return Role.DURING
    return Role.BEFORE if form in BEFORE_NOUNS and follows else None


def _joins(after: Morpheme | None) -> bool:
    return after is not None and after.form in {"고", "ᆫ"}


def _prefixed(prefix: Morpheme, noun: Morpheme) -> Iterator[Token]:
    if prefix.form == "재":
        yield _word("다시")
        yield _word(noun.form)
    else:
        # 비회원 is somebody else than 회원.
        yield _word(prefix.form + noun.form)


def _merely_gets(morphemes: Sequence[Morpheme], position: int) -> bool:
    """ "재발급받다" is "재발급하다", "쿠폰을 받을 수 있다" "쿠폰이 있다"; "받은 분" is somebody."""
    if morphemes[position].form != "받" or not position:
        return False
    before, behind = morphemes[position - 1], morphemes[position + 1 : position + 4]
    following = [m for m in behind if m.tag != "EP"]
    if before.tag == "NNG" and before.end == morphemes[position].start:
        return True
    if before.tag == "JKO" and position > 1 and morphemes[position - 2].form in RECEIVED:
        return True
    if not following or before.tag != "JKO":
        return False
    closes = following[0].tag == "EF" or following[0].form in {"고", "며", "으며"}
    return closes or [m.form for m in following[1:2]] == ["수"]


def _sums_up_a_list(morphemes: Sequence[Morpheme], position: int) -> bool:
    """ "쿠폰과 포인트를 모두" means both of them, and no more than them."""
    before = [m.tag for m in morphemes[max(position - 5, 0) : position]]
    return morphemes[position].form == "모두" and "JC" in before and before[-1] in {"JKO", "JX"}


def _compound(morphemes: Sequence[Morpheme], position: int) -> str | None:
    """The whole verb that Kiwi now and then cuts in two; empty for its first half."""
    here = morphemes[position].form
    ahead = morphemes[position + 2].form if position + 2 < len(morphemes) else ""
    behind = morphemes[position - 2].form if position > 1 else ""
    if (here, ahead) in COMPOUNDS:
        return ""
    return COMPOUNDS.get((behind, here))


def _joining(morphemes: Sequence[Morpheme], position: int) -> Role:
    """What 고 does: "검수가 끝나고" sets a time, "표시가 있고 할인된 상품" joins what qualifies."""
    verbs = [_base_form(m) for m in morphemes[max(position - 2, 0) : position]]
    if FINISHED & set(verbs):
        return Role.AFTER
    if position + 1 < len(morphemes) and morphemes[position + 1].form == ",":
        return Role.SPLIT
    endings = (m.tag for m in morphemes[position + 1 :] if m.tag in {"EC", "EF", "ETM"})
    named = any(m.tag == "JX" and m.form in TOPICS for m in morphemes[:position])
    return Role.AND if next(endings, "") == "ETM" and not named else Role.SPLIT


def _word(form: str) -> Token:
    return Token(Role.WORD, SYNONYMS.get(form, form), form)


def _base_form(morpheme: Morpheme) -> str:
    verb = morpheme.tag.startswith("V") and len(morpheme.form) > 1
    return morpheme.form.removesuffix("다") if verb else morpheme.form
