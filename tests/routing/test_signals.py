"""What calls for a person is found, and ordinary questions are left alone.

The examples are the project's own. In each group half were written before the patterns; the
later ones were read by the patterns of the day before those were mended.
"""

from __future__ import annotations

import unicodedata

import pytest

from sangdam.models import ReasonCode
from sangdam.routing.phrases import LONGEST_WORDS
from sangdam.routing.signals import Signals
from sangdam.routing.small_talk import SmallTalk

SEVERE = {
    ReasonCode.SELF_HARM: """
요즘 너무 힘들어서 그냥 죽고 싶어요
다 끝내고 싶어요 자살 생각밖에 안 나요
I want to kill myself
i don't want to live anymore
이제 살기 싫습니다 다 포기하고 싶네요
손목을 긋고 싶은 생각이 들어요
thinking about ending my life
sometimes I feel suicidal
다 그만두고 죽고 싶다는 생각만 해요 상품이고 뭐고
극단적인 선택까지 생각했습니다
I feel like killing myself
죽고 싶네요 정말
no reason to go on, I just want to die
""",
    ReasonCode.SAFETY: """
믹서기 쓰다가 칼날에 손을 베여서 피가 많이 나요
전기포트에서 불이 났어요
콘센트 꽂다가 감전됐어요
유리 조각이 음식에 들어가서 아이가 삼켰어요
에어프라이어에서 연기가 나고 타는 냄새가 나요
The kettle caught fire last night
I got an electric shock from the rice cooker
My daughter cut her hand on the broken glass
there was a piece of glass in my food
밥솥 뚜껑이 갑자기 열려서 팔에 화상 입었어요
도마 모서리에 찔려서 다섯 바늘 꿰맸어요
선반이 무너져서 아이가 다쳤어요
밥 먹다가 쇳조각이 나왔어요 이빨 깨질 뻔했어요
충전 중에 배터리가 부풀어 올랐어요
가습기 전선이 녹아 있었어요 불 날 뻔했습니다
주전자 만졌더니 찌릿하고 전기가 왔어요
유리 반찬통이 저절로 터져서 파편이 튀었어요
The blender exploded in my face
My son got burned by the kettle handle
I burned my hand because the lid came off
we had to go to the emergency room after using it
the plug is melting and there are sparks
냄비 손잡이가 빠져서 뜨거운 물에 데였습니다
어제 산 가습기에서 펑 소리 나면서 불꽃이 튀었어요
할머니가 미끄러져서 다치셨어요 매트 때문에
애기가 부품을 삼켰어요 어떡해요
전기장판 코드가 타서 그을렸어요
텀블러 뚜껑이 튀어서 눈을 다쳤습니다
음료에서 유리 조각 나왔어요
불났어요!!
My husband was burned when the handle broke off
the rice cooker gave me an electric shock
smoke is coming out of my vacuum cleaner
I cut my finger on the sharp edge of the tray
my toddler swallowed a small part
아이가 다쳤는데 보상되나요?
아이가 다쳤어요 너무 위험해요
조심했는데 손을 베였어요
손가락을 다쳐서 걱정돼요
쿠션 옆에서 충전기가 녹았어요
My daughter cut her hand on the glass, can I get a refund?
I burned my arm and it is not safe to use
칼집에서 칼이 빠져서 발등을 찍었어요 피나요
믹서기 유리가 사용 중에 깨져서 얼굴에 튀었습니다
에어프라이어 쓰는데 갑자기 연기가 나서 코드 뽑았어요
프라이팬 손잡이가 떨어져서 기름에 화상을 입었습니다
반찬통 쓰고 온 가족이 배탈 나서 병원 갔어요
가습기에서 스파크가 튀었어요
my mother fell because the shelf collapsed and she was injured
the lamp caught fire while we slept
glass shattered and cut my foot
""",
    ReasonCode.FRAUD: """
결제한 적 없는데 카드에서 돈이 빠져나갔어요
누가 제 계정으로 로그인해서 주문했어요
계정이 해킹당한 것 같습니다
my account was hacked
someone used my card to buy things I never ordered
제가 주문하지 않은 물건이 제 카드로 결제됐어요
모르는 사람이 제 아이디로 포인트를 다 썼어요
명의도용 당한 거 같은데 어떻게 해요
저는 이거 산 적이 없는데 결제 문자가 왔어요
there is an order on my account I didn't make
My points were stolen
I think someone is using my account
제가 안 시킨 주문이 들어와 있어요 누가 쓴 것 같아요
해킹당했는지 비밀번호가 바뀌어 있어요
카드 부정사용 신고하려고요
결제한 기억이 없는 내역이 있습니다
I didn't place this order
somebody got into my account and changed the address
there's an unauthorized charge from your shop
누가 제 계정으로 주문했는데 취소할 수 있나요?
결제한 적이 없는데 환불되나요
저 몰래 누가 제 카드로 결제했나 봐요
계정이 도용된 것 같습니다 확인 부탁드려요
승인한 적 없는 금액이 빠져나갔어요
Someone logged into my account from another country
I never authorized this payment
""",
    ReasonCode.LEGAL: """
이러면 소비자원에 신고하겠습니다
변호사 통해서 소송 걸겠습니다
고소할 거예요
I will sue you
you'll hear from my lawyer
공정위에 제보할 겁니다
내용증명 보낼 테니 기다리세요
경찰에 신고했습니다
법적 조치 들어갑니다
we are considering legal action
I'm taking this to small claims court
I will report you to the consumer agency
소비자보호원에 민원 넣겠습니다
변호사 상담 받고 왔어요 손해배상 청구합니다
고소장 접수할게요
언론에 제보할 거예요
My attorney will contact you
I'm going to sue your company
expect a lawsuit
선물로 산 건데 고소할 거예요
세금이고 뭐고 소송 걸겠습니다
한국소비자원에 피해구제 신청했습니다
법적으로 대응하겠습니다
경찰서에 고소장 냈어요
I've spoken to a lawyer about this
this will end up in small claims court
""",
    ReasonCode.PAYMENT_DISPUTE: """
이중 결제 됐는데 환불 안 해줘서 카드사에 이의제기 했어요
두 번 결제됐는데 일주일 넘게 환불을 안 해 주네요
I'm filing a chargeback
you charged me twice and refuse to refund
환불 거부당해서 카드사에 분쟁 신청하려고요
내 돈 돌려줘요 한 달째 환불을 안 해주잖아요
먹튀 아닌가요 돈만 받고 물건을 안 보내네
I want to dispute this charge
you won't give me a refund for the double charge
give me my money back
카드사에 이의신청했습니다
환불을 거부하시는 이유가 뭐죠
돈 내놔요
중복 결제된 거 3일 지났는데 아직 취소가 안 됐어요
I have opened a dispute with my bank about the charge on this order
I will do a chargeback if this isn't fixed
I want my money back now
환불 거절하셔서 카드사에 이의신청 넣었습니다
한 달 전에 이중으로 결제된 거 아직도 환불을 못 받았어요
they charged me twice and still no refund
my bank says I should dispute the charge
""",
    ReasonCode.ERASURE: """
제 개인정보 전부 삭제해 주세요
내 정보 다 지워줘
delete all my personal data please
I want you to erase my data
저에 대한 데이터 전부 파기 부탁드립니다
개인정보 삭제 요청합니다
탈퇴했으니 제 기록 싹 지워주세요
please remove my personal information from your system
erase everything you know about me
개인정보 파기해 주시기 바랍니다
제 데이터 삭제해줘
under GDPR I request deletion of my data
please delete all the data you have on me
delete all my data when you close my account
내 개인정보 다 지워 주세요
회원정보 완전히 삭제 부탁드립니다
remove all my personal details from your database
""",
    ReasonCode.ACCESSIBILITY: """
시각장애가 있어서 화면을 볼 수가 없어요
귀가 안 들려서 전화를 못 해요
I'm blind and use a screen reader
I am hard of hearing, I can't call
저시력이라 글자가 안 보이는데 읽어 주실 수 있나요
청각장애인이라 통화가 어렵습니다 채팅으로 도와주세요
휠체어를 타고 있어서 문 앞까지 들고 와 주셔야 해요
I'm deaf so please don't phone me
my screen reader can't read your checkout page
I have a visual impairment and need help ordering
앞이 안 보여서 음성으로 안내받고 싶어요
난청이 있어서 전화 상담이 힘들어요
장애가 있어서 직접 신청하기 어려워요
I am visually impaired, can you read me the options
I'm in a wheelchair and need help with delivery
시각장애가 있는데 선물 주문을 못 하겠어요
청각장애가 있어서 문자로만 상담 가능할까요
화면낭독기로 결제 버튼이 안 읽혀요
I'm legally blind, how can I order
""",
}
SEVERE_NOT = """
참기름이 고소한 맛이 나나요?
이 의자 불량이면 환불되나요?
전기매트 감전 위험은 없나요?
칼에 손 베이지 않게 보관하는 방법 있나요?
아이가 다치지 않는 모서리 보호대 있어요?
그릇이 깨져서 왔어요
더워서 죽겠어요 냉감 이불 있나요?
개인정보는 얼마나 보관하나요?
개인정보 삭제는 어떻게 요청하나요?
이중으로 결제된 것 같아요 어떻게 하나요?
결제 내역은 어디서 보나요?
캠핑용 불판 연기 많이 나나요?
불이 안 켜져요
법적으로 주문 기록을 얼마나 보관해요?
블라인드 설치 되나요?
I was charged twice. What should I do?
How long is my personal data kept?
Do you sell window blinds?
The tissue box issue: which size fits?
Is this pan safe on an open fire?
Can a child cut themselves with this knife?
my item arrived broken
do you have glass food containers?
what is the return policy for defective goods?
이 칼 손 베일 위험 있나요?
유리컵이 열에 깨지면 보상되나요?
전기장판 화재 위험 없는 제품 있어요?
불판 기름이 튀지 않나요?
소화기도 판매하나요?
구급상자 파나요?
사고 싶은데 재고가 없어요
병원 선물로 괜찮을까요?
고소공포증 있는데 사다리 낮은 거 있나요?
신고 다니기 편한 실내화 있어요?
개인정보는 어디서 수정하나요?
장바구니에 담은 거 삭제하고 싶어요
후기 삭제해 주세요
결제 취소는 언제 승인되나요?
주문한 적 있는 상품 다시 보기 어디 있어요?
냄비 탄 자국 어떻게 지워요?
눈이 오면 배송 늦나요?
귀마개 팔아요?
소송 서류 보관용 서류함 있나요?
아이가 쓰기 안전한 가위 있나요?
How do I delete my saved address?
Is the glass microwave safe?
Can I get my money back if I change my mind?
Does the heater have fire protection?
which blind fits a 120 cm window?
What payment methods do you accept?
how do you protect my personal data?
I didn't get an order confirmation e-mail
Is there a first aid kit in stock?
do you have a court shoe rack?
how do I display the dish rack?
이 냄비 뜨거울 때 만지면 화상 입나요?
유아용 식기라 삼킬 위험 없을까요?
전기 요금 많이 나와요?
불꽃놀이 그림 접시
고소미 과자 담을 통
다쳐도 보험 되나요?
유리컵 세트 선물하려고요
병원에서 쓸 이불 살 수 있나요
신고 서류 필요해요?
이의 없습니다
돈은 언제 들어와요?
결제한 적이 있는 카드로 다시 결제하고 싶어요
해킹 방지는 어떻게 하세요?
정보 삭제 버튼이 안 보여요
배송지 삭제해 주세요
눈이 부시지 않은 조명
귀가 시간에 맞춰 배송되나요
장애인 할인 있나요?
불판 있나요
연기 안 나는 그릴
Does the oven get hot enough to burn skin?
Is it fire resistant?
shock resistant tumbler?
Can I delete an item from my cart?
I have a question about the charge on delivery
what's your privacy policy
is there a risk the glass explodes in the microwave?
leaf pattern plates?
Do I need legal age to buy knives?
Are the knives sharp?
발송 중에 찢어져서 왔어요
포장이 손상되고 찢어졌어요
의자 다리가 부러졌어요
발 매트가 찢어졌어요
손님 커피가 쏟아졌어요
딸기 담을 그릇
119,000원짜리 냄비 있나요?
병원에 계신 어머니께 배송되나요
유리 포장이 터져서 왔어요
이불 났어요?
설명서 방법대로 했는데 안 켜져요
국민사이즈 머그
결제하지 않은 주문은 자동 취소되나요?
아직 결제하지 않았어요
주문한 적이 없는데 쿠폰 쓸 수 있나요?
회원 가입한 적 없는데 주문 조회 되나요?
다른 사람이 제 쿠폰을 쓸 수 있나요?
I haven't made any payment yet
I haven't placed an order before
I didn't make the payment in time, is my order cancelled?
someone made a gift order for me
somebody has to sign for my parcel
My pot is burnt, how do I clean it?
my account is disabled, how do I log in?
the pan burned my eggs
칼 세트 안전하게 보관하는 통 있나요
뜨거운 냄비 받침 추천해 주세요
베이지색 커튼 있나요
발판 높이가 얼마예요
손잡이 부분이 뜨거워지나요
불 세기 조절되나요
아기 식판 흡착되나요
찢어진 비닐로 왔는데 괜찮나요
카드 승인이 안 돼요
주문 내역이 안 보여요
포인트를 누가 쓸 수 있나요
환불 규정이 뭐예요
이중 냄비 있나요
눈높이 선반
귀여운 그릇
팔걸이 의자 방석
목욕 의자 다리 교체
Is the kettle safe for kids?
Does the pan get hot quickly?
Can I cancel before payment?
What data do you keep?
Which knife is best to cut meat?
is the glass lid oven proof
first degree of hardness?
my card payment did not work
"""

