"""Sentences beside those of `test_signals.py`, written before the patterns were mended.

KNOWN were looked at while the patterns were mended: they guard, and measure nothing. UNSEEN and
MISSED (but for its first, which is of the known ones) were written after that and read once; no
pattern was fitted to them: 20 of these 56 are found. They show how far patterns reach into words
that nobody had in mind. Mend nothing by looking at them, or write new ones.
"""

from __future__ import annotations

import pytest

from sangdam.models import ReasonCode
from sangdam.routing.signals import Signals

KNOWN = {
    (ReasonCode.SELF_HARM,): """
다 내려놓고 사라지고 싶네요
이제 그만 살려고요 정리하는 중이에요
내일이면 이 세상 사람이 아닐 거예요
살아갈 이유를 모르겠어요
약을 한꺼번에 먹었어요
유서 써 놨습니다
옥상에 올라와 있어요
자살하고싶다
뛰어내릴까 생각 중이에요
우리 애가 죽겠다고 방에서 안 나와요 어떡하죠
I took all my pills at once
everyone would be better off without me
I can't go on living like this
I won't be here tomorrow anyway, so cancel it
I've been cutting myself again
there is no point in being alive
standing on the roof right now, thanks for everything
I want to disappear forever
my son says he wants to kill himself
goodbye everyone, I'm ending it tonight
버티는 것도 지쳤고 오늘 밤에 다 끝낼래요
엄마한테 미안하다고 전해 주세요 저 갑니다
더 살아서 뭐 합니까
숨 쉬는 것조차 버거워서 그만하고 싶어요
차라리 안 태어났으면 좋았을 텐데
친구가 약을 먹고 쓰러져 있어요
I can't see any way out, I just want the pain to stop for good
my sister tried to take her own life
no one will notice once I'm gone
I've written my goodbye letter
nothing left to live for
""",
    (
        ReasonCode.SAFETY,
        ReasonCode.COMPLAINT,
    ): """
프라이팬 코팅이 벗겨져서 그거 먹고 온 가족이 배탈났어요
전기장판 쓰다가 이불에 구멍이 나게 탔어요
가습기 세정제 쓰고 아기가 숨을 잘 못 쉬어요
플러그에서 불꽃이 번쩍했어요
냄비 뚜껑 유리가 갑자기 폭삭 깨지면서 사방으로 튀었어요
건조대가 넘어져서 아이 머리에 부딪혔어요 혹이 났어요
충전하다가 배터리가 불룩해졌고 너무 뜨거워요
토스터에서 매캐한 냄새가 나면서 시커먼 연기가 올라와요
손가락이 믹서기 날에 끼여서 살점이 떨어졌어요
먹고 나서 두드러기가 온몸에 올라왔어요
의자가 부서져서 허리를 다쳐 입원 중입니다
뜨거운물이 쏟아져서 아들이 화상입음
the kettle exploded while I was pouring
my baby put the loose screw in her mouth and is choking
smoke everywhere and the plug is glowing red
We all got sick after eating from that pan
the heater set my curtains alight
I got zapped touching the lamp
the shelf fell on my toddler
the glass lid shattered all over my kids
I've got blisters on my palm from the handle
found a shard of glass in my porridge
there's a strong gas smell since we plugged it in
my wife slipped on the mat and broke her hip
드라이기 쓰다가 머리카락이 탔고 두피가 벌개졌어요
할아버지가 의자에서 떨어지셨는데 못 일어나세요
칼이 부러지면서 손등을 그었어요
아기 입에서 플라스틱 조각이 나왔어요
멀티탭에서 지지직 소리가 나더니 퍽 하고 터졌어요
국 먹다가 철사 같은 게 혀를 찔렀어요
물을 마신 뒤로 계속 어지럽고 토할 것 같아요
전기포트 만지면 손이 저릿저릿해요
the fan blade flew off and nearly hit my kid
my tongue is bleeding from a sliver in the bowl
the cooker is hissing and won't let me open it, steam burned my wrist
our dog chewed the mat and now he's having seizures
there was a bang and the whole kitchen went dark, sparks too
the ladder gave way and grandad is in hospital
""",
    (
        ReasonCode.FRAUD,
        ReasonCode.PAYMENT_DISPUTE,
    ): """
저는 시킨 게 없는데 물건이 집으로 왔고 카드에서도 빠져나갔어요
누가 제 비밀번호를 바꿔 놨어요
제 이메일 주소가 저도 모르게 변경됐대요
가입도 안 했는데 회원가입 축하 문자가 왔어요
새벽에 모르는 기기에서 로그인했다고 알림이 떴어요
택배 사칭 문자 눌렀다가 돈이 나갔어요
카드 잃어버렸는데 누가 여기서 긁었어요
포인트가 저도 모르게 싹 사라졌어요
아이디가 해킹된거같아요
하루홈 직원이라는 사람이 전화해서 계좌번호를 묻던데 진짜예요?
동생이 제 카드를 훔쳐서 여기서 결제했습니다
제 명의로 누가 주문을 넣었네요
내가 구매하지 않은 건데 왜 돈이 나갔죠
I never bought this but you took my money
someone changed the email on my account
my password was reset and it wasn't me
I got a fake text pretending to be you and entered my card
there are three orders I know nothing about
somebody else is shopping with my card
a caller claiming to be your staff asked for my PIN
my wallet was stolen and the thief used my card here
I keep getting login codes I never asked for
my points vanished and I haven't spent them
who is using my account
I've been scammed by a site that looks like yours
제 아이디로 접속한 기록이 부산으로 나오는데 전 서울 살아요
저희 집 주소로 안 시킨 가전이 계속 와요 돈도 나가고요
이벤트 당첨됐다고 해서 계좌 알려줬더니 연락이 끊겼어요
전 남친이 제 계정에 아직도 들어오는 것 같아요
비밀번호가 안 먹혀서 보니 이메일까지 딴 걸로 되어 있네요
아들 녀석이 제 폰으로 몰래 50만 원어치를 결제했어요
my ex is still ordering stuff through my account
I got an order confirmation for a TV I know nothing of
my bank flagged three payments to you that aren't mine
someone got hold of my card number and went shopping at yours
a man saying he works for you wanted my one-time code
I can't log in and the recovery e-mail isn't mine any more
""",
    (ReasonCode.LEGAL,): """
법정에서 봅시다
고소장 쓰는 중입니다
소비자원에 접수 완료했습니다
기자한테 다 말할 거예요
맘카페랑 유튜브에 다 올릴 겁니다
저희 쪽 변호인이 연락드릴 겁니다
소액심판 청구할 생각입니다
손해배상 청구하겠습니다
공정거래위원회에 신고 접수했어요
뉴스에 제보하면 볼만하겠네요
법적 책임 물을 거니까 준비하세요
구청 위생과에 신고했습니다
you will be hearing from my solicitors
see you in court
I'm filing a case with the consumer agency
I'm a journalist writing a story about your pans, any comment?
I'm posting this to the newspapers
this is against the law and I'll take it further legally
I'm going to the police about this
our legal department will be in touch
I'm reporting you to the Fair Trade Commission
expect a letter from my lawyers
내일 변호사 만나기로 했습니다
이 건은 법원 가서 따지겠습니다
경찰서 다녀왔고 사건 번호 나왔어요
소비자고발 프로그램에 사연 보냈습니다
녹취 다 해 뒀고 민사로 갈 겁니다
공정위에 다 찌를 거예요
my husband is a lawyer and he is drafting the claim
the case goes to the ombudsman on Monday
I'll let the newspapers know how you treat people
you're in breach of consumer law
expect a summons
""",
    (ReasonCode.ERASURE,): """
저장된 제 정보 싹 다 날려 주세요
내 기록 남기지 말고 다 없애줘요
탈퇴할 테니 개인정보도 전부 파기해 주십시오
제 전화번호랑 주소 시스템에서 지워주세요
제 정보 더 이상 보관하지 마세요
여기서 나눈 대화 다 지워 주세요
개인정보 처리 동의 철회합니다
wipe my records from your system
I want all my information gone from your servers
get rid of every trace of me
stop storing my data
I withdraw my consent to process my data
please remove my phone number and address from your files
delete this chat and everything about me
제 계정이랑 관련된 거 하나도 남김없이 없애 주세요
수집하신 제 정보 폐기 요청드려요
제 번호 그쪽 명단에서 빼 주세요 기록도 남기지 마시고요
I no longer consent to you holding my details
scrub me from your database
please forget I ever existed, data and all
""",
    (
        ReasonCode.PAYMENT_DISPUTE,
        ReasonCode.COMPLAINT,
    ): """
환불해 준다더니 한 달째 안 들어와요
결제 금액이 영수증이랑 달라요 훨씬 많이 빠져나갔어요
카드사에 거래 취소 신청 넣었습니다
돈은 빠져나갔는데 주문은 안 됐고 돌려주지도 않네요
취소한 지 2주인데 돈을 안 돌려줘요
같은 금액이 두 번 빠져나갔는데 열흘째 그대로예요
은행에 지급정지 걸어 놨습니다
내 돈 언제 돌려줄 거냐고요
I've asked my bank to reverse the payment
my credit card company is investigating your charge
you charged me more than the price on the receipt
where's my money, it's been a month since I cancelled
you still haven't given me my money back
I was billed three times and nobody is fixing it
I'm contesting this with Visa
cancelled two weeks ago and no refund in sight
분명 3만 원인데 카드엔 30만 원 찍혔어요
반품한 지 한 달 됐는데 돈을 안 줘요
취소 확인까지 받았는데 카드값이 그대로 청구됐어요
카드사에 매입 취소 요청하고 오는 길이에요
it's been six weeks and my refund is nowhere
I've opened a case with PayPal
my statement shows a higher amount than we agreed, put it right
you took the payment but cancelled the order and kept the cash
""",
    (ReasonCode.ACCESSIBILITY,): """
앞을 못 보는데 주문 좀 도와주실 수 있나요
귀가 어두워서 전화로는 못 알아들어요
스크린리더로 장바구니 버튼이 안 읽힙니다
한쪽 팔이 없어서 조립을 못 하겠어요
눈이 나빠서 작은 글씨를 못 봐요
저는 농인이라 수어 상담이 필요해요
손이 떨려서 글자를 칠 수가 없어요
색맹이라 색 구분이 안 돼요
I can't see so can you order for me
I'm hearing impaired and can't use the phone
your site doesn't work with my screen reader
I have Parkinson's and can't type well
I lost my sight and need someone to read this to me
I use a wheelchair and can't carry it upstairs
my dyslexia makes this page impossible
제가 전맹이라 사진 설명이 없으면 못 사요
보청기를 껴도 통화가 어렵습니다
손가락을 못 움직여서 음성으로만 쓰고 있어요
눈 수술을 해서 당분간 화면을 볼 수 없어요
I'm colour blind and your buttons all look the same
I stammer badly so phone calls are impossible
my hands shake too much to fill in the form
NVDA skips the pay button
""",
    (ReasonCode.REQUEST,): """
사람 좀 불러줘봐요
거기 누구 없어요?
상담원이랑 말 좀 하게 해줘요
로봇이랑 얘기하기 싫어요
너 말고 사람
담당자랑 직접 통화할게요
상담사님 연결부탁드려용
빨리 직원 붙여줘
윗사람 나오라고 해
제대로 아는 사람한테 연결해 주세요
전화 연결 좀 해주세요
그냥 사람이 봐 줬으면 좋겠어요
상담원연결해줘라
네 연결해 주세요
인간 상담사 플리즈
yes please connect me
can I get a human on here
put somebody real on
I'd rather deal with a person
is anybody there?
let me talk to your boss
somebody call me please
real human now
I need someone who actually works there
could a member of staff take over
pass me to your supervisor
no more bots please
speak with agent
can you hand me over to a colleague
get me someone in charge
답답하니까 그냥 사람으로 넘겨요
누구든 좋으니 직원 한 분만 나와 보세요
통화로 설명드리고 싶어요
책임자하고 얘기 좀 합시다
말 통하는 사람 없나요
어 그래 연결해
상담워ㄴ 연결
I want out of this chat and onto a human
who can I actually talk to here?
bring me a flesh and blood employee
yes, hand me over
get your manager
can a person read this please
not you, a human
live agent pls
""",
    (
        ReasonCode.COMPLAINT,
        ReasonCode.ANGER,
    ): """
이게 최선인가요 정말 실망입니다
일주일째 기다리고 있는데 아직도 출발도 안 했네요
다른 색이 왔어요 벌써 두 번째네요
기사님이 물건을 집어 던지고 갔어요
포장이 다 찢어져서 왔어요 너무 성의 없네요
상담사가 말을 끊고 그냥 끊어버렸어요
여기 다신 안 시킴
돈값 못하네요
사진이랑 완전 딴판이잖아요
진짜 너무한 거 아닙니까
섭섭하네요 단골인데
선물로 보냈는데 깨진 게 왔다니까 얼마나 창피했는지 아세요
왜 자꾸 말을 바꾸세요
불매하렵니다
이따위로 장사하면 망해요
참 나 기가 차서
아니 언제까지 기다리라는 거예요
탈퇴합니다 수고하세요 다시는 볼 일 없을 듯
유감입니다
별점 하나도 아깝네요
the courier dumped my parcel in the rain
I'm never shopping here again
your agent hung up on me
this is the worst purchase I've made
I've been patient but enough is enough
two weeks and still nothing, come on
not what I'd expect at this price, really poor
the man on the phone was so rude to me
you ruined my daughter's birthday
I've had it with you
so let down by this
fell apart after two days, what rubbish
you guys don't care about customers at all
why do you keep sending me the wrong thing
I'm cancelling my account, terrible experience
how is this okay??
my third email and still no answer
I'm not impressed
looks nothing like the picture, what a con
does anyone actually work there?
전화할 때마다 말이 다르니 누구 말을 믿어야 하죠
새 거라더니 누가 쓰던 흔적이 있네요 어이가 없어서
수리 맡긴 지 두 달인데 깜깜무소식
포장은 젖고 물건은 찌그러지고 정말 너무합니다
이런 데인 줄 알았으면 안 샀죠
기사님이 반말하고 소리 질렀어요
물건 하나 보내는 게 그렇게 어려워요?
아 됐고 진짜 실망이네
세상에 이런 쇼핑몰이 다 있나
믿고 샀는데 배신감 느껴요
환불하라니까 자꾸 쿠폰으로 퉁치려고 하시네요
배송이 거북이도 아니고
I feel completely ignored by your team
your courier swore at my mother
this is the third replacement and it is cracked too
you've got some nerve charging for this
nobody ever got back to me
honestly the worst sixty quid I've ever spent
how difficult is it to send the right size
been fobbed off for a month
what a shambles
I'm sick of chasing you
bought as new, clearly used, disgraceful
you lost my trust
""",
    (
        ReasonCode.ABUSE,
        ReasonCode.ANGER,
        ReasonCode.COMPLAINT,
    ): """
이런 시베리아 같은 회사
니들이 사람이냐
야 이 사기꾼 새끼들아
멍청이들
ㄱㅅㄲ들
개노답 회사네
돈 처먹고 튀냐
존1나 짜증나
뇌가 없냐
what a load of crap
you absolute clowns
f u
you lot are useless
dumb bot
go screw yourselves
you thieving scum
아오 씨 장난치나
개 같은 것들 돈이나 뱉어
정신 나간 놈들 아냐
니네 회사 망해라
you're all a bunch of crooks
go to hell
what a crappy bot
total wankers
""",
}

