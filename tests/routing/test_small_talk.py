"""Small talk is small talk only when the whole message is.

The examples are the project's own. In each group half were written before the patterns; the
later ones were read by the patterns of the day before those were mended.
"""

from __future__ import annotations

import unicodedata

import pytest

from sangdam.routing.small_talk import LONGEST, SmallTalk, SmallTalkKind

SOCIAL = {
    SmallTalkKind.GREETING: """
안녕하세요
안녕
안녕하세요~ 반갑습니다!
하이
ㅎㅇ
hello
Hi there!
good morning
안녕하십니까?
안녕하세용 ㅎㅎ
저기요
문의 있습니다
여보세요~
굿모닝입니다
반가워 😊
hey
hello, how are you?
good evening!
Hi, I have a question
안녕하세요 반가워요
ㅎㅇㅎㅇ
하이염
안녕하세요 문의드립니다
질문 있어요
저기요~?
Hello there
hey, good morning :)
Hiya!!
anyone there?
안녕하세용
하이루
처음 뵙겠습니다
hello!!
hi, how are you doing today?
good afternoon
안녕 친구
""",
    SmallTalkKind.THANKS: """
감사합니다
고마워요 ㅎㅎ
네 감사합니다
땡큐
thank you so much
thanks!
답변 감사드립니다
정말 고맙습니다!!
ㄱㅅㄱㅅ
아하 그렇군요 감사합니다
알겠습니다
빠른 답변 감사해요
도움이 됐어요 고마워요
Thanks a lot!
ok thanks
great, thank you
got it, thx
아 네 알겠습니다
친절한 답변 감사합니다^^
고마웡
감사요
오 감사합니다 해결됐어요
네 알겠어요 고마워요
thank u very much
Perfect, thanks for your help!
ok got it
appreciate it
cool thanks
감사합니당
네네 감사합니다~
답변 고맙습니다
오케이 고마워
thanks so much for your help
ok, understood, thanks
thank you!!
""",
    SmallTalkKind.GOODBYE: """
안녕히 계세요
수고하세요~
잘 있어
bye
goodbye, have a nice day
수고하셨습니다
좋은 하루 되세요!
네 수고하세요~
다음에 올게요
감사합니다 안녕히 계세요
바이바이
see you later
thanks, bye!
have a great day
that's all
네 수고하세요 감사합니다
그럼 안녕히 계세요
이만 나갈게요
ㅂㅂ
잘있어요
Bye!
ok bye
good night
thanks that's all
수고하세용
네 좋은 하루 보내세요
그럼 이만
안녕히계세요~~
goodbye!
see ya
have a nice day
""",
    SmallTalkKind.YES: """
네
넵!
응
좋아요
yes please
ok
네네
예 맞습니다
그래요
ㅇㅇ
응 그래
네 부탁드려요
오케이
yeah sure
Yes, please.
okay!
👍
넹
네 맞아요
예예
그렇습니다
네 해주세요
어 맞아
yup
yes that's right
Sure, please
ㅇㅋㅇㅋ
네엡
응응
그럼요
맞아
yes i do
yeah
okie
""",
    SmallTalkKind.NO: """
아니요
아뇨 괜찮아요
ㄴㄴ
no thanks
nope
아니에요
아니 됐어요
아뇨~
필요없어요
괜찮습니다
아니요 감사합니다
no, thank you
not really
never mind
No.
아닙니다
아니 괜찮아
싫어요
됐습니다
아뇨 됐어요 감사합니다
안 할래요
nah I'm good
no no
not now
nope, thanks
아뇽
아니 됐어
아니요 없어요
아직이요
no thank you
""",
}
SOCIAL_NOT = """
안녕하세요 배송 언제 와요?
고마워요 그런데 반품은요?
네 그럼 제주도는요?
네이버페이 되나요
아니요 말고 다른 색 있나요?
감사 카드 넣을 수 있나요?
감사합니다 그리고 쿠폰은 어디에 있어요?
응답이 늦어요
수고하시네요 제 주문 좀 봐주세요
좋아요 버튼은 어디 있나요?
하이라이트 인덕션 있나요
안녕하세요 상담원 연결해 주세요
Hi, where is my order?
thanks but how do I return it?
no receipt, can I return?
yes but what about Jeju?
ok google speaker compatible?
good morning mug in stock?
bye one get one coupon?
thank you card available?
안녕하세요, 환불 문의드려요
안녕 나 주문 취소할래
감사합니다만 아직 안 왔어요
고마운 분께 드릴 선물 포장
네 그 주문이요
네 개 주문했어요
예약 구매 되나요
응급 구조함 있나요
아니 왜 이렇게 늦어요
아니면 다른 색으로 바꿀게요
괜찮은 냄비 추천해 주세요
좋은 하루 머그컵 있어요?
수고비도 따로 내나요
그래도 반품하고 싶어요
바이올렛 색 있나요
오케이캐쉬백 적립되나요?
끝이 뾰족한 칼인가요
맞춤 제작 되나요
hello kitty mug
hi-top shelf height
thanks for the coupon, how do I use it?
thank you gift wrapping
bye-bye birdie lamp available?
yes I want to return it
ok where is the tracking number
no it arrived broken
sure but how much is it
good pan for induction?
great, and what about refunds?
okay then cancel it
안녕하세요 교환하려고요
네 알겠습니다 그럼 언제 오나요
고맙긴 한데 환불은요
응급키트 있나요
예쁜 그릇 추천
어디예요
아니 배송비가 왜 두 번 나가요
그래서 언제 와요
좋은 냄비
바이어 문의
하이체어 쿠션
끝까지 안 눌려요
괜찮은가요 이 제품?
수고했는데 환불 안 됐어요
콜라보 상품 있나요
네이비 색상
오늘 하루 특가
맞나요 이 사이즈
hi can you cancel my order
no lid in the box
yes or no: is it dishwasher safe?
thanks, but it doesn't answer my question
okay so how long
bye the way, what about points?
great pan price?
cool box size
hey my parcel is late
kk how do I pay
sure, which courier?
안녕하세요 선반 문의요
네 제주요
응 반품할게
아니 그거 말고 파란색
고마운데 답이 아니에요
좋아요 그걸로 주문할게요
수고하세요 근데 택배는요
맞는 뚜껑 있나요
hello I want a refund
thanks where is it
yes cancel it
no lid came
ok next question about points
bye the way
nice pot
"""

