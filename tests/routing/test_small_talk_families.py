"""Families of small talk: other words, endings, slang, typing errors; and what only looks so.

The examples are the project's own, written before the patterns were widened to them. The last
third of each block was read first by patterns that did not know it: .75 of that was right.
"""

from __future__ import annotations

import time

import pytest

from sangdam.routing.account import AccountQuestions
from sangdam.routing.small_talk import LONGEST, SmallTalk, SmallTalkKind

OUT_OF_SCOPE = {SmallTalkKind.OFF_TOPIC, SmallTalkKind.NONSENSE}

SOCIAL = """
안녕하신가요~ 오늘 처음 들어와 봤어요
헬로헬로
안녕하세염!!
똑똑, 계신가요?
좋은 오후예요
안뇽하세요ㅎㅎ
잘 지내셨어요?
오랜만이네요 반가워요
새해 복 많이 받으세요
밥은 먹었어요?
요즘 어떻게 지내?
heyyy
Hi bot!
good day to you
Evening!
hello again
Hey there, hope you're well
morning team
how's your day going?
howdy partner
merry christmas!
hellooo anybody home?
감사합니닷!!
고맙습니다 덕분에 잘 해결했어요
감사감사
정말 큰 도움이 되었습니다
진짜 친절하시네요 ㅎㅎ
너 진짜 똑똑하다
와 대박 답변 빠르다
일 잘하네
감사해용
고맙당
아 그런 거였군요 이해했습니다
역시 최고다 👍
설명 잘해 주셔서 고마워요
오 신기하다
귀엽네 ㅋㅋ
thx a bunch mate
You've been super helpful
much obliged
that was quick, nice work
brilliant, cheers
wow you're smart
ta
Thank you ever so much, that cleared it up
you rock
what a clever little bot
ah I see, makes sense now
tysm!!
well done
그럼 이만 가 볼게요
이제 됐어요 안녕
또 봐요~
다음에 또 문의할게요
수고 많으셨어요
편안한 밤 되세요
들어가 보겠습니다
굿밤
빠잉
즐거운 주말 보내세용
더 물어볼 건 없어요
that'll be all, thanks
gotta go, bye
Cheerio
I'm off now, have a good one
nothing else, thanks
catch you later
ok that's everything
until next time
no more questions
네넹
그르쵸
네네 그렇게 해주세요
ㅇㅇㅇ
옙 알겠습니당
어 그래
응응 좋아
넵 맞아요
yeah go on
yep please
sure, sounds good
mhm
yessss
totally
ok cool
아녀
아니 괜찮아요
아뇨아뇨
아니용 없어요
ㄴㄴㄴ 됐음
아니 그냥 됐어
nope, all good
no that's fine
nah thanks
not right now, thanks
no it's okay
혹시 지금 기계가 대답하는 건가요?
사람이랑 얘기하고 있는 거 맞죠?
너 이름 있어?
당신 AI죠?
자동응답이에요?
챗봇이니 사람이니
너를 뭐라고 부르면 돼?
진짜 사람이 쓰는 거야?
이거 로봇이 답하는 거임?
어느 회사 AI야?
So are you a machine or what?
Is there a human on the other end?
do I talk to a computer here?
you a robot?
What should I call you?
are you a chatbot or a live agent
which AI model are you?
who's there
are u real or just AI
is somebody actually typing this?
뭘 잘해?
여기서는 뭘 물어보면 되는 거예요?
어떤 것들을 알려줄 수 있어요?
무슨 질문까지 받아요?
너는 어떤 일을 하니
도움 좀 받을 수 있을까요?
사용 방법을 모르겠어요 이 챗봇
저 좀 도와주실 수 있을까요
what kind of questions can you answer?
tell me what you can do
what topics do you cover?
how do I use this chat?
could you help me with something?
what are you good at
what can I use you for?
안녕하세요오~
안녕하십니까 처음 뵙겠습니다
하이 챗봇
좋은 저녁입니다~
안녕 반가워 친구야
점심 맛있게 드셨어요?
hola amigo
good evening everyone
hiii :)
how have you been?
hello my friend
happy friday!
sup dude
감사합니다아
오 그렇구나 땡큐
친절한 설명 감사드려요 ^^
덕분에 궁금증 풀렸어요
너 좀 쩐다
완전 도움 됐어요
말귀를 잘 알아듣네
칭찬해요
thanks a million
thats awesome, ty
you are so kind
good answer
that's exactly what I needed
cheers mate
you're a good bot
그럼 수고요
안녕히계세용
이제 가볼게요 감사합니다
다음에 다시 올게요
좋은 밤 되세요
궁금한 거 다 해결됐어요 안녕
bye for now
have a lovely evening
that's it, thank you
talk later
goodnight!
see you next time
네 좋아요
응 맞아
알겠어요
넵 그렇게 할게요
ㅇㅇ ㅇㅋ
yes that's correct
okey dokey
alright then
아니 괜찮습니다
아뇨 없어요 감사합니다
ㄴㄴ 괜찮
안 할게요
no, nothing else
no I don't think so
not really, thanks
너 누구니
사람이 답장하는 건가요?
여기 AI가 상담해주는 거예요?
이름이 뭐니 넌
로봇이랑 말하는 느낌인데 맞아?
너 혹시 GPT야?
are you automated?
am I speaking with a real human
is this chat run by a bot
what's your name, bot?
are you a person?
넌 뭘 할 수 있어
어떤 도움을 주실 수 있나요?
무슨 얘기 할 수 있어?
뭐 물어보면 대답해줘?
what can you help with?
what do you know about?
so what can you do for me
can you assist me please
how can this bot help me
"""
OUT = """
ㅋㅋㅋ 심심하다 놀아줘
재미있는 이야기 하나만 해 주세요
오늘 서울 몇 도야?
나랑 결혼할래?
저녁에 뭐 먹을지 추천 좀
애국가 가사 알려줘
한국에서 제일 높은 산이 뭐야
파이썬 반복문 어떻게 써
이번 대선 누가 될까
강아지 이름 추천해줘
'사과'를 일본어로 뭐라고 해?
Do you like music?
what's the score of the Lakers game
write a short story about a dragon
entertain me
Who is the king of England?
how do I say hello in French?
fix this javascript error for me
is it hot in Seoul today?
Got any good jokes?
should I break up with my boyfriend
what's 12 times 9
name my puppy please
ㅁㄴㅇㄻㄴㅇㄹ
ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ큐ㅠㅠㅠ
ㅓㅏㅣㅗㅓㅏ
ㅎㅎㅎ ㅋㅋ 😂
ㄹㄴㅇㅁㄹㄴㅇ
나ㅣㅇ러ㅣㅏㅁㄴ
3 9 27 4 4 1
🌮🌮🌮➡️🌧️
가나다라마바사
아 그 저 이제 그래서 근데 그게
다람쥐 헌 쳇바퀴에 타고파
kjhsdfkjhsdf
sdlkfjsldkfj
null
{{customer_name}}
undefined undefined
the quick brown fox jumps over the lazy dog
xkcdqwzrtp
!!??..,,;;
1 2 3 4 5 6 7 8
hahahahaha omg
lorem ipsum dolor sit amet consectetur
qwertyuiop asdf
&nbsp;&nbsp;
nnnnnn
요즘 볼만한 드라마 있어?
내일 우산 가져가야 돼?
연봉 협상 어떻게 해
2 더하기 2는 뭐야
여자친구랑 헤어졌어 위로해줘
로또 1등 번호 알려줘
고양이 이름 지어줘
who won the game last night
tell me a bedtime story
how do I learn guitar
what's the best movie of 2020
translate good morning into Korean
who is the richest man in the world
ㅁㄴㅇㄹㅎㅗㅓㅏㅣ
ㅋㅋㄹㅃㅃ
어버버버
ㅂㅈㄷㄱㅅ
🫠🫠🫠
아브라카다브라
그 음 저 그러니까 그게 뭐 그
fghjfghj
sdfsdf sdf
12 34 56 78 90 12
NaN
${user.name}
!@#$%^&*
the the and of to it is
bloop blorp
"""
CONTENT = """
고마워요 근데 환불은 언제 돼요?
네 그럼 배송비는요?
안녕하세요 교환 문의요
ㅋㅋㅋ 근데 이거 왜 안 켜져요
좋은데 뚜껑이 없어요
똑똑한 밥솥 있나요
최고 온도 몇 도예요
넵 근데 언제까지 보내면 돼요
아니 뚜껑 말고 손잡이요
이거 누가 만들었어요 중국산이에요?
이름 새기는 데 얼마예요
로봇 청소기랑 무선 청소기 차이가 뭐예요
사람 없을 때 문 앞에 두나요
뭐가 더 조용해요
잘 가는 칼 추천해 주세요
오늘 날씨에 이불 말려도 되나요
밥은 몇 인분까지 돼요
1 2인용 식기 있나요
2 3 4번 다 불량이에요
E1 뜨는데요
HV-22 필터요
포인트 유효기간이 언제까지예요
등급은 언제 갱신돼요
환불 며칠 걸려요
반품 주소가 어디예요
쿠폰 중복 사용 되나요
배송 조회는 어디서 해요
주소 바꾸는 법 알려주세요
적립은 몇 퍼센트예요
첫 구매 쿠폰 얼마예요
취소하면 언제 환불돼요
저도 골드 될 수 있나요
도와주세요 에어프라이어에서 연기 나요
감사하지만 상담원 연결해 주세요
안녕하세요 다쳤어요
아니 진짜 짜증나네
실망이네요
대단하시네요 일주일째 답도 없고
thanks for nothing
great, another broken lid
hi my blender smokes
good, now how do I return it
cool to the touch while cooking?
nice set, how much
you're wrong about the fee
who do I email for a quote
what can I bake in the glass box
how long until points expire
when do refunds usually land on a card
where do I see my coupons
how is gold calculated
does my 12 year old need an account
bye one get one?
ok and for Jeju?
no lid
not dishwasher safe?
is there a human on the phones on Sunday?
can I talk to a person
well the handle broke off
is it quiet
are you sure it is oven safe
really? only 3 days?
how many points for a photo review
am I still in the return window after 8 days
can I change the address myself
what happens to my coupon if I cancel
wow this pan is awful
lol it leaks
how do I check my balance
which courier is it
네 그런데 포인트는요
안녕하세요 적립금이 뭐예요
고맙습니다 그리고 영업시간은요
알겠어요 근데 왜 비싸요
최고급 냄비인가요
빠른 배송 되나요
친절한 상담사 연결
이거 잘 되나요
얼마나 커요
진짜 튼튼해요?
완벽하게 밀폐돼요?
무게는요
색깔은?
몇 개 들어요
다시 안 켜져요
계속 소리가 나요
물이 새요
왜 이렇게 뜨거워요
이상해요
안 돼요
잘 안 잘려요
답변이 이상해요
도움이 안 됐어요
별로예요
너무 늦네요
생일 축하 카드 되나요
좋은 날 선물하기 좋은 거
집에 사람이 없으면요
사람 불러 주세요
두 개 중에 뭐가 나아요
1 2 3번 중에 뭐가 좋아요
언제 되나요
끝나면 어떻게 해요
other colours?
is it fast
is it good
how heavy
how about gold
it doesn't work
that didn't help
not helpful
you are useless
who pays
what if it breaks
can I use it outdoors
what can I put in it
are you closed on Sunday
is someone going to call me before delivery
hello, still broken
nice but too small
good for camping?
what do you do with old batteries
when is the next sale
how long till gold
what tier gets free returns
do I lose points if I leave
when do you refund
how do returns arrive at your place
where should I send the return
can I check points in the app
which coupons work on sale items
does my order number start with HM
is my order free of shipping over 30000
will my parcel be left at the door
빠른가요
빨라요?
편한가요?
정확해요?
좋은 거 맞아요?
잘 되는 거예요?
대박 할인 있나요
최고 인기 상품이 뭐예요
짱구 컵 있나요
천재교육 책상
감동이에요 근데 손잡이가
사람이 쓰는 거예요 강아지 거예요?
뭘 보내야 돼요?
어떤 걸 사면 좋아요?
무엇을 눌러야 하나요
뭐가 문제예요
어떤 게 더 잘 받아요 열을
무슨 도움이 되나요 이 필터
너무 잘 깨져요
왜 없어요
다 없어졌어요
이제 어떻게 해요
그래서요?
그런데요
오늘요
이거요
저거요?
그냥 버려도 돼요?
다시요
하나 둘 다 불량
가나 초콜릿 컵
그만 보내세요
들어갔나요
간다고 했는데 안 와요
나가요?
끌게 없어요 의자
아직 안 왔어요
안 왔음
필요한 서류 뭐예요
몇 번 문의했는데 답이 없어요
도와줄 사람 불러요
처음 써 봤는데 소리가 나요
처음 쓸 때 씻어요?
그 사람한테 보낸 선물 취소
친구가 받았는데 깨졌어요
감기 걸릴 때 가습기
살았다 싶었는데 또 고장
최악이네요
실망했어요
답답하네요
화나네요
장난해요?
뭐 하자는 거예요
어이없네
무시하네요
is it quick to dry?
are you able to ship tomorrow?
what can i do if it leaks
what can i do about rust
what do you do if an item is lost
what can you do about my broken mug
can you help me with the lamp
who is writing the invoices
is somebody home needed for delivery?
is there someone behind the counter on Saturday
which model do you recommend
what model is it
is the machine loud
is it real leather
is this automated
that was broken
this is terrible
this is not good
it's not good enough
it's too small
you are not helping
you're late
what a mess
what a joke
such a waste
nothing works
nothing arrived
no answer for a week
never again
no way to open it
it works?
all of them
both
the blue one
going to jeju
best one?
night light?
sweet, when does it ship
3 4 5 person sets?
12 24 28 cm which fits
best pan for eggs
best book stand
null error at checkout
undefined error when I pay
love it but the lid is loose
fox pattern mug and lazy susan
I'm done waiting
I'm out of patience
i need advice on which size
i hope you're good for the refund
hope you're having a nice day, where is it
my friend got hers, mine not
i want help returning
someone there? my kitchen is on fire
"""
BESIDE = """
오늘?
이제요
그래서
근데
혹시
and
so
just
"""
REPEATED = [
    "진짜정말",
    "정말 너무 ",
    "너",
    "나ㅣ",
    "여기서 ",
    "you're so very ",
    "asdf",
    "the ",
    "1 ",
]


