"""The thesaurus finds what customers mean, and nothing where words only look alike."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from itertools import product

import pytest

from sangdam.errors import SetupError
from sangdam.ports import Morpheme, Morphology
from sangdam.retrieval.synonyms import FILE, Synonyms, read_thesaurus

MEANT = """
돈 언제 돌려받아요 | refund
돈을 돌려 주세요 | refund
돌려받을 수 있나요 | refund
돌려받고 싶은데요 | refund
환급은 언제 되나요 | refund
I want my money back | refund
can I get reimbursed? | refund
this jacket is refundable | refund
반품하고 싶어요 | return_goods
물건을 돌려보내려고 해요 | return_goods
I'd like to send it back | return_goods
기사님이 수거하러 오나요 | return_pickup
새 제품으로 바꿔 주세요 | exchange_goods
can I swap this for a bigger one | exchange_goods
주문 캔슬해 주세요 | cancel
I cancelled it yesterday | cancel
단순 변심인데요 | cooling_off
마음에 안 들어요 | cooling_off
요금제 해지하려고요 | terminate
옷을 샀는데요 | order
I bought a lamp | order
구매 내역 어디서 봐요 | order_history
품절인가요 | sold_out
재입고 알림 신청이요 | notification
is it back in stock? | restock
견적서 부탁드려요 | quote
짝퉁 아니죠? | counterfeit
상품평 쓰면 뭐 주나요 | review
택배비 얼마예요 | delivery_fee
택배 비용은요 | fee
배송료가 궁금해요 | delivery_fee
how much is postage | delivery_fee
배송언제와요 | delivery
택배가 안 와요 | not_arrived
아직도 못 받았어요 | not_arrived
my parcel hasn't arrived | not_arrived
운송장 번호 알려 주세요 | tracking_number
송장 어디 있어요 | tracking_number
where is my parcel | track_delivery
무배 되나요 | free_of_charge
무배 되나요 | delivery
집에 아무도 없어요 | absent
문 앞에 놔 주세요 | front_door
합배송 가능한가요 | combined_shipping
따로 오나요 | split_shipping
직구 상품인데 | overseas_purchase
관세 내야 하나요 | customs_duty
엉뚱한 물건이 왔어요 | wrong_item
구성품이 누락됐어요 | missing_item
고장났어요 | broken
고장이 났는데 | broken
하자가 있어요 | defective
it's faulty | defective
작동을 안 해요 | not_working
it doesn't work | not_working
전원이 안 켜져요 | no_power
it won't turn on | no_power
접시가 깨졌어요 | damaged
찢어져서 왔어요 | torn
기스가 있네요 | scratch
물이 새요 | leak
냄새나요 | smell
녹슬었어요 | rust
A/S 되나요 | after_service
AS 신청하고 싶어요 | after_service
보증기간이 얼마예요 | warranty
조립하는 방법 | assemble
설명서를 잃어버렸어요 | user_manual
설명서를 잃어버렸어요 | lost
카드가 없어졌어요 | lost
계좌로 이체했어요 | account_transfer
무통장으로 냈어요 | account_transfer
은행에서 돈을 찾았는데 | withdraw
I withdrew some cash | withdraw
돈을 송금했어요 | transfer
두 번 결제됐어요 | double_charge
I was charged twice | double_charge
승인이 거절됐어요 | declined
my payment was declined | declined
잔고가 부족해요 | balance
할부로 살 수 있나요 | instalment
can I pay in installments | instalment
연체하면 어떻게 돼요 | overdue
대출 미리 갚으면 | early_repayment
체크카드 되나요 | debit_card
영수증 뽑아 주세요 | receipt
proof of purchase please | receipt
세금계산서 발행해 주세요 | tax_invoice
비번 까먹었어요 | password
비번 까먹었어요 | forgot
비밀번호를 잊어버렸어요 | forgot
I forgot my passcode | password
로그인이 안 돼요 | log_in
how do I sign in | log_in
회원탈퇴는 어디서 | close_account
계정을 삭제하고 싶어요 | close_account
close my account please | close_account
how do I delete this account | close_account
인증번호가 안 와요 | verification_code
보이스피싱 같아요 | scam
카톡으로 상담하나요 | kakao_talk
카카오톡 채널 있어요? | kakao_talk
어플이 자꾸 튕겨요 | app
어플이 자꾸 튕겨요 | crash
핸드폰 바꿨어요 | device_change
와이파이가 끊겨요 | wifi
와이파이가 끊겨요 | disconnected
wi-fi keeps dropping | wifi
유심 어디서 사요 | sim_card
번호이동 하려고요 | number_porting
노쇼하면 어떻게 되나요 | no_show
부킹했어요 | reservation
수화물 몇 키로까지 되나요 | baggage
에어컨 설치 | air_conditioner
식세기 소음 | dishwasher
식기 세척기에 넣어도 돼요? | dishwasher
식기세척기 사용 | dishwasher
dishwasher safe? | dishwasher
전자렌지에 돌려도 되나요 | microwave
후라이팬 코팅 | frying_pan
쇼파 색깔 | sofa
스텐 냄비 | stainless
등본 떼야 하나요 | resident_registration
민증 필요해요? | id_card
과태료 고지서 | fine
보험금 청구 | insurance_claim
콜센터 번호 | customer_center
상담사 연결 | agent
talk to a real person | agent
몇 시에 문 열어요 | opening_hours
what are your opening hours | opening_hours
유통기한이 지났어요 | best_before
공휴일에도 하나요 | public_holiday
며칠 걸려요 | how_long
사이즈가 안 맞아요 | does_not_fit
24시간 하나요 | round_the_clock
"""

NOT_MEANT = """
입금했어요 | withdraw
출금했어요 | deposit
반품할게요 | exchange_goods
교환할게요 | return_goods
cancel my order | return_goods
return my order | cancel
전원을 켰어요 | turn_off
전원을 껐어요 | turn_on
turn it on | turn_off
환전하고 싶어요 | exchange_goods
what is the exchange rate | exchange_goods
새 옷을 샀어요 | leak
새가 날아갔어요 | leak
부산에 살아요 | order
네 살입니다 | order
전화를 돌렸어요 | refund
돌아가시는 길인가요 | refund
배가 고파요 | delivery
배를 먹었어요 | delivery
시간이 걸려요 | stuck
알려주세요 | notification
문의드립니다 | doctor
시작하자 | defective
같이 하자고 했어요 | defective
네 고맙습니다 | expensive
저가 아니라 동생이에요 | cheap
우리 이제 그만하자 | terminate
바다가 좋아요 | website
아이고 힘들어 | username
이사하는 날이에요 | company
의사가 없어요 | doctor
기분이 상했어요 추천인 말고 | cancel
보냈어요 | arrive
도착했어요 | dispatch
번호를 이동했어요 | number_porting
매일 운동해요 | notification
차가 막혀요 | car
마음이 편해요 | cooling_off
눈이 와요 | not_arrived
비가 안 와요 저는 괜찮아요 | arrival_date
as soon as possible | after_service
it is as good as new | after_service
I am here | morning
of course I can | course
I won the game | won
I won't go | won
this is good | product
good morning | product
I noticed something | notice
thank you for your service | repair
I was busy | bus
engine noise | technician
the season is over | care
general question | refund
it rains today | train
please allow it | welfare
I direct the team | direct_debit
it is at home | cash_machine
we are friends | refrigerator
open the door | open_account
my address | sender
the recipient called | sender
departure at nine | arrive
minimum amount | limit
free shipping | paid_service
유료인가요 | free_of_charge
금연 구역 | smoking
저렴해요 | expensive
비싸요 | cheap
커요 | small
작아요 | big
무거워요 | lightweight
판매자에게 물었어요 | buyer
구매자입니다 | seller
"""

APART = """
deposit withdraw
return_goods exchange_goods
cancel return_goods
cancel exchange_goods
turn_on turn_off
log_in log_out
sign_up close_account
sender recipient
seller buyer
opened unopened
sold_out restock
expensive cheap
price_rise price_drop
free_of_charge paid_service
prepay postpay
suspend unblock
upload download
credit_card debit_card
departure arrive
check_in check_out
one_way round_trip
small big
heavy lightweight
loan savings
overseas korea
today tomorrow
weekend weekday
morning evening
black white
adult child
genuine counterfeit
declined approve
limit minimum
turn_on no_power
"""


@pytest.fixture(scope="module")
def synonyms(morphology: Morphology) -> Synonyms:
    return Synonyms(morphology)


@pytest.fixture(scope="module")
def thesaurus() -> dict[str, tuple[str, ...]]:
    return read_thesaurus(resources.files("sangdam.retrieval").joinpath(FILE).read_text("utf-8"))


def rows(table: str) -> list[list[str]]:
    return [line.split(" | ") for line in table.strip().splitlines()]


def said(word: str) -> Iterator[str]:
    """The word alone and in what a customer might write."""
    yield word
    if not _korean(word):
        yield f"question about {word}?"
    elif word.endswith("다"):
        yield from (f"{word[:-1]}는데요", f"{word[:-1]}네요", f"이거 {word[:-1]}고 있어요")
    else:
        yield from (f"{word} 문의요", f"{word} 때문에요", f"이 {word}에 대해 알려 주세요")


def _korean(word: str) -> bool:
    return any("가" <= letter <= "힣" for letter in word)


@pytest.mark.parametrize(("text", "concept"), rows(MEANT))
def test_it_finds_what_is_meant(
    synonyms: Synonyms, morphology: Morphology, text: str, concept: str
) -> None:
    assert concept in synonyms.concepts(morphology.analyse(text.lower()))


@pytest.mark.parametrize(("text", "concept"), rows(NOT_MEANT))
def test_it_passes_over_what_only_looks_alike(
    synonyms: Synonyms,
    morphology: Morphology,
    thesaurus: dict[str, tuple[str, ...]],
    text: str,
    concept: str,
) -> None:
    assert concept in thesaurus
    assert concept not in synonyms.concepts(morphology.analyse(text.lower()))


def test_every_word_of_the_thesaurus_finds_its_own_concept(
    synonyms: Synonyms, morphology: Morphology, thesaurus: dict[str, tuple[str, ...]]
) -> None:
    lost = [
        f"{concept}: {word}"
        for concept, words in thesaurus.items()
        for word in words
        if not any(
            concept in synonyms.concepts(morphology.analyse(text.lower())) for text in said(word)
        )
    ]
    assert not lost


@pytest.mark.parametrize(("one", "other"), [line.split() for line in APART.strip().splitlines()])
def test_opposites_share_no_word(
    thesaurus: dict[str, tuple[str, ...]], one: str, other: str
) -> None:
    assert not set(thesaurus[one]) & set(thesaurus[other])


@pytest.mark.parametrize(("one", "other"), [line.split() for line in APART.strip().splitlines()])
def test_words_of_one_are_not_read_as_its_opposite(
    synonyms: Synonyms,
    morphology: Morphology,
    thesaurus: dict[str, tuple[str, ...]],
    one: str,
    other: str,
) -> None:
    for (mine, theirs), word in product(((one, other),), thesaurus[one]):
        assert theirs not in synonyms.concepts(morphology.analyse(word.lower())), f"{mine}: {word}"


@pytest.mark.parametrize("ending", ["고 싶어요", "지 마세요", "나요", "기로 했어요"])
def test_inflection_does_not_matter(
    synonyms: Synonyms, morphology: Morphology, ending: str
) -> None:
    assert "refund" in synonyms.concepts(morphology.analyse(f"그때 낸 돈 돌려받{ending}"))


def test_particles_and_adverbs_may_stand_inside_a_phrase_but_marks_may_not(
    synonyms: Synonyms, morphology: Morphology
) -> None:
    def concepts(text: str) -> list[str]:
        return synonyms.concepts(morphology.analyse(text))

    assert "withdraw" in concepts("돈을 빨리 찾고 싶어요")
    assert "turn_off" in concepts("turn it off")
    assert "withdraw" not in concepts("돈? 찾고 있어요")


def test_a_compound_is_found_kept_whole_and_cut_in_two(synonyms: Synonyms) -> None:
    whole = [Morpheme("택배비", "NNG", 0, 3)]
    cut = [Morpheme("택배", "NNG", 0, 2), Morpheme("비", "NNG", 2, 3)]
    spaced = [Morpheme("택배", "NNG", 0, 2), Morpheme("비", "NNG", 3, 4)]
    assert [synonyms.concepts(m) for m in (whole, cut, spaced)] == [["delivery_fee"]] * 3


def test_the_longest_phrase_counts_alone_and_repetition_is_kept(
    synonyms: Synonyms, morphology: Morphology
) -> None:
    assert synonyms.concepts(morphology.analyse("gift card")) == ["gift_card"]
    assert synonyms.concepts(morphology.analyse("환불 환불")) == ["refund", "refund"]
    assert synonyms.concepts(()) == []


def test_a_word_of_two_concepts_gives_both(synonyms: Synonyms, morphology: Morphology) -> None:
    assert {"top_up", "charging"} <= set(synonyms.concepts(morphology.analyse("충전은 어떻게")))


def test_an_owner_adds_words_and_concepts(morphology: Morphology) -> None:
    own = Synonyms(morphology, {"refund": ["머니백"], "seat_kind": ["창가석", "Window Seat"]})
    assert "refund" in own.concepts(morphology.analyse("머니백 되나요"))
    assert "refund" in own.concepts(morphology.analyse("환불 되나요"))
    assert own.concepts(morphology.analyse("window seats")) == ["seat_kind"]
    assert "seat_kind" in own.concepts(morphology.analyse("창가석으로 주세요"))


@pytest.mark.parametrize("words", [[], ["머니백", " "], "머니백"])
def test_unusable_additions_are_named(morphology: Morphology, words: list[str]) -> None:
    with pytest.raises(SetupError, match="money_back"):
        Synonyms(morphology, {"money_back": words})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("refund:\n  ko: [환불]\n  en: [refund]\n  jp: [返金]\n", "refund.*jp"),
        ("refund:\n  ko: [환불]\n", "refund.*en"),
        ("refund:\n  ko: []\n  en: [refund]\n", "refund.*ko"),
        ("refund:\n  ko: [환불, '']\n  en: [refund]\n", "refund.*ko"),
        ("refund:\n  ko: 환불\n  en: [refund]\n", "refund.*ko"),
        ("refund:\n  ko: [[환불]]\n  en: [refund]\n", "refund.*ko"),
        ("refund: [환불]\n", "refund"),
        ("a:\n  ko: [가]\n  en: [x]\na:\n  ko: [나]\n  en: [y]\n", "synonyms.yaml:5: a stands"),
        ("- refund\n", "synonyms.yaml"),
        ("", "synonyms.yaml"),
    ],
)
def test_an_unusable_thesaurus_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(SetupError, match=named):
        read_thesaurus(text)


def test_words_that_yaml_would_read_as_something_else_stay_words() -> None:
    read = read_thesaurus("off:\n  ko: [24]\n  en: [no, off, 1.5]\n")
    assert read == {"off": ("24", "no", "off", "1.5")}