ABUSE = """
ㅅㅂ
씨발 장난하냐
시발 배송 언제 오냐고
야이 개새끼들아
병신 같은 챗봇
ㅂㅅ
지랄하네
존나 느리네
꺼져
닥쳐
미친놈들 아니야?
엿먹어라
ㅆㅂ 진짜
멍청한 봇아
쓰레기 같은 놈들
fuck you
this is bullshit
you stupid bot
what an asshole company
wtf is wrong with you
시1발 진짜
씨 발 환불이나 해
이 병신아
ㅈㄹ하지마
ㅈㄴ 늦네
개같은 회사
이 새끼들 일 안 하냐
미친 거 아니야?
또라이들만 모였나
야 이 멍청아
존나게 안 오네
쌍놈들
니네 다 뒤져라
좆같네
염병하네
빡대가리냐
씹새끼들 돈만 받아처먹고
입 닥치고 환불해
fuck off
go fuck yourself
stupid robot
you are an idiot
useless piece of shit
shut up and refund me
Are you retarded?
your staff are morons
this damn bot is dumb
son of a bitch
씨바 뭐하자는거야
야 이 씹새야
이런 개쓰레기 회사 처음 보네
ㅁㅊ놈들
빨리 안 보내면 죽여버린다
병1신들
존나 짜증나네 ㅅㅂ
대가리에 뭐가 들었냐 멍청한 것들
돈에 환장한 새끼들
뒤질래?
지랄 말고 환불이나 해
개같네
썅
니 애미
등신 같은 챗봇 말귀도 못 알아먹네
fuck this
what the fuck
you're a piece of shit
bitch
idiot
you dumb machine
assholes
bullshit answer
screw you guys
STFU
제 주문 어디 있냐고 이 새끼들아
쿠폰이고 뭐고 씨발
씨발 진짜 짜증나게 하네
병신들 모여서 장사하냐
이런 미친놈들이 있나
개새끼야 환불해
지랄도 풍년이네
좆까
ㅅㅂㄹㅁ
존나 답답하네
쓰레기 같은 놈들아
돌대가리냐
fucking useless
you guys are idiots
what a bunch of morons
eat shit
dumbass bot
"""
ABUSE_NOT = """
시발점이 어디인가요?
주문 시 발송은 언제 되나요?
다시 발송해 주실 수 있나요?
새끼손가락 만한 크기예요?
고양이 새끼용 방석 있나요?
쓰레기통 용량이 몇 리터예요?
음식물 쓰레기 봉투 팔아요?
가격 미쳤네요 너무 좋아요
졸라매는 끈이 있나요?
시바견 쿠션 있나요?
18cm 냄비 있나요?
즉시발송 상품인가요?
꺼져 있는 전원을 어떻게 켜요?
Do you sell shiitake grow kits?
Is it idiot-proof to assemble?
Does the dumbbell rack fit 20 kg?
I need an assortment of hooks
what the warranty covers
Is the bastard file included?
class of 18/10 steel?
씨 발라낸 대추 있나요?
아저씨 발 사이즈 280인데 실내화 있나요
글씨 발색이 선명한가요
유리병 신제품 나왔나요?
보온병 신상 언제 나와요?
3개 새로 주문했는데 합배송 되나요
두개 같이 주문하면 할인되나요
다시 발급해 주세요
오존 나오는 공기청정기 있나요?
꺼지지 않는 촛불 조명
전원이 자꾸 꺼져요
강아지 새끼들이 물어도 괜찮은 장난감
쓰레기봉투 20리터짜리
바보사랑에서도 파나요?
걸레 빨기 쉬운 통 있나요
미친듯이 싼 가격이네요
호로록 먹기 좋은 면기
개발자 책상 있나요?
시발역이라는 이름의 상품이 있어요?
조카 선물로 괜찮아요?
존 나누기 되는 수납함
Is the Dick Bruna mug available?
Do you ship to Scunthorpe Street in Seoul?
What the difference between HF-24 and HF-28i?
Shitake mushroom pan size?
do you have a scrap bin?
cockatoo cushion in stock?
my assembly is missing a screw
bass speaker stand height
시바이누 인형 있나요
아저씨가 쓸 등긁개
십 개 세트 있나요
시 발급 서류 필요한가요
씨앗 발아 키트
병 신선도 유지되나요
미친 가성비네요
강아지 새끼 낳았는데 방석 추천
쓰레기 수거함 있어요?
멍멍이 밥그릇
꺼지면 다시 켜지나요
닥터 브랜드 있나요?
죽 끓이는 냄비
죽여주는 맛의 비결 냄비
개당 가격이 얼마예요
개나리 무늬 접시
년도별 구매 내역
놈이라는 제품 있나요
도둑 방지 잠금장치
class A glass
Massachusetts style bass pan
basset hound cushion
analog clock
Hancock shelf
pass the dish rack assembly steps
assistant, is it dishwasher safe?
scunthorpe
mishit golf mat
grapefruit juicer
2018년에 산 제품도 수리되나요?
18년 전통인가요
홍길동씨 발송 부탁드려요
오십 팔 개 주문 가능해요?
이 접시 다시팔아요?
여러 개 같이 사면 할인되나요
베개 새로 주문했어요
어머니 엄마 선물 세트
글씨 발색
새끼 고양이 밥그릇 있나요
보내주시면 감사하겠습니다
시즌오프 언제예요
신발장 정리대
병뚜껑 따개
개수대 선반
미친 듯이 예쁜 컵
존중하는 마음 카드
쓰레기 분리수거함
꺼내기 쉬운 수납함
나쁜 냄새 제거
지난 발송 건 조회
바보온달 캐릭터 컵
is there a bass drum cushion
the shelf assistant app
"""

