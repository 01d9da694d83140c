"""What an agent reads first, by rule."""

from __future__ import annotations

from functools import cache

import pytest

from sangdam.models import (
    Audience,
    Confidence,
    EntityKind,
    Feeling,
    HandoffSummary,
    Identity,
    Language,
    Outcome,
    ReasonCode,
    Sender,
)
from sangdam.routing.signals import Signals
from sangdam.routing.summary import CLOSEST, MOST_WORDS, Handover, SummaryWriter
from tests.routing.handing_over import EN, KO, answered, asked, evidence, handover, message

UNSURE = Confidence(value=0.44, threshold=0.6)
EXCHANGE = {KO: "교환은 며칠 안에 신청해야 하나요?", EN: "How many days do I have to exchange it?"}
PERSON = {KO: "상담원 연결해 주세요", EN: "can I talk to a real person please"}


@cache
def signals() -> Signals:
    return Signals()


def hidden(text: str, language: Language) -> str:
    del language
    return text.replace("010-1234-5678", "[전화번호 1]")


def write(given: Handover, *, desk: Language | None = None) -> HandoffSummary:
    language = desk or given.screened.language
    return SummaryWriter(language=language, signals=signals(), mask=hidden).write(given)


# --- who and what ----------------------------------------------------------------------------


def test_it_says_who_what_and_what_was_tried_with_pointers() -> None:
    before = (
        asked("HB-200X 교환하고 싶어요", 1),
        answered("HB-200X 교환", 1, "exchange-period.ko"),
    )
    text = "벌써 세 번째 불량이에요. 주문번호 HM-20261105-1234"
    summary = write(handover(text, *before, reason=ReasonCode.COMPLAINT, customer="cust-7"))
    assert "cust-7" in summary.customer
    assert summary.identity is Identity.NAMED
    assert "세 번째 불량" in summary.goal.text
    assert summary.goal.pointers[-1] == "turn_9"
    (tried,) = summary.tried
    assert "exchange-period.ko" in tried.text
    assert tried.pointers[:2] == ("msg_1", "exchange-period.ko")
    assert [(one.kind, one.value, one.pointer) for one in summary.entities] == [
        (EntityKind.ORDER, "HM-20261105-1234", "turn_9"),
        (EntityKind.PRODUCT, "HB-200X", "ask_1"),
    ]
    assert summary.next_step


@pytest.mark.parametrize("language", Language)
def test_who_asks_for_a_person_alone_wants_what_they_asked_before(language: Language) -> None:
    before = (asked(EXCHANGE[language], 1), answered(EXCHANGE[language], 1, "exchange-period"))
    summary = write(handover(PERSON[language], *before, language=language))
    assert f"“{EXCHANGE[language]}”" in summary.goal.text
    assert summary.goal.pointers == ("ask_1", "turn_9")
    assert summary.trigger == PERSON[language]


@pytest.mark.parametrize("language", Language)
def test_who_asked_nothing_before_wants_a_person(language: Language) -> None:
    summary = write(handover(PERSON[language], language=language))
    assert f"“{PERSON[language]}”" in summary.goal.text
    assert summary.goal.pointers == ("turn_9",)


@pytest.mark.parametrize(
    ("text", "language", "wish"),
    [
        (
            "안녕하세요 "
            + "어제 날씨가 참 좋더라고요. " * 20
            + "그 냄비를 교환해 주세요. "
            + "고맙습니다. " * 5,
            KO,
            "그 냄비를 교환해 주세요.",
        ),
        (
            "Hello. "
            + "The weather was lovely. " * 20
            + "I want a refund for the pan. "
            + "Bye. " * 5,
            EN,
            "I want a refund for the pan.",
        ),
    ],
)
def test_of_a_long_message_the_wish_is_quoted(text: str, language: Language, wish: str) -> None:
    summary = write(handover(text, language=language, reason=ReasonCode.COMPLAINT))
    assert f"“{wish}”" in summary.goal.text
    assert summary.trigger == wish


@pytest.mark.parametrize("desk", Language)
@pytest.mark.parametrize("language", Language)
def test_the_goal_is_told_in_the_agents_language(language: Language, desk: Language) -> None:
    summary = write(handover(PERSON[language], language=language), desk=desk)
    assert ("상담원을 원함" in summary.goal.text) == (desk is KO)
    assert ("wants a person" in summary.goal.text) == (desk is EN)


@pytest.mark.parametrize("reason", ReasonCode)
@pytest.mark.parametrize("language", Language)
def test_every_reason_has_a_goal_and_a_next_step(reason: ReasonCode, language: Language) -> None:
    summary = write(handover(PERSON[language], language=language, reason=reason))
    assert summary.next_step
    assert "“" in summary.goal.text