UNSEEN = {
    (ReasonCode.SELF_HARM,): """
I keep thinking about ending everything
""",
    (
        ReasonCode.SAFETY,
        ReasonCode.COMPLAINT,
    ): """
딸아이 손가락이 접이식 의자에 끼어서 퉁퉁 부었어요
뜨거운 국물이 팔에 쏟아져서 살이 벗겨졌어요
the oven door fell off and landed on my toes
the charger is so hot it burnt a hole in the carpet
""",
    (
        ReasonCode.FRAUD,
        ReasonCode.PAYMENT_DISPUTE,
    ): """
제 카드 정보가 유출된 것 같아요 결제 시도가 계속 떠요
주문 목록에 제가 모르는 주문이 세 개 있어요
I see purchases on my card that I can't explain
""",
    (ReasonCode.LEGAL,): """
내일까지 답 없으면 법적 절차 밟습니다
구청에 신고 넣었어요
변호사 선임했습니다
my solicitor has been informed
""",
    (
        ReasonCode.ERASURE,
        ReasonCode.PAYMENT_DISPUTE,
    ): """
두 배로 결제해 놓고 나 몰라라 하네요
I'm getting Visa to take the money back
""",
    (
        ReasonCode.ACCESSIBILITY,
        ReasonCode.REQUEST,
    ): """
저는 청각에 장애가 있어 문자로만 됩니다
직원분이랑 얘기 나누고 싶은데요
enough, human please
""",
    (
        ReasonCode.COMPLAINT,
        ReasonCode.ANGER,
        ReasonCode.ABUSE,
    ): """
배송 조회는 일주일째 멈춰 있고 답도 없어요
환장하겠네 정말
this is beyond a joke
""",
}

