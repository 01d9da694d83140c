"""A question about the customer's own things is told from a general or how-to question.

The examples are the project's own. In each group half were written before the patterns; the
later ones were read by the patterns of the day before those were mended.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sangdam.models import stem
from sangdam.routing.account import AccountQuestions, order_number

STATE = {
    "where_is_my_parcel": """
제 택배 어디쯤이에요?
내 주문 언제 와?
배송 언제 와요
주문한 거 아직 안 왔어요 어디 있어요?
where's my order
where is my package?
my parcel hasn't arrived yet
has my order shipped?
택배 어디쯤 왔어요?
물건이 아직도 안 왔는데요
주문한 냄비 언제 오나요
시킨 거 언제 와?
내택배어디
배송 조회 좀 해 주세요
언제 와요?
제가 주문한 상품 출발했나요?
우리 택배 오늘 도착하나요?
when will my order arrive?
has my package been delivered?
I haven't received my order yet
where's my stuff
is my parcel on its way?
track my order please
my delivery is late
택배 위치 좀 알려주세요
제 거 언제 도착하나요
어제 주문한 거 출고됐나요?
배송 왜 안 와요
택배 아직인가요
지난주에 시킨 이불 아직도 안 왔어요
HM-20261105-1234 배송 어디까지 왔어요
where is the pan I ordered
My parcel still has not arrived
has it shipped yet? order HM-20261105-1234
did you send my package
when is my delivery coming
I did not get my parcel
제 물건 어디까지 왔나요
택배 왜 안 와요
주문한 이불이 아직 안 왔어요
내 택배 도착했어?
시킨 냄비 출발했나요
배송 상태 확인 부탁드려요
Where's my delivery?
has my order left yet
I still haven't got my package
when will my parcel get here
""",
    "my_refund_status": """
내 환불 언제 들어와요?
환불 아직 안 됐어요
where is my refund?
I still haven't received my refund
환불 처리 됐나요?
반품 보냈는데 돈이 아직 안 들어왔어요
제 환불 어떻게 되고 있어요
환불 진행 상황 알려 주세요
환불 왜 아직 안 해줘요
has my refund been processed?
the refund hasn't shown up
refund status please
환불 언제 들어오나요 제 거
지난주에 반품했는데 환불이 아직이에요
제 환불금 입금됐나요
내 돈 언제 돌려받아요
where is my money? I returned it last week
is my refund on the way?
I have not received my refund yet
제 환불 처리됐나요
환불이 아직도 안 들어왔네요
반품한 거 환불 언제 들어와요
is my refund processed yet
I'm still waiting for my refund
""",
    "my_points": """
내 포인트 얼마 남았어요?
제 적립금 얼마예요?
how many points do I have?
포인트 몇 점 있어요?
내 적립금 확인해줘
남은 포인트 알려 주세요
제 포인트 왜 사라졌어요?
저 포인트 얼마나 있나요
check my points balance
my points disappeared
what's my points balance?
제 포인트 조회해 주세요
나 적립금 얼마야
포인트가 줄었어요 왜죠
포인트 얼마나 쌓였어요?
can you check how many points I have
do I have enough points?
제 포인트가 얼마죠
포인트 얼마 있는지 알려줘
how many points have I got
where are my points
""",
    "my_order_status": """
제 주문 잘 들어갔나요?
주문 상태 확인해 주세요
did my order go through?
주문 잘 됐나요?
HM-20261105-1234 이거 어떻게 됐어요
제 주문 확인 좀 부탁드려요
결제 제대로 된 건가요?
내 주문 취소됐어?
주문 내역 좀 봐 주세요
check my order HM-20261105-1234
was my payment successful?
what's the status of my order
HM-20261105-1234
주문 확인 부탁드립니다
제 주문번호 HM-20261105-1234 확인해 주세요
주문이 제대로 된 건지 모르겠어요
제 주문이 왜 취소됐어요?
결제됐는지 확인해 주세요
is my order confirmed
why was my order cancelled?
please look up my order
제 주문 접수됐나요
주문 들어간 거 맞나요
is my payment confirmed?
HM-20261020-0007 확인 좀
""",
    "my_membership_tier": """
