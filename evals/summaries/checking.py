"""What is wrong with a summary, by rule: nothing here asks anybody's opinion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from evals.summaries.playing import Played, Written
from evals.summaries.reading import NONE
from sangdam.guardrails.screening import Screening
from sangdam.models import (
    HandoffSummary,
    Identity,
    Message,
    ReasonCode,
    Sender,
    Statement,
    stem,
)
from sangdam.ports import Generation
from sangdam.routing.phrases import pattern_file
from sangdam.routing.summary import HEARD, MOST_WORDS, UNANSWERED

QUOTED = re.compile(r"“([^“”]*)”")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
QUOTES = str.maketrans("“”‘’", "''''")


class Checks:
    """What summaries may point to: the conversation, and one Generation of the knowledge."""

    def __init__(self, generation: Generation, screening: Screening) -> None:
        self._screening = screening
        self._documents = {document.id: document for document in generation.documents}
        self._passages = {passage.id: passage for passage in generation.passages}

    # --- statements that rest on nothing -----------------------------------------------------

    def unfounded(self, written: Written, summary: HandoffSummary) -> Iterator[str]:
        """Each statement that points to nothing, or quotes what is not there."""
        for statement in summary.statements:
            yield from self._faults(statement, written, summary)
        said = self._text(written.turn_id, written)
        if not _stands(summary.trigger, said):
            yield f"trigger, not said: {summary.trigger}"
        for entity in summary.entities:
            if not _stands(entity.value, self._text(entity.pointer, written)):
                yield f"{entity.kind}, not in {entity.pointer}: {entity.value}"

    def _faults(
        self, statement: Statement, written: Written, summary: HandoffSummary
    ) -> Iterator[str]:
        if not statement.pointers:
            yield f"points to nothing: {statement.text}"
        texts = [self._text(pointer, written) for pointer in statement.pointers]
        if not all(texts):
            yield f"points to what is not there, {statement.pointers}: {statement.text}"
        rests_on = "\n".join(texts)
        for quote in QUOTED.findall(statement.text):
            if not _stands(quote, rests_on):
                yield f"“{quote}” is not said: {statement.text}"
        told = _percentages(written) if statement in summary.closest else ""
        known = f"{rests_on} {told}"
        for number in NUMBER.findall(QUOTED.sub("", statement.text)):
            if number not in known:
                yield f"{number} stands nowhere: {statement.text}"

    def _text(self, pointer: str, written: Written) -> str:
        """All that stands where the pointer points; empty where that is nowhere."""
        if pointer in self._documents:
            document = self._documents[pointer]
            return f"{document.id}\n{document.title}\n{document.text}"
        if pointer in self._passages:
            passage = self._passages[pointer]
            return f"{passage.id}\n{passage.title}\n{passage.text}"
        named = [m for m in written.messages if pointer in (m.id, m.turn_id)]
        return "\n".join(part for message in named for part in self._parts(message))

    def _parts(self, message: Message) -> Iterator[str]:
        yield message.text
        yield message.question or ""
        yield message.agent or ""
        if message.text:
            yield self._screening.screen(message.text[:2000]).text

    # --- fields that are empty ---------------------------------------------------------------

    def empty(self, written: Written, summary: HandoffSummary) -> Iterator[str]:
        """Each field that applies and is not filled."""
        return (name for name, filled in FIELDS.items() if not filled(written, summary))


def long(summary: HandoffSummary) -> bool:
    return summary.words > MOST_WORDS


def _stands(quote: str, text: str) -> bool:
    """Whether the words stand there in a row, spaces and marks of a cut apart."""
    return _bare(quote.strip("… ")) in _bare(text)


def _bare(text: str) -> str:
    return " ".join(text.translate(QUOTES).split()).casefold()


def _percentages(written: Written) -> str:
    """The figures with which it is told why a passage fell short."""
    judged = written.trace.confidence
    values = (judged.value, judged.threshold, written.covered) if judged else ()
    return " ".join(f"{value:.0%}" for value in values)


def _answered(written: Written) -> bool:
    """Whether the assistant answered from the knowledge earlier in the Episode."""
    return any(m.sources and m.episode == written.episode for m in written.messages)


def _asked_in_vain(written: Written, summary: HandoffSummary) -> bool:
    return summary.reason_code in UNANSWERED or not all(written.opinions.values())


def _agent_spoke(written: Written) -> bool:
    return any(m.sender is Sender.AGENT and m.episode == written.episode for m in written.messages)


Filled = Callable[[Written, HandoffSummary], bool]
FIELDS: dict[str, Filled] = {
    "reason_code": lambda w, s: s.reason_code is w.trace.reason_code,
    "trigger": lambda _, s: bool(s.trigger),
    "customer": lambda w, s: (w.customer or "") in s.customer,
    "identity": lambda w, s: (s.identity is Identity.NAMED) == bool(w.customer),
    "goal": lambda _, s: bool(QUOTED.search(s.goal.text)),
    "tried": lambda w, s: bool(s.tried) or not _answered(w),
    "open_questions": lambda w, s: bool(s.open_questions) or not _asked_in_vain(w, s),
    "promises": lambda _, s: bool(s.promises),
    "sentiment": lambda _, s: bool(s.sentiment) or s.reason_code not in HEARD,
    "confidence": lambda w, s: s.confidence == w.trace.confidence or not w.tells,
    "closest": lambda w, s: bool(s.closest) or not (w.trace.evidence and w.tells),
    "draft": lambda _, s: bool(s.draft) or s.reason_code is not ReasonCode.FAILED_CHECKS,
    "next_step": lambda _, s: bool(s.next_step),
    "author": lambda _, s: bool(s.author),
}
"""Field -> whether it is filled, or does not apply."""


# --- what the script expects -----------------------------------------------------------------


def unexpected(played: Played) -> Iterator[str]:
    """Each thing that the last summary should tell and does not, or tells and should not."""
    talk = played.talk
    if len(played.written) != talk.tickets:
        yield f"{len(played.written)} tickets, not {talk.tickets}"
    if not played.written:
        return
    summary = played.written[-1].summary
    told = {
        "goal": (talk.goal, summary.goal.text),
        "tried": (talk.tried, " ".join(stem(p) for s in summary.tried for p in s.pointers)),
        "open": (talk.open, _joined(summary.open_questions)),
        "promise": (talk.promise, _joined(summary.promises)),
    }
    for name, (wanted, text) in told.items():
        yield from (f"{name} lacks {word}" for word in wanted if word.lower() not in text.lower())
    named = {(entity.kind, entity.value) for entity in summary.entities}
    expected = {(kind, value) for kind, values in talk.entities.items() for value in values}
    yield from (f"{kind} lacks {value}" for kind, value in sorted(expected - named))
    yield from (f"{kind} {value} is none" for kind, value in sorted(named - expected))
    feeling = summary.sentiment.feeling if summary.sentiment else NONE
    if feeling not in talk.feels:
        yield f"feels {feeling}, not {' or '.join(talk.feels)}"
    if talk.took and f"took_{talk.took}" not in (taken := _tooks(summary)):
        yield f"took as {', '.join(taken) or 'nothing'}, not {talk.took}"
    whole = summary.model_dump_json()
    yield from (f"tells {word}" for word in talk.absent if word in whole)


def _tooks(summary: HandoffSummary) -> frozenset[str]:
    """Keys of summary.yaml that say how the last answer was taken."""
    texts = pattern_file("summary.yaml")
    keys = (key for key in texts if key.startswith("took_"))
    last = summary.tried[-1].text if summary.tried else ""
    return frozenset(key for key in keys if any(t in last for t in texts[key].values()))


def _joined(statements: tuple[Statement, ...]) -> str:
    return " ".join(statement.text for statement in statements)
