"""What went wrong on a day: every rule reads the service's record beside what everybody saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

import yaml

from sangdam import prompts
from sangdam.desk.queues import LEAST_URGENT
from scripts.benchmarks.desk.books import CustomerBook, Day, Happened, Record
from scripts.benchmarks.desk.streams import Heard

Faults = Iterator[str]
PROMISING = ("handoff_", "next_", "waiting_note", "ticket_number")
"""Texts that say that a person comes, or has it."""
WITH_ITS_TICKET = 2
"""The ticket is told so many events after its notice: message, owner, ticket."""


def lost(day: Day) -> Faults:
    """What the service said it has is in the conversation once, and nothing else is."""
    for customer in day.customers:
        record = _record_of(day, customer)
        asked = [(m.payload["turn_id"], m.payload["text"]) for m in record.messages("customer")]
        if asked != (sent := [(said.turn_id, said.text) for said in customer.sent]):
            yield f"{customer.name} sent {_beyond(sent, asked)} beyond {_beyond(asked, sent)}"
        answers = {(m.payload["turn_id"], m.payload["text"]) for m in record.messages("bot")}
        for said in customer.sent:
            if said.said and (said.turn_id, said.said) not in answers:
                yield f"{customer.name} was told {said.said!r}, which nobody kept"
        yield from (f"{customer.name} never got {text!r} through" for text in customer.unanswered)
    written = Counter(
        (name, message.payload["id"], message.payload["text"])
        for name, record in day.records.items()
        for message in record.messages("agent")
    )
    texts = Counter(text for _, _, text in written.elements())
    yield from (f"{text!r} was written {n} times" for text, n in texts.items() if n > 1)
    for agent in day.agents:
        for words in agent.said:
            if (words.conversation_id, words.message_id, words.text) not in written:
                yield f"{agent.name} wrote {words.text!r}, which nobody kept"
        yield from (f"{text!r} was refused, and kept" for text in agent.refused if texts[text])


def unheard(day: Day) -> Faults:
    """Every event reached the customer's stream, every message the desk of who had it."""
    for customer in day.customers:
        record = _record_of(day, customer)
        theirs = [event for event in record.events if not event.internal]
        if missing := {e.id for e in theirs} - {e.id for e in customer.heard}:
            yield f"{customer.name} never heard events {sorted(missing)}"
        shown = {message["id"] for message in customer.shown}
        if missing_ids := {e.payload["id"] for e in theirs if e.kind == "message"} - shown:
            yield f"{customer.name}'s page never showed {sorted(missing_ids)}"
    saw = {agent.name: agent.saw for agent in day.agents}
    for name, record in day.records.items():
        for agent, until in _in_hands(record):
            asked = [e for e in record.messages("customer") if e.id < until]
            for event in asked:
                if event.payload["id"] not in saw.get(agent, {}).get(name, ()):
                    yield f"{agent} had {name} and never saw {event.payload['text']!r}"


def disordered(day: Day) -> Faults:
    """Everybody heard everything once and in the order in which it happened."""
    for customer in day.customers:
        record = _record_of(day, customer)
        heard = [event.id for event in customer.heard]
        if heard != sorted(set(heard)):
            yield f"{customer.name} heard {heard}"
        kept = {event.id: event for event in record.events}
        for event in customer.heard:
            if event.id not in kept or not _same(event, kept[event.id]):
                yield f"{customer.name} heard {event.kind} {event.id}, which was not so"
    place = {
        message.payload["id"]: message.id
        for record in day.records.values()
        for message in record.messages("agent")
    }
    for agent in day.agents:
        for name in {words.conversation_id for words in agent.said}:
            places = [place.get(w.message_id, 0) for w in agent.said if w.conversation_id == name]
            if places != sorted(places):
                yield f"what {agent.name} wrote in {name} stands in the order {places}"


def unannounced(day: Day) -> Faults:
    """Each ticket was told to its customer, and whatever promises a person has a ticket."""
    for name, record in day.records.items():
        notices = [m for m in record.messages("bot") if m.payload["outcome"] == "handed_off"]
        for ticket in record.tickets:
            told = [m for m in notices if m.payload["turn_id"] == ticket["turn_id"]]
            if len(told) != 1 or ticket["id"] not in told[0].payload["text"]:
                yield f"{ticket['id']} in {name} was told {len(told)} times"
        for message in record.messages("bot"):
            promised = message in notices or _promises(message.payload["text"])
            before, after = message.id, message.id + WITH_ITS_TICKET
            if promised and not _open_tickets(record, before) | _open_tickets(record, after):
                yield f"{message.payload['text']!r} in {name}, and there is no ticket"
    for customer in day.customers:
        known = {ticket["id"] for ticket in _record_of(day, customer).tickets}
        for said in customer.sent:
            if said.ticket_id and said.ticket_id not in known:
                yield f"{customer.name} was given {said.ticket_id}, which is not there"


def talked_over(day: Day) -> Faults:
    """No bot's word while a person has the conversation; waiting notes only while one comes."""
    for name, record in day.records.items():
        owner = "bot"
        for event in record.events:
            if event.kind == "owner":
                owner = event.payload["owner"]
            elif event.kind == "message" and event.payload["sender"] == "bot":
                note = event.payload["outcome"] in {"with_human", "handed_off"}
                if owner == "human" or (owner == "queue" and not note):
                    yield f"the bot said {event.payload['text']!r} in {name}, owned by {owner}"


