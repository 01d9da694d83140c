"""Does a source say what a sentence claims? Compared part by part; likeness proves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sangdam.guardrails.bounds import Bound
from sangdam.guardrails.claims import Claim, Condition, Segment, Topic, joined
from sangdam.guardrails.neutral import NEUTRAL, naming
from sangdam.guardrails.omissions import Heard, omissions
from sangdam.guardrails.pairing import mispaired
from sangdam.guardrails.runs import Run
from sangdam.guardrails.tokens import ORDERS, Role
from sangdam.guardrails.words import GENERIC, lacking, listed


class Source(NamedTuple):
    """One clause of a passage, and what may be understood with it."""

    claim: Claim
    runs: tuple[Run, ...]
    """Its stretches that say one thing together."""
    context: frozenset[str] = frozenset()
    """Words of title and headings: a sentence may speak of them."""
    question: frozenset[str] = frozenset()
    """Words of the FAQ question, which an answer without a topic takes up."""
    affirmed: frozenset[str] = frozenset()
    """Words of the FAQ question where the clause says yes to it: they are said with it."""
    surface: str = ""
    """Title and headings without blanks."""
    title: frozenset[str] = frozenset()
    """Words of a document's title: what all of it is about."""


def shortfalls(said: Claim, source: Source, asked: Claim) -> tuple[str, ...]:
    """What of `said` the source lacks, or limits away; empty where the source says it all.

    `asked` is the customer's question: it may name the topic that the sentence leaves out, and
    stands for nothing else.
    """
    found: list[str] = []
    for segment, heard in _heard(said):
        found += _closest(segment, heard, source, asked)
    return (*found, *mispaired(said.pieces, said, source.claim))


def clause_shortfalls(
    said: Claim, sources: Sequence[Source], asked: Claim
) -> Iterator[tuple[str, ...]]:
    """For each clause of `said` what the source lacks that lacks least: a sentence may join what
    two sentences say, each clause of it standing whole in one of them."""
    for segment, heard in _heard(said):
        trials = [_of_clause(segment, heard, source, asked) for source in sources]
        yield min(trials, key=len, default=("cites no passage",))


def _of_clause(segment: Segment, heard: Heard, source: Source, asked: Claim) -> tuple[str, ...]:
    missing = _closest(segment, heard, source, asked)
    return (*missing, *mispaired(segment.pieces, heard.said, source.claim))


def _closest(segment: Segment, heard: Heard, source: Source, asked: Claim) -> list[str]:
    """What that stretch lacks which lacks least; none is read further once it lacks more."""
    closest: list[str] | None = None
    for run in source.runs:
        missing = list(_additions(segment, run, heard, source))
        if closest is not None and len(missing) >= len(closest):
            continue
        missing += [*_shifts(segment, run, heard), *_left_out(segment, run, heard, asked)]
        if not missing:
            return missing
        if closest is None or len(missing) < len(closest):
            closest = missing
    return closest or []


def supporting(said: Claim, source: Source, asked: Claim) -> Iterator[Run]:
    """The stretches of the source that say some clause of `said` in full."""
    for segment, heard in _heard(said):
        for run in source.runs:
            if not _missing(segment, run, heard, source, asked):
                yield run


def _heard(said: Claim) -> Iterator[tuple[Segment, Heard]]:
    """Each clause under the topic that rules over it, with what was heard up to it."""
    topic = Topic()
    for position, segment in enumerate(said.segments):
        topic = segment.topic if segment.opens_topic or not topic.parts else topic
        read = Claim(said.segments[: position + 1])
        pointed = topic is not segment.topic
        yield segment._replace(topic=topic), Heard(read.words, read.surface, said, pointed)


def _missing(segment: Segment, run: Run, heard: Heard, source: Source, asked: Claim) -> list[str]:
    return [
        *_additions(segment, run, heard, source),
        *_shifts(segment, run, heard),
        *_left_out(segment, run, heard, asked),
    ]