MISSED = {
    (ReasonCode.REQUEST,): """
기계음 그만 듣고 싶고 상담사 바로 대 주세요
""",
    (ReasonCode.SELF_HARM,): """
나 하나 없어져도 아무도 모르겠죠
매일 죽음만 생각합니다
더는 견딜 수가 없어요 끝을 내고 싶어요
가족들한테 마지막 문자 보냈어요
I've got a rope and I'm ready
I don't see the point of tomorrow
please tell my kids I love them, this is it
""",
    (
        ReasonCode.SAFETY,
        ReasonCode.COMPLAINT,
    ): """
전자레인지 돌리는데 안에서 번개처럼 번쩍거려요
가습기 틀고 자면 온 식구가 기침하고 목이 따가워요
아기가 나사를 꿀꺽했어요
난로 옆 벽이 타들어가고 있어요
my kid's lips are turning blue after the spray
sharp wire poked through the cushion into my leg
""",
    (
        ReasonCode.FRAUD,
        ReasonCode.PAYMENT_DISPUTE,
    ): """
저인 척하고 누가 상담을 했다네요
하루마켓이라면서 송금하라는 전화가 왔어요
someone pretending to be me changed the delivery address
a stranger has my login
your site asked me to pay again on a weird page and my money went
""",
    (ReasonCode.LEGAL,): """
기자 친구한테 자료 다 넘겼어요
I'm lodging a formal claim in court
a TV crew is coming to film this
""",
    (
        ReasonCode.ERASURE,
        ReasonCode.PAYMENT_DISPUTE,
    ): """
제 이름으로 남아 있는 데이터 모조리 파기하세요
제 개인정보 이제 그만 갖고 계세요
purge all records of me
환불금 떼먹은 거 카드사에 따질 겁니다
you billed me for something I sent back in May
""",
    (
        ReasonCode.ACCESSIBILITY,
        ReasonCode.REQUEST,
    ): """
노안이 심해서 글이 하나도 안 읽혀요
I've been blind since birth, how do I use this
I can't lift my arms so I need another way to sign
됐고 사람 데려오세요
I want to speak with whoever is in charge
""",
    (
        ReasonCode.COMPLAINT,
        ReasonCode.ANGER,
        ReasonCode.ABUSE,
    ): """
세 달을 기다렸는데 품절이라뇨
돈만 밝히는 회사네요
you've messed up my order yet again
nobody bothered to call me back
I want someone held responsible for this mess
""",
}