REQUEST = """
상담원 연결해 주세요
상담원연결
상담사 연결좀여
사람이랑 얘기하고 싶어요
담당자 바꿔줘
직원 불러 주세요
전화 주세요
통화하고 싶어요
챗봇 말고 사람이 답해 주세요
상담원이랑 통화할 수 있을까요?
책임자 나오라고 하세요
상담원 부탁드립니다
사람 연결해라
i want to speak to someone
get me a human
talk to a human
agent please
can I speak with a real person
please call me back
human 연결해줘요
상담사분하고 통화 좀 하게 해 주세요
사람 나와
진짜 사람이랑 말하고 싶다고요
상담 직원 연결 부탁드려요
AI 말고 사람이요
로봇 싫어요 직원 연결요
전화 좀 주시겠어요?
상담원
상담원 없나요?
상담원이 직접 답변해 주시면 좋겠습니다
고객센터 연결해 주세요
고객센터 상담원 좀 바꿔 주시겠습니까
매니저 나오라 그래
담당자분과 통화를 원합니다
저랑 통화 가능하신 분 있나요?
여기 사람 없어요?
전화로 상담받고 싶습니다
연락 좀 주세요 급해요
상담원 ㄱㄱ
빨리 사람 불러줘
직원이랑 직접 얘기할게요
agent 연결 please
speak to a representative
I'd like to talk with your manager
can you transfer me to customer service?
is there a real person I can talk to?
I don't want to talk to a bot
human!!
let me speak to somebody
please connect me to a live agent
could someone call me?
I need to talk to a person about my refund
put me through to a supervisor
give me a call please
representative
사람하고 대화하고 싶은데요
상담원분 좀 불러 주세요
직원 분이랑 통화할 수 있나요
책임자 바꿔
로봇 말고 진짜 사람 연결해 달라고
챗봇으로는 안 되겠어요 상담사 연결해 주세요
전화 한 통 주세요
통화 좀 합시다
담당자 연결 바랍니다
상담원 연결이요
사람 불러와
상담원과 채팅하고 싶어요
실제 상담원과 얘기할게요
고객센터로 연결 부탁드려요
인간이랑 말하게 해줘
전화 부탁드립니다
팀장 나오라고 해
상담사 통화 원해요
저 상담원이랑 상담하고 싶습니다
휴먼 에이전트 연결 plz
I'd rather speak with a person
connect me with support staff
Can I chat with an agent?
I want a human
human agent
please let me talk to your supervisor
is anyone there I can talk to?
transfer me to a live person
stop, I want a real person not a bot
can somebody call me back
I need a representative
operator
may I speak to the manager
i wanna talk to somebody real
get me customer service
배송 언제 되나요 상담원 연결해 주세요
몇 시간째 기다리는데 상담원 연결해 주세요 언제 되나요?
세 사람이 쓸 건데 모르겠으니 상담원 연결해 주세요
기사 때문에 그러는데 담당자 바꿔 주세요
when will it arrive? get me a human
I ordered on the weekend, connect me to an agent please
상담원하고 얘기 좀 하겠습니다
사람이랑 상담 가능해요?
담당자 좀 바꿔주실래요
직원과 통화 원합니다
상담원 호출
기계 말고 사람이요
여기로 전화 좀 주실 수 있을까요
책임자랑 말하고 싶네요
상담사랑 이야기할 수 있을까요?
이제 그만하고 상담원 연결해
상담원 좀요
사람 바꿔줘요
전화상담 하고 싶은데요
could I talk to a live agent please
need human help
I want to talk to your manager
agent
connect me to customer support
is it possible to speak with someone?
give me a real person
please have someone call me
"""
REQUEST_NOT = """
고객센터 운영 시간이 어떻게 되나요?
상담원 연결 시간은 언제인가요?
사람이 몇 명까지 쓸 수 있는 크기예요?
너 사람이야?
주말에도 상담원과 통화할 수 있나요?
전화번호 변경하고 싶어요
고객센터 전화번호 알려 주세요
기사님이 오기 전에 전화 주시나요?
직원 선물용으로 대량 구매 되나요?
두 사람이 쓰기에 적당한가요?
담당자 이메일 주소가 뭐예요?
블루투스 연결은 어떻게 하나요?
점심시간에도 상담 되나요?
휴대폰 결제 한도가 얼마예요?
can a person of 80 kg use the shelf?
What are your opening hours?
How many people can sit on it?
Is the cleaning agent safe for wood?
are you a bot?
Can I talk to an agent on weekends?
상담원은 몇 시까지 근무해요?
토요일에도 상담원이랑 통화되나요?
상담원 연결 가능한 시간 알려 주세요
고객센터 번호 뭐예요
한 사람이 들 수 있는 무게인가요?
4사람용 그릇 세트 있나요
사람 많은 집에 어울리는 식탁 매트
직원이 설치까지 해 주나요?
직원 할인 있나요?
전화로도 주문할 수 있나요?
배송 기사님께 전화 드려도 되나요?
연락처 바꾸고 싶어요
재입고되면 연락 주세요
상담 내역은 어디서 봐요?
블루투스 스피커 연결 가능한가요?
선반끼리 연결해서 쓸 수 있나요?
사람 모양 쿠션 있어요?
선물 받는 사람 주소를 몰라요
담당자 이름으로 세금계산서 되나요?
매니저 추천 상품 있나요
통화 품질 좋은 이어폰 파나요
로봇청소기 추천해 주세요
When can I reach customer service?
What's your phone number?
Is it big enough for one person?
Can someone else pick up my parcel?
how many people fit around the table?
Does a human have to sign for the parcel?
Do agents get a discount?
Who is the operator of this shop?
Is the robot vacuum loud?
Do I need a person to help lift the shelf?
can someone else use my coupon?
what time do you close?
상담원 근무 요일이 어떻게 돼요?
고객센터 전화 몇 시부터 돼요?
전화 상담은 언제 가능해요?
사람이 직접 만드는 제품인가요?
사람마다 다른 사이즈 있나요
직원이 몇 명이에요?
호스 연결 부위가 맞나요?
와이파이 연결해 주는 기능 있나요
전화 주문 되나요
기사님이 전화하고 오시나요
담당자가 확인하는 데 얼마나 걸려요
사람 손이 닿아도 되나요
세 사람이 먹을 밥솥 용량
통화 녹음되나요?
상담 기록 볼 수 있나요
전화번호가 틀렸어요
연결 선반 추가할 수 있어요?
점장 추천 상품
매니저 특가는 언제 해요?
상담하면 포인트 주나요?
Is this shelf OK for one person to assemble?
What are customer service hours?
Is there an agent discount?
people who bought this also bought?
is the manager's special still on?
Can I speak English in the chat?
Will the driver call me before delivery?
can I give this to someone as a gift?
How do I contact you by e-mail?
Is human hair safe for the vacuum?
do you have a call centre?
connect the hose to the tap?
Can a robot vacuum climb it?
the person who ordered is my mother
도착하면 전화 주세요
입고되면 연락 부탁드려요
사람 두 명이 앉을 수 있나요
상담 시간 알려 주세요
직원 추천 상품이 뭐예요
전화로 주문 취소되나요
담당 부서가 어디예요
상담원은 주말에도 있나요?
연결 호스 길이
사람 키만한 선반
고객센터는 점심에 쉬나요
통화 없이 채팅으로만 되나요
person icon on my page?
can two people carry it
do you call before delivery
live stock of item?
which department handles B2B
"""