def test_personal_data_of_earlier_messages_is_hidden() -> None:
    before = asked("010-1234-5678인데 배송비는 얼마인가요?", 1)
    summary = write(handover("상담원이요", before))
    assert "[전화번호 1]" in summary.goal.text
    assert "1234-5678" not in summary.model_dump_json()


# --- what was tried, what is open ------------------------------------------------------------

TAKEN = [
    ("네 알겠습니다", "알겠다고 함"),
    ("감사합니다 그리고 쿠폰은요?", "고맙다고 함"),
    ("그게 아니라 반품이요", "원한 답이 아니라고 함"),
    ("그러니까 교환은 며칠 안에 신청하는 거예요", "같은 것을 다시 물음"),
    ("교환은 어디서 신청하죠", "이어서 더 물음"),
    ("제주도 배송비요", "다른 이야기로 넘어감"),
    ("상담원 연결해 주세요", "바로 상담원을 찾음"),
    ("HM-20261105-1234 입니다", "물은 번호를 알려 줌"),
    ("ok", "took note"),
    ("thanks, bye", "said thanks"),
    ("that's not what I asked", "not what they meant"),
    ("but how many days exactly to exchange it", "asked the same again"),
    ("where do I send the exchange", "asked on about it"),
    ("do you ship to Jeju", "went on to something else"),
    ("human please", "asked for a person"),
]


@pytest.mark.parametrize(("text", "took"), TAKEN)
def test_how_an_answer_was_taken_is_told_by_what_came_next(text: str, took: str) -> None:
    language = EN if text.isascii() and not text.startswith("HM") else KO
    before = (asked(EXCHANGE[language], 1), answered(EXCHANGE[language], 1, "exchange-period"))
    (tried,) = write(handover(text, *before, language=language)).tried
    assert took in tried.text
    assert tried.pointers == ("msg_1", "exchange-period", "turn_9")


@pytest.mark.parametrize(
    ("helpful", "took"), [(True, "도움이 됐다고"), (False, "도움이 안 됐다고")]
)
def test_the_customers_opinion_counts_first(helpful: bool, took: str) -> None:
    before = (asked(EXCHANGE[KO], 1), answered(EXCHANGE[KO], 1, "exchange-period"))
    summary = write(handover("감사합니다", *before, opinions={"turn_1": helpful}))
    assert took in summary.tried[0].text
    assert bool(summary.open_questions) is not helpful


def test_what_was_never_answered_is_open_and_what_was_answered_later_is_not() -> None:
    settled, left = "교환은 며칠 안에 신청하나요?", "드론 배달도 되나요?"
    before = (
        *(asked(settled, 1), answered(settled, 1)),
        *(asked(left, 2), answered(left, 2)),
        *(asked(settled, 3), answered(settled, 3, "exchange-period")),
    )
    summary = write(handover("상담원이요", *before))
    assert [one.pointers for one in summary.open_questions] == [("msg_2",)]
    assert left in summary.open_questions[0].text


def test_what_led_to_a_person_is_settled_by_them() -> None:
    before = (
        asked("드론 배달도 되나요?", 1),
        answered("드론 배달도 되나요?", 1),
        message(Sender.AGENT, "아니요, 드론 배달은 없습니다.", 2, agent="하나"),
    )
    summary = write(handover("상담원이요", *before))
    assert not summary.open_questions


@pytest.mark.parametrize(
    "reason", [ReasonCode.NO_EVIDENCE, ReasonCode.FAILED_CHECKS, ReasonCode.SYSTEM]
)
def test_the_question_that_got_no_answer_is_open(reason: ReasonCode) -> None:
    summary = write(handover("드론 배달 되는지 궁금해서", reason=reason))
    assert [one.pointers for one in summary.open_questions] == [("turn_9",)]


# --- what they feel, what they were told -----------------------------------------------------

FELT = [
    ("짜증나네요 배송 언제 와요", Feeling.ANGRY),
    ("무서워요 누가 제 카드를 썼어요", Feeling.WORRIED),
    ("답변 감사합니다. 상담원도 연결해 주세요", Feeling.GRATEFUL),
    ("이 병신같은 봇아", Feeling.ABUSIVE),
    ("I'm so angry, where is it", Feeling.ANGRY),
    ("I'm worried about my card", Feeling.WORRIED),
    ("thank you, an agent please", Feeling.GRATEFUL),
]


@pytest.mark.parametrize(("text", "feeling"), FELT)
def test_a_feeling_is_told_with_the_words_that_show_it(text: str, feeling: Feeling) -> None:
    summary = write(handover(text, language=EN if text.isascii() else KO))
    assert summary.sentiment
    assert summary.sentiment.feeling is feeling
    assert summary.sentiment.pointers == ("turn_9",)
    assert summary.sentiment.text.rpartition("“")[2].strip("”…") in text