제 등급이 뭐예요?
what is my membership tier?
내 등급 알려줘
저 지금 무슨 등급이에요?
제 등급이 왜 떨어졌어요
am I gold?
which tier am I
why did my tier go down
제가 실버인가요 골드인가요
제 멤버십 등급 확인 부탁드려요
나 몇 등급이야
what's my tier now
am I still VIP?
저 골드 맞나요
내 멤버십 뭐야
what membership level am I
""",
    "my_coupon": """
제 쿠폰 몇 장 있어요?
how many coupons do I have left?
제 생일 쿠폰 왜 안 들어왔어요?
쿠폰이 사라졌어요
남은 쿠폰 확인해 주세요
내 쿠폰 어디 갔어
my coupon is missing
do I have any coupons?
show me my coupons
제 쿠폰함에 쿠폰이 없어요
쿠폰 몇 장 남았어요?
저한테 쿠폰 있나요?
where did my coupon go
which coupons do I have
내 쿠폰 다 어디 갔어요
제 계정에 쿠폰 있나요
do I still have a coupon
""",
}
STATE_NOT = """
택배는 어디서 조회하나요?
배송은 며칠 걸려요?
지금 주문하면 언제 와요?
제주도는 언제 도착해요?
포인트는 어떻게 쓰나요?
포인트 유효기간이 얼마예요?
환불은 며칠 걸리나요?
회원 등급은 어떻게 정해지나요?
쿠폰 몇 장까지 쓸 수 있어요?
제주 배송은 얼마나 걸리나요?
내열 유리는 어디까지 버텨요?
주문 확인은 어디서 하나요?
내일 주문하면 언제 와요?
how do I track my order?
how long does delivery take?
when do points expire?
how can I use my points?
how is my membership tier decided?
where can I see my coupons?
how long does a refund take?
배송조회 어떻게 해요
주말에 주문하면 언제 출발해요?
제품이 언제 출시됐나요?
내일 배송되나요 보통?
제주도 배송 언제 와요?
울릉도는 배송 언제 도착해요
교환 상품은 언제 오나요?
반품 수거는 언제 와요?
송장번호는 언제 받나요?
택배는 어느 회사예요?
배송비는 얼마인가요?
환불은 언제 받을 수 있나요?
카드 환불 며칠 걸려요
포인트는 언제 적립되나요?
포인트 얼마부터 쓸 수 있어요?
적립금 어떻게 조회해요?
포인트로 배송비 결제되나요
골드 등급 혜택이 뭐예요?
등급은 언제 바뀌나요
VIP 되려면 얼마 사야 해요
쿠폰은 몇 장까지 쓸 수 있나요?
생일 쿠폰은 언제 줘요?
쿠폰 코드는 어디에 입력하나요?
주문번호는 어디서 확인하나요?
비회원 주문은 어떻게 조회하나요?
주문 상태가 배송 중이면 취소할 수 있나요?
제일 잘 나가는 상품이 뭐예요?
저희 집에 맞는 선반 있나요?
내구성이 좋은가요?
where can I see my points?
do points expire?
when are points credited?
how long do refunds take?
what happens if my parcel is lost?
can I track my parcel without an account?
do I get a coupon for joining?
how do I become a gold member?
which courier do you use?
is my kitchen big enough for this shelf?
what is the order number format?
택배사 어디예요?
주문하면 언제쯤 받아요?
오늘 주문하면 내일 와요?
부산은 배송 언제 와요
배송 조회는 어디서 해요
출고는 언제 하나요
언제까지 주문해야 오늘 출발해요?
환불은 보통 언제 돼요
환불 계좌는 어디서 바꿔요
포인트는 어디서 봐요
포인트 몇 점부터 쓸 수 있나요
적립금 유효기간 얼마예요
등급 기준이 어떻게 돼요
실버 등급 쿠폰 몇 장이에요
쿠폰은 어디 있어요?
쿠폰 유효기간 지나면 사라지나요
주문 취소는 언제까지 되나요
주문번호 형식이 뭐예요
내장형 필터인가요
제빵기 있어요?
제주 주문도 되나요
우리나라 제품인가요
내 마음에 드는 색 추천해 주세요
배송 완료인데 상품이 없어요
결제가 안 돼요
where can I check my refund?
how many points can I use at once?
what does order status preparing mean?
when do you ship orders?
is delivery free for my order over 30,000 won?
what time do parcels arrive usually?
how can I see my membership tier?
do coupons expire?
is my card accepted?
what if my parcel never arrives?
do you track parcels?
can my mother receive my parcel?
how long is my coupon valid
is there a way to track a guest order?
why is there a shipping fee
배송 기간이 어떻게 되나요
택배 오는 날 바꿀 수 있나요
주문하고 며칠 뒤에 와요
환불은 어떻게 진행되나요
포인트 사용 조건
등급별 혜택 알려 주세요
쿠폰 사용법
내구성 좋은 팬
제일 큰 냄비
when do orders ship
how do points work
what are the tiers
refund timeline for cards
do you have tracking
is there a welcome coupon
"""

DO = {
    "change_my_address": """
