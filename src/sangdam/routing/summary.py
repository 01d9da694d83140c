"""What an agent reads first, built by rule from the conversation in a few milliseconds.

Every statement points to the message it rests on. Quotes are shortened so that the prose
stays within 120 words however long the customer wrote.
"""

from __future__ import annotations

import re
from importlib.resources import files
from string import Template

import yaml

from sangdam.models import (
    Confidence,
    Conversation,
    Draft,
    Evidence,
    HandoffSummary,
    Language,
    Message,
    ReasonCode,
    Screened,
    Sender,
    Statement,
)

MOST_WORDS = 120
QUOTE_WORDS = 14
LATEST_TRIED = 3
CLOSEST = 3
ENTITIES = {
    "order": re.compile(r"\bHM-\d{8}-\d{4}\b", re.IGNORECASE),
    "product": re.compile(r"\b(?!HM-)[A-Z]{2,4}-?\d{1,4}[A-Z]{0,2}\b"),
    "amount": re.compile(r"\d[\d,]*(?:만|천)?\s?(?:원|won\b|KRW\b)", re.IGNORECASE),
    "date": re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}월\s?\d{1,2}일"),
}


class SummaryWriter:
    """Writes the deterministic summary; `language` is the agents'."""

    def __init__(self, *, language: Language) -> None:
        self._language = language
        self._texts = yaml.safe_load((files(__package__) / "summary.yaml").read_text("utf-8"))

    def write(
        self,
        reason_code: ReasonCode,
        trigger: str,
        *,
        conversation: Conversation,
        turn_id: str,
        screened: Screened,
        history: tuple[Message, ...],
        evidence: Evidence | None = None,
        confidence: Confidence | None = None,
        draft: Draft | None = None,
    ) -> HandoffSummary:
        """At most 120 space-separated words of prose."""
        hits = evidence.hits[:CLOSEST] if evidence else ()
        said = [m.text for m in history if m.sender is Sender.CUSTOMER]
        return HandoffSummary(
            reason_code=reason_code,
            trigger=trigger or screened.text,
            language=screened.language,
            customer=self._customer(conversation),
            goal=self._goal(turn_id, screened, history),
            tried=self._tried(history),
            entities=_entities([*said, screened.text]),
            confidence=confidence,
            closest=tuple(f"{h.passage.title} ({h.passage.document_id})" for h in hits),
            draft=draft.text if draft else None,
            next_step=self._texts["next_step"][reason_code][self._language],
        )

    def _customer(self, conversation: Conversation) -> str:
        key = "known" if conversation.customer else "anonymous"
        values = {"customer": conversation.customer or "", "channel": conversation.channel}
        return self._say(key, **values)

    def _goal(self, turn_id: str, screened: Screened, history: tuple[Message, ...]) -> Statement:
        asked = [m for m in history if m.sender is Sender.CUSTOMER]
        words = _shortened(screened.text)
        if not asked:
            return Statement(text=self._say("goal", words=words), pointers=(turn_id,))
        before = asked[-1]
        text = self._say("goal_before", words=words, before=_shortened(before.text))
        return Statement(text=text, pointers=(before.id, turn_id))

    def _tried(self, history: tuple[Message, ...]) -> tuple[Statement, ...]:
        replies = [m for m in history if m.sender is Sender.BOT and m.question]
        return tuple(self._attempt(message) for message in replies[-LATEST_TRIED:])

    def _attempt(self, reply: Message) -> Statement:
        question = _shortened(reply.question or "")
        if reply.sources:
            sources = ", ".join(reply.sources)
            text = self._say("answered", question=question, sources=sources)
        else:
            text = self._say("unanswered", question=question)
        return Statement(text=text, pointers=(reply.id, *reply.sources))

    def _say(self, key: str, **values: str) -> str:
        return Template(self._texts[key][self._language]).substitute(values)


def _entities(texts: list[str]) -> dict[str, str]:
    """Kind -> the newest mention."""
    found = {
        kind: [match.group() for text in texts for match in pattern.finditer(text)]
        for kind, pattern in ENTITIES.items()
    }
    return {kind: mentions[-1] for kind, mentions in found.items() if mentions}


def _shortened(text: str) -> str:
    words = text.split()
    return text if len(words) <= QUOTE_WORDS else " ".join([*words[:QUOTE_WORDS], "…"])