@pytest.mark.parametrize("text", ["상담원 연결해 주세요", "배송비는 얼마인가요?", "agent please"])
def test_calm_words_show_none(text: str) -> None:
    assert write(handover(text)).sentiment is None


def test_an_earlier_outburst_still_counts() -> None:
    summary = write(handover("상담원이요", asked("진짜 짜증나네요", 1)))
    assert summary.sentiment
    assert summary.sentiment.pointers == ("ask_1",)


@pytest.mark.parametrize(
    ("told", "language", "promise"),
    [
        ("", KO, "상담원이 순서대로 확인하고 이 대화창에서 이어서 답해 드립니다."),
        ("", EN, "A person will take it in turn and reply here in this conversation."),
        (
            "It is outside our service hours now; a person will reply here after Mon 23 Nov, 09:00."
            " Until then I keep answering what I can.",
            EN,
            "a person will reply here after Mon 23 Nov, 09:00.",
        ),
    ],
)
def test_of_the_notice_the_promise_is_kept(told: str, language: Language, promise: str) -> None:
    (kept,) = write(handover(PERSON[language], told=told, language=language)).promises
    assert kept.text.endswith(f"“{promise}”")
    assert kept.pointers == ("turn_9",)


def test_what_an_agent_promised_is_told() -> None:
    before = message(Sender.AGENT, "안녕하세요. 내일까지 연락드리겠습니다.", 2, agent="하나")
    _, promised = write(handover("연락이 없네요", before)).promises
    assert promised.text == "하나 상담원이 말함: “내일까지 연락드리겠습니다.”"
    assert promised.pointers == ("msg_2",)


# --- what the knowledge has ------------------------------------------------------------------


def test_the_closest_name_each_document_once_and_say_why() -> None:
    found = evidence("returns.ko#1", "returns.ko#2", "returns.en", "exchange.ko", "gift", "fee")
    summary = write(handover("반품이요", evidence=found, confidence=UNSURE))
    documents = [one.pointers[1] for one in summary.closest]
    assert documents == ["returns.ko", "exchange.ko", "gift"]
    assert len(documents) == CLOSEST
    assert "44%(기준 60%)" in summary.closest[0].text
    assert "50%" in summary.closest[0].text


def test_internal_passages_stand_apart() -> None:
    found = evidence("returns.ko")
    secret = evidence("returns.en", "playbook", audience=Audience.INTERNAL)
    summary = write(handover("반품이요", evidence=found, internal=secret, confidence=UNSURE))
    assert [one.pointers[1] for one in summary.internal] == ["playbook"]


# --- how long it is --------------------------------------------------------------------------


@pytest.mark.parametrize("desk", Language)
@pytest.mark.parametrize("language", Language)
def test_it_is_short_however_long_the_customer_wrote(language: Language, desk: Language) -> None:
    endless = {KO: "정말 너무 화가 나요 교환해 주세요 ", EN: "I am so angry, please refund it "}[
        language
    ] * 300
    history = [
        one
        for n in range(40)
        for one in (
            asked(endless, n),
            answered(f"{n} {endless}", n, *(["a", "b", "c"] if n % 2 else [])),
            message(Sender.AGENT, "We will call you. 내일까지 연락드리겠습니다.", n, agent="Hana"),
        )
    ]
    found = evidence("a", "b", "c", "d")
    given = handover(
        endless,
        *history,
        language=language,
        reason=ReasonCode.THIRD_FAILURE,
        evidence=found,
        internal=evidence("x", "y"),
        confidence=UNSURE,
    )
    summary = write(given, desk=desk)
    assert summary.words <= MOST_WORDS
    assert all(statement.pointers for statement in summary.statements)
    assert summary.goal.text
    assert summary.next_step
    assert summary.promises


# --- the question to search for --------------------------------------------------------------


def test_only_a_message_that_tells_nothing_is_searched_by_the_one_before() -> None:
    writer = SummaryWriter(language=KO, signals=signals(), mask=hidden)
    before = (asked(EXCHANGE[KO], 1), answered(EXCHANGE[KO], 1, "exchange-period"))
    for text, wish in (("반품비는요? 상담원이요", None), ("상담원이요", EXCHANGE[KO])):
        assert writer.wish(before, handover(text).screened) == wish
    assert writer.wish((), handover("상담원이요").screened) == ""


def test_a_question_back_is_settled_where_its_matter_was_answered() -> None:
    back = message(
        Sender.BOT, "어떤 내용인가요?", 1, outcome=Outcome.CLARIFY, question="포장 색을 바꾸나요?"
    )
    picked = answered("선물 포장은 얼마인가요?", 2, "gift-wrapping")
    elsewhere = answered("배송비는 얼마인가요?", 2, "shipping-fee")
    assert not write(handover("상담원이요", back, picked)).open_questions
    assert write(handover("상담원이요", back, elsewhere)).open_questions
