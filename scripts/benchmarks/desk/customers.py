"""A customer at their page: asks, waits for the person, talks with them, asks again."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from itertools import count, cycle
from typing import Any

from sangdam.prompts import say
from scripts.benchmarks.desk.books import CustomerBook, Sent
from scripts.benchmarks.desk.calls import BREAKS, Answer, Calls, rest
from scripts.benchmarks.desk.stories import Line, Story
from scripts.benchmarks.desk.streams import Stream

AWAY_S = 3.0
CATCHES_UP_S = 30
GONE_AFTER_S = 0.015
"""After this a page that goes away at once is gone: in the middle of the turn."""


class Customer:
    """Lives one story; `book` says what came of it. `pause_s` is a usual pause."""

    def __init__(self, number: int, story: Story, calls: Calls, *, pause_s: float) -> None:
        self.book = CustomerBook(name=f"customer-{number}")
        self.story = story
        self._calls = calls
        self._pauses = cycle(pause * pause_s for pause in story.pauses)
        self._away_s = AWAY_S * pause_s
        self._stream: Stream | None = None
        chance = random.Random(number)
        self._ids = (f"{chance.getrandbits(128):032x}" for _ in count())

    async def live(self) -> None:
        story = self.story
        await self._say_all(story.before)
        if self.story.leaves and self._stream:
            await self._stream.close()
            return
        await self._with_people()
        await self._say_all(story.after)
        await self._with_people()

    async def come_back(self, last_id: int) -> None:
        """Opens the page once more, at the end of the day, and hears all that there is."""
        if self._stream is None:
            return
        stream = self._stream
        stream.open()
        with suppress(TimeoutError):
            await asyncio.wait_for(stream.until(lambda: stream.last_id >= last_id), CATCHES_UP_S)
        path = f"/v1/conversations/{self.book.conversation_id}"
        page = await self._calls.until_answered("GET", path, self._token())
        self.book.shown = page.body["messages"]
        await stream.close()

    # --- parts of a life ---------------------------------------------------------------------

    async def _say_all(self, lines: Iterable[Line]) -> None:
        for line in lines:
            await self._say(line)
            await self._pause()

    async def _with_people(self) -> None:
        """Until the assistant has the conversation again: adds a word, answers what is asked."""
        stream, waiting, talk = self._stream, iter(self.story.waiting), iter(self.story.talk)
        if stream is None or not self._people_have_it():
            return
        if self.story.looks_away:
            await self._look_away(stream)
        for line in waiting:
            await self._say(line)
            await self._pause()
        answered = self._persons_words(stream)
        while self._people_have_it():
            await self._word_or_end(stream, answered)
            answered = self._persons_words(stream)
            if self._people_have_it() and (reply := next(talk, None)):
                await self._pause()
                await self._say(reply)

    async def _word_or_end(self, stream: Stream, answered: int) -> None:
        """Until the person has said more than `answered` messages, or has gone."""
        await stream.until(
            lambda: self._persons_words(stream) > answered or not self._people_have_it()
        )

    async def _look_away(self, stream: Stream) -> None:
        await stream.close()
        await asyncio.sleep(self._away_s)
        stream.open()

    async def _pause(self) -> None:
        await asyncio.sleep(next(self._pauses))

    def _people_have_it(self) -> bool:
        assert self._stream is not None
        owner = self._stream.owner
        return owner is not None and owner["owner"] != "bot"

    def _persons_words(self, stream: Stream) -> int:
        return sum(event.payload.get("sender") == "agent" for event in stream.heard)

    # --- sending -----------------------------------------------------------------------------

    async def _say(self, line: Line) -> None:
        if line.button:
            line = replace(line, text=say("request_in_words", self.story.language))
        client_message_id = next(self._ids)
        self.book.unanswered.append(line.text)
        replies = await self._replies(line, client_message_id)
        reply = replies[0].body
        if any(answer.status != 200 for answer in replies):
            self.book.faults.append(f"{line.text!r} got {[a.status for a in replies]}")
            return
        if any(answer.body["turn_id"] != reply["turn_id"] for answer in replies):
            self.book.faults.append(f"{line.text!r} sent twice became two turns")
        self.book.unanswered.remove(line.text)
        self.book.sent.append(
            Sent(
                text=line.text,
                turn_id=reply["turn_id"],
                calm=line.calm,
                said=reply["text"],
                ticket_id=(reply["handoff"] or {}).get("ticket_id"),
            )
        )
        await self._see(self._enter(reply), reply)

    def _enter(self, reply: dict[str, Any]) -> Stream:
        self.book.token = reply["conversation_token"]
        if self._stream is None:
            self.book.conversation_id = reply["conversation_id"]
            path = f"/v1/conversations/{reply['conversation_id']}/events"
            self._stream = Stream(self._calls, path, self._token())
            self.book.heard = self._stream.heard
            self._stream.open()
        return self._stream

    async def _see(self, stream: Stream, reply: dict[str, Any]) -> None:
        """Until the page shows the own message and, where a person was called, who has it."""

        def shown() -> bool:
            own = [e.id for e in stream.heard if e.payload.get("turn_id") == reply["turn_id"]]
            changed = any(own and e.kind == "owner" and e.id > own[0] for e in stream.heard)
            return bool(own) and (not reply["handoff"] or changed or self._people_have_it())

        await stream.until(shown)

    async def _replies(self, line: Line, client_message_id: str) -> list[Answer]:
        """One, or two to the same message."""
        if line.button:
            path = f"/v1/conversations/{self.book.conversation_id}/handoff"
            return [await self._post(path, {"client_message_id": client_message_id})]
        body: dict[str, Any] = {
            "message": line.text,
            "client_message_id": client_message_id,
            "customer": self.book.name,
        }
        if self.book.conversation_id:
            body["conversation_id"] = self.book.conversation_id
        if line.cut:
            await self._go_away_amid(body)
        if line.streamed:
            return [await self._streamed(body)]
        times = 2 if line.twice else 1
        return await asyncio.gather(*(self._post("/v1/chat", body) for _ in range(times)))

    async def _post(self, path: str, body: dict[str, Any]) -> Answer:
        return await self._calls.until_answered("POST", path, self._token(), body, who="customer")

    async def _go_away_amid(self, body: dict[str, Any]) -> None:
        sending = asyncio.create_task(self._post("/v1/chat", body))
        await asyncio.wait([sending], timeout=GONE_AFTER_S)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)

    async def _streamed(self, body: dict[str, Any]) -> Answer:
        for tries in count():
            try:
                if reply := await self._streamed_once(body):
                    return Answer(200, reply)
            except BREAKS as broke:
                self._calls.broke(broke)
            await rest(tries)
        raise AssertionError

    async def _streamed_once(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """None where the stream ended without a reply: it is sent again."""
        client = self._calls.client
        async with client.stream(
            "POST", "/v1/chat/stream", json=body, headers=self._token()
        ) as answer:
            async for line in answer.aiter_lines():
                name, _, value = line.partition(": ")
                if name == "data" and '"turn_id"' in value and '"timings_ms"' in value:
                    reply: dict[str, Any] = json.loads(value)
                    return reply
        return None

    def _token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.book.token}"} if self.book.token else {}
