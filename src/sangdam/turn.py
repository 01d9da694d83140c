"""THE path of one message, top to bottom. Read this first.

`Assistant.run` screens the text, opens the turn, decides, closes it in one transaction and only
then says it. `_decide` is the path itself, one line a step: each step returns a frozen value, and
the first that can end the turn does. Whatever ends it, one Trace records what was decided.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence

from sangdam.answer_cache import AnswerCache, Place
from sangdam.answering.direct import Direct
from sangdam.answering.extractive import Extractive
from sangdam.answering.generated import Generated
from sangdam.answering.wording import (
    citations,
    notices_in_effect,
    parts_to_stream,
    products_meant,
    questions_found,
    suggestions,
    with_notices,
)
from sangdam.closing import Closing
from sangdam.desk.ownership import speaks
from sangdam.desk.service_hours import ServiceHours
from sangdam.errors import Conflict, ModelUnavailable, Unavailable
from sangdam.guardrails.grounding import DraftChecks
from sangdam.guardrails.screening import Screening
from sangdam.guardrails.shortening import without
from sangdam.journal import Ending, Journal, Judged, Searched
from sangdam.line import Line
from sangdam.models import (
    Delta,
    Document,
    Done,
    Draft,
    Event,
    Incoming,
    Language,
    Outcome,
    Question,
    ReasonCode,
    Reply,
    Reused,
    Route,
    Screened,
    Status,
    Step,
    model_codes,
)
from sangdam.prompts import say
from sangdam.retrieval.retriever import Retriever
from sangdam.routing.account import AccountQuestions, AccountTopic, order_number
from sangdam.routing.confidence import ConfidenceModel
from sangdam.routing.signals import Heard, Signal, Signals, in_danger
from sangdam.routing.small_talk import SmallTalk, SmallTalkKind
from sangdam.routing.standalone import Standalone
from sangdam.settings import Decision, Ownership, Speaks
from sangdam.spending import Spending
from sangdam.storage.conversations import Conversations
from sangdam.storage.turns import Opened
from sangdam.telemetry import logs

log = logging.getLogger(__name__)

OUT_OF_SCOPE = frozenset({SmallTalkKind.OFF_TOPIC, SmallTalkKind.NONSENSE})
NEARLY = 0.2
"""A follow-up is read together with the question before it unless, alone, it finds evidence
with a confidence higher by this much."""
MOST_READINGS = 3
"""How many readings a clarifying question offers."""

Path = Generator[Status, None, Ending]


class Assistant:
    """Answers one message at a time; every part is handed in by keyword."""

    def __init__(
        self,
        *,
        screening: Screening,
        conversations: Conversations,
        signals: Signals,
        small_talk: SmallTalk,
        account: AccountQuestions,
        standalone: Standalone,
        retriever: Retriever,
        confidence: ConfidenceModel,
        direct: Direct,
        generated: Generated | None,
        extractive: Extractive,
        checks: DraftChecks,
        cache: AnswerCache,
        closing: Closing,
        notices: Callable[[], tuple[Document, ...]],
        line: Line,
        spending: Spending,
        hours: ServiceHours,
        decision: Decision,
        ownership: Ownership,
        company: dict[Language, str],
    ) -> None:
        self._screening = screening
        self._conversations = conversations
        self._signals = signals
        self._small_talk = small_talk
        self._account = account
        self._standalone = standalone
        self._retriever = retriever
        self._confidence = confidence
        self._direct = direct
        self._generated = generated
        self._extractive = extractive
        self._checks = checks
        self._cache = cache
        self._closing = closing
        self._notices = notices
        self._line = line
        self._spending = spending
        self._hours = hours
        self._decision = decision
        self._ownership = ownership
        self._company = company

    def run(self, incoming: Incoming) -> Iterator[Event]:
        """Yields what is being done, then the parts of the reply, then the whole reply.

        Raises Invalid for a text that can't be used, NotFound for an unknown conversation, and
        Unavailable where the database is away; the same message sent again goes on with the turn.
        Nothing of a reply is yielded before it is decided, checked and stored.
        """
        journal = Journal()
        yield Status(step=Step.READING)
        screened = self._screening.screen(incoming.text, incoming.locale)
        opened = self._conversations.open(incoming, screened)
        with logs.during(opened.turn_id):
            reply = yield from self._reply(opened, screened, journal)
        for part in parts_to_stream(reply.text):
            yield Delta(text=part)
        yield Done(reply=reply)

    def _reply(
        self, opened: Opened, screened: Screened, journal: Journal
    ) -> Generator[Status, None, Reply]:
        """Decided under the owner who has the conversation when it is stored."""
        reply = opened.replay
        while reply is None:
            ending = yield from self._decide_or_call_a_person(opened, screened, journal)
            try:
                reply = self._closing.close(opened, screened, ending, journal)
            except Conflict:
                journal.reused = Reused.NOTHING
                opened = self._conversations.reopen(opened)
        return reply

    # --- the path ----------------------------------------------------------------------------

    def _decide(self, opened: Opened, screened: Screened, journal: Journal) -> Path:
        may_speak = self._may_speak(opened)
        signal = self._signals.read(screened.text)
        if may_speak is Speaks.SILENT or (
            may_speak is Speaks.WAITING_NOTE and not self._closing.presses(signal, opened, screened)
        ):
            return self._leave_to_a_person(may_speak, screened)
        if screened.injection and not in_danger(signal):
            return self._fixed(Outcome.REFUSED, "refused", screened)
        if not signal and (kind := self._small_talk.read(screened.text)):
            return self._talk_small(kind, screened)
        readings = self._readings(opened, screened, journal)
        place = self._place(screened, readings, signal, may_speak)
        if known := self._cache.answer(place, journal):
            return known
        yield Status(step=Step.SEARCHING)
        searched = self._search(readings, journal)
        judged, heard = searched.best, self._hear(searched, readings, screened, signal)
        if heard.attack:
            return self._fixed(Outcome.REFUSED, "refused", screened)
        if heard.signal:
            return self._heed(heard.signal, opened, screened, judged)
        if topic := self._account.read(screened.text):
            return self._own_data(topic, judged, screened)
        if not judged.confidence.enough and heard.small_talk:
            return self._fixed(Outcome.SMALL_TALK, "chat", screened)
        if not judged.confidence.enough:
            return self._clarify(opened, judged) or self._unsure(opened, judged)
        if which := self._which_product(opened, judged):
            return which
        yield Status(step=Step.WRITING)
        draft = yield from self._good_draft(judged, place, may_speak, journal)
        if draft is None:
            return self._no_good_draft(judged)
        return self._cache.keep(place, self._answer(judged, draft), journal)

    def _decide_or_call_a_person(
        self, opened: Opened, screened: Screened, journal: Journal
    ) -> Path:
        """The edge of a turn: whatever breaks inside it, the customer gets a person. Without a
        database nobody could be called: the turn waits for the message to come again."""
        try:
            return (yield from self._decide(opened, screened, journal))
        except Unavailable:
            raise
        except Exception:
            log.exception("turn %s failed", opened.turn_id)
            journal.failures.append("turn: failed, see the log")
            return Ending(
                outcome=Outcome.HANDED_OFF, text="", reason_code=ReasonCode.SYSTEM, judged=None
            )

    # --- its steps ---------------------------------------------------------------------------

    def _may_speak(self, opened: Opened) -> Speaks:
        return speaks(
            opened.conversation.owner,
            self._line.answered_now,
            self._ownership,
            model_budget_spent=self._spending.over(),
        )

    def _leave_to_a_person(self, may_speak: Speaks, screened: Screened) -> Ending:
        if may_speak is Speaks.SILENT:
            return Ending(outcome=Outcome.WITH_HUMAN, text="")
        return self._fixed(Outcome.WITH_HUMAN, "waiting_note", screened)

    def _talk_small(self, kind: SmallTalkKind, screened: Screened) -> Ending:
        outcome = Outcome.OUT_OF_SCOPE if kind in OUT_OF_SCOPE else Outcome.SMALL_TALK
        return self._fixed(outcome, kind.value, screened)

    def _fixed(self, outcome: Outcome, key: str, screened: Screened) -> Ending:
        return Ending(outcome=outcome, text=self._say(key, screened.language))

    def _readings(
        self, opened: Opened, screened: Screened, journal: Journal
    ) -> tuple[Question, ...]:
        asked = [m.question for m in opened.history if m.question]
        with journal.timed("standalone"):
            return self._standalone.readings(screened, asked[-1] if asked else None)

    def _place(
        self,
        screened: Screened,
        readings: tuple[Question, ...],
        signal: Signal | None,
        may_speak: Speaks,
    ) -> Place | None:
        """Of a message with a signal nothing is ever reused, even where it is not believed."""
        with_model = may_speak is Speaks.FULLY and self._model_ready()
        return None if signal else self._cache.place(screened, readings, with_model=with_model)

    def _search(self, readings: tuple[Question, ...], journal: Journal) -> Searched:
        """The best is the first reading with evidence nearly as good as any one's; none that
        forgets the product that was asked about."""
        as_typed = next(n for n, question in enumerate(readings) if not question.follow_up)
        with journal.timed("search"):
            vector = self._retriever.vectors(readings[: as_typed + 1])[as_typed]
        judged = [self._judge(readings[0], journal)]
        strays = _strays(judged[0], readings)
        if strays or judged[0].confidence.value < 1 - NEARLY:  # else no other can be better enough
            judged += [self._judge(question, journal) for question in readings[1:]]
        judged = judged[1:] if strays else judged
        enough = max(found.confidence.value for found in judged) - NEARLY
        best = next(found for found in judged if found.confidence.value >= enough)
        return Searched(best=best, vector=tuple(vector.tolist()))

    def _hear(
        self,
        searched: Searched,
        readings: tuple[Question, ...],
        screened: Screened,
        signal: Signal | None,
    ) -> Heard:
        """What only the classifier hears in a follow-up, and no danger, has to be heard together
        with what it hangs on too: "and the noise?" alone sounds like a complaint."""
        heard = self._signals.weigh(screened.text, searched.vector, signal)
        whole = next((question for question in readings if question.follow_up), None)
        if signal or whole is None or heard.signal is None or in_danger(heard.signal):
            return heard
        vector = tuple(self._retriever.vectors([whole])[0].tolist())
        again = self._signals.weigh(whole.text, vector, None)
        return heard if again.signal else again

    def _judge(self, question: Question, journal: Journal) -> Judged:
        with journal.timed("search"):
            evidence = self._retriever.search(question, day=self._hours.today())
        with journal.timed("judge"):
            confidence = self._confidence.judge(evidence)
        return Judged(question=question, evidence=evidence, confidence=confidence)

    def _heed(self, signal: Signal, opened: Opened, screened: Screened, judged: Judged) -> Ending:
        """Calls a person; abuse alone is answered calmly unless this Episode saw a refusal."""
        refused_before = any(m.outcome is Outcome.REFUSED for m in opened.history)
        if signal.reason_code is not ReasonCode.ABUSE or refused_before:
            return self._call_a_person(signal.reason_code, judged, trigger=signal.words)
        return Ending(
            outcome=Outcome.REFUSED,
            text=self._say("calm", screened.language),
            suggestions=(say("talk_to_person", screened.language),),
        )

    def _call_a_person(
        self,
        reason_code: ReasonCode,
        judged: Judged,
        *,
        trigger: str = "",
    ) -> Ending:
        return Ending(
            outcome=Outcome.HANDED_OFF,
            text="",
            judged=judged,
            draft=self._extractive.draft(judged.evidence),
            reason_code=reason_code,
            trigger=trigger,
        )

    def _own_data(self, topic: AccountTopic, judged: Judged, screened: Screened) -> Ending:
        """Says that the assistant can't see it and how to do it oneself, and offers a person;
        who has given the order number gets the person."""
        if order_number(screened.text):
            return self._call_a_person(ReasonCode.ACCOUNT_DATA, judged)
        language = screened.language
        entry = self._retriever.entry(topic.document, language, day=self._hours.today())
        intro = self._say("account_data" if entry else "account_data_no_way", language)
        way = f"{entry.text} [1]" if entry else ""
        asks = "ask_order_number" if topic.needs_order_number else "offer_person"
        return Ending(
            outcome=Outcome.ANSWERED,
            route=Route.DIRECT if entry else Route.FIXED,
            text="\n\n".join(part for part in (intro, way, self._say(asks, language)) if part),
            judged=judged,
            citations=citations([entry] if entry else []),
            suggestions=(say("talk_to_person", language),),
        )

    def _clarify(self, opened: Opened, judged: Judged) -> Ending | None:
        """One question back, where near entries compete and none was asked just before."""
        readings = questions_found(judged.evidence)[:MOST_READINGS]
        doubtful = judged.confidence.value >= self._decision.clarify_from
        if opened.clarified_last or not doubtful or len(readings) < 2 or self._last_try(opened):
            return None
        return Ending(
            outcome=Outcome.CLARIFY,
            text=say("clarify", judged.question.language),
            judged=judged,
            suggestions=readings,
        )

    def _which_product(self, opened: Opened, judged: Judged) -> Ending | None:
        """The one question back, where sister products have different answers."""
        meant = products_meant(judged.question, judged.evidence)[:MOST_READINGS]
        if opened.clarified_last or not meant:
            return None
        return Ending(
            outcome=Outcome.CLARIFY,
            text=say("clarify_product", judged.question.language),
            judged=judged,
            suggestions=meant,
        )

    def _unsure(self, opened: Opened, judged: Judged) -> Ending:
        if self._last_try(opened):
            return self._call_a_person(ReasonCode.THIRD_FAILURE, judged)
        found = judged.confidence.value >= self._decision.clarify_from
        reason = ReasonCode.LOW_CONFIDENCE if found else ReasonCode.NO_EVIDENCE
        return self._call_a_person(reason, judged)

    def _last_try(self, opened: Opened) -> bool:
        return opened.failures + 1 >= self._decision.failures

    def _good_draft(
        self, judged: Judged, place: Place | None, may_speak: Speaks, journal: Journal
    ) -> Generator[Status, None, Draft | None]:
        """The first draft that passes every check: direct, then generated, then extractive.

        Of a generated one the sentences that fail are dropped, where what is left still answers.
        """
        if known := self._cache.draft(place, judged, journal):
            return known
        with_model = may_speak is Speaks.FULLY
        ways: tuple[Callable[[], Draft | None], ...] = (
            lambda: self._direct.draft(judged.evidence),
            lambda: self._generate(judged, journal) if with_model else None,
            lambda: self._extractive.draft(judged.evidence),
        )
        for draft in filter(None, (make() for make in ways)):
            yield Status(step=Step.CHECKING)
            if self._passes(draft, judged, journal):
                return draft
            with journal.timed("check"):
                shorter = without(draft, self._checks.failing(draft, judged.question))
            if shorter and self._passes(shorter, judged, journal):
                return shorter
        return None

    def _model_ready(self) -> bool:
        return self._generated is not None and self._generated.ready

    def _generate(self, judged: Judged, journal: Journal) -> Draft | None:
        if self._generated is None or not self._model_ready():
            return None
        try:
            with journal.timed("generate"):
                return self._generated.draft(judged.evidence)
        except ModelUnavailable as error:
            journal.failures.append(f"llm: {error}")
            return None

    def _passes(self, draft: Draft, judged: Judged, journal: Journal) -> bool:
        with journal.timed("check"):
            verdicts = self._checks.inspect(draft, judged.question)
        log.info("%s draft: %s", draft.route, ", ".join(f"{v.check} {v.state}" for v in verdicts))
        journal.drafts.append(draft.text)
        journal.verdicts.extend(verdicts)
        return all(verdict.passed for verdict in verdicts)

    def _answer(self, judged: Judged, draft: Draft) -> Ending:
        language = judged.question.language
        notices = notices_in_effect(self._notices(), language, self._hours.today())
        return Ending(
            outcome=Outcome.ANSWERED,
            route=draft.route,
            text=with_notices(draft.text, draft.passages, notices, language),
            judged=judged,
            draft=draft,
            citations=citations(draft.passages),
            suggestions=suggestions(judged.evidence, draft),
        )

    def _no_good_draft(self, judged: Judged) -> Ending:
        return self._call_a_person(ReasonCode.FAILED_CHECKS, judged)

    def _say(self, key: str, language: Language) -> str:
        return say(key, language, company=self._company[language])


def _strays(judged: Judged, readings: Sequence[Question]) -> bool:
    """Whether a message that names no product finds another one than the customer has named in
    the question before."""
    alone = judged.question
    if alone.follow_up or model_codes(alone.text) or not judged.evidence.hits:
        return False
    found = model_codes(judged.evidence.hits[0].passage.title)
    named = frozenset[str]().union(*(model_codes(question.text) for question in readings))
    return bool(found and named) and found.isdisjoint(named)
