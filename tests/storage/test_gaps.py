"""Questions that got no good answer, on both kinds of database."""

from __future__ import annotations

import pytest

from sangdam.models import Language, Outcome, ReasonCode, Trace
from sangdam.storage.gaps import HANDED_OVER, Ended, Unanswered, UnansweredQuestions
from sangdam.storage.turns import Opened
from tests.storage.talk import HandClock, Talk, reply_to, trace_of


def same(text: str, _language: Language) -> str:
    return text


@pytest.fixture
def questions(talk: Talk) -> UnansweredQuestions:
    return UnansweredQuestions(talk.database, mask=same)


def end(
    talk: Talk,
    outcome: Outcome = Outcome.CLARIFY,
    reason: ReasonCode | None = None,
    *,
    turn: Opened | None = None,
    message: str = "일본으로도 배송되나요?",
    question: str | None = None,
) -> Opened:
    """A finished turn with this trace."""
    turn = turn or talk.ask(message)
    reply = reply_to(turn, "…", outcome)
    told = {"message": message, "question": question, "reason_code": reason}
    trace: Trace = trace_of(reply).model_copy(update=told)
    talk.conversations.finish(turn, reply, trace)
    return turn


@pytest.mark.parametrize("reason", list(HANDED_OVER))
def test_a_handoff_for_want_of_an_answer_counts(
    talk: Talk, questions: UnansweredQuestions, reason: ReasonCode
) -> None:
    end(talk, Outcome.HANDED_OFF, reason)
    (found,) = questions.newest(10)
    assert found.ended is Ended(reason.value)


@pytest.mark.parametrize("reason", sorted(set(ReasonCode) - set(HANDED_OVER)))
def test_a_handoff_for_any_other_reason_does_not(
    talk: Talk, questions: UnansweredQuestions, reason: ReasonCode
) -> None:
    end(talk, Outcome.HANDED_OFF, reason)
    assert questions.newest(10) == ()


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.HANDED_OFF}))
def test_of_the_other_endings_only_a_question_back_counts(
    talk: Talk, questions: UnansweredQuestions, outcome: Outcome
) -> None:
    end(talk, outcome)
    ended = [found.ended for found in questions.newest(10)]
    assert ended == ([Ended.CLARIFY] if outcome is Outcome.CLARIFY else [])


def test_a_thumbs_down_counts_until_it_is_taken_back(
    talk: Talk, questions: UnansweredQuestions
) -> None:
    turn = end(talk, Outcome.ANSWERED)
    talk.feedback.add(turn.turn_id, helpful=False)
    assert [found.ended for found in questions.newest(10)] == [Ended.UNHELPFUL]
    talk.feedback.add(turn.turn_id, helpful=True)
    assert questions.newest(10) == ()


def test_an_ending_without_an_answer_tells_more_than_the_thumb(
    talk: Talk, questions: UnansweredQuestions
) -> None:
    turn = end(talk, Outcome.HANDED_OFF, ReasonCode.LOW_CONFIDENCE)
    talk.feedback.add(turn.turn_id, helpful=False)
    assert [found.ended for found in questions.newest(10)] == [Ended.LOW_CONFIDENCE]


def test_an_unfinished_turn_is_no_gap(talk: Talk, questions: UnansweredQuestions) -> None:
    talk.ask()
    assert questions.newest(10) == ()


def test_the_newest_come_first_and_no_more_than_asked_for(
    talk: Talk, questions: UnansweredQuestions, clock: HandClock
) -> None:
    for number in range(4):
        end(talk, message=f"질문 {number}")
        end(talk, Outcome.ANSWERED, message="답함")
        clock.forward(hours=1)
    found = questions.newest(2)
    assert [each.text for each in found] == ["질문 3", "질문 2"]
    assert found[0].at > found[1].at


def test_a_follow_up_is_told_as_what_was_searched_for(
    talk: Talk, questions: UnansweredQuestions
) -> None:
    end(talk, message="그럼 일본은요?", question="일본은 배송 며칠 걸려요?")
    assert [found.text for found in questions.newest(10)] == ["일본은 배송 며칠 걸려요?"]


def test_it_has_the_language_of_its_reply(talk: Talk, questions: UnansweredQuestions) -> None:
    end(talk, turn=talk.ask("Japan?", language=Language.ENGLISH))
    end(talk, turn=talk.ask("일본?"))
    assert {found.language for found in questions.newest(10)} == set(Language)


def test_askers_are_told_apart_by_customer_or_by_conversation(
    talk: Talk, questions: UnansweredQuestions
) -> None:
    for customer in ("kim", "kim", None, None):
        end(talk, turn=talk.ask(customer=customer))
    again = end(talk, turn=talk.ask(customer="lee"))
    end(talk, turn=talk.ask(conversation=again.conversation.id))
    askers = [found.asker for found in questions.newest(10)]
    assert len(set(askers)) == 4
    assert max(askers) == 4


def test_what_was_found_is_told_best_first(talk: Talk, questions: UnansweredQuestions) -> None:
    end(talk)
    assert questions.newest(10)[0].evidence == ("shipping.ko#1",)


def test_every_text_goes_through_the_mask_of_today(talk: Talk) -> None:
    end(talk, message="김하루 씨 되나요?", question=None)

    def mask(text: str, language: Language) -> str:
        return f"{language}: {text.replace('김하루', '[이름]')}"

    found = UnansweredQuestions(talk.database, mask=mask).newest(10)
    assert [each.text for each in found] == ["ko: [이름] 씨 되나요?"]


def test_nothing_in_it_leads_back_to_who_asked(talk: Talk, questions: UnansweredQuestions) -> None:
    turn = end(talk, turn=talk.ask(customer="kim-1234"))
    (found,) = questions.newest(10)
    told = found.model_dump_json()
    for link in (turn.turn_id, turn.conversation.id, "kim-1234"):
        assert link not in told
    assert set(Unanswered.model_fields) == {
        "text",
        "language",
        "ended",
        "asker",
        "at",
        "evidence",
    }
