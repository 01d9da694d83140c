"""The words of a Korean question that decide what it asks."""

from __future__ import annotations

import re

from sangdam.indexing.health.phrases import rewriting
from sangdam.indexing.health.word_lists import first_of_line

_END = r"(?= |$)"
_IS = r"(?:인가요|인지요?|예요|에요|이에요|입니까|죠|야)"
_WHETHER = r"(?:나요|어요|습니까|을까요|는지요?|는가요|죠|나|니)"
_DO = (
    r"(?:하(?:나요|죠|지요|는지요?|는가요)|해요|합니까|할까요"
    r"|하면 ?(?:되나요|돼요|되죠|될까요|됩니까)|해야 ?(?:하나요|되나요|돼요|해요|합니까))"
)
_BECOME = r"(?:되나요|돼요|되요|됩니까|될까요|되는지요?|되는가요|되죠|되니|된가요)"
_GREETINGS = "좀|혹시|안녕하세요|안녕하십니까|저기요|그런데|그럼|질문이요|질문 ?있(?:어요|습니다)"
_rewrite = rewriting(
    {
        rf"(?:{_GREETINGS}){_END}": "",
        r"[을를이가은는]? ?(?:알려 ?(?:주|줘|줄)|가르쳐 ?(?:주|줘)|알고 ?싶|궁금)\S*": "",
        r"(?:문의|질문)(?:드립니다|드려요|합니다|해요|요)?$": "",
        rf"[이가은는]? ?어떻게 ?{_BECOME}": "",
        rf"어떻게 ?{_DO}?|[하할]는? ?(?:법|방법)(?=[은는이을]?(?: |$))": "어떻게",
        rf"방법(?=[은는이을]?(?: |$))|하려면{_END}|절차(?=[은는가를]?(?: |$))": "어떻게",
        rf"(?:뭐|무엇|뭔)(?:{_IS}|가요|지)?{_END}": "",
        r"(?:얼마나|며칠|몇 ?일)(?:이나|정도|쯤)? ?(?:걸리|걸려|걸릴|소요)\S*": "소요",
        r"소요 ?(?:기간|일|시간)": "소요",
        r"몇 ?일": "며칠",
        rf"얼마(?:{_IS}|나 ?(?:하나요|해요|되나요|돼요|드나요))?{_END}": "얼마",
        rf"언제까지{_IS}?{_END}": "기한",
        rf"(?:할)? 수 ?있{_WHETHER}{_END}|할수 ?있{_WHETHER}{_END}": "",
        rf"도? ?{_BECOME}{_END}": "",
        rf"가능(?:한가요|한지요?|해요|합니까|할까요|하나요|하죠|해)?{_END}": "",
        rf"있{_WHETHER}{_END}": "",
        rf"없{_WHETHER}{_END}": "없",
        rf"하?고 ?싶(?:어요|습니다|은데요?|어){_END}": "어떻게",
        rf"몇 ?번{_IS}{_END}": "",
        rf"(?<=[가-힣])받(?:나요|을까요|아요){_END}": "",
        rf"{_DO}{_END}": "",
        rf"(?:해 ?)?(?:주세요|줘요?|주실래요|주시겠어요|주십시오){_END}": "",
        rf"부탁(?:드립니다|드려요|해요)?{_END}": "",
    },
    begins=(
        "(?=[ 고좀혹안저그질을를이가은는알궁문어하할방절뭐무뭔받얼며몇소언수도되돼됩될"
        "있없싶해합한주줘부])"
    ),
)
_ENDING = re.compile(
    r"(?<=[가-힣])(?:이에요|이예요|인가요|인지요|인지|입니까|인데요|예요|에요|이죠|이야|이요|나요|는지요|는지|는가요"
    r"|은가요|을까요|습니까|어요|아요|여요)$"
)
_SAME = first_of_line(
    """배송비 배송료 택배비 배송비용
    얼마 가격 금액 비용
    비밀번호 비번 패스워드
    바꾸 변경 바꿀
    휴대폰 핸드폰 휴대전화
    이메일 메일
    제주 제주도"""
)
_CONTRACTED = {"와요": "오", "려요": "리", "져요": "지", "겨요": "기", "쳐요": "치", "켜요": "키"}
_PERIODS = ("기간", "기한", "소요")
_VALUES = frozenset({"얼마", "며칠", "언제"})
_LIGHT = frozenset({"받", "받을", "받으"})
"""Verbs that only say that one gets what is asked about."""


def korean_gist(plain: str) -> tuple[str, ...]:
    """In the order of the text, each once, without particles."""
    bare = [_bare(word) for word in _rewrite(plain).split()]
    words = [_SAME.get(word, word) for word in bare if word and word not in _LIGHT]
    if any(word.endswith(_PERIODS) for word in words):
        words = [word.removesuffix("까지") for word in words if word not in _VALUES]
    return tuple(dict.fromkeys(words))


def _bare(word: str) -> str:
    if word[-1] == "요" and word[-2:] in _CONTRACTED:
        return word[:-2] + _CONTRACTED[word[-2:]]
    if word[-1] in "요지까야":
        word = _ENDING.sub("", word)
    return _stripped(_stripped(word))


def _stripped(word: str) -> str:
    """은, 이, 을, 과 follow a final consonant and 는, 가, 를, 와 a vowel: 할인가 ends in none."""
    if len(word) < 2 or word[-1] not in "은이을과는가를와도의에":
        return word
    if word[-1] in "도의에":
        return word[:-1] if len(word) > 2 else word
    if word[-1] in ("은이을과" if _closed(word[-2]) else "는가를와"):
        return word[:-1] if len(word) > 2 or word[-1] in "는가를와" else word
    return word


def _closed(letter: str) -> bool:
    """Whether a final consonant ends the syllable; of digits and Latin letters unknown: no."""
    return "가" <= letter <= "힣" and (ord(letter) - 0xAC00) % 28 > 0