COMPLAINT = """
벌써 세 번째 불량이에요. 정말 너무하네요
짜증나네요 배송 언제 와요
너무 화가 납니다
최악의 쇼핑몰이네요
정말 실망했어요
기다린 지 2주째예요
사기 치지 마세요
열받아서 못 참겠네
도대체 언제 보내주는 거예요
어이가 없네요
두 번이나 잘못 보냈어요
전화도 안 받고 답장도 없고 뭐하는 회사예요?
😡😡
this is ridiculous
third time it arrived broken
this is unacceptable
my order still hasn't arrived and nobody answers
I'm so angry right now
worst service ever
I am very disappointed with your shop
아니 진짜 몇 번을 말해야 알아들어요
교환받은 것도 또 고장났어요
일주일째 연락이 없습니다
열흘이 지났는데 아직도 안 왔어요
문의 남겨도 답변이 없네요
화가 나서 미치겠네
빡치네 진짜
서비스가 왜 이 모양이에요
다시는 여기서 안 삽니다
돈이 아깝네요
불만 접수하겠습니다
이게 말이 됩니까?
무책임하시네요
배송이 이렇게 늦는 게 말이 돼요?
허위광고 아닌가요
거짓말만 하네요
사기꾼들
기분 나쁘네요
장난하세요 지금?
정말 불쾌합니다
직원이 너무 불친절했어요
어휴 답답해
황당하네요 빈 상자가 왔어요
벌써 몇 번째예요 이게
전화를 열 번 했는데 안 받아요
고객을 호구로 아나
약속한 날짜를 또 어기셨네요
물건이 엉망으로 왔어요
아 진짜 짱나
실망이에요 ㅠㅠ
🤬
I am furious
you people are ignoring me
I've been waiting for three weeks
what a joke of a company
never buying from you again
this is the second time you sent the wrong item
I want to file a complaint
terrible customer service
are you kidding me
waste of money
so frustrating
I've emailed you four times already
you lied to me about the delivery date
I'm fed up with this
absolutely disgusting quality
this is not acceptable
nobody replied to my e-mails
really disappointed, the box was empty
세 번이나 전화했는데 연결이 안 돼요
교환품도 또 깨져서 왔네요 진짜
보름이 지나도록 소식이 없어요
배송 기다린 지 벌써 한 달이에요
문의글 남긴 지 5일짼데 답변 하나 없네요
아니 이게 무슨 경우예요
진짜 어이없네
열받네요
정말 화나네요 왜 거짓말하세요
이런 식으로 장사하지 마세요
성의 없는 답변 그만하세요
고객 무시하나요?
서비스 정말 최악입니다
몇 번째 같은 문제인지 모르겠네요
너무하시는 거 아닌가요
환불해준다더니 말이 바뀌네요
빡침
실망스럽네요
짱나
이럴 거면 왜 팔아요
속았네요 완전
스트레스 받아 죽겠어요 환불 때문에
다신 안 사요
답답하네 진짜
허위 광고로 신고 안 당하나
왜 약속을 안 지켜요
👿👿
이 따위로 할 거예요?
배송 기사가 욕을 하고 갔어요
제대로 좀 하세요
I'm extremely frustrated with this
your customer service is useless
it's been three weeks and still nothing
this is the worst online shop I have ever used
I've called five times and no one picks up
broken again!
You keep sending me the wrong colour
I demand an apology
what a terrible experience
I am really upset about this
I feel cheated
how many times do I have to ask?
totally unacceptable behaviour from your driver
I'm disappointed with the quality
so annoying
your website is awful
stop ignoring me
never again
this shop is a scam
I'd like to make a formal complaint
쿠션 배송 왜 이렇게 늦어요 짜증나요
냄비가 또 깨져서 왔어요
if I don't get a refund this is unacceptable
how can I get my order, this is ridiculous
I'm so angry, do you have any idea how long I waited
메일 보내도 답이 없어요
세 번째 교환인데 또 하자가 있네요
배송 예정일이 일주일이나 지났는데 아무 연락이 없네요
정말 화가 나네요
이렇게 무책임할 수가 있나요
진짜 열받게 하네
이 가게 다시는 이용 안 합니다
고객센터는 전화도 안 받네요
문의한 지 열흘째 답이 없어요
실망이 큽니다
왜 이렇게 불친절하세요
어처구니가 없네요
최악의 서비스예요
이게 무슨 일처리예요
거짓말 그만하세요
돈 버렸네요
짜증 나 죽겠네
뭐 하는 거예요 지금 사람 놀리나
불만이 많습니다
very poor service
I'm really annoyed with your company
I have been waiting for over a month
second replacement and it's faulty again
you never answer my emails
I regret ordering from you
what a waste of time
this is outrageous
still no response from you after two weeks
I'm not happy with how this was handled
"""
COMPLAINT_NOT = """
불량품은 어떻게 교환하나요?
불량이면 환불되나요?
Which one is your worst seller?
화장실 청소용품 있나요
how do I return a broken item?
사기 그릇도 파나요?
사기 전에 크기를 확인하고 싶어요
두 번째 주문인데 쿠폰 또 쓸 수 있나요?
2주 안에 반품하면 되나요?
전화 나중에 해도 되나요?
실망하지 않을 만한 선물 추천해 주세요
대체 상품이 있나요?
배송이 아직 안 왔어요
세 번째 칸 높이가 얼마예요?
열 받으면 변형되나요?
What is your complaint procedure?
I have not received my parcel yet
Is the third shelf adjustable?
Is this the angry bird cushion?
how long does delivery usually take?
불만 접수는 어디로 하나요?
두 번째로 큰 사이즈가 뭐예요?
다시 주문하고 싶어요
교환은 두 번 할 수 있나요?
답변 받은 내용은 어디서 확인해요?
화나무 무늬 접시 있나요
전화나 이메일로 문의해도 되나요
이게 뭐예요?
이게 무슨 뜻이에요?
사기로 된 그릇이라 깨지기 쉬운가요
3일이 지났는데 아직 반품 되나요?
일주일 지나도 교환할 수 있어요?
며칠이나 걸려요?
하루 동안 담가 둬도 되나요?
속이 깊은 냄비 있나요?
약속한 날짜에 설치 기사님이 오시나요?
장난감 정리함 있나요?
말이 그려진 컵 있나요
스트레스 해소용 쿠션 추천해 주세요
또 할인 행사 하나요?
왜 포인트가 안 쌓여요?
배송이 늦으면 어떻게 되나요?
고장 나면 수리되나요?
환불 안 되는 상품은 뭐예요?
답답하지 않은 커튼 있나요?
열 받는 부분이 손잡이까지 오나요?
뚜껑이 자꾸 열려요
아직 출고 전인가요?
대체로 며칠 걸리나요?
What happens if my parcel is late?
Is the second one half price?
Can I return it twice?
Do you have anti-frustration packaging?
how do I make a return for a damaged item?
which pan is the best?
My parcel is late
is there a second delivery attempt?
I have a problem with my order
The colour is different from the photo
how many times can I exchange it?
will I get an answer by e-mail?
why is my coupon not working?
짜장 담을 그릇 있나요
화병 있나요
두 번 접을 수 있는 매트인가요
세 번째 서랍 사이즈
몇 번까지 교환되나요
문의는 어디에 남겨요?
답변은 언제 받을 수 있나요
전화 안 해도 되나요
한 달 안에 반품 가능한가요
일주일 지났는데 반품 가능해요?
실내화 있나요
속이 보이는 통
또 주문하면 할인되나요
왜 배송비가 붙었어요?
포인트가 왜 안 들어왔나요
환불이 안 되는 경우가 있나요
고장났는데 수리 맡기고 싶어요
깨져서 왔는데 어떻게 해요
다른 상품이 왔어요
배송이 늦어지고 있나요?
불량인 것 같아요 교환 되나요?
제대로 조립하는 방법 알려 주세요
책임 보험 있나요
약속 날짜 바꿀 수 있나요
하루 지났는데 취소 되나요
사기잔 세트 얼마예요
무시무시한 할인 행사 언제 해요
말이 필요 없는 추천 상품은?
대체 배송지 입력 가능한가요
오래 기다려야 하나요
My item is broken, how do I exchange it?
wrong colour arrived, what do I do?
Is the package late because of the strike?
how do I leave a review?
the second item in my order
can I complain by e-mail?
my coupon doesn't work
what's the worst case delivery time?
It's been 2 days since I ordered, is it shipped?
is it annoying to clean?
I'm waiting for a restock alert
is the joke mug available?
I never got a confirmation e-mail
not what I expected, can I return it?
물에 하루 방치해도 되나요
좋아 진짜 예쁘다
안녕하 씨앗 있나요
카카오톡이 없어요 알림은 어떻게 받나요
인증 메일이 안 와요
알림톡이 안 와요
연락처가 없어요
뚜껑이 제대로 안 닫혀요
서비스 개선 계획 있나요
서비스 구성품이 뭐예요
서비스 후기 어디서 봐요
선반이 똑바로 안 서요
보호구 파나요
우롱차 잔 있나요
최악의 경우 며칠 걸려요
이번이 두 번째 주문인데 쿠폰 있나요
비밀번호를 세 번 틀리는 바람에 잠겼어요
이 사이즈 이게 맞는 건가요?
소리가 나는데 이게 정상인가요?
덜덜거리는데 이게 무슨 소리예요?
또 취소할 수 있나요?
뭐 이런 거 말고 다른 색 있나요
다른 모양 말고 이 모양 있나요
this is the second time I order, do I get a coupon?
I got the wrong size for the pan
is plastic bad for people
두 번째 칸에 들어갈 바구니
일주일 뒤에 받을 수 있나요
지난주에 문의했는데 답변 어디서 봐요
화사한 색 있나요
답답해 보이지 않는 커튼
왜 품절이에요?
배송 지연 공지 있나요
상품이 다른데 교환되나요
사진이랑 색이 조금 달라요
고장난 것 같아요
열흘 안에 와야 하는데 가능할까요
몇 번 우려도 되나요
빈 상자도 보내야 하나요
속 재질이 뭐예요
장난감 상자 크기
it arrived with a scratch, what can I do
the box was open
can I get a replacement twice
how late do you ship
who answers e-mails
"""

