"""What an agent reads first, built by rule from the conversation in a few milliseconds.

Every statement points to what it rests on; one that does not is dropped. Quotes are shortened and
what matters least is left out, so that the prose stays within 120 words however long the customer
wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from string import Template
from typing import Any, NamedTuple

import yaml

from sangdam.models import (
    Confidence,
    Conversation,
    Draft,
    EntityKind,
    Evidence,
    Feeling,
    HandoffSummary,
    Hit,
    Identity,
    Language,
    Message,
    Outcome,
    ReasonCode,
    Screened,
    Sender,
    Sentiment,
    Statement,
    Value,
    stem,
)
from sangdam.routing.entities import Said, entities
from sangdam.routing.gist import Gist, around, shortened
from sangdam.routing.phrases import LONGEST_WORDS
from sangdam.routing.signals import Signals

MOST_WORDS = 120
QUOTE_WORDS = 14
SHORT_QUOTE_WORDS = 7
QUESTION_WORDS = 10
STANDS_ALONE = 8
"""Words from which a message is taken to say by itself what it is about."""
LATEST_TRIED = 3
LATEST_OPEN = 2
LATEST_SAID = 40
"""Messages of the Episode that are read, the newest; so many cost few milliseconds."""
SOURCES = 2
CLOSEST = 3
INTERNAL = 2
NEAR = 4
"""Documents from the top among which internal ones are looked for; later ones are far off."""
HEARD = {
    ReasonCode.SELF_HARM: Feeling.IN_CRISIS,
    ReasonCode.ABUSE: Feeling.ABUSIVE,
    ReasonCode.ANGER: Feeling.ANGRY,
    ReasonCode.COMPLAINT: Feeling.UNHAPPY,
}
"""Signals that say how the customer feels, the weightiest first."""
UNANSWERED = frozenset(
    {
        ReasonCode.NO_EVIDENCE,
        ReasonCode.LOW_CONFIDENCE,
        ReasonCode.FAILED_CHECKS,
        ReasonCode.THIRD_FAILURE,
        ReasonCode.ACCOUNT_DATA,
        ReasonCode.SYSTEM,
    }
)
"""Reasons by which the last question itself got no answer."""
THE_MATTER = frozenset(
    {ReasonCode.SELF_HARM, ReasonCode.SAFETY, ReasonCode.FRAUD, ReasonCode.LEGAL}
)
"""Reasons whose trigger is what it is about, whatever else is wished."""
LEFT_OPEN = frozenset({Outcome.CLARIFY, Outcome.HANDED_OFF})
NUMBERS = frozenset({EntityKind.ORDER, EntityKind.TRACKING})
IN_VAIN = frozenset({"unhelpful", "again"})
"""Ways to take an answer that leave the question open."""
KEPT = (
    ("internal", 1),
    ("closest", 2),
    ("tried", 2),
    ("internal", 0),
    ("closest", 1),
    ("tried", 1),
    ("open_questions", 1),
    ("promises", 1),
    ("closest", 0),
    ("tried", 0),
    ("open_questions", 0),
)
"""What gives way where there are too many words, step by step, and how many are kept. Who, goal,
feeling, the promise just made and the next step stay; they can't be too many."""


class Handover(Value):
    """What is known at the moment a person is called."""

    reason_code: ReasonCode
    trigger: str
    """The words that called for a person; empty where none did."""
    priority: int
    conversation: Conversation
    turn_id: str
    screened: Screened
    history: tuple[Message, ...]
    """Of this Episode, oldest first."""
    opinions: Mapping[str, bool]
    """Turn id -> whether the customer found its reply helpful."""
    told: str
    """When a person replies, as the customer was told it."""
    evidence: Evidence | None = None
    internal: Evidence | None = None
    """The same search with what only agents may see."""
    confidence: Confidence | None = None
    draft: Draft | None = None


class _Tried(NamedTuple):
    """One answer of the assistant."""

    reply: Message
    question: str
    took: str
    """Ending of the key in summary.yaml that says how the customer took it."""
    judged_by: str
    """Id of the message that shows it."""