ASSISTANT = {
    SmallTalkKind.WHO_ARE_YOU: """
너 사람이야?
누구세요?
너 누구야
챗봇이에요?
지금 답하는 거 사람인가요 로봇인가요
이름이 뭐야?
혹시 AI예요?
are you a bot?
who are you?
am I talking to a human?
what's your name
당신은 누구십니까?
너 로봇이지?
사람이야 AI야?
챗봇인가요 상담원인가요?
너의 이름은 뭐야
누구시죠?
여기 사람이 답하는 거예요?
진짜 사람이에요?
넌 몇 살이야?
누가 만들었어?
기계랑 얘기하는 건가요?
is this a bot?
Are you a real person or a robot?
what are you
who am I talking to?
you're a bot right?
너 뭐야 로봇이야?
지금 상담원이세요?
사람 맞아요?
AI인가요
혹시 봇이세요?
이름이 뭐예요?
당신 누구예요
답변하는 분 사람인가요?
누구신지
너 챗GPT야?
are you human?
are you an AI
am I chatting with a bot?
is this a real person
what is your name?
who made you
너 진짜 사람이니
챗봇 맞죠?
이거 AI야?
상담원 아니죠?
누구랑 얘기하는 거예요
are you real?
is this an AI
who are you exactly
""",
    SmallTalkKind.CAPABILITIES: """
뭐 할 수 있어?
무엇을 도와줄 수 있나요?
어떤 거 물어볼 수 있어요?
너 뭐 할 줄 알아
도움말
what can you do?
how can you help me?
help
무슨 도움을 받을 수 있어요?
뭘 물어봐도 돼?
어떤 질문 할 수 있어?
뭐 해줄 수 있는데?
도와주세요
기능이 뭐야?
여기 어떻게 써요?
뭐든 물어봐도 되나요?
무엇을 도와주시나요
can you help me?
I need help
what do you do?
what can I ask you?
how does this work?
menu
뭐 도와줄 수 있어요?
무엇을 할 수 있나요
어떤 걸 물어보면 돼?
할 수 있는 게 뭐야
무슨 기능 있어?
챗봇 사용법 알려줘
도와줘
뭘 할 줄 아는데
도움이 필요해요
How can you help?
what can you help me with?
What do you know?
help please
what can I ask
너는 뭘 도와줄 수 있니
어떤 도움을 줄 수 있어?
뭘 물어보면 되나요
할 수 있는 일이 뭐예요
what are you for
what can you help with
how do you work
""",
}
ASSISTANT_NOT = """
이 믹서기로 뭐 할 수 있어요?
사용법이 적힌 설명서 있나요?
이름 각인 돼요?
누가 만든 제품이에요?
사람이 몇 명까지 쓸 수 있는 크기예요?
로봇청소기 있나요?
AI 스피커랑 연결돼요?
선물 받는 사람이 누구인지 보이나요?
포인트로 뭐 할 수 있나요?
주문자 이름이 뭐로 되어 있어요?
비회원은 뭐 할 수 있어요?
what can you do with the air fryer?
who is the courier?
what's the name of your courier?
can you help me change my address?
help me return this pan
Is the robot vacuum quiet?
who do I contact for a refund?
what can I cook in this pot?
are you open on Sunday?
누구에게 반품하나요?
로봇청소기 필터 팔아요?
이름 스티커 있나요?
사람이 타도 되나요 이 의자
직원이 설치해 주나요?
AI 스피커 거치대
기능이 뭐예요 이 밥솥은
이 제품 사용법 알려 주세요
몇 살부터 쓸 수 있는 식기예요?
누가 배송해 주나요
컴퓨터 책상 높이
도와주세요 결제가 안 돼요
도움말 말고 전화번호 알려 주세요
포트로 뭐 끓일 수 있어요?
is this bot... bottle BPA free?
who delivers the parcels?
what is your return policy?
what do you sell?
how does the warranty work?
can you help me with my refund?
what can I return?
how can I pay?
are you a Korean company?
what are you charging for shipping?
help with coupon code
이거 뭐예요
누가 받아요 문 앞에 두면
이 로봇 사람 말 알아들어요?
사람이 들어갈 수 있는 수납장인가요
상담원이세요라고 적힌 문자 왔는데 뭐죠
챗봇 말고 앱에서 취소되나요
뭐가 들어 있어요?
무엇을 준비해야 반품되나요
이름 새길 수 있나요?
직원인가요 배송하시는 분?
어떤 기능이 있는 밥솥이에요
기능 비교해 주세요
할 수 있는 결제 방법이 뭐야
뭘로 만들었어요
몇 살 아이까지 앉을 수 있나요
are you open now?
are you out of stock?
is this a real leather cover?
what can I pay with?
who pays return shipping
what do you use for packing
how does exchange work?
can you help me find a pan
help, my parcel is missing
is this real wood
이 통에 뭐 넣을 수 있어요
사람 모양 쿠션
이름표 있나요
보온병 있나요
누가 서명해야 하나요
AS 어떻게 받아요
어떤 색 있어요
뭘 사야 사은품 받나요
what can I use points for
who signs for it
are you the seller of this pan
how do returns work
사용법 알려 줘
"""

