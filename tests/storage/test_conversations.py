"""Turns and people's messages in one conversation, on both kinds of database."""

from __future__ import annotations

import pytest

from sangdam.errors import Conflict, NotFound
from sangdam.models import Audience, Language, Outcome, Owner, ReasonCode, Sender
from sangdam.storage.conversations import Conversations
from sangdam.storage.turns import Opened
from tests.storage.talk import HandClock, Talk, reply_to, trace_of


def texts(talk: Talk, conversation: str, audience: Audience = Audience.CUSTOMER) -> list[str]:
    return [message.text for message in talk.conversations.get(conversation, audience).messages]


def test_a_first_message_begins_a_conversation_of_the_bot(talk: Talk, clock: HandClock) -> None:
    turn = talk.ask(customer="c-17", channel="kakao")
    conversation = turn.conversation
    assert (conversation.owner, conversation.version, conversation.episode) == (Owner.BOT, 1, 1)
    assert (conversation.customer, conversation.channel) == ("c-17", "kakao")
    assert conversation.created_at == conversation.last_message_at == clock.now
    assert (turn.history, turn.replay, turn.failures) == ((), None, 0)
    assert not turn.clarified_last
    assert turn.ticket is None


def test_an_unknown_conversation_is_not_found(talk: Talk) -> None:
    with pytest.raises(NotFound):
        talk.ask(conversation="conv_none")
    with pytest.raises(NotFound):
        talk.conversations.get("conv_none")
    with pytest.raises(NotFound):
        talk.conversations.leave_contact("conv_none", "010-0000-0000")
    with pytest.raises(NotFound):
        talk.conversations.of_turn("turn_none")


def test_the_customers_message_is_kept_where_the_turn_crashes(talk: Talk) -> None:
    turn = talk.ask("환불은 언제 되나요?")
    assert texts(talk, turn.conversation.id) == ["환불은 언제 되나요?"]


def test_a_finished_turn_is_written_whole(talk: Talk) -> None:
    turn = talk.ask()
    reply = talk.answer(turn)
    question, answer = talk.conversations.get(turn.conversation.id).messages
    assert (question.sender, question.turn_id) == (Sender.CUSTOMER, turn.turn_id)
    assert (answer.sender, answer.text) == (Sender.BOT, reply.text)
    assert (answer.outcome, answer.turn_id) == (Outcome.ANSWERED, turn.turn_id)
    assert answer.question == "제주 배송은 며칠 걸려요?"
    assert answer.sources == ("shipping.ko",)
    assert talk.traces.get(turn.turn_id) == trace_of(reply)
    assert talk.conversations.of_turn(turn.turn_id) == turn.conversation.id


def test_an_empty_reply_is_silence(talk: Talk) -> None:
    turn = talk.ask()
    talk.answer(turn, "", Outcome.WITH_HUMAN)
    assert texts(talk, turn.conversation.id) == ["제주도는 며칠 걸려요?"]
    assert talk.traces.get(turn.turn_id).outcome is Outcome.WITH_HUMAN


def test_history_holds_both_sides_in_order_without_the_turn_itself(talk: Talk) -> None:
    first = talk.ask("배송비 얼마예요?")
    talk.answer(first, "3,000원입니다.")
    second = talk.ask("How long does it take?", first.conversation.id, language=Language.ENGLISH)
    assert [m.text for m in second.history] == ["배송비 얼마예요?", "3,000원입니다."]
    assert second.conversation.language is Language.ENGLISH


def test_history_never_holds_an_internal_text(talk: Talk) -> None:
    first = talk.ask()
    talk.note(first.conversation.id, "악성 고객 의심")
    second = talk.ask("여보세요?", first.conversation.id)
    assert [m.text for m in second.history] == ["제주도는 며칠 걸려요?"]
    assert "악성 고객 의심" not in texts(talk, first.conversation.id)
    assert "악성 고객 의심" in texts(talk, first.conversation.id, Audience.INTERNAL)


def test_a_customer_who_becomes_known_stays_known(talk: Talk) -> None:
    first = talk.ask()
    second = talk.ask("저예요", first.conversation.id, customer="c-17")
    third = talk.ask("누구일까요", first.conversation.id, customer="c-99")
    assert second.conversation.customer == third.conversation.customer == "c-17"


