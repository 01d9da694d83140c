"""Drafts as the checks judge them, beside what is known of each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from evals.written.asked import Asked, evidence
from evals.written.drafts import Drafted, draft_of
from evals.written.faults import Fault
from evals.written.inventing import InventingModel
from evals.written.labels import Key, Labels
from sangdam.answering.generated import Generated
from sangdam.guardrails.grounding import DraftChecks
from sangdam.models import Draft, Passage, Value
from sangdam.ports import Progress


class Writing(StrEnum):
    """Who wrote, and how it is known what is wrong."""

    PROSE = "prose"
    """The embedded model; by reading."""
    READ = "read"
    """The inventing model; by reading."""
    BUILT = "built"
    """The inventing model; by the way in which each sentence was made."""


class CheckedSentence(Value):
    text: str
    markers: tuple[int, ...]
    sound: bool
    """Whether a customer may read it."""
    fault: Fault | None
    why: str = ""
    passes: bool
    """Whether it passes the checks of sentences."""


class CheckedDraft(Value):
    writing: Writing
    asked: Asked
    sentences: tuple[CheckedSentence, ...]
    passages: tuple[str, ...]
    """Ids of those that are cited; marker n stands for position n - 1."""
    good: bool
    """Every sentence is sound, and it is about what was asked."""
    passes: bool
    """Whether the whole draft passes every check: what the turn sends, or not."""


class Known(Value):
    """What is known of a sentence before any check."""

    sound: bool
    fault: Fault | None
    why: str = ""


def check_read(
    writing: Writing,
    drafts: Iterable[Drafted],
    labels: Labels,
    asked: Mapping[str, Asked],
    passages: Mapping[str, Passage],
    checks: DraftChecks,
) -> tuple[CheckedDraft, ...]:
    """Stored drafts that were read; those without a sentence say nothing and are left out."""
    found = []
    for stored in drafts:
        if not stored.sentences:
            continue
        one, label = asked[stored.question], labels[Key(stored.question, stored.writer)]
        known = [Known(sound=s.sound, fault=s.fault, why=s.why) for s in label.sentences]
        draft = draft_of(stored, one, passages)
        found.append(_checked(writing, one, draft, known, checks, good=label.good))
    return tuple(found)


def check_built(
    asked: Sequence[Asked],
    passages: Mapping[str, Passage],
    generated: Generated,
    model: InventingModel,
    checks: DraftChecks,
    progress: Progress,
) -> tuple[CheckedDraft, ...]:
    """What `model` writes through `generated` about each question."""
    found = []
    for number, one in enumerate(asked, start=1):
        draft = generated.draft(evidence(one, passages))
        progress("inventing", number, len(asked))
        if draft is None:
            continue
        known = [Known(sound=said.fault is None, fault=said.fault) for said in model.said[-1]]
        good = all(fact.sound for fact in known)
        found.append(_checked(Writing.BUILT, one, draft, known, checks, good=good))
    return tuple(found)


def _checked(
    writing: Writing,
    asked: Asked,
    draft: Draft,
    known: Sequence[Known],
    checks: DraftChecks,
    *,
    good: bool,
) -> CheckedDraft:
    failing = checks.failing(draft, asked.question)
    verdicts = checks.inspect(draft, asked.question) if not failing else ()
    sentences = tuple(
        CheckedSentence(
            text=sentence.text,
            markers=sentence.markers,
            sound=fact.sound,
            fault=fact.fault,
            why=fact.why,
            passes=position not in failing,
        )
        for position, (sentence, fact) in enumerate(zip(draft.sentences, known, strict=True))
    )
    return CheckedDraft(
        writing=writing,
        asked=asked,
        sentences=sentences,
        passages=tuple(passage.id for passage in draft.passages),
        good=good,
        passes=not failing and all(verdict.passed for verdict in verdicts),
    )