OFF_TOPIC = """
오늘 날씨 어때?
내일 비 와?
농담 하나 해줘
재밌는 얘기 해줘
삼성전자 주식 사도 될까?
대통령 누구야?
점심 뭐 먹지
시 한 편 써줘
파이썬 코드 짜줘
우리 사귈래?
사랑해
숙제 도와줘
심심해
what's the weather like today?
tell me a joke
who will win the election?
write me a poem
can you do my homework
do you love me?
지금 밖에 비 오나요?
오늘 너무 덥다
웃긴 얘기 좀
이번 선거 누가 이길까?
저녁 메뉴 좀 추천해줄래
삼행시 지어줘
자바스크립트 공부하는 법
남자친구랑 헤어졌어
너 나 좋아해? 사랑해
배고프다
영화 추천해줘
오늘 운세 알려줘
로또 번호 좀 찍어줘
로또 당첨될까
우울해
손흥민 골 넣었어?
지금 몇 시야?
7 곱하기 8은?
영어로 번역해줘
퇴사하고 싶다
프랑스 수도가 어디야
will it rain tomorrow?
sing me a song
who is the president of the US
write a python script for me
what's the capital of France?
I'm bored
who won the world cup?
translate this to Japanese
recommend a movie
what is 25 * 4
what's for dinner
should I invest in stocks
can you marry me
what time is it
서울 날씨 알려줘
오늘 비 온대?
아재개그 하나만
코스피 어떻게 될까
국회의원 누구 뽑을까
점심 메뉴 골라줘 뭐 먹을까
노래 불러줘
소설 써줘
C언어 코드 짜줘
여자친구가 화났어
외로워
졸려
나 오늘 우울해
축구 누가 이겼어
MBTI 뭐야
100 더하기 200은?
이 문장 영어로 번역해줘
월급이 너무 적어
오늘 며칠이야
귀신 있을까
넷플릭스 뭐 볼까
나랑 좀 놀아줘
살 빼는 법
how's the weather
make me laugh
who's the president
tell me a story
write an essay about dogs
solve 2x+3=7
do you have a boyfriend?
I love you
are you single?
recommend some music
I'm lonely
what's the meaning of life
내일 서울 날씨
웃긴 농담 해봐
오늘 저녁엔 뭐 먹을까
시 써줘
남친이랑 싸웠어
주식 뭐 살까
대통령 선거 언제야
심심한데 놀자
너 사랑해
자바 코드 짜줘
짝사랑하는 중인데
오늘 기분이 우울해
로또 당첨번호
수학 숙제 풀어줘
연애하고 싶다
is it going to rain
tell me something funny
who should I vote for
write a song
do my math homework
what do you think about Trump
can you recommend a movie
"""
OFF_TOPIC_NOT = """
날씨 때문에 배송 늦어지나요?
겨울 날씨에 쓸 이불 있나요?
점심시간에도 상담 되나요?
점심 도시락통 추천해 주세요
비 오는 날에도 배송하나요?
사랑하는 사람에게 줄 선물 있나요?
주식회사 하루마켓 세금계산서 되나요?
시 단위로 배송 예약 되나요?
게임용 책상 있나요?
노래방 마이크 팔아요?
코드 길이가 몇 미터예요?
쿠폰 코드 어디에 입력해요?
비트 볶을 팬 있어요?
영화 볼 때 쓸 쿠션 있나요?
will the weather delay my delivery?
do you have a lunch box?
can I write a gift message?
how long is the power cord code?
I would love a bigger pot, do you have one?
is the stock updated daily?
비 맞아도 되는 매트인가요?
눈 오는 날 배송 지연되나요?
더운 여름용 이불 추천해 주세요
농구공 보관함 있나요
책상 조명 영화 볼 때 눈부신가요
저녁에 배송되나요?
아침에 주문하면 오늘 출발해요?
남자친구 선물로 컵 괜찮을까요
코드 꽂는 위치가 어디예요
시계 있나요
사주세요 할인
드라마에 나온 그릇 있나요
여행용 수저 세트
운동기구 거치대 높이
행복한 하루 머그
게임 의자 배송비
주식 그릇 크기
전쟁기념 머그컵 파나요
몇 시까지 주문하면 오늘 나가요?
우주 무늬 이불
힘든 반품 절차인가요
눈금 있는 컵인가요
날씨 좋을 때 말려야 하나요 이불?
점심 전에 받을 수 있어요?
does rain damage the outdoor mat?
is the python-print cushion available?
do you deliver on election day?
can I pay with crypto?
love the pan, is there a lid?
coding error when I pay
what's the weight of the pot?
movie night blanket price
is there a dinner plate set?
what time does delivery arrive?
how far is the shelf spacing?
is this a single bed size?
can you date the invoice differently?
비 와도 배송 와요?
야외용 매트 눈 와도 되나요
저녁밥 담을 도시락
아침 일찍 배송돼요?
여자친구 생일 선물 포장
결혼 선물 세트
영화관 팝콘통 있어요?
축구공 정리대 크기
노래 나오는 시계 파나요
시집 꽂을 선반
게임기 수납함
숙제용 책상 조명
피곤할 때 쓸 쿠션 추천해 주세요
번역된 설명서 있나요
코드가 짧아요 연장선 파나요
파이 접시 있나요
주식 담을 밥그릇
우주선 모양 접시
사랑니 빼고 먹을 죽 냄비
몇 시에 와요?
무슨 요일에 쉬어요?
오늘 주문 며칠에 와요
펀치볼 있나요
컵값이 얼마예요
is the mat weatherproof?
gift for my girlfriend
does the lamp work in cold weather outside?
movie projector shelf?
story behind the brand?
president's day sale?
python pattern rug
does it make a sound when hot?
restaurant use warranty?
code WELCOME not working
translate the manual to English?
비닐 포장되나요
눈썰매 있나요
저녁 8시에 배송되나요
주식용 밥솥
영화 포스터 액자
게임방 의자 커버
여행 가방 정리함
졸업 선물
코드 없는 청소기
노래방 기계 선반
행복 쿠폰 뭐예요
weather strip for doors
story books shelf
love seat cover size
game table
"""