class SummaryWriter:
    """Writes the deterministic summary; `language` is the agents', `mask` hides personal data."""

    def __init__(
        self, *, language: Language, signals: Signals, mask: Callable[[str, Language], str]
    ) -> None:
        self._language = language
        self._signals = signals
        self._mask = mask
        self._gist = Gist()
        self._texts = yaml.safe_load((files(__package__) / "summary.yaml").read_text("utf-8"))

    def wish(self, history: Sequence[Message], screened: Screened) -> str | None:
        """The question to search for, masked: None where the message itself tells what is wanted,
        empty where nothing does."""
        if self._gist.says_something(screened.text):
            return None
        asked = [m.question for m in history if m.question and m.sender is Sender.BOT]
        return next((q for q in reversed(asked) if self._gist.says_something(q)), "")

    def write(self, handover: Handover) -> HandoffSummary:
        """At most 120 space-separated words of prose."""
        return _Writing(
            handover, self._language, self._signals, self._mask, self._gist, self._texts
        ).summary()


class _Writing:
    """One summary in the making."""

    def __init__(
        self,
        handover: Handover,
        language: Language,
        signals: Signals,
        mask: Callable[[str, Language], str],
        gist: Gist,
        texts: Mapping[str, Any],
    ) -> None:
        self._handover = handover
        self._language = language
        self._signals = signals
        self._gist = gist
        self._texts = texts
        asker = handover.screened.language
        self._history = tuple(
            message.model_copy(update={"text": mask(message.text, asker)})
            if message.sender is not Sender.BOT
            else message
            for message in handover.history[-LATEST_SAID:]
        )
        self._now = Said(handover.turn_id, handover.screened.text)
        self._said = (*(Said(m.id, m.text) for m in self._customers(self._history)), self._now)
        self._tried = [*self._answers()]

    def summary(self) -> HandoffSummary:
        handover, conversation = self._handover, self._handover.conversation
        return fitted(
            HandoffSummary(
                reason_code=handover.reason_code,
                trigger=self._quote(self._trigger()),
                priority=handover.priority,
                language=handover.screened.language,
                customer=self._customer(),
                identity=_identity(conversation),
                goal=self._goal(),
                tried=tuple(map(self._answered, self._tried[-LATEST_TRIED:])),
                open_questions=tuple(self._open_questions())[-LATEST_OPEN:],
                promises=tuple(self._promises()),
                sentiment=self._sentiment(),
                entities=entities(self._said),
                confidence=handover.confidence,
                closest=tuple(self._closest()),
                internal=tuple(self._internal()),
                draft=handover.draft.text if handover.draft else None,
                next_step=self._texts["next_step"][handover.reason_code][self._language],
            )
        )

    # --- who and what ------------------------------------------------------------------------

    def _customer(self) -> str:
        conversation = self._handover.conversation
        key = "known" if conversation.customer else "anonymous"
        values = {"customer": conversation.customer or "", "channel": conversation.channel}
        return self._say(key, **values)

    def _trigger(self) -> str:
        """What a classifier heard is the message as a whole, however it begins."""
        words, text = self._handover.trigger, self._handover.screened.text
        return text if not words or words == text[:LONGEST_WORDS] else words

    def _wishes(self) -> list[Said]:
        """What the customer wrote that tells what they want, the newest last; never empty."""
        return [said for said in self._since_a_person() if self._tells(said)] or [self._now]

    def _goal(self) -> Statement:
        telling = self._wishes()
        wish, before = telling[-1], telling[-2:-1]
        if before and (len(wish.text.split()) < STANDS_ALONE or self._is_open(before[0])):
            words = self._say(
                "quoted_after", before=self._quote(before[0].text), words=self._quote(wish.text)
            )
        else:
            before, words = [], self._say("quoted", words=self._quote(wish.text))
        pointers = dict.fromkeys([*(said.id for said in before), wish.id, self._now.id])
        frame = self._texts["goal"].get(self._handover.reason_code, self._texts["goal"]["asked"])
        return Statement(
            text=Template(frame[self._language]).substitute(words=words), pointers=tuple(pointers)
        )

    def _since_a_person(self) -> tuple[Said, ...]:
        """What the customer wrote since a person last did."""
        after = self._after_a_person()
        return (*(Said(m.id, m.text) for m in self._customers(after)), self._now)

    def _after_a_person(self) -> tuple[Message, ...]:
        last = max((n for n, m in enumerate(self._history) if m.sender is Sender.AGENT), default=-1)
        return self._history[last + 1 :]

    def _tells(self, said: Said) -> bool:
        return self._gist.says_something(said.text)

    def _is_open(self, said: Said) -> bool:
        turns = {message.turn_id for message in self._history if message.id == said.id}
        return any(reply.turn_id in turns for reply, _ in self._unanswered())

    # --- what was tried ----------------------------------------------------------------------

    def _answers(self) -> Iterator[_Tried]:
        for place, reply in enumerate(self._history):
            if reply.sender is Sender.BOT and reply.sources:
                question = reply.question or ""
                later = [Said(m.id, m.text) for m in self._customers(self._history[place:])]
                yield self._taken(reply, question, (*later, self._now)[0])

    def _taken(self, reply: Message, question: str, following: Said) -> _Tried:
        """The customer's own judgement counts first, then what they wrote next."""
        opinion = self._handover.opinions.get(reply.turn_id)
        if opinion is not None:
            return _Tried(reply, question, "helpful" if opinion else "unhelpful", reply.id)
        return _Tried(reply, question, self._took(question, following.text), following.id)

    def _took(self, question: str, text: str) -> str:
        gist = self._gist
        if took := gist.took(text):
            return took
        if not gist.says_something(text):
            return self._took_in_few_words(text)
        if gist.same(question, text):
            return "again"
        return "followed" if gist.related(question, text) else "elsewhere"

    def _took_in_few_words(self, text: str) -> str:
        if any(entity.kind in NUMBERS for entity in entities([Said("", text)])):
            return "gave"
        if self._gist.names_a_person(text):
            return "person"
        return "accepted" if self._gist.accepts(text) else "followed"

    def _answered(self, tried: _Tried) -> Statement:
        reply, sources = tried.reply, tried.reply.sources[:SOURCES]
        text = self._say(
            "answered",
            question=self._quote(tried.question, SHORT_QUOTE_WORDS),
            sources=", ".join(sources),
            took=self._say(f"took_{tried.took}"),
        )
        pointers = dict.fromkeys([reply.id, *sources, tried.judged_by])
        return Statement(text=text, pointers=tuple(pointers))

    def _open_questions(self) -> Iterator[Statement]:
        """What was asked and got no answer, or none that helped; the newest last."""
        seen: list[str] = []
        for key, question, pointer in [*self._left_open(), *self._asked_now()]:
            if not any(self._gist.same(question, other) for other in seen):
                seen.append(question)
                text = self._say(key, question=self._quote(question, QUESTION_WORDS))
                yield Statement(text=text, pointers=(pointer,))

    def _left_open(self) -> Iterator[tuple[str, str, str]]:
        """Key of the sentence, question, id of the reply to it."""
        for reply, question in self._unanswered():
            yield "unanswered", question, reply.id
        for tried in self._tried:
            if tried.took in IN_VAIN and self._gist.says_something(tried.question):
                yield "in_vain", tried.question, tried.reply.id

    def _unanswered(self) -> Iterator[tuple[Message, str]]:
        """Replies since a person last wrote that left their question open, unless the next reply
        answered or the same was answered later."""
        replies = [m for m in self._after_a_person() if m.sender is Sender.BOT]
        for place, reply in enumerate(replies):
            question, later = reply.question or "", replies[place + 1 :]
            if reply.outcome not in LEFT_OPEN or not self._gist.says_something(question):
                continue
            if not any(self._settles(other, reply) for other in later):
                yield reply, question

    def _settles(self, later: Message, reply: Message) -> bool:
        """Whether the same was answered, or what a question back was about."""
        same = self._gist.related if reply.outcome is Outcome.CLARIFY else self._gist.same
        return bool(later.sources) and same(later.question or "", reply.question or "")

    def _asked_now(self) -> Iterator[tuple[str, str, str]]:
        asked = self._gist.questions(self._now.text)
        yield from (("unanswered", question, self._now.id) for question in asked)
        if not asked and self._handover.reason_code in UNANSWERED:
            wish = self._wishes()[-1]
            yield "unanswered", wish.text, wish.id

    # --- what they feel, what they were told -------------------------------------------------

    def _promises(self) -> Iterator[Statement]:
        """What the customer was told just now, then what people said before."""
        if told := self._gist.promise(self._handover.told):
            yield Statement(text=self._say("promised", told=told), pointers=(self._now.id,))
        by_people = [m for m in self._history if m.sender is Sender.AGENT]
        for message in reversed(by_people):
            if told := self._gist.promise(message.text):
                words = self._quote(told)
                text = self._say("agent_promised", agent=message.agent or "", told=words)
                yield Statement(text=text.strip(), pointers=(message.id,))
                break

    def _sentiment(self) -> Sentiment | None:
        """The newest bad feeling; where the reason is one, at least that; else worry or thanks."""
        return self._heard() or self._by_reason() or self._gentle()

    def _heard(self) -> Sentiment | None:
        for said in reversed(self._said):
            found = self._signals.all_of(said.text, HEARD)
            for reason, feeling in HEARD.items():
                if reason in found:
                    words = around(found[reason], SHORT_QUOTE_WORDS)
                    return self._feels(feeling, words, said.id)
        return None

    def _by_reason(self) -> Sentiment | None:
        feeling = HEARD.get(self._handover.reason_code)
        words = self._gist.trouble(self._now.text) or self._trigger()
        return self._feels(feeling, words, self._now.id) if feeling else None

    def _gentle(self) -> Sentiment | None:
        for feeling in (Feeling.WORRIED, Feeling.GRATEFUL):
            for said in reversed(self._said):
                if words := self._gist.feeling(said.text, feeling):
                    return self._feels(feeling, words, said.id)
        return None

    def _feels(self, feeling: Feeling, words: str, pointer: str) -> Sentiment:
        text = self._say(feeling, words=self._quote(words, SHORT_QUOTE_WORDS))
        return Sentiment(text=text, pointers=(pointer,), feeling=feeling)

    # --- what the knowledge has --------------------------------------------------------------

    def _closest(self) -> Iterator[Statement]:
        for number, hit in enumerate(_one_a_document(self._handover.evidence)[:CLOSEST]):
            yield self._passage(hit, self._say("further") if number else self._why_not())

    def _why_not(self) -> str:
        """Why the nearest passage was not simply the answer."""
        judged, evidence = self._handover.confidence, self._handover.evidence
        if judged is None or evidence is None:
            return self._say("not_judged")
        values = {
            "value": f"{judged.value:.0%}",
            "threshold": f"{judged.threshold:.0%}",
            "covered": f"{evidence.coverage.covered:.0%}",
        }
        if not judged.enough:
            return self._say("fell_short", **values)
        failed = self._handover.reason_code is ReasonCode.FAILED_CHECKS
        return self._say("draft_failed" if failed else "could_answer", **values)

    def _internal(self) -> Iterator[Statement]:
        """Of what only agents may see, the nearest."""
        shown = {stem(hit.passage.document_id) for hit in _hits(self._handover.evidence)}
        hits = _one_a_document(self._handover.internal)[:NEAR]
        for hit in [h for h in hits if stem(h.passage.document_id) not in shown][:INTERNAL]:
            yield self._passage(hit, self._say("agents_only"))

    def _passage(self, hit: Hit, why: str) -> Statement:
        passage = hit.passage
        title = shortened(passage.title, SHORT_QUOTE_WORDS)
        return Statement(
            text=self._say("passage", title=title, why=why),
            pointers=(passage.id, passage.document_id),
        )

    # --- words -------------------------------------------------------------------------------

    def _customers(self, messages: tuple[Message, ...]) -> Iterator[Message]:
        return (message for message in messages if message.sender is Sender.CUSTOMER)

    def _quote(self, text: str, words: int = QUOTE_WORDS) -> str:
        """The words as they were said; quotation marks of theirs give way to the outer ones."""
        near = self._trigger() if self._handover.reason_code in THE_MATTER else ""
        return self._gist.quote(text.translate(OUTER_QUOTES), words, near)

    def _say(self, key: str, **values: str) -> str:
        return Template(self._texts[key][self._language]).substitute(values)