BEYOND_RULES = """
이러니까 망하지
I was shocked when I touched the kettle
"""

UPSET = {ReasonCode.COMPLAINT, ReasonCode.ANGER}


def lines(block: str) -> list[str]:
    return block.strip().splitlines()


WANTED = {
    **{str(code): (block, {code}) for code, block in SEVERE.items()},
    "abuse": (ABUSE, {ReasonCode.ABUSE}),
    "request": (REQUEST, {ReasonCode.REQUEST}),
    "complaint or anger": (COMPLAINT, UPSET),
}
ORDINARY = [SEVERE_NOT, ABUSE_NOT, REQUEST_NOT, COMPLAINT_NOT]


@pytest.fixture(scope="module")
def signals() -> Signals:
    return Signals()


@pytest.fixture(scope="module")
def small_talk() -> SmallTalk:
    return SmallTalk()


def reason(signals: Signals, text: str) -> ReasonCode | None:
    signal = signals.read(text)
    return signal.reason_code if signal else None


@pytest.mark.parametrize("group", WANTED)
def test_signals_are_found(signals: Signals, group: str) -> None:
    block, reasons = WANTED[group]
    assert [text for text in lines(block) if reason(signals, text) not in reasons] == []


@pytest.mark.parametrize("block", ORDINARY, ids=["severe", "abuse", "request", "complaint"])
def test_ordinary_texts_give_no_signal(signals: Signals, block: str) -> None:
    assert [text for text in lines(block) if signals.read(text)] == []