def lines(block: str) -> list[str]:
    return block.strip().splitlines()


@pytest.fixture(scope="module")
def small_talk() -> SmallTalk:
    return SmallTalk()


def test_social_small_talk_is_found(small_talk: SmallTalk) -> None:
    read = {text: small_talk.read(text) for text in lines(SOCIAL)}
    assert [text for text, kind in read.items() if not kind or kind in OUT_OF_SCOPE] == []


def test_what_is_off_topic_or_nonsense_is_found(small_talk: SmallTalk) -> None:
    assert [text for text in lines(OUT) if small_talk.read(text) not in OUT_OF_SCOPE] == []


def test_content_is_never_small_talk(small_talk: SmallTalk) -> None:
    assert [text for text in lines(CONTENT) if small_talk.read(text)] == []


def test_content_is_not_the_customers_own_data() -> None:
    questions = AccountQuestions()
    assert [text for text in lines(CONTENT) if questions.read(text)] == []


def test_a_word_that_only_goes_beside_small_talk_is_none_alone(small_talk: SmallTalk) -> None:
    assert [text for text in lines(BESIDE) if small_talk.read(text)] == []
    assert small_talk.read("오늘 감사합니다") is SmallTalkKind.THANKS
    assert small_talk.read("thanks, and bye then") is SmallTalkKind.GOODBYE


@pytest.mark.parametrize("text", REPEATED)
@pytest.mark.parametrize("end", ["환", "x"])
def test_no_message_takes_long(small_talk: SmallTalk, text: str, end: str) -> None:
    message = (text * LONGEST)[: LONGEST - 1] + end
    start = time.perf_counter()
    small_talk.read(message)
    assert time.perf_counter() - start < 0.5