def looped(day: Day) -> Faults:
    """A second ticket beside an open one is more urgent; none is left over from before."""
    calm = {said.turn_id: said for c in day.customers for said in c.sent if said.calm}
    for name, record in day.records.items():
        episodes = {m.payload["turn_id"]: m.payload["episode"] for m in record.messages("bot")}
        for ticket in record.tickets:
            if said := calm.get(ticket["turn_id"]):
                yield f"{ticket['id']} in {name} for {said.text!r}: {ticket['reason_code']}"
            if ticket["episode"] != episodes.get(ticket["turn_id"], ticket["episode"]):
                yield f"{ticket['id']} in {name} is of another Episode than its notice"
        still: dict[str, int] = {}
        for event in (event for event in record.events if event.kind == "ticket"):
            number, priority = event.payload["ticket_id"], event.payload["priority"]
            if number not in still and priority >= min(still.values(), default=LEAST_URGENT + 1):
                yield f"{number} in {name} came beside {sorted(still)} and is no more urgent"
            still[number] = priority
            if event.payload["status"] != "open":
                del still[number]


def abandoned(day: Day) -> Faults:
    """Each message was answered, or a person had it; no ticket is left; nobody is unknown."""
    known = {customer.conversation_id for customer in day.customers}
    yield from (f"{name} is nobody's conversation" for name in day.records.keys() - known)
    for name, record in day.records.items():
        if left := _open_tickets(record, record.events[-1].id if record.events else 0):
            yield f"{sorted(left)} in {name} were left open"
        answered = {message.payload["turn_id"] for message in record.messages("bot")}
        asked = record.messages("customer")
        ends = [message.id for message in asked[1:]] + [record.events[-1].id if asked else 0]
        for message, end in zip(asked, ends, strict=bool(asked)):
            silent = message.payload["turn_id"] not in answered
            if silent and "human" not in _owners(record, message.id, end):
                yield f"{message.payload['text']!r} in {name} got no answer"


def leaked(day: Day) -> Faults:
    """Nothing internal on any path to a customer."""
    for customer in day.customers:
        record = _record_of(day, customer)
        secrets = [m.payload for m in record.messages() if m.internal]
        received = {e.payload.get("id") for e in customer.heard} | {m["id"] for m in customer.shown}
        yield from (f"{customer.name} got {s['text']!r}" for s in secrets if s["id"] in received)
        kinds = {event.kind for event in customer.heard} - {"message", "owner"}
        yield from (f"{customer.name} heard of a {kind}" for kind in kinds)


def noticed(day: Day) -> Faults:
    """What customers and agents noticed at once."""
    yield from (f"{c.name}: {fault}" for c in day.customers for fault in c.faults)
    yield from (f"{a.name}: {fault}" for a in day.agents for fault in a.faults)


RULES: Mapping[str, Callable[[Day], Faults]] = {
    "messages lost or doubled": lost,
    "not heard by the other side": unheard,
    "out of order": disordered,
    "ticket without notice, or the reverse": unannounced,
    "bot over a person": talked_over,
    "handoff loops": looped,
    "left alone": abandoned,
    "internal words to a customer": leaked,
    "refused or answered twice": noticed,
}


def judge(day: Day) -> dict[str, list[str]]:
    """Rule -> what breaks it; every rule is there."""
    return {name: list(rule(day)) for name, rule in RULES.items()}


# --- reading a record --------------------------------------------------------------------------


def _record_of(day: Day, customer: CustomerBook) -> Record:
    empty = Record(customer.conversation_id, ())
    return day.records.get(customer.conversation_id, empty)


def _open_tickets(record: Record, at: int) -> set[str]:
    """Tickets that are open right after event `at`."""
    still: set[str] = set()
    for event in record.events:
        if event.id <= at and event.kind == "ticket":
            number = event.payload["ticket_id"]
            (still.add if event.payload["status"] == "open" else still.discard)(number)
    return still


def _owners(record: Record, begins: int, ends: int) -> set[str]:
    """Whose the conversation was at any time between two events."""
    owners = ["bot"]
    during: set[str] = set()
    for event in record.events:
        if event.kind == "owner" and event.id <= begins:
            owners.append(event.payload["owner"])
        if event.kind == "owner" and begins < event.id <= ends:
            during.add(event.payload["owner"])
    return during | {owners[-1]}


def _in_hands(record: Record) -> Iterator[tuple[str, int]]:
    """Each agent who had the conversation, and the event with which they no longer had it."""
    holder: str | None = None
    for event in (event for event in record.events if event.kind == "owner"):
        if holder is not None:
            yield holder, event.id
        holder = event.payload["agent"] if event.payload["owner"] == "human" else None


def _same(heard: Heard, kept: Happened) -> bool:
    return not kept.internal and (heard.kind, heard.payload) == (kept.kind, kept.payload)


def _beyond(ones: Iterable[Any], others: Iterable[Any]) -> list[Any]:
    missing = Counter(ones)
    missing.subtract(Counter(others))
    return sorted(missing.elements())


def _promises(text: str) -> bool:
    return any(promise in text for promise in _promising())


@cache
def _promising() -> tuple[str, ...]:
    """The longest unvarying part of each text that promises a person, in each language."""
    texts = yaml.safe_load((files(prompts) / "texts.yaml").read_text("utf-8"))
    chosen = [said for key, said in texts.items() if key.startswith(PROMISING)]
    return tuple(max(_pieces(text), key=len) for said in chosen for text in said.values())


def _pieces(text: str) -> list[str]:
    marked = Template(text).safe_substitute(dict.fromkeys(Template(text).get_identifiers(), "\0"))
    return [piece.strip() for piece in marked.split("\0")]