# --- failures and clarifying questions ----------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [
        (Outcome.ANSWERED, 0),
        (Outcome.CLARIFY, 1),
        (Outcome.SMALL_TALK, 0),
        (Outcome.OUT_OF_SCOPE, 0),
        (Outcome.HANDED_OFF, 1),
        (Outcome.REFUSED, 0),
        (Outcome.WITH_HUMAN, 0),
    ],
)
def test_which_outcomes_count_as_failures(talk: Talk, outcome: Outcome, counted: int) -> None:
    first = talk.ask()
    talk.answer(first, outcome=outcome)
    second = talk.ask("그게 아니고요", first.conversation.id)
    assert second.failures == counted
    assert second.clarified_last is (outcome is Outcome.CLARIFY)


def test_only_the_bots_last_message_says_whether_it_clarified_last(talk: Talk) -> None:
    first = talk.ask()
    talk.answer(first, "제주인가요, 도서산간인가요?", Outcome.CLARIFY)
    second = talk.ask("제주요", first.conversation.id)
    talk.answer(second)
    third = talk.ask("고마워요", first.conversation.id)
    assert not third.clarified_last
    assert third.failures == 1


# --- the same message twice ---------------------------------------------------------------------


def test_the_same_message_twice_gives_the_same_reply_and_no_second_turn(talk: Talk) -> None:
    first = talk.ask()
    talk.answer(first)
    turn = talk.ask("배송비는요?", first.conversation.id, client="m-2")
    reply = talk.answer(turn, "3,000원입니다.")
    again = talk.ask("배송비는요?", first.conversation.id, client="m-2")
    assert again.replay == reply
    assert again.turn_id == turn.turn_id
    assert len(texts(talk, first.conversation.id)) == 4


def test_the_same_first_message_twice_finds_its_conversation(talk: Talk) -> None:
    turn = talk.ask(client="m-1")
    reply = talk.answer(turn)
    again = talk.ask(client="m-1")
    assert again.replay == reply
    assert again.conversation.id == turn.conversation.id
    assert len(texts(talk, turn.conversation.id)) == 2


def test_a_first_message_that_crashed_is_taken_up_again(talk: Talk) -> None:
    crashed = talk.ask(client="m-1")
    again = talk.ask(client="m-1")
    assert (again.turn_id, again.replay, again.history) == (crashed.turn_id, None, ())
    reply = talk.answer(again)
    assert talk.ask(client="m-1").replay == reply
    assert len(texts(talk, crashed.conversation.id)) == 2


@pytest.mark.parametrize(
    ("text", "client", "customer", "channel"),
    [
        ("반품하고 싶어요", "m-1", "c-17", "web"),
        ("배송 언제 와요?", "m-2", "c-17", "web"),
        ("배송 언제 와요?", "m-1", "c-18", "web"),
        ("배송 언제 와요?", "m-1", None, "web"),
        ("배송 언제 와요?", "m-1", "c-17", "kakao"),
    ],
)
def test_a_first_message_that_differs_in_anything_is_another_conversation(
    talk: Talk, text: str, client: str, customer: str | None, channel: str
) -> None:
    turn = talk.ask("배송 언제 와요?", client="m-1", customer="c-17", channel="web")
    talk.answer(turn)
    other = talk.ask(text, client=client, customer=customer, channel=channel)
    assert other.conversation.id != turn.conversation.id


@pytest.mark.parametrize("client", [None, ""])
def test_messages_without_an_id_are_never_the_same(talk: Talk, client: str | None) -> None:
    first, second = talk.ask(client=client), talk.ask(client=client)
    assert first.conversation.id != second.conversation.id
    third = talk.ask(conversation=first.conversation.id, client=client)
    assert third.turn_id != first.turn_id


def test_an_equal_opening_opens_no_conversation_that_went_on(talk: Talk) -> None:
    turn = talk.ask(client="1")
    talk.answer(turn)
    talk.ask("제 주소는 한라로 1이에요", turn.conversation.id, client="2")
    stranger = talk.ask(client="1")
    assert stranger.conversation.id != turn.conversation.id
    assert stranger.history == ()


def test_an_equal_opening_opens_no_conversation_in_which_an_agent_spoke(talk: Talk) -> None:
    turn = talk.ask(client="1")
    talk.hand_over(turn)
    talk.say(turn.conversation.id, "홍길동 고객님", version=2)
    assert talk.ask(client="1").conversation.id != turn.conversation.id


RANDOM = "9f0c1d5e7a2b4c6d8e1f3a5b7c9d0e2f"


@pytest.mark.parametrize("client", [RANDOM, "9f0c1d5e-7a2b-4c6d-8e1f-3a5b7c9d0e2f"])
def test_an_opening_with_a_random_id_is_found_again_however_late(talk: Talk, client: str) -> None:
    turn = talk.ask(client=client)
    talk.hand_over(turn)
    talk.say(turn.conversation.id, "홍길동 고객님", version=2)
    talk.ask("네", turn.conversation.id, client="2")
    again = talk.ask(client=client)
    assert (again.conversation.id, again.turn_id) == (turn.conversation.id, turn.turn_id)
    assert again.replay is not None