배송지 변경해 주세요
주소 좀 바꿔 줘
change my address
please update my shipping address
주소 잘못 적었는데 고쳐 주세요
can you change the delivery address of my order?
주소 변경하고 싶어요
배송지를 회사로 바꿔 주세요
받는 곳 수정 부탁드립니다
주소 틀리게 입력했어요
배송지변경해주세요
제 주문 주소 바꿔주실 수 있나요?
I want to change my delivery address
I put the wrong address
could you update the shipping address on my order
please send it to a different address
주소지 변경 요청드립니다
배송지 좀 바꿔주세요 이사했어요
주소를 잘못 썼어요
배송지 변경 부탁
change the address on my order please
I need to update my delivery address
wrong address, please fix my address
배송지 수정해주세요
주소를 부모님 집으로 바꾸고 싶어요
주소 잘못 입력했어요 고쳐주세요
please correct my shipping address
I'd like to change the address for my order
""",
    "change_my_phone": """
전화번호 바꿔 주세요
제 휴대폰 번호 변경 좀 해줘요
change my phone number please
연락처 수정해 주세요
핸드폰 번호 010으로 변경 부탁드려요
제 번호 바뀌어서 전화번호 변경하고 싶어요
update my mobile number
I need to change my phone number here
전화번호 좀 수정해주세요
휴대폰번호 변경요청합니다
폰 번호 바꿔줘
please change my contact number
휴대폰 번호 좀 바꿔주세요
please update my phone number
""",
    "cancel_my_order": """
주문 취소해 주세요
방금 주문한 거 취소해줘
취소 좀 부탁드려요
cancel my order
I want to cancel my order
please cancel HM-20261105-1234
어제 산 거 취소하고 싶습니다
주문취소요청합니다
냄비 하나만 취소해 주실래요
취소할게요
취소해
HM-20261105-1234 취소 부탁
can you cancel my order?
Please cancel it
cancel this order please
I'd like to cancel my last order
주문 좀 취소해 주시겠어요
이거 취소해주세요
취소 부탁드립니다
방금 결제한 거 취소요
취소시켜줘
cancel order HM-20261105-1234
I need to cancel my purchase
pls cancel my order
오늘 아침에 주문한 거 취소 부탁드려요
주문 취소할게요
구매 취소하고 싶어요
cancel my order please
can you please cancel this order
""",
    "return_my_item": """
반품해 주세요
이거 반품 신청 좀 해줘
I want to return my item
환불해 주세요
반품하고 싶어요
반품 접수 부탁드립니다
환불 받고 싶어요
이 냄비 반품할게요
please refund my order
I'd like to return this pan
I want a refund
refund me
반품 신청할게요
반품해줘
이거 환불해줘요
환불 요청합니다
반품 처리 부탁드려요
return my order please
I would like a refund please
can you refund this
받은 거 반품하고 싶습니다
환불 부탁드립니다
반품 접수해주세요
I want to send back my pan
please give me a refund
""",
    "exchange_my_item": """
다른 색으로 교환해 주세요
please exchange my pan for a bigger one
교환 신청해 주세요
사이즈 교환하고 싶어요
빨간색으로 교환 부탁드려요
I want to exchange this for a larger size
can you replace my broken kettle
교환해 주세요
파란색으로 교환할래요
사이즈 교환 요청드려요
please swap this for the blue one
I'd like to exchange my mug
큰 사이즈로 교환하고 싶어요
교환 접수해 주세요
I want to swap it for another colour
""",
    "reset_my_password": """
