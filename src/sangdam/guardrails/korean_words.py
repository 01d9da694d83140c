"""Korean words by what they do in a claim, as data.

Synonyms are only words that can be exchanged in any customer's sentence without changing what
is promised; a pair that differs for one shop (구매 and 예약, say) does not belong here.
"""

from __future__ import annotations

import re

from sangdam.guardrails.lexicon import first_of_line, words

NEGATIONS = {
    "안": {"MAG"},
    "못": {"MAG"},
    "않": {"VX", "VV", "VA"},
    "없": {"VA", "VV"},
    "없이": {"MAG"},
    "못하": {"VX", "VV", "VA"},
    "어렵": {"VA", "VA-I"},
    "아니": {"VCN", "VA", "MAG"},
    "말": {"VX"},
    "불가": {"NNG", "XR", "MAG"},
    "불가능": {"NNG", "XR"},
    "불가하": {"VA"},
    "금지": {"NNG"},
    "없음": {"NNG"},
}
"""Form -> tags under which it denies."""

IF_ENDINGS = words("면 으면 다면 는다면 ᆫ다면 라면 이라면 려면 으려면 자면 거든 을수록 ᆯ수록")
IF_NOUNS = frozenset({"경우", "때", "시", "때문"})
SPLITTING_ENDINGS = words("고 며 으며 고서 면서 으면서 니 으니 므로 으므로")
OPPOSING_ENDINGS = words("지만 는데 은데 ᆫ데 으나 나 되 으되 는지만 다만 ᆫ다만 은지만")

LIGHT = words(
    """
    하 되 있 이 주 것 날 동안 사이 생기 발생 비용 표시 일 거 수 가능 고객 고객님 안내
    참고 때문 해당 네 예 저희 저 우리 당사 사항 내용 관련 대하 통하 위하 따르 의하 알 보
    말씀 바라 바랍 원하 희망 부탁 필요 또 또한 그리고 더 잘 그 본 각 기준 경우 점 건 시
    분 곳 중 등 및 만약 혹시 아래 위 대해 대한 직접 진행 이루어지 처리 가 오 나오 이러하
    그러하 어떠하 아니요 여러 정도 약 총 현재 방법 꼭 반드시 미리 이미 벌써 의
    다만 단 따라서 그러므로 그래서 그러면 하지만 그러나 참고로 특히 말 뜻 만
    """
)
"""Words that carry no claim of their own."""

PHRASES = tuple(
    (re.compile(pattern), wording)
    for pattern, wording in (
        (
            r"(\S*(?:비|료|비용|요금))(?:은|는|을|를)? (?:따로 |별도로 )?(?:내|부담하|지불하)지 "
            r"않(?:으셔도|아도|으시면) (?:됩니다|되고|되며|돼요)",
            r"\1는 무료입니다",
        ),
        (r"영업일 기준(?:으로)? (\d+(?:[~-]\d+)?)일", r"\1영업일"),
        (r"하나당", "1개당"),
        (r"(\d+시)\s?\(\d{1,2}:\d{2}\)", r"\1"),
        (r"그날", "당일"),
        (r"(?:운영|영업|상담)하지 않(?:습니다|아요)|휴무(?:입니다|예요)", "쉽니다"),
        (r"(?:별도의? |추가 |교환 )?비용 없이 (?=무료)", ""),
        (r"받아\s?보실 수 있(습니다|어요)", "도착합니다"),
    )
)
"""Wordings made one before anything else is read."""

FINISHED = frozenset({"끝나", "완료", "마치"})
"""Add nothing before a noun: "결제가 끝난 주문" is "결제한 주문"."""

GROUPS = """
끝나 완료 마치 종료
무료 공짜 무상
상품 제품 물건 물품
받 드리 수령 받아보 수취
보내 발송 출고 부치
배송비 택배비 배송료 운송비 운임
변경 바꾸 바뀌 수정
환불 환급
불량 하자 결함
파손 깨지 망가지 부서지
바로 즉시 곧바로 즉각
매달 매월
사용 쓰 이용 유효
적립 쌓이 쌓
외국 해외 국외
묻 물어보 요구
낮 낮추
높 높이
줄 줄이 줄어들
늘 늘리 늘어나
분실 잃어버리 잃
할인 깎
확인 조회 알아보
빼 빠지 차감 공제 제하
돌려주 되돌리 돌려받 복원 복구 되살리
걸리 소요
들 부과 청구 붙
지나 경과 넘기
사라지 소멸 없어지 없
연락 문의 연락하
신청 접수 요청
구매 구입 사
택배사 택배회사
마이페이지 마이 내페이지
골드 gold
실버 silver
웰컴 welcome
비용 요금

모두 모든 전부 전체 다
항상 언제나
산정 계산
기간 기한
정하 지정
남 남아있
취소 철회

이메일 메일
비밀번호 암호 패스워드
주소 주소지
날짜 일자

설치 장착
수리 고치
회수 수거
함께 같이 한꺼번에
처음 첫 최초
왕복 오가
고객센터 상담센터 콜센터
"""
"""Each line one meaning; the first word stands for all."""

SYNONYMS = first_of_line(GROUPS)