NONSENSE = """
ㅋㅋㅋ
ㅋㅋㅋㅋㅋㅋㅋ
ㅎㅎㅎ
ㅠㅠ
???
...
!!!!
asdf
asdfasdf
qwerty
ㅁㄴㅇㄹ
ㅁㄴㅇㄹㅁㄴㅇㄹ
😂😂😂
🐶
aaaaaaa
ㅋㅋㅋ ㅎㅎ
~~~
ㅇㅅㅇ
lol
hahaha
ㅋㅋㅋㅋㅋㅠㅠ
ㅎㅎ;;
😀😀
ㄷㄷㄷ
ㅋㅋㅋ 😂
?!?!
----
ㅁㄴㅇㄹㅎ
ㅏㅏㅏㅏ
zxcvbnm
qwer
hjkl
ㅇㅁㅇ
메롱
아아아아아아
blah blah
test
💩
lmao
…
ㅡㅡ
ㅠㅠㅠㅠㅠ
ㅎㅎㅎㅎㅎ
ㅋ
ㅠ
ㅜㅜㅜ
?
...??
🙃
😂😂 ㅋㅋ
ㅁㄴㅇ
ㄹㅇㅋㅋ
asdfghjkl
qqqqqqq
ㅋㅋㅋㅋㅋㅋㄷㄷ
테스트
testing
하하하
hahaha lol
zzz
ㄱㄴㄷㄹ
;;;
ㅋㅋㅋㅋ
ㅎ
!?
ㅠㅠㅠ
asdfasdfasdf
👀
ㅁㄴㅇㄹㅁㄴㅇ
ㅋㅎㅋㅎ
....
hahahaha
ㅇㅅㅇ?
🤔
ㅏㅏ
bla bla
"""
NONSENSE_NOT = """
18cm
HF-24
배송 ㅋㅋㅋ 언제 와요
ㅅㅂ
😡
1
환불
교환?
tv
pot
쿠폰!!
ㅋㅋ 반품 되나요
hb-200x
반품비???
A/S
QHD
mattress
제주
2026
ㅂㅅ
🤬🤬
24
3만원
HM-20261105-1234
test report for the blender
asdf 주문번호 아니에요?
ㅠㅠ 깨져서 왔어요
ㅎㅎ 쿠폰 있나요
?? 배송 언제 와요
color
k-170
쿠션
ㅁㄴㅇㄹ 배송지 변경
m
2개
AS
ㅇㅇ 취소
ㅗ
ㅈㄹ
12
cup
XL
물
HK170
?환불
ㅋㅋ 언제 와요
as 신청
qr 결제
zip bag
a4
칼
테스트 제품 있나요
aa 건전지
😡 언제 와
5
컵
HP-3S
1670
👎 환불
"""

