"""Builders for what is known when a person is called."""

from __future__ import annotations

from datetime import UTC, datetime

from sangdam.models import (
    Audience,
    Confidence,
    Conversation,
    Coverage,
    DocumentKind,
    Evidence,
    Hit,
    Language,
    Message,
    Outcome,
    Owner,
    Passage,
    ReasonCode,
    ScoreParts,
    Screened,
    Sender,
)
from sangdam.routing.summary import Handover

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
KO, EN = Language
TOLD = {
    KO: "상담원이 순서대로 확인하고 이 대화창에서 이어서 답해 드립니다. 그동안 덧붙일 내용이 "
    "있으면 여기에 적어 주세요.",
    EN: "A person will take it in turn and reply here in this conversation. You can add anything "
    "you like in the meantime.",
}


def message(sender: Sender, text: str, number: int, **more: object) -> Message:
    fields: dict[str, object] = {
        "id": f"msg_{number}",
        "conversation_id": "c1",
        "turn_id": f"turn_{number}",
        "episode": 1,
        "sender": sender,
        "audience": Audience.CUSTOMER,
        "text": text,
        "created_at": NOW,
        **more,
    }
    return Message.model_validate(fields)


def asked(text: str, number: int) -> Message:
    return message(Sender.CUSTOMER, text, number, id=f"ask_{number}")


def answered(question: str, number: int, *sources: str) -> Message:
    """A reply from the knowledge, or one that left the question open."""
    outcome = Outcome.ANSWERED if sources else Outcome.HANDED_OFF
    more = {"outcome": outcome, "question": question, "sources": sources}
    return message(Sender.BOT, "…", number, **more)


def handover(
    text: str,
    *history: Message,
    language: Language = KO,
    reason: ReasonCode = ReasonCode.REQUEST,
    customer: str | None = None,
    opinions: dict[str, bool] | None = None,
    trigger: str = "",
    told: str = "",
    evidence: Evidence | None = None,
    internal: Evidence | None = None,
    confidence: Confidence | None = None,
) -> Handover:
    return Handover(
        reason_code=reason,
        trigger=trigger,
        priority=3,
        conversation=Conversation(
            id="c1",
            owner=Owner.BOT,
            version=1,
            episode=1,
            language=language,
            customer=customer,
            created_at=NOW,
            last_message_at=NOW,
        ),
        turn_id="turn_9",
        screened=Screened(text=text, stored=text, language=language),
        history=history,
        opinions=opinions or {},
        told=told or TOLD[language],
        evidence=evidence,
        internal=internal,
        confidence=confidence,
    )


def evidence(*documents: str, audience: Audience = Audience.CUSTOMER) -> Evidence:
    """One passage of each `document`, or of `document#n`, best first."""
    hits = (_hit(name, audience) for name in documents)
    coverage = Coverage(terms=4, covered=0.5)
    return Evidence(query="q", language=KO, generation="g", hits=tuple(hits), coverage=coverage)


def _hit(name: str, audience: Audience) -> Hit:
    document, _, number = name.partition("#")
    passage = Passage(
        id=f"{document}#{number or 0}",
        document_id=document,
        kind=DocumentKind.FAQ,
        title=f"About {document}",
        text="…",
        language=KO,
        audience=audience,
    )
    return Hit(passage=passage, score=1.0, parts=ScoreParts(dense=1, question=1, lexical=1))