def test_an_opening_with_a_random_id_is_forgotten_with_its_episode(
    talk: Talk, clock: HandClock
) -> None:
    turn = talk.ask(client=RANDOM)
    talk.answer(turn)
    clock.forward(hours=24)
    assert talk.ask(client=RANDOM).conversation.id != turn.conversation.id


@pytest.mark.parametrize("client", [RANDOM[:-1], RANDOM + "0", "g" + RANDOM[1:], "-" * 32])
def test_an_id_that_only_looks_random_is_not(talk: Talk, client: str) -> None:
    turn = talk.ask(client=client)
    talk.ask("하나 더요", turn.conversation.id, client="2")
    assert talk.ask(client=client).conversation.id != turn.conversation.id


def test_an_opening_is_forgotten_when_its_episode_is_over(talk: Talk, clock: HandClock) -> None:
    turn = talk.ask(client="1")
    talk.answer(turn)
    clock.forward(hours=24)
    later = talk.ask(client="1")
    assert later.conversation.id != turn.conversation.id
    assert later.replay is None
    assert talk.ask(client="1").conversation.id == later.conversation.id


def test_one_id_in_two_conversations_is_two_turns(talk: Talk) -> None:
    one, other = talk.ask("하나"), talk.ask("둘")
    first = talk.ask("또", one.conversation.id, client="m-2")
    second = talk.ask("또", other.conversation.id, client="m-2")
    assert first.turn_id != second.turn_id


def test_who_ends_a_turn_second_gets_the_first_ones_reply(talk: Talk) -> None:
    one, other = talk.ask(client="m-1"), talk.ask(client="m-1")
    reply = talk.answer(one, "첫째 답")
    assert talk.answer(other, "둘째 답") == reply
    assert texts(talk, one.conversation.id) == ["제주도는 며칠 걸려요?", "첫째 답"]


# --- ownership ----------------------------------------------------------------------------------


def test_a_handoff_is_written_with_its_ticket_and_owner(talk: Talk) -> None:
    turn = talk.ask("상담원이요")
    ticket = talk.hand_over(turn)
    view = talk.conversations.get(turn.conversation.id)
    assert (view.conversation.owner, view.conversation.version) == (Owner.QUEUE, 2)
    assert view.messages[-1].outcome is Outcome.HANDED_OFF
    assert talk.tickets.get(ticket.id).ticket == ticket
    assert talk.ask("여보세요", turn.conversation.id).ticket == ticket


def test_a_handoff_that_fails_leaves_nothing_half_done(talk: Talk) -> None:
    first, second = talk.ask("하나"), talk.ask("둘")
    ticket = talk.hand_over(first)
    reply = reply_to(second, "상담원을 불렀습니다.", Outcome.HANDED_OFF)
    with pytest.raises(Exception, match=r"(?i)unique"):
        talk.conversations.finish(second, reply, trace_of(reply), ticket=ticket)
    assert talk.conversations.get(second.conversation.id).conversation.owner is Owner.BOT
    assert texts(talk, second.conversation.id) == ["둘"]
    assert talk.ask("둘째", second.conversation.id).ticket is None
    with pytest.raises(NotFound):
        talk.traces.get(second.turn_id)


def test_a_second_handoff_leaves_the_owner_and_its_version(talk: Talk, clock: HandClock) -> None:
    first = talk.ask()
    talk.hand_over(first)
    clock.forward(seconds=1)
    second = talk.ask("가스 냄새가 나요", first.conversation.id)
    urgent = talk.hand_over(second, ReasonCode.SAFETY)
    conversation = talk.conversations.get(first.conversation.id).conversation
    assert (conversation.owner, conversation.version) == (Owner.QUEUE, 2)
    assert talk.ask("여보세요", first.conversation.id).ticket == urgent


def test_a_ticket_takes_no_conversation_from_its_agent(talk: Talk) -> None:
    first = talk.ask()
    talk.hand_over(first)
    talk.say(first.conversation.id, "제가 볼게요", version=2)
    talk.hand_over(talk.ask("가스 냄새가 나요", first.conversation.id), ReasonCode.SAFETY)
    conversation = talk.conversations.get(first.conversation.id).conversation
    assert (conversation.owner, conversation.version) == (Owner.HUMAN, 3)


def crossed(talk: Talk) -> Opened:
    """A turn that was decided in the queue, while an agent began to write."""
    first = talk.ask()
    talk.hand_over(first)
    turn = talk.ask("여보세요?", first.conversation.id)
    talk.say(first.conversation.id, "제가 볼게요", version=2)
    return turn