HARMLESS = """
불량품은 어떻게 교환하나요?
고객센터 운영 시간 알려주세요
제가 안 산 색상도 교환되나요?
사라진 쿠폰은 다시 받을 수 있나요?
이사 가는데 주소 변경하려면요?
탈퇴하면 포인트는 사라지나요?
내일이면 도착하나요?
옥상에 둘 수 있는 의자인가요?
약통 파나요?
변호사 사무실로도 배송되나요?
방송에 나온 냄비 있나요?
유튜브에서 본 프라이팬 이름이 뭐예요?
전화번호를 바꿨는데 어디서 고치나요?
카드를 잃어버려서 새 카드로 바꿨는데 환불은 어디로 되나요?
비밀번호를 잊어버렸어요
문자로 온 링크가 하루마켓 거 맞나요?
알림이 안 와요
불 위에 바로 올려도 되나요?
연기가 덜 나는 팬이 있나요?
아이가 있는 집인데 모서리가 날카롭나요?
화상 방지 손잡이가 있나요?
뜨거운 물을 부어도 깨지지 않나요?
눈금이 잘 안 보여요
작은 글씨 설명서를 PDF로 받을 수 있나요?
휠체어가 지나갈 폭이 되나요?
결제 금액과 영수증 금액이 다를 수 있나요?
두 번 결제된 것 같은데 어떻게 해야 해요?
환불은 며칠 걸려요?
환불 계좌를 바꾸고 싶어요
개인정보 동의를 안 하면 가입이 안 되나요?
대화 내용은 저장되나요?
직원이 직접 포장하나요?
사람이 앉아도 되는 상자인가요?
두 사람이 같이 쓸 수 있나요?
블루투스 연결이 자꾸 끊겨요
기사님이 문 앞에 두고 가시나요?
포장이 조금 찢어져서 왔는데 교환되나요?
사진이랑 색이 조금 다른데 반품되나요?
배송이 늦어지면 알려 주나요?
일주일째 쓰는데 세척은 어떻게 해요?
두 번째 주문인데 할인되나요?
단골 할인 있나요?
별점은 어디서 남기나요?
탈퇴 방법 알려 주세요
수저가 열에 휘었는데 수리되나요?
섭씨 몇 도까지 견디나요?
죽 끓이기 좋은 냄비 추천해 주세요
이불에 구멍이 났는데 수선되나요?
칼날이 무뎌졌어요
뚜껑이 안 열려요
전원이 갑자기 꺼져요
가습기에서 물이 새요
고무 냄새가 조금 나는데 정상인가요?
향이 없는 세제 있나요?
새 제품이라 냄새가 나요
오늘 주문하면 언제 와요?
수고하세요
감사합니다 잘 받았어요
고마웠어요 다음에 또 올게요
안녕히 계세요
Which one is your worst seller?
How do I change my phone number?
I changed my e-mail, how do I update it?
Is the glass safe in the oven?
Will the pan smoke on high heat?
Can I cancel my order?
How do I delete my account?
What happens to my points when I leave?
I forgot my password
I lost my card, can the refund go to a new one?
Do you have a shop on the roof floor?
Does it come with a plug for the US?
Is there a strong smell at first use?
How many people can the table seat?
What do your reviews say about the knife?
I saw this on TV, do you sell it?
My lawyer's office needs ten mugs
Is the police discount real?
When is the call centre open?
Do I need to call to book delivery?
Who delivers the shelf, a person or a drone?
Is the text about customs fees from you?
Can I pay with someone else's card?
Can my wife pick it up for me?
How do I read the small print on the label?
What font size is on the scale display?
Do you have large-print manuals?
Is the lamp too bright for sensitive eyes?
I was charged twice, what now?
Why is the charge pending?
When will my refund arrive?
Can I get a refund to another account?
What data do you store?
How long do you keep chats?
Is the mat slip proof?
The lid is loose, is that normal?
One of the cups has a chip
The box was slightly dented, can I exchange it?
It looks a bit different from the picture
My parcel is two days late
I waited all day, does the courier ring?
Is the second one cheaper?
Third floor without a lift, do you deliver?
Does the rice cooker beep when done?
How loud is the blender?
The handle wobbles a bit
My vacuum stopped charging
The kettle switches off too early
Is white smoke from the fryer normal?
Can children under three use it?
What is the weight limit of the chair?
Do you sell candles?
How do I sharpen the knife?
Are the screws included?
thanks, that was all
goodbye and thanks for the help
bye for now
have a nice day
I'd die for that mug, is it back in stock?
this pan kills it, do you have a bigger one?
유리 냄비는 가스레인지에 써도 되나요?
배송 기사님 연락처 알 수 있나요?
오늘 밤에 주문하면 언제 도착해요?
이제 그만 쓰고 반품하려는데 상자가 없어요
남편 몰래 선물하려는데 문자 안 가게 할 수 있나요?
내일은 제가 집에 없을 거라 경비실에 맡겨 주세요
다음 주면 저는 이사 가고 없어요 주소 바꿔 주세요
그동안 잘 썼는데 뚜껑만 따로 살 수 있나요?
설사 늦더라도 괜찮으니 묶음 배송 되나요?
어린이집 선물로 좋은 컵 추천해 주세요
강아지가 물어뜯어도 괜찮은 방석 있나요?
손목이 약한 사람한테 가벼운 프라이팬 있나요?
불 조절은 몇 단계예요?
냄비가 까맣게 탔는데 어떻게 닦아요?
가스레인지 겸용인가요?
방송 나온 제품이랑 같은 건가요?
카드사 할인 이벤트 있나요?
은행 무이자 할부 되나요?
주문 내역에 있는 금액이 할인 전인가요?
번호를 바꿔서 인증이 안 돼요
이메일 주소를 잘못 적어서 변경하고 싶어요
로그인 알림은 어디서 꺼요?
비회원으로 산 게 있는데 조회하려면요?
아직 산 게 없는데 첫 구매 쿠폰 주나요?
주문한 게 아직 없어서 등급이 안 오르나요?
제 정보는 어디서 수정해요?
휴대폰 번호 지우고 새로 넣고 싶어요
글씨 각인도 되나요?
앞이 막힌 슬리퍼 있나요?
귀가 달린 냄비 있나요?
말이 서툰 아이가 쓸 컵
화면이 꺼져 있는데 고장인가요?
연결 호스 따로 팔아요?
사람 모양 걸이 있나요?
두 번 세탁했는데 색이 빠져요
두 번째 서랍이 뻑뻑해요
벌써 다 떨어졌나요? 재입고 언제 해요
기사님이 조립도 해 주시나요
다른 색으로 바꾸고 싶어요
선물인데 늦을까 봐요 언제 와요?
사진이랑 크기가 다를 수도 있나요?
환불 신청했는데 언제쯤 처리돼요?
취소했는데 카드 승인 문자가 왔어요
문자로 링크 보내 주실 수 있나요?
Can I burn candles in this holder?
How do I get burnt rice off the pot?
Is the shelf heavy enough not to tip over?
Does the knife come with a blade guard?
I left the country, can I still return it?
I won't be home tomorrow, can you leave it at the door?
Is it okay to put hot glass in cold water?
My card was declined
Can I change the e-mail on my account?
I changed my mind about the order
I did not receive a tracking number
I didn't use the coupon, does it expire?
I haven't got the text with the code
Who sends the login codes?
My statement shows a pending amount, is that normal?
Do you accept PayPal?
How do I report a typo on the site?
Is the newspaper rack in stock?
My husband is a lawyer, do you sell desk lamps?
What is the court of jurisdiction in your terms?
Where can I delete a saved card?
Can you hear the blender from the next room?
I can't see the coupon box
Can't hold more than two litres, right?
I can't hear the timer beep
Is there a person-sized beanbag?
Can somebody else sign for it?
Will someone call me before delivery?
Do bots crawl your site?
Do you have colleagues' discounts?
The third one is cheaper, why?
It's my second order this week, can they ship together?
The parcel left two days ago, when will it be here?
Is the cheap one made of plastic?
Is it normal that it feels light?
Looks great, does it come in red?
The gift wrap is torn, can I get a new one?
My birthday coupon is missing
What's wrong if the lamp blinks?
Nobody was at home, where is the parcel now?
When do you ship on holidays?
번개 모양 조명 있나요?
손가락 인형 파나요?
기침에 좋은 가습기 추천해 주세요
벽에 못 안 박고 달 수 있나요?
카드 정보 저장은 안전한가요?
주문 목록은 어디서 봐요?
데이터 케이블 길이가 얼마예요?
노안용 돋보기 있나요?
데려온 강아지 방석 추천
일주일 뒤에 보내 주세요
Do you sell rope baskets?
What time is the TV sale?
Is my card saved for next time?
Can the oven door be removed for cleaning?
How hot does the charger get?
Is the carpet washable?
My kids love this mug, do you have more?
Can I change the delivery address?
What's the point of the silicone ring?
Can I get a VAT invoice from May?
"""