@pytest.mark.xfail(strict=True, reason="takes more than patterns")
@pytest.mark.parametrize("text", lines(BEYOND_RULES))
def test_rules_find_what_is_said_between_the_lines(signals: Signals, text: str) -> None:
    assert signals.read(text) is not None


@pytest.mark.parametrize("group", WANTED)
def test_a_signal_is_never_small_talk(small_talk: SmallTalk, group: str) -> None:
    assert [text for text in lines(WANTED[group][0]) if small_talk.read(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("씨발 아이가 다쳤다고요", ReasonCode.SAFETY),
        ("상담원 연결해 주세요. 소송 걸겠습니다", ReasonCode.LEGAL),
        ("ㅅㅂ 상담원 연결해", ReasonCode.REQUEST),
        ("짜증나니까 상담원 연결해 주세요", ReasonCode.REQUEST),
        ("This is unacceptable. I want to kill myself", ReasonCode.SELF_HARM),
        ("worst shop ever, get me a human", ReasonCode.REQUEST),
    ],
)
def test_the_most_severe_signal_wins(signals: Signals, text: str, expected: ReasonCode) -> None:
    assert reason(signals, text) is expected


def test_the_words_are_the_sentence_that_gave_the_signal(signals: Signals) -> None:
    signal = signals.read("어제 주문했어요. 벌써 세 번째 불량이에요! 어떻게 하죠?")
    assert signal is not None
    assert signal.words == "벌써 세 번째 불량이에요!"


