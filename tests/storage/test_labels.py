"""What agents did with drafts, as labels, on both kinds of database."""

from __future__ import annotations

from sangdam.guardrails.unlinking import unlinked
from sangdam.models import DraftUse, Language, Outcome, Resolution
from sangdam.storage.gaps import Ended, UnansweredQuestions
from sangdam.storage.labels import Labels
from tests.storage.talk import HandClock, Talk


def resolved(talk: Talk, use: DraftUse | None) -> None:
    turn = talk.ask()
    ticket = talk.ticket_for(turn)
    talk.answer(turn, "불렀습니다.", Outcome.HANDED_OFF, ticket)
    talk.casework.resolve(ticket.id, talk.agent(), Resolution.INFORMED, draft_use=use)


def test_a_draft_that_was_sent_was_right_and_one_that_was_contradicted_wrong(
    talk: Talk, clock: HandClock
) -> None:
    for use in (DraftUse.AS_IS, DraftUse.EDITED, DraftUse.CONTRADICTED):
        clock.forward(seconds=1)
        resolved(talk, use)
    labels = Labels(talk.database, mask=unlinked).newest(10)
    assert [label.right for label in labels] == [False, True, True]
    assert {label.document_id for label in labels} == {"shipping.ko"}
    assert labels[0].question == "제주 배송은 며칠 걸려요?"
    assert labels[0].language is Language.KOREAN
    assert len(Labels(talk.database, mask=unlinked).newest(1)) == 1


def test_what_says_nothing_is_no_label(talk: Talk) -> None:
    resolved(talk, DraftUse.UNUSED)
    resolved(talk, None)
    talk.hand_over(talk.ask())
    assert Labels(talk.database, mask=unlinked).newest(10) == ()


def test_a_label_leads_back_to_nobody(talk: Talk) -> None:
    resolved(talk, DraftUse.AS_IS)
    masked = Labels(talk.database, mask=lambda text, _language: text.replace("제주", "[주소]"))
    (label,) = masked.newest(10)
    assert label.question == "[주소] 배송은 며칠 걸려요?"


def test_a_contradicted_draft_is_a_gap_too(talk: Talk) -> None:
    resolved(talk, DraftUse.CONTRADICTED)
    (gap,) = UnansweredQuestions(talk.database, mask=unlinked).newest(10)
    assert gap.ended is Ended.CONTRADICTED