def test_the_bot_never_talks_over_a_person(talk: Talk) -> None:
    turn = crossed(talk)
    with pytest.raises(Conflict, match="human"):
        talk.answer(turn)
    assert texts(talk, turn.conversation.id)[-2:] == ["여보세요?", "제가 볼게요"]


def test_after_a_conflict_the_same_turn_is_decided_anew(talk: Talk) -> None:
    turn = crossed(talk)
    anew = talk.conversations.reopen(turn)
    assert anew.turn_id == turn.turn_id
    assert anew.conversation.owner is Owner.HUMAN
    assert [m.text for m in anew.history][-1] == "제가 볼게요"
    before = texts(talk, turn.conversation.id)
    talk.answer(anew, "", Outcome.WITH_HUMAN)
    assert texts(talk, turn.conversation.id) == before


def test_an_agent_who_read_an_older_state_is_told(talk: Talk) -> None:
    turn = talk.ask()
    talk.hand_over(turn)
    with pytest.raises(Conflict):
        talk.say(turn.conversation.id, "안녕하세요", version=1)
    message = talk.say(turn.conversation.id, "네", version=2)
    assert (message.sender, message.turn_id) == (Sender.AGENT, "")
    again = talk.say(turn.conversation.id, "또요", version=3)
    assert talk.conversations.get(turn.conversation.id).messages[-2:] == (message, again)


def test_a_note_changes_neither_owner_nor_time(talk: Talk, clock: HandClock) -> None:
    turn = talk.ask()
    clock.forward(hours=1)
    talk.note(turn.conversation.id, "메모")
    assert talk.conversations.get(turn.conversation.id).conversation == turn.conversation


# --- Episodes -----------------------------------------------------------------------------------


def test_an_episode_lasts_until_just_before_its_hours_are_over(
    talk: Talk, clock: HandClock
) -> None:
    first = talk.ask()
    talk.answer(first, outcome=Outcome.CLARIFY)
    clock.forward(hours=24, seconds=-1)
    second = talk.ask("제주요", first.conversation.id)
    assert (second.conversation.episode, len(second.history), second.failures) == (1, 2, 1)


def test_an_episode_is_over_after_its_hours(talk: Talk, clock: HandClock) -> None:
    first = talk.ask()
    talk.answer(first, outcome=Outcome.CLARIFY)
    clock.forward(hours=24)
    second = talk.ask("다른 질문이요", first.conversation.id)
    assert (second.conversation.episode, second.conversation.owner) == (2, Owner.BOT)
    assert (second.history, second.failures, second.clarified_last) == ((), 0, False)
    talk.answer(second)
    assert len(texts(talk, first.conversation.id)) == 4


def test_whoever_was_promised_a_person_waits_however_long(talk: Talk, clock: HandClock) -> None:
    first = talk.ask()
    ticket = talk.hand_over(first)
    clock.forward(hours=70)  # a weekend
    second = talk.ask("아직인가요?", first.conversation.id)
    assert (second.conversation.episode, second.conversation.owner) == (1, Owner.QUEUE)
    assert second.ticket == ticket
    talk.resolve(ticket.id)
    third = talk.ask("다른 질문이요", first.conversation.id)
    assert (third.conversation.episode, third.history, third.ticket) == (2, (), None)


def test_a_new_episode_can_be_handed_over_anew(talk: Talk) -> None:
    first = talk.ask()
    old = talk.hand_over(first)
    talk.resolve(old.id)
    second = talk.ask("다시 상담원이요", first.conversation.id)
    new = talk.hand_over(second)
    assert talk.ask("여보세요", first.conversation.id).ticket == new
    assert talk.waiting() == (new,)


def test_an_agents_message_makes_the_episode_last_longer(talk: Talk, clock: HandClock) -> None:
    first = talk.ask()
    talk.hand_over(first)
    clock.forward(hours=23)
    talk.say(first.conversation.id, "확인했습니다", version=2)
    clock.forward(hours=23)
    second = talk.ask("감사합니다", first.conversation.id)
    assert (second.conversation.episode, second.conversation.owner) == (1, Owner.HUMAN)
    assert len(second.history) == 3


def test_the_hours_of_an_episode_are_settable(talk: Talk, clock: HandClock) -> None:
    talk.conversations = Conversations(talk.database, clock, episode_hours=0.5)
    first = talk.ask()
    clock.forward(seconds=1799)
    assert talk.ask("둘", first.conversation.id).conversation.episode == 1
    clock.forward(seconds=1800)
    assert talk.ask("셋", first.conversation.id).conversation.episode == 2
