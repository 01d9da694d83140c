"""Runs golden conversations through the real turn and judges the last reply of each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from sangdam import bootstrap
from sangdam.bootstrap import Service
from sangdam.errors import KnowledgeError
from sangdam.models import Done, Incoming, Outcome, ReasonCode, Reply, stem
from sangdam.settings import LLM, Settings

GOLDEN = Path(__file__).parent / "golden" / "first.yaml"


class Case(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    say: tuple[str, ...]
    outcome: tuple[Outcome, ...]
    documents: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    reason: ReasonCode | None = None
    why: str


class Result(BaseModel):
    case: Case
    reply: Reply
    faults: tuple[str, ...]


def read_cases(path: Path = GOLDEN) -> tuple[Case, ...]:
    """Raises KnowledgeError that names the entry and what is wrong with it."""
    cases: list[Case] = []
    problems: list[str] = []
    for number, entry in enumerate(yaml.safe_load(path.read_text("utf-8")), start=1):
        try:
            cases.append(Case.model_validate(entry))
        except ValidationError as error:
            problems.append(f"{path.name}, entry {number}: {error.errors()[0]['msg']}")
    if problems:
        raise KnowledgeError(problems)
    return tuple(cases)


def run(settings: Settings, cases: tuple[Case, ...]) -> Iterator[Result]:
    """Every case in a conversation of its own, over a fresh index and database."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = settings.model_copy(update={"data_dir": Path(folder), "index_dir": None})
        bootstrap.reindex(fresh, progress=_silent)
        service = bootstrap.build(fresh)
        try:
            if fresh.llm_in_use is not LLM.NONE:
                bootstrap.wait_for_model(service)
            for case in cases:
                reply = converse(service, case.say)
                yield Result(case=case, reply=reply, faults=tuple(faults(case, reply)))
        finally:
            service.close()


def converse(service: Service, messages: tuple[str, ...]) -> Reply:
    """Says the messages (at least one) in one conversation; returns the last reply."""
    replies: list[Reply] = []
    for text in messages:
        conversation_id = replies[-1].conversation_id if replies else None
        *_, done = service.assistant.run(Incoming(text=text, conversation_id=conversation_id))
        assert isinstance(done, Done)
        replies.append(done.reply)
    return replies[-1]


def faults(case: Case, reply: Reply) -> Iterator[str]:
    """What is wrong with the reply, in words; nothing where it is right."""
    if reply.outcome not in case.outcome:
        yield f"outcome {reply.outcome}"
    answered = reply.outcome is Outcome.ANSWERED
    cited = {stem(citation.document_id) for citation in reply.citations}
    if answered and case.documents and not cited & set(case.documents):
        yield f"cites {', '.join(sorted(cited)) or 'nothing'}"
    if answered:
        yield from (f"lacks “{fact}”" for fact in case.facts if fact not in reply.text)
    yield from (f"says “{text}”" for text in case.never if text in reply.text)
    if case.reason and reply.handoff and reply.handoff.reason_code is not case.reason:
        yield f"reason {reply.handoff.reason_code}"


def _silent(_what: str, _done: int, _total: int) -> None:
    pass
