"""Words that a faithful sentence may add, as data: they carry no fact.

General verbs, frames and names of what a number measures. What promises or forbids something
(refund, cancel, ship, free, never, only) is not here, nor is any name of a thing.
"""

from __future__ import annotations

from collections.abc import Iterable

from sangdam.guardrails.english import stem
from sangdam.guardrails.lexicon import words
from sangdam.guardrails.quantity import Quantity

ENGLISH = """
accept allow arrange assist avoid base become belong bring choose come complete comply consider
consist contain contact count create decide depend determine directly do enable enjoy ensure
exist expect explain feel fill find follow gain go grant handle happen help include inform
involve know learn let like list look make manage mean meet mention necessary need note occur
offer operate perform place plan prepare present proceed process provide put qualify realise
refer relate relevant remember represent respective rest result run say see seem select serve
set show sit state step submit suggest suit tell think travel treat try turn understand view
visit want watch welcome wish work write
able available certain clear convenient correct due easy exact given helpful important kind likely
possible proper responsible similar suitable sure usual use various
advance basis choice detail duration fact information length matter means moment occasion
opportunity option parcel period place point possibility procedure process purpose reason result
price piece service situation something step term thing type validity way money member
automatically completely fully entirely gladly easily quickly properly exactly currently
approximately regardless altogether respectively respect later prior whether within per
"""
KOREAN = """
작성 제출 제시 응시 참여 방문 지참 준비 진행 실시 시행 적용 완료 발생 선택 고르 마련 이루어지 남기
챙기 추가 추가로 별도 정도 최대 최소 방식 절차 과정 상황 조건 내역 항목 종류 편 편하 쉽 간편 부분
내용 결과 상태 이유 자세하 정확 정확하 물론 바로 원하 희망 되 가지 가지고 보 꼭 반드시 기준 발급
걸치 가운데 하나 혜택 이르 의하 업무 담당 사용 제공 확인 회원
"""
NEUTRAL = frozenset((*map(stem, ENGLISH.split()), *KOREAN.split()))

PRICE = words(
    "fee pay spend total rat fal ad plus extra 비용 금액 가격 값 요금 수수료 부과 청구 들 내 부담"
)
TIME = words("last period take run valid insur 기간 기한 시간 소요 걸리 유효 사용")
CLOCK = words("hour open clos time 시간 시각 운영 마감 문 열 닫")
MEASURED = {
    "won": PRICE,
    "dollar": PRICE,
    "percent": words("rat receiv sav 비율 율 들 비용 수수료"),
    "day": TIME,
    "minute": TIME,
    "month": TIME,
    "clock": CLOCK,
    "date": CLOCK | TIME,
    "ordinal": words("일자 날짜"),
    "kg": words("weigh weight heavi 무게 중량"),
    "age": words("age ag old 나이 연령"),
    "litre": words("capaciti hold 용량"),
}
"""What is counted -> words that merely name it: "the price is 3,000 won"."""


def naming(quantities: Iterable[Quantity]) -> frozenset[str]:
    """Words that say no more than those numbers do."""
    return frozenset().union(*(MEASURED.get(one.unit, ()) for one in quantities))
