"""Different wordings made one before anything is read: phrases, and numbers spelt unusually."""

from __future__ import annotations

import re

N = r"\d[\d,.]*"
ENGLISH_N = (
    rf"(?:{N}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|thirty)"
)
COUNTED = r"(?:business |working )?(?:day|week|month|year|hour|minute)"
PERIOD = r"(?:day|week|month|year)"
BUSINESS_DAYS = r"(?:영업일|근무일|워킹\s?데이)"

KOREAN_DAYS = {
    "하루(?:나|에서|~|\\s)\\s?이틀": "1~2일",
    "이틀(?:이나|에서|~|\\s)\\s?사흘": "2~3일",
    "사흘(?:이나|에서|~|\\s)\\s?나흘": "3~4일",
    "이삼일": "2~3일",
    "사나흘|삼사일": "3~4일",
    "사오일": "4~5일",
    "이틀": "2일",
    "사흘": "3일",
    "나흘": "4일",
    "닷새": "5일",
    "엿새": "6일",
    "이레": "7일",
    "열흘": "10일",
    "보름": "15일",
}

NATIVE_ONES = {"한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6}
NATIVE_ONES |= {"일곱": 7, "여덟": 8, "아홉": 9}
NATIVE_TENS = {"열": 10, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50}
NATIVE_COUNTED = r"(?=\s?(?:살|개|명|장|번|시간|분|자|달|곳|대|병))"

NUMBERS = (
    *(
        (rf"(?<![가-힣]){tens}{ones}{NATIVE_COUNTED}", str(ten + one))
        for tens, ten in NATIVE_TENS.items()
        for ones, one in NATIVE_ONES.items()
    ),
    (r"(?<![가-힣])만\s(?=\d+\s?(?:세|살))", ""),
    (r"(?<![가-힣])(?:(?:1인|한\s사람|한\s분)당?|인당)(?=\s\d|\s[한두세네]\s|\s다섯)", "1명"),
    (r"(?<![가-힣])연(?=\s?\d+(?:\.\d+)?\s?(?:%|퍼센트|프로))", "매년 "),
    (r"(?<=[세살일원%])[이가]\s(?=넘)", " "),
    *((rf"(?<![가-힣])(?:{spelt})", days) for spelt, days in KOREAN_DAYS.items()),
    (r"일주일|(?<![가-힣])(?:한|일)\s주(?=\s|일|간)", "7일"),
    (r"반년", "6개월"),
    (r"시간\s반(?![가-힣])", "시간 30분"),
    (r"두세\s(?=[번개장명])", "2~3"),
    (r"서너\s(?=[번개장명])", "3~4"),
    (r"(?<![가-힣])석\s(?=[달장])", "3"),
    (r"(?<![가-힣])넉\s(?=[달장])", "4"),
    (
        rf"{BUSINESS_DAYS}\s?(?:기준(?:으로)?|로)\s?({N})(일)?\s?(~|-|에서|부터|내지)\s?({N})일",
        r"\1~\4영업일",
    ),
    (rf"{BUSINESS_DAYS}\s?(?:기준(?:으로)?|로)\s?({N})일", r"\1영업일"),
    (rf"({N})일?\s?(?:~|-|에서)\s?({N})일\s?\({BUSINESS_DAYS} 기준\)", r"\1~\2영업일"),
    (rf"({N})일\s?\({BUSINESS_DAYS} 기준\)", r"\1영업일"),
    (r"(?<![가-힣])월(?=\s?(?:\d|한|두|세)+\s?(?:회|번|장|개))", "매월 "),
    (r"(?<![가-힣])연(?=\s?(?:\d|한|두|세)+\s?(?:회|번|장|개))", "매년 "),
    (r"(?<![가-힣])주(?=\s?(?:\d|한|두|세)+\s?(?:회|번))", "매주 "),
    (r"(?<![가-힣])(?:일|하루)(?=\s?(?:\d|한|두|세)+\s?(?:회|번))", "매일 "),
    (r"([\d만천백십]\s?(?:세|살|일|원|개|시간))[이가]\s?(?:되지\s?않|안\s?되)[가-힣]*", r"\1 미만"),
    (r"[이가]?\s?지나지\s?않", " 이내"),
    (r"(?:을|를)\s?넘지\s?(?:않|아니|못)[가-힣]*", " 이하 "),
    (rf"\bbetween ({ENGLISH_N}) and ({ENGLISH_N})\b", r"\1 to \2"),
    (
        rf"\b(have|has|takes?|taking|lasts?|about|is|get|gives?|allow|to|than|only|almost|over|under"
        rf"|up to|until|by) an? (?:full |whole |single )?(?={PERIOD}\b)",
        r"\1 1 ",
    ),
    (
        rf"\ban? (?:full |whole |single )?(?={PERIOD} (?:from|after|before|to\b|later|since|long))",
        "1 ",
    ),
    (rf"\b(?:up to|until|by) (?={ENGLISH_N} {COUNTED}s? (?:after|from|before|of)\b)", "within "),
    (r"\bnoon\b|정오", "12:00"),
    (r"\bmidnight\b|자정", "00:00"),
    (r"\ba single\b", "one"),
    (r"\bhalf an hour\b", "30 minutes"),
    (r"\bhalf a year\b", "6 months"),
    (r"\ba fortnight\b", "14 days"),
    (r"\b(?:no|not) later than\b", "within"),
    (r"\b(?:no|not) (?:less|fewer) than\b", "at least"),
    (r"\bnot exceed(?:ing)?\b", "at most"),
    (rf"\b(?:in |during |within )?the first (?={ENGLISH_N} {COUNTED})", "within "),
    (rf"\b({ENGLISH_N})-(?={COUNTED})", r"\1 "),
    (r"\b(\d+)k\b(?=\s?(?:won|krw))", r"\g<1>,000"),
)

PHRASES = (
    (r"(?:받은|받으신|받아\s?보신|수령한|수령하신)\s(?=날|뒤|후|다음|지)", "수령 "),
    (r"수령일", "수령 날"),
    (r"(반품|교환|회수|수거)\s?(?:(?:배송|택배)?비|배송\s비용)(?![가-힣]?율)", r"\1 비용"),
    (r"배송\s(?:비용|요금)|배달비|배송료|배송요금|택배비|운송비|운임", "배송비"),
    (r"(?:돈|금액|대금)을?\s돌려(?=받|드|주|줍|줄)", "환불 "),
    (r"마음[이에]\s(?:바뀌|바뀐|바꼈|안\s들|들지\s않)[가-힣]*|단순변심", "단순 변심"),
    (r"같은\s날|(?<![가-힣])그\s?날", "당일"),
    (r"원하(?=[시는면고지])|원할", "희망하"),
    (
        r"(?:저희|당사|회사|판매자|본사)(?:가|이|에서)?\s(?:모두\s|전액\s)?부담(?:해서|하여|합니다|해요|하며|하고)",
        "무료 ",
    ),
    (r"[’‘]", "'"),
    (r"\bwe (?:will )?(?:pay|cover|bear)(?: for)?\b", "free"),
    (r"\bcan't\b|\bcan not\b", "cannot"),
    (r"\bwon't\b", "will not"),
    (r"\bain't\b", "is not"),
    (r"n't\b", " not"),
    (r"(?<!is )(?<!are )(?<!be )\bused to\b", "formerly"),
    (r"\bunless\b", "if not"),
    (r"\b(?:as|so) long as\b|\bprovided that\b|\bin case\b", "if"),
    (r"\bno longer\b", "not"),
    (r"\bat once\b|\bright away\b|\bstraight away\b", "immediately"),
    (r"\binstead of\b|\brather than\b|\bother than\b|\bapart from\b", "except"),
    (
        r"\b(?:send|sent|sends|sending|take|takes|taking|bring|mail|ship|give)(?: \w+){0,2} back\b",
        "return",
    ),
    (r"\b(?:(?:your|the|their|my) )?money back\b", "refund"),
    (
        r"\bfree[ -]of[ -]charge\b|\bat no (?:extra |additional )?(?:cost|charge)\b|\bfor free\b",
        "free",
    ),
    (r"\bcosts? (?:you |them )?nothing\b|\bnothing to pay\b|\bwithout (?:charge|a fee)\b", "free"),
    (
        r"\b(?:there (?:is|are) )?no ((?:\w+ )?)(?:charge|fee|cost)s?\b",
        r"free \1",
    ),
    (r"\b(?:do|does|will) not (?:have to |need to )?pay (?:anything|extra|for)\b", "free"),
    (r"\bchang(?:e|ed|ing)(?:[ -]of)?[ -](?:(?:your|my|their|the) )?mind\b", "changeofmind"),
    (r"\bround[- ]trip\b|\bboth ways\b|\bthere and back\b", "roundtrip"),
    (r"\bsame[ -]day\b|\bthat (?:very )?(?:same )?day\b", "sameday"),
    (r"\be-mail", "email"),
    (r"\blog(?:s|ged|ging)?[ -]in\b|\bsign(?:s|ed|ing)?[ -]in\b", "login"),
    (r"\bsign(?:s|ed|ing)?[ -]up\b", "join"),
    (r"\bsold[ -]out\b|\bout[ -]of[ -]stock\b", "outofstock"),
    (r"\bback in stock\b", "restock"),
    (r"\bpick(?:s|ed|ing)?[ -]up\b", "pickup"),
    (r"\bsurcharge\b", "extra fee"),
    (r"\bship(?:s|ped|ping)?(?= (?:\w+ )?(?:to|abroad|overseas)\b)", "deliver"),
    (
        r"\b(?:un|non-?|in)(?=(?:open|us(?:ed|able)|seal|worn|wash|damag|touch|paid|return|refund|exchang"
        r"|transfer|eligib|member))",
        "non ",
    ),
)

REWRITINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), wording) for pattern, wording in (*PHRASES, *NUMBERS)
)


def one_wording(text: str) -> str:
    """`text` with every known wording replaced by the one that stands for it."""
    for pattern, wording in REWRITINGS:
        text = pattern.sub(wording, text)
    return text
