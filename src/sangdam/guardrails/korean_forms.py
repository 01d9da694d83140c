"""Korean words made one: those that mean the same.

Synonyms are only words that can be exchanged in any customer's sentence without changing what
is promised; a pair that differs for one shop (구매 and 예약, say) does not belong here.
"""

from __future__ import annotations

from sangdam.guardrails.lexicon import first_of_line

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
내 납부 지불 내시 납입
빌리 대여 빌려주 임대 빌려드리
넘 초과 넘어서
늦 지연 늦어지
타 탑승 승차 승선
데려오 데려가 데리 동반
내려받 다운로드 다운받
올리 업로드 올라오
묵 숙박 투숙
발급 만들 제작
쉬 휴관 휴무 휴진 휴업
찾 찾아가 찾아오
듣 수강
아이 어린이 아동
고르 선택 택하
나누 분할 나뉘
어기 위반
기다리 대기
알리 통지 통보 고지
맡기 위탁
늘 늘리 늘어나
분실 잃어버리 잃
할인 깎
확인 조회 알아보
빼 빠지 차감 공제 제하
돌려주 되돌리 돌려받 복원 복구 되살리 반납 반환
걸리 소요
들 부과 청구 붙 발생
지나 경과 넘기
사라지 소멸 없어지 없
연락 문의 연락하
신청 접수 요청
구매 구입 사 매입
택배사 택배회사
마이페이지 마이 내페이지
골드 gold
실버 silver
웰컴 welcome
비용 요금 가격 값

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