OUTER_QUOTES = str.maketrans({"“": "'", "”": "'"})


def _hits(evidence: Evidence | None) -> tuple[Hit, ...]:
    return evidence.hits if evidence else ()


def _one_a_document(evidence: Evidence | None) -> list[Hit]:
    """The best hit of each document; translations are one."""
    best: dict[str, Hit] = {}
    for hit in _hits(evidence):
        best.setdefault(stem(hit.passage.document_id), hit)
    return [*best.values()]


def fitted(summary: HandoffSummary) -> HandoffSummary:
    """The summary without statements that rest on nothing, and within its words."""
    lists = dict.fromkeys(name for name, _ in KEPT)
    pointing = {name: tuple(s for s in getattr(summary, name) if s.pointers) for name in lists}
    summary = summary.model_copy(update=pointing)
    for name, kept in KEPT:
        if summary.words <= MOST_WORDS:
            break
        summary = summary.model_copy(update={name: _best(name, getattr(summary, name), kept)})
    return summary


def _best(name: str, statements: tuple[Statement, ...], kept: int) -> tuple[Statement, ...]:
    """The newest of what happened, the first of all else."""
    if name in ("tried", "open_questions"):
        return statements[len(statements) - min(kept, len(statements)) :]
    return statements[:kept]


def _identity(conversation: Conversation) -> Identity:
    if conversation.verified:
        return Identity.VERIFIED
    return Identity.NAMED if conversation.customer else Identity.ANONYMOUS