BEYOND_RULES = """
비트코인 얼마까지 오를까
should I buy bitcoin
how tall is Everest
"""


def lines(block: str) -> list[str]:
    return block.strip().splitlines()


WANTED = {
    **SOCIAL,
    **ASSISTANT,
    SmallTalkKind.OFF_TOPIC: OFF_TOPIC,
    SmallTalkKind.NONSENSE: NONSENSE,
}
SHOP = [SOCIAL_NOT, ASSISTANT_NOT, OFF_TOPIC_NOT, NONSENSE_NOT]


@pytest.fixture(scope="module")
def small_talk() -> SmallTalk:
    return SmallTalk()


@pytest.mark.parametrize("kind", WANTED)
def test_small_talk_is_found(small_talk: SmallTalk, kind: SmallTalkKind) -> None:
    assert [text for text in lines(WANTED[kind]) if small_talk.read(text) is not kind] == []


@pytest.mark.parametrize("block", SHOP, ids=["social", "assistant", "off topic", "nonsense"])
def test_a_message_with_more_to_say_is_none(small_talk: SmallTalk, block: str) -> None:
    assert [text for text in lines(block) if small_talk.read(text)] == []


@pytest.mark.xfail(strict=True, reason="takes more than patterns")
@pytest.mark.parametrize("text", lines(BEYOND_RULES))
def test_rules_know_every_topic(small_talk: SmallTalk, text: str) -> None:
    assert small_talk.read(text) is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("네 감사합니다", SmallTalkKind.THANKS),
        ("아니요 감사합니다", SmallTalkKind.NO),
        ("안녕하세요 너 사람이야?", SmallTalkKind.WHO_ARE_YOU),
        ("감사합니다 안녕히 계세요", SmallTalkKind.GOODBYE),
        ("ㅋㅋㅋ 네", SmallTalkKind.YES),
        ("hi, thanks, bye!", SmallTalkKind.GOODBYE),
        ("안녕하세요감사합니다", SmallTalkKind.THANKS),
    ],
)
def test_of_several_kinds_one_is_answered(
    small_talk: SmallTalk, text: str, kind: SmallTalkKind
) -> None:
    assert small_talk.read(text) is kind


@pytest.mark.parametrize("text", ["ㅋㅋㅋ", "ㅋㅋㅠㅠ", "ㅁㄴㅇㄹ", "ㅇㅇ", "안녕하세요"])
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_unicode_forms_read_alike(small_talk: SmallTalk, text: str, form: str) -> None:
    normal = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    assert small_talk.read(normal) is small_talk.read(text) is not None


def test_a_long_message_has_more_to_say(small_talk: SmallTalk) -> None:
    thanks = "감사합니다 "
    assert small_talk.read(thanks * 3) is SmallTalkKind.THANKS
    assert small_talk.read(thanks * LONGEST) is None


def test_an_empty_message_is_none(small_talk: SmallTalk) -> None:
    assert small_talk.read("  \n") is None