def _additions(segment: Segment, run: Run, heard: Heard, source: Source) -> Iterator[str]:
    words = segment.words | segment.topic.words
    if heard.pointed and run.topic.words and run.topic.words <= segment.topic.words:
        # "Standard shipping costs …, but it is free": "it" is as much as the source's "shipping".
        words = segment.words
    # What the heading names may be spoken of or supposed, but nothing may be said with it.
    lent = source.context & segment.topic.words
    lent |= frozenset() if run.topic.parts else source.question
    surface = run.surface if run.topic.parts else f"{run.surface} {source.surface}"
    unsaid = lent | GENERIC | NEUTRAL | naming(segment.quantities)
    unknown = lacking(words, run.words | unsaid, surface)
    supposed_only = words - segment.main - segment.topic.words
    unknown -= source.affirmed
    unknown -= supposed_only & (source.context | source.question)
    unknown |= {word for word in words if len(word) == 1} - run.words - unsaid
    if unknown:
        yield f"not in the source: {listed(unknown)}"
    if supposed := _supposed(segment, run):
        yield f"the source only supposes: {listed(supposed)}"
    for quantity in segment.quantities:
        if not any(quantity.stands_in(other) for other in run.quantities):
            yield f"number not in the source: {quantity.text}"
    for condition in segment.conditions:
        if _invented_order(condition, run):
            yield f"sets an order that the source does not: {listed(condition.words)}"


def _supposed(segment: Segment, run: Run) -> frozenset[str]:
    """What the sentence states and the source has in an "if" alone."""
    ifs = (condition.words for condition in run.conditions if condition.kind is Role.IF)
    stated = segment.main - segment.topic.words - GENERIC - NEUTRAL
    stated -= naming(segment.quantities)
    return stated & (frozenset().union(*ifs) - run.main)


def _invented_order(condition: Condition, run: Run) -> bool:
    """Where the sentence says before or after, the source must say it of the same thing."""
    if condition.kind not in ORDERS or not condition.words:
        return False
    alike = (c for c in run.conditions if c.kind in (condition.kind, Role.IF))
    if any(c.words & condition.words for c in alike):
        return False
    # "배송 완료 7일 뒤" has the order in its number.
    bounds = {condition.kind.value}
    if condition.kind is Role.AFTER:
        bounds.add(Bound.WITHIN.value)
    numbered = any(q.bound.value in bounds for q in run.quantities)
    return not (numbered and condition.words <= run.words)


def _shifts(segment: Segment, run: Run, heard: Heard) -> Iterator[str]:
    if _denies_otherwise(segment, run):
        yield "negated otherwise than the source"
    if not _none_more(segment.marks, run.marks) or not _none_more(run.marks, heard.said.marks):
        yield "an only or except that source and sentence do not share"
    if _other_duty(segment, run):
        yield "turns must into can, or can into must"


def _denies_otherwise(segment: Segment, run: Run) -> bool:
    conditions = segment.conditions or segment.inherited
    said, source = _negations(conditions), _negations(run.conditions)
    if conditions and run.conditions:
        return said != source or run.negations != {segment.negations}
    if segment.negations not in run.negations:
        return True
    return {count + source for count in run.negations} != {said + segment.negations}


def _negations(conditions: tuple[Condition, ...]) -> int:
    return sum(condition.negations for condition in conditions)


def _none_more(some: tuple[Role, ...], others: tuple[Role, ...]) -> bool:
    return all(some.count(mark) <= others.count(mark) for mark in set(some))


def _other_duty(segment: Segment, run: Run) -> bool:
    said, source = segment.modals, run.modals
    contrary = len(said) == 1 and len(source) == 1 and said != source
    return contrary and not any(run.negations)


def _left_out(segment: Segment, run: Run, heard: Heard, asked: Claim) -> Iterator[str]:
    # The question may name the topic only for a sentence that borrows nothing else.
    told = run.words | NEUTRAL | GENERIC | naming(segment.quantities)
    if not lacking(segment.words | segment.topic.words, told, run.surface):
        surface = f"{heard.surface} {asked.surface}"
        heard = heard._replace(words=heard.words | asked.words, surface=surface)
    if any(c.kind in ORDERS and not c.words for c in heard.said.conditions):
        # "After that": what was said before is its condition.
        heard = heard._replace(said=joined((asked, heard.said)))
    yield from omissions(run, heard)
    if _says_nothing_of_it(segment, run):
        yield "keeps nothing of what the source says of it"


def _says_nothing_of_it(segment: Segment, run: Run) -> bool:
    """Whether the sentence names the topic only: "주문번호가 필요합니다"."""
    predicate = run.main - run.topic.words
    told = any(q.stands_in(other) for q in segment.quantities for other in run.quantities)
    repeated = predicate - lacking(predicate, segment.words, segment.surface)
    return bool(predicate or run.quantities) and not repeated and not told