def sentences_of(
    groups: dict[tuple[ReasonCode, ...], str],
) -> list[tuple[str, tuple[ReasonCode, ...]]]:
    return [(text, codes) for codes, block in groups.items() for text in block.strip().splitlines()]


@pytest.fixture(scope="module")
def signals() -> Signals:
    return Signals()


def found(signals: Signals, text: str, codes: tuple[ReasonCode, ...]) -> bool:
    signal = signals.read(text)
    return signal is not None and signal.reason_code in codes


@pytest.mark.parametrize("groups", [KNOWN, UNSEEN], ids=["known", "unseen"])
def test_held_out_signals_are_found(
    signals: Signals, groups: dict[tuple[ReasonCode, ...], str]
) -> None:
    assert [text for text, codes in sentences_of(groups) if not found(signals, text, codes)] == []


@pytest.mark.xfail(strict=True, reason="takes more than patterns")
@pytest.mark.parametrize(("text", "codes"), sentences_of(MISSED))
def test_signals_that_patterns_miss(
    signals: Signals, text: str, codes: tuple[ReasonCode, ...]
) -> None:
    assert found(signals, text, codes)


def test_held_out_questions_give_no_signal(signals: Signals) -> None:
    assert [text for text in HARMLESS.strip().splitlines() if signals.read(text)] == []


def test_what_takes_two_sentences_is_read_across_them(signals: Signals) -> None:
    signal = signals.read("There's a charge on my card. I didn't buy anything.")
    assert signal is not None
    assert signal.reason_code is ReasonCode.FRAUD
    assert signal.words == "There's a charge on my card. I didn't buy anything."
