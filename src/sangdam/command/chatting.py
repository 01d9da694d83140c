"""A conversation in the terminal, through the real turn."""

from __future__ import annotations

from typing import Any

from sangdam import bootstrap
from sangdam.errors import Invalid
from sangdam.models import Done, Incoming, Reply
from sangdam.settings import LLM, Settings


def run(llm: str | None = None) -> int:
    """Exit code 0 at the end of the input. Raises SangdamError."""
    overrides: dict[str, Any] = {"llm": LLM(llm)} if llm else {}
    service = bootstrap.build(Settings.load(**overrides))
    try:
        converse(service)
    except (EOFError, KeyboardInterrupt):
        print()
    finally:
        service.close()
    return 0


def converse(service: bootstrap.Service) -> None:
    conversation_id = None
    while True:
        text = input("> ")
        try:
            *_, done = service.assistant.run(Incoming(text=text, conversation_id=conversation_id))
        except Invalid as error:
            print(error)
            continue
        assert isinstance(done, Done)
        conversation_id = done.reply.conversation_id
        show(done.reply)


def show(reply: Reply) -> None:
    print(reply.text)
    for citation in reply.citations:
        print(f"  [{citation.marker}] {citation.title} {citation.section} ({citation.document_id})")
    for suggestion in reply.suggestions:
        print(f"  · {suggestion}")
    sure = f", {reply.confidence.value:.2f} sure" if reply.confidence else ""
    print(f"  ({reply.outcome}, {reply.route}{sure}, {reply.timings_ms['total']:.0f} ms)\n")
