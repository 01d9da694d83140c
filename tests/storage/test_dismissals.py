"""Questions that shall never be answered, on both kinds of database."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangdam.errors import Conflict, NotFound
from sangdam.models import Act, Outcome
from sangdam.settings import Retention as Kept
from sangdam.storage.attachments import Attachments
from sangdam.storage.audit import Audit
from sangdam.storage.dismissals import Dismissals
from sangdam.storage.erasing import erase_conversations
from sangdam.storage.gaps import Unanswered, UnansweredQuestions
from sangdam.storage.retention import Retention
from sangdam.storage.turns import Opened
from tests.storage.talk import HandClock, Talk, reply_to, trace_of

OWNER = "account_owner"


class Owner:
    """Whoever decides what shall never be answered."""

    def __init__(self, talk: Talk, clock: HandClock) -> None:
        self.audit = Audit(talk.database, clock)
        self.questions = UnansweredQuestions(talk.database, mask=lambda text, _: text)
        self.dismissals = Dismissals(
            talk.database, clock, questions=self.questions, audit=self.audit
        )

    def dismiss(self, word: str) -> str:
        def holds(question: Unanswered) -> bool:
            return word in question.text

        return self.dismissals.add(holds, among=100, actor=OWNER)

    def open(self) -> list[str]:
        return [question.text for question in self.questions.newest(100)]

    def dismissed(self) -> list[list[str]]:
        decisions = self.questions.dismissed(100)
        return [[question.text for question in one.questions] for one in decisions]


@pytest.fixture
def owner(talk: Talk, clock: HandClock) -> Owner:
    return Owner(talk, clock)


def in_vain(talk: Talk, clock: HandClock, *messages: str) -> list[Opened]:
    """Each a minute after the one before, in a conversation of its own."""
    turns = []
    for message in messages:
        turn = talk.ask(message)
        reply = reply_to(turn, "…", Outcome.CLARIFY)
        told = {"message": message, "question": None}
        talk.conversations.finish(turn, reply, trace_of(reply).model_copy(update=told))
        turns.append(turn)
        clock.forward(seconds=60)
    return turns


def test_what_is_dismissed_is_open_no_more(talk: Talk, clock: HandClock, owner: Owner) -> None:
    in_vain(talk, clock, "일본 돼요?", "학생 할인", "일본 배송")
    made = owner.dismiss("일본")
    assert owner.open() == ["학생 할인"]
    assert owner.dismissed() == [["일본 배송", "일본 돼요?"]]
    (decision,) = owner.questions.dismissed(100)
    assert (decision.id, decision.at) == (made, clock.now)


def test_decisions_stand_apart_the_last_one_first(
    talk: Talk, clock: HandClock, owner: Owner
) -> None:
    in_vain(talk, clock, "일본", "할인")
    owner.dismiss("할인")
    clock.forward(seconds=60)
    owner.dismiss("일본")
    assert owner.dismissed() == [["일본"], ["할인"]]
    assert owner.open() == []


def test_what_is_brought_back_is_open_again(talk: Talk, clock: HandClock, owner: Owner) -> None:
    in_vain(talk, clock, "일본", "할인")
    made, other = owner.dismiss("일본"), owner.dismiss("할인")
    owner.dismissals.remove(made, actor=OWNER)
    assert owner.open() == ["일본"]
    assert owner.dismissed() == [["할인"]]
    with pytest.raises(NotFound, match=made):
        owner.dismissals.remove(made, actor=OWNER)
    assert other == owner.questions.dismissed(100)[0].id


def test_who_comes_second_is_told(talk: Talk, clock: HandClock, owner: Owner) -> None:
    in_vain(talk, clock, "일본")
    owner.dismiss("일본")
    with pytest.raises(Conflict, match="read the list again"):
        owner.dismiss("일본")
    assert len(owner.dismissed()) == 1


def test_both_acts_are_in_the_audit_log_without_a_word(
    talk: Talk, clock: HandClock, owner: Owner
) -> None:
    in_vain(talk, clock, "일본 돼요?", "일본 배송")
    made = owner.dismiss("일본")
    owner.dismissals.remove(made, actor=OWNER)
    acts = [(one.actor, one.act, one.subject, one.detail) for one in owner.audit.entries()]
    assert acts == [
        (OWNER, Act.GAP_DISMISSED, made, {"questions": 2}),
        (OWNER, Act.GAP_BROUGHT_BACK, made, {"questions": 2}),
    ]


def test_a_dismissed_question_is_erased_with_its_conversation(
    talk: Talk, clock: HandClock, owner: Owner
) -> None:
    first, _ = in_vain(talk, clock, "일본 돼요?", "일본 배송")
    made = owner.dismiss("일본")
    with talk.database.begin() as session:
        erase_conversations(session, [first.conversation.id])
    assert owner.dismissed() == [["일본 배송"]]
    owner.dismissals.remove(made, actor=OWNER)
    assert owner.open() == ["일본 배송"]


def test_a_dismissed_question_goes_with_its_trace(
    talk: Talk, clock: HandClock, owner: Owner, tmp_path: Path
) -> None:
    in_vain(talk, clock, "일본")
    made = owner.dismiss("일본")
    clock.forward(hours=24 * 180)
    files = Attachments(talk.database, clock, tmp_path, at_most=3)
    retention = Retention(talk.database, clock, Kept(), attachments=files, audit=owner.audit)
    assert retention.sweep()["traces"] == 1
    assert owner.dismissed() == []
    with pytest.raises(NotFound):
        owner.dismissals.remove(made, actor=OWNER)
