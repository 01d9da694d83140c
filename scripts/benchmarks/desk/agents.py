"""An agent at the desk: takes what waits, reads, writes, passes on, closes."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from itertools import count
from typing import Any, NamedTuple

from scripts.benchmarks.desk.books import AgentBook, Words
from scripts.benchmarks.desk.calls import OPERATOR, Answer, Calls
from scripts.benchmarks.desk.streams import Stream

CAPACITY = 4
RIVAL, UNASKED = 0.2, 0.1
"""Shares of the tickets that two agents go for at the same moment, and of those that an agent
answers without having claimed them."""
NOTE = 0.4
ENDINGS = {"resolve": 0.70, "return": 0.12, "colleague": 0.10, "queue": 0.08}
"""How the first who has a conversation ends their part; the next one resolves it."""
RESOLUTIONS = ("solved", "informed", "passed_on", "no_reply", "no_case")
REPLIES = {
    "ko": ("안녕하세요, 확인해 보겠습니다.", "주문 내역을 확인했습니다.", "처리해 드렸습니다."),
    "en": ("Hello, let me look into this.", "I have found your order.", "That is done now."),
}
NOTES = {"ko": "내부 메모: 배송사에 확인 중", "en": "internal: asked the courier"}
CONFLICT = 409


class Case(NamedTuple):
    """What the agent has open on the screen."""

    conversation_id: str
    ticket_id: str
    language: str
    version: int
    stream: Stream


class Agent:
    """`book` says what they did and saw. `pause_s` is a usual pause."""

    def __init__(self, calls: Calls, name: str, chance: random.Random, *, pause_s: float) -> None:
        self.id = ""
        self.book = AgentBook(name=name)
        self.colleagues: list[Agent] = []
        self.rivalries = 0
        self._calls = calls
        self._chance = chance
        self._pause_s = pause_s
        self._headers: dict[str, str] = {}
        self._cases: dict[str, asyncio.Task[None]] = {}
        self._numbers = count(1)

    async def come(self) -> None:
        new = {"name": self.book.name, "capacity": CAPACITY}
        made = await self._calls.until_answered("POST", "/v1/desk/agents", OPERATOR, new)
        self.id = made.body["id"]
        self._headers = OPERATOR | {"Sangdam-Agent": self.id}
        await self._be("online")

    async def work(self, handled: Counter[str], over: asyncio.Event) -> None:
        """Until it is over and nothing waits. `handled` counts whose turn a conversation is."""
        rest = self._chance.uniform(20, 60)
        for look in count():
            tickets = await self._look(handled)
            if over.is_set() and not tickets and not self._cases:
                return
            if look == int(rest):
                await self._take_a_break()
            if len(self._cases) < CAPACITY:
                await self._take(tickets)
            await self._pause(0.5)

    async def leave(self) -> None:
        """Puts down whatever is on the screen."""
        for case in self._cases.values():
            case.cancel()
        await asyncio.gather(*self._cases.values(), return_exceptions=True)

    # --- what waits --------------------------------------------------------------------------

    async def _look(self, handled: Counter[str]) -> list[dict[str, Any]]:
        """Every open ticket; whatever is theirs and not on the screen yet is put there."""
        view = await self._calls.until_answered("GET", "/v1/desk/overview", self._headers)
        listed: list[dict[str, Any]] = view.body["tickets"]
        self._cases = {name: case for name, case in self._cases.items() if not _failed(case)}
        for item in listed:
            conversation_id = item["ticket"]["conversation_id"]
            if item["agent_id"] == self.id and conversation_id not in self._cases:
                handled[conversation_id] += 1
                first = handled[conversation_id] == 1
                case = self._handle(item["ticket"], first=first)
                self._cases[conversation_id] = asyncio.create_task(case)
        return listed

    async def _take(self, tickets: list[dict[str, Any]]) -> None:
        waiting = [item["ticket"]["id"] for item in tickets if item["owner"] == "queue"]
        way = self._chance.random()
        if not waiting:
            return
        if self.colleagues and way < RIVAL:
            await self._race(waiting[0])
        elif way < RIVAL + UNASKED:
            await self._answer_unclaimed(waiting[0])
        else:
            await self._calls.once("POST", "/v1/desk/tickets/next", self._headers, who="agent")

    async def _race(self, ticket_id: str) -> None:
        """Two go for one ticket: at most one gets it, and the other is told."""
        rival = self._chance.choice(self.colleagues)
        answers = await asyncio.gather(self.claim(ticket_id), rival.claim(ticket_id))
        statuses = sorted(answer.status for answer in answers if answer)
        self.rivalries += 1
        if statuses.count(200) > 1 or not set(statuses) <= {200, CONFLICT}:
            self.book.faults.append(f"two claimed {ticket_id} at once and got {statuses}")

    async def _answer_unclaimed(self, ticket_id: str) -> None:
        view = (await self._view(ticket_id)).body
        words, version = REPLIES[view["ticket"]["language"]][0], view["conversation"]["version"]
        if view["conversation"]["owner"] == "queue":
            await self._write(view["conversation"]["id"], "messages", words, version=version)

    async def claim(self, ticket_id: str) -> Answer | None:
        path = f"/v1/desk/tickets/{ticket_id}/claim"
        return await self._calls.once("POST", path, self._headers, who="agent")

    # --- one conversation --------------------------------------------------------------------

    async def _handle(self, ticket: dict[str, Any], *, first: bool) -> None:
        case = await self._read(ticket)
        if case is None:
            return
        try:
            await self._pause(1)
            if self._chance.random() < NOTE:
                await self._note(case)
            for number in range(self._chance.randint(1, 3)):
                await self._reply(case, number)
                await self._pause(2)
            await self._end(case, self._ending() if first else "resolve")
            await case.stream.until(lambda: not self._mine(case))
        finally:
            saw = self.book.saw[case.conversation_id]
            saw.update(e.payload["id"] for e in case.stream.heard if e.kind == "message")
            await case.stream.close()

    async def _read(self, ticket: dict[str, Any]) -> Case | None:
        """None where the list was older than what they did since."""
        view = (await self._view(ticket["id"])).body
        conversation = view["conversation"]
        if conversation["agent_id"] != self.id:
            return None
        name = conversation["id"]
        self.book.saw[name].update(message["id"] for message in view["messages"])
        path = f"/v1/desk/conversations/{name}/events"
        stream = Stream(self._calls, path, OPERATOR, last_id=view["last_event"])
        stream.open()
        return Case(name, ticket["id"], ticket["language"], conversation["version"], stream)

    def _mine(self, case: Case) -> bool:
        """As far as the screen tells."""
        owner = case.stream.owner
        return owner is None or owner["agent"] == self.book.name

    async def _reply(self, case: Case, number: int) -> None:
        typing = f"/v1/desk/conversations/{case.conversation_id}/typing"
        await self._calls.once("POST", typing, self._headers)
        words = REPLIES[case.language][number]
        await self._write(case.conversation_id, "messages", words, version=case.version)

    async def _note(self, case: Case) -> None:
        await self._write(case.conversation_id, "notes", NOTES[case.language])

    async def _write(self, conversation_id: str, where: str, words: str, **more: int) -> None:
        """Sent again under the same id until it is answered."""
        mark, text = self._marked(words)
        path = f"/v1/desk/conversations/{conversation_id}/{where}"
        body = {"text": text, "client_message_id": mark, **more}
        answer = await self._calls.until_answered("POST", path, self._headers, body, who="agent")
        if answer.done:
            said = Words(conversation_id, answer.body["id"], text, where == "notes")
            self.book.said.append(said)
        else:
            self.book.refused.append(text)
            if answer.status != CONFLICT:
                self.book.faults.append(f"{path} got {answer.status}: {answer.body}")

    def _marked(self, words: str) -> tuple[str, str]:
        """A mark of its own, and the words with it: nobody says the same twice."""
        mark = f"{self.book.name}-{next(self._numbers)}"
        return mark, f"{words} ({mark})"

    # --- how it ends -------------------------------------------------------------------------

    def _ending(self) -> str:
        return self._chance.choices(list(ENDINGS), list(ENDINGS.values()))[0]

    async def _end(self, case: Case, how: str) -> None:
        """What can't be asked twice is asked for as long as the conversation is still theirs."""
        while await self._still_mine(case):
            path, body = self._act(case, how)
            answer = await self._calls.once("POST", path, self._headers, body, who="agent")
            if answer is not None and answer.done:
                return
            if answer is not None:
                how = "resolve"  # the colleague has as many as they may
            await self._pause(0.2)

    def _act(self, case: Case, how: str) -> tuple[str, dict[str, str] | None]:
        conversation = f"/v1/desk/conversations/{case.conversation_id}"
        if how == "return":
            return f"{conversation}/return", None
        if how == "queue":
            return f"{conversation}/transfer", {"queue": "general"}
        if how == "colleague" and self.colleagues:
            to = self._chance.choice(self.colleagues).id
            note = self._marked(NOTES[case.language])[1]
            return f"{conversation}/transfer", {"agent_id": to, "note": note}
        resolution = self._chance.choice(RESOLUTIONS)
        return f"/v1/desk/tickets/{case.ticket_id}/resolve", {"resolution": resolution}

    async def _still_mine(self, case: Case) -> bool:
        view = (await self._view(case.ticket_id)).body
        return bool(view["conversation"]["agent_id"] == self.id)

    async def _view(self, ticket_id: str) -> Answer:
        path = f"/v1/desk/tickets/{ticket_id}"
        return await self._calls.until_answered("GET", path, self._headers)

    # --- coming and going --------------------------------------------------------------------

    async def _take_a_break(self) -> None:
        await self._be("away")
        await self._pause(4)
        await self._be("online")

    async def _be(self, availability: str) -> None:
        path = f"/v1/desk/agents/{self.id}"
        await self._calls.until_answered("PATCH", path, OPERATOR, {"availability": availability})

    async def _pause(self, usual: float) -> None:
        await asyncio.sleep(usual * self._pause_s * self._chance.uniform(0.5, 1.5))


def _failed(case: asyncio.Task[None]) -> bool:
    """Raises what broke a case: a mistake of this program is no finding."""
    if case.done():
        case.result()
    return case.done()
