"""Korean sentences said otherwise: denied, without their condition, of everything, in 반말."""

from __future__ import annotations

import re

from evals.written.inventions.wordings import Split

FIRST_SYLLABLE = 0xAC00
FINALS = 28
B_FINAL, N_FINAL = 17, 4
"""Positions of ㅂ and ㄴ among the final consonants."""

ANSWER = re.compile(r"^(네|아니요), ")
OTHER_ANSWER = {"네": "아니요", "아니요": "네", "": ""}
TOPIC = re.compile(r"^(?:네, |아니요, )?((?:\S+ ){0,3}?\S+[가-힣)][은는]) (\S.*)$")
CONDITIONS = (
    re.compile(
        r"^((?:(?!\S*(?:[많받않같남얇]은|[르하있없되오지]는) )\S+ ){0,2}"
        r"(?!\S*(?:[많받않같남얇]은|[르하있없되오지]는) )\S+[은는] )?"
        r"(?:[^.,]*?(?:(?<!화)면|경우에는)),? (?=\S+ \S+)"
    ),
    re.compile(r"(?:받은 |그 사실을 안 |불량을 안 )?\S+부터 \S+ 안에 "),
    re.compile(r"(?:\d[\d,]*(?:원|개|kg) 이상(?:부터)? |본인 인증을 한 뒤 )"),
)
"""Longer adjectives look like topics: those of the first words are told by their ending."""
NARROW = re.compile(
    r"(?:세일|일반|대형|골드|실버|웰컴|VIP|제주|내륙|기업|선물|불량|소형|코팅|나무|스테인리스) ?"
    r"(상품|회원|지역|주문|가전|프라이팬|도마|팬)"
)


def denied(sentence: str) -> str | None:
    """The contrary; None where it has no ending that is known."""
    said, body = "", sentence.removesuffix(".")
    if found := ANSWER.match(body):
        said, body = f"{OTHER_ANSWER[found[1]]}, ", body[found.end() :]
    turned = _turned(body)
    return f"{said}{turned}." if turned else None


def _turned(body: str) -> str | None:
    for ending, other in (
        ("수 있습니다", "수 없습니다"),
        ("수 없습니다", "수 있습니다"),
        ("없습니다", "있습니다"),
        ("있습니다", "없습니다"),
        ("이 아닙니다", "입니다"),
        ("가 아닙니다", "입니다"),
        ("주세요", "주지 마세요"),
        ("하세요", "하지 마세요"),
    ):
        if body.endswith(ending):
            return body.removesuffix(ending) + other
    if body.endswith("지 않습니다"):
        return _affirmed(body.removesuffix("지 않습니다"))
    if body.endswith("지 마세요"):
        stem = body.removesuffix("지 마세요")
        return f"{stem}으세요" if _final(stem[-1]) else f"{stem}세요"
    if body.endswith("입니다"):
        named = body.removesuffix("입니다")
        return f"{named}{'이' if _final(named[-1]) else '가'} 아닙니다"
    return _with_not(body)


def _with_not(body: str) -> str | None:
    if body.endswith("습니다"):
        return body.removesuffix("습니다") + "지 않습니다"
    stem = body.removesuffix("니다")
    if stem != body and _final(stem[-1]) == B_FINAL:
        return f"{stem[:-1]}{_finished(stem[-1], 0)}지 않습니다"
    return None


def _affirmed(stem: str) -> str:
    if _final(stem[-1]):
        return f"{stem}습니다"
    return f"{stem[:-1]}{_finished(stem[-1], B_FINAL)}니다"


def unconditional(sentence: str) -> str | None:
    """Without its first condition; None where it sets none."""
    plain = ANSWER.sub("", sentence)
    for condition in CONDITIONS:
        if found := condition.search(plain):
            kept = (found[1] or "") if condition.groups else ""
            rest = plain[: found.start()] + kept + plain[found.end() :]
            return rest if len(rest) > len("됩니다.") + 4 else None
    return None


def general(sentence: str) -> str:
    """Of all things, where it spoke of some."""
    wide = NARROW.sub(lambda found: f"모든 {found[1]}", sentence, count=1)
    if wide != sentence:
        return wide
    return f"누구에게나 예외 없이 언제나 {ANSWER.sub('', sentence)}"


def impolite(sentence: str) -> str | None:
    """The same in 반말; None where the ending is not known."""
    body = sentence.removesuffix(".")
    for ending, plain in (
        ("있습니다", "있어"),
        ("없습니다", "없어"),
        ("않습니다", "않아"),
        ("습니다", "어"),
        ("합니다", "해"),
        ("됩니다", "돼"),
        ("하세요", "해"),
        ("주세요", "줘"),
        ("마세요", "마"),
    ):
        if body.endswith(ending):
            return f"{body.removesuffix(ending)}{plain}."
    if body.endswith("입니다"):
        named = body.removesuffix("입니다")
        return f"{named}{'이야' if _final(named[-1]) else '야'}."
    stem = body.removesuffix("니다")
    if stem != body and _final(stem[-1]) == B_FINAL:
        return f"{stem[:-1]}{_finished(stem[-1], N_FINAL)}다."
    return None


def split(sentence: str) -> Split | None:
    """Topic and what is said of it; None where there is no topic at the beginning."""
    found = TOPIC.match(sentence)
    return Split(found[1], found[2]) if found else None


def _final(syllable: str) -> int:
    """Position of its final consonant; 0 for none, and for what is no syllable 1."""
    place = ord(syllable) - FIRST_SYLLABLE
    return place % FINALS if 0 <= place < 11172 else 1


def _finished(syllable: str, final: int) -> str:
    """The syllable with another final consonant."""
    place = ord(syllable) - FIRST_SYLLABLE
    return chr(FIRST_SYLLABLE + place - place % FINALS + final)