def test_of_an_endless_sentence_only_the_match_is_quoted(signals: Signals) -> None:
    signal = signals.read("주문을 했고 " * 30 + "상담원 연결해 주세요")
    assert signal is not None
    assert len(signal.words) <= LONGEST_WORDS
    assert "상담원 연결해" in signal.words


@pytest.mark.parametrize("text", ["ㅅㅂ", "ㅄ", "상담원 연결해 주세요 ㅠㅠ", "짜증나네요 ㅡㅡ"])
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_no_unicode_form_hides_a_signal(signals: Signals, text: str, form: str) -> None:
    assert signals.read(unicodedata.normalize(form, text)) is not None  # type: ignore[arg-type]


def test_an_exception_in_one_sentence_does_not_silence_another(signals: Signals) -> None:
    question = "주말에도 상담원과 통화할 수 있나요?"
    assert signals.read(question) is None
    assert reason(signals, f"{question} 지금 상담원 연결해 주세요") is ReasonCode.REQUEST


def test_curly_apostrophes_are_read(signals: Signals) -> None:
    assert reason(signals, "I’m so angry") is ReasonCode.ANGER


@pytest.mark.parametrize("text", ["", "   ", "...", "?!"])
def test_nothing_said_gives_no_signal(signals: Signals, text: str) -> None:
    assert signals.read(text) is None