비밀번호 초기화해 주세요
제 비번 알려 주세요
reset my password
비밀번호 재설정해 주세요
비번 초기화 부탁드려요
can you reset my password
비번 바꿔주세요
please reset my password
""",
    "find_my_id": """
제 아이디가 뭐예요?
what's my user id
제 아이디 좀 알려주세요
내 아이디 뭐였지
""",
    "unlock_my_account": """
계정 잠긴 거 풀어 주세요
unlock my account please
계정 잠금 해제해 주세요
can you unlock my account
""",
    "close_my_account": """
회원 탈퇴 시켜 주세요
탈퇴할래요
please delete my account today
탈퇴하고 싶어요
계정 삭제해 주세요
I want to close my account for good
회원 탈퇴하겠습니다
close my account please
""",
}
DO_NOT = """
배송지 변경은 언제까지 가능한가요?
주소 변경은 어디서 하나요?
주문한 뒤에 배송지를 바꿀 수 있나요?
전화번호가 바뀌었어요. 어떻게 변경하나요?
주문 취소하면 쿠폰 돌아오나요?
출고 전 주문은 어떻게 취소하나요?
취소하면 환불은 언제 돼요?
반품은 어떻게 신청하나요?
교환은 며칠 안에 해야 하나요?
반품 배송비는 얼마예요?
불량이면 무료로 교환할 수 있나요?
결제 수단을 바꿀 수 있나요?
how do I change my address?
can I change my address after ordering?
what happens if I cancel my order?
how do I cancel an order?
where can I update my phone number?
can I return a sale item?
is there a fee to exchange an item?
how do I request a return?
배송지를 바꾸려면 어떻게 하나요?
주소 변경 방법 알려 주세요
배송 중에도 주소 바꿀 수 있나요?
이메일 주소가 뭐예요?
홈페이지 주소 알려 주세요
연락처는 어디서 수정해요?
취소 수수료 있나요?
부분 취소도 되나요?
취소하면 쿠폰 돌려받나요?
취소 가능한 기간이 언제까지예요?
반품하면 포인트는 어떻게 돼요?
반품은 며칠 안에 해야 해요?
반품 배송비 얼마인가요
반품하고 싶은데 어디서 해요?
세일 상품도 교환되나요?
교환 몇 번까지 가능해요?
환불은 어디로 들어오나요?
불량이면 환불해 주나요?
비밀번호를 잊어버렸어요. 어떻게 재설정하나요?
아이디 찾기는 어디 있나요
탈퇴하면 적립금 사라지나요?
회원 탈퇴는 어디서 하나요?
계정이 잠기면 얼마나 기다려요?
재입고 알림 신청은 어떻게 해요
선물 포장해 주세요
결제 방법 알려 주세요
물빠짐 교환 필터 있나요
how can I cancel my order?
can I cancel after it ships?
is it possible to change the address?
what is your refund policy?
who pays for returns?
where do I send back an item?
how do I reset my password?
can I exchange a gift?
do I get a refund if it is out of stock?
what is your e-mail address?
how long do I have to return an item?
if I cancel my order, do I get my coupon back?
does cancelling cost anything?
주소 변경은 어떻게 하는 거예요
이사했는데 배송지 변경 가능한가요
주소는 도로명으로 써야 하나요
전화번호 변경은 어디서 해요
취소는 몇 시까지 되나요
취소되면 문자 와요?
취소한 상품 다시 살 수 있나요
반품 신청 방법 알려 주세요
반품 박스 없으면 어떻게 해요
환불 규정 알려 주세요
교환 택배비 누가 내요
교환하려면 어떻게 해야 해요
비밀번호 규칙이 뭐예요
비밀번호는 어디서 바꾸나요
아이디 변경 되나요
탈퇴 후 재가입 되나요
계정 여러 개 만들 수 있나요
환불은 어떤 카드로 되나요
반품 불가 상품 알려 주세요
교환 환불 기간 알려 주세요
필터 교환 주기가 어떻게 돼요
배터리 교환 비용
can I change my delivery address after paying?
how do I return something?
what's the exchange policy
when can I cancel?
is a refund possible without the box?
do you refund shipping?
how to reset password
how do I delete my Haru account?
where do I change my phone number
can sale items be exchanged?
return window for bedding?
are returns free
do I have to cancel the whole order
will I lose my points if I cancel?
what address do I return it to?
does the filter need replacing
exchange fee for Jeju
cancel policy
주소 변경 마감 시간이 언제예요
취소 버튼이 어디 있나요
반품 조건 알려 주세요
교환 가능한 상품인지 궁금해요
환불 수단을 선택할 수 있나요
취소 후 재주문하면 쿠폰 쓸 수 있나요
탈퇴 절차 알려 주세요
비밀번호 조건
return address?
exchange rules
can orders be cancelled on weekends
how long until a refund
what if I want to change the address
"""

FAQS = Path(__file__).parents[2] / "knowledge" / "faqs"


def lines(block: str) -> list[str]:
    return block.strip().splitlines()


OWN = {**STATE, **DO}


@pytest.fixture(scope="module")
def questions() -> AccountQuestions:
    return AccountQuestions()


def name_of(questions: AccountQuestions, text: str) -> str | None:
    topic = questions.read(text)
    return topic.name if topic else None


@pytest.mark.parametrize("name", OWN)
def test_the_customers_own_thing_is_found(questions: AccountQuestions, name: str) -> None:
    assert [text for text in lines(OWN[name]) if name_of(questions, text) != name] == []


@pytest.mark.parametrize("block", [STATE_NOT, DO_NOT], ids=["state", "do"])
def test_general_questions_are_none(questions: AccountQuestions, block: str) -> None:
    assert [text for text in lines(block) if questions.read(text)] == []


@pytest.mark.parametrize(
    ("text", "document", "needs_order_number"),
    [
        ("제 택배 어디쯤이에요?", "orders-track-parcel", True),
        ("change my address", "orders-change-address", True),
        ("where is my refund?", "returns-refund-status", True),
        ("내 포인트 얼마 남았어요?", "membership-points-balance", False),
        ("change my phone number", "account-change-phone", False),
        ("주문 취소해 주세요", "orders-cancel-before-shipping", True),
    ],
)
def test_a_topic_names_its_self_service_entry(
    questions: AccountQuestions, text: str, document: str, needs_order_number: bool
) -> None:
    topic = questions.read(text)
    assert topic is not None
    assert (topic.document, topic.needs_order_number) == (document, needs_order_number)


def test_every_topic_has_its_entry_in_both_languages(questions: AccountQuestions) -> None:
    ids: list[str] = []
    for file in FAQS.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            ids += [row["id"] for row in csv.DictReader(stream)]
    for topic in questions.topics:
        assert sorted(i for i in ids if stem(i) == topic.document) == [
            f"{topic.document}.en",
            f"{topic.document}.ko",
        ]


def test_an_order_number_alone_asks_about_that_order(questions: AccountQuestions) -> None:
    topic = questions.read("HM-20261105-1234")
    assert topic is not None
    assert topic.name == "my_order_status"
    assert questions.read("HB-300X") is None


@pytest.mark.parametrize(
    "text",
    [
        "HM-20261105-1234",
        "hm-20261105-1234 취소해 주세요",
        "주문번호는 HM-20261105-1234입니다.",
        "(HM20261105-1234)",
        "HM 20261105 1234",
        "HM–20261105–1234",
    ],
)
def test_an_order_number_is_read_as_the_shop_writes_it(text: str) -> None:
    assert order_number(text) == "HM-20261105-1234"


@pytest.mark.parametrize(
    "text",
    [
        "HM-2026115-1234",
        "HM-20261105-123",
        "HM-20261105-12345",
        "HM-20261305-1234",
        "HM-20261132-1234",
        "XHM-20261105-1234",
        "20261105-1234",
        "HB-300X",
        "",
    ],
)
def test_what_is_no_order_number_is_none(text: str) -> None:
    assert order_number(text) is None


def test_the_first_of_two_order_numbers_is_taken() -> None:
    assert order_number("HM-20261105-0002, HM-20261101-0001") == "HM-20261105-0002"
