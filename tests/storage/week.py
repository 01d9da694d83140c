"""A week of conversations in a real database, and the figures of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sangdam.desk.service_hours import ServiceHours
from sangdam.figures import Reckoning
from sangdam.models import Figures, Outcome, ReasonCode, Ticket
from sangdam.settings import Settings
from sangdam.spending import Spending
from sangdam.storage.counts import Counts
from sangdam.storage.gaps import UnansweredQuestions
from sangdam.storage.model_use import ModelUse
from tests.storage.talk import HandClock, Talk

FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
"""17:30 in Seoul, where the week's first day began on the 13th at 15:00 UTC."""
FIRST_MOMENT = datetime(2026, 11, 13, 15, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


class Week:
    def __init__(self, talk: Talk, clock: HandClock) -> None:
        self.talk = talk
        self.clock = clock

    def asks(
        self, at: datetime, outcome: Outcome = Outcome.ANSWERED, conversation: str | None = None
    ) -> str:
        """The id of the turn that ends so then."""
        self.clock.now = at
        turn = self.talk.ask(conversation=conversation)
        self.talk.answer(turn, outcome=outcome)
        return turn.turn_id

    def calls(self, at: datetime, reason: ReasonCode) -> Ticket:
        self.clock.now = at
        return self.talk.hand_over(self.talk.ask(), reason)

    def answers(self, ticket: Ticket, at: datetime) -> None:
        """A person does, after a note that no customer sees."""
        self.clock.now = at - timedelta(seconds=5)
        self.talk.note(ticket.conversation_id, "확인 중")
        self.clock.now = at
        version = self.talk.conversations.get(ticket.conversation_id).conversation.version
        self.talk.say(ticket.conversation_id, "안녕하세요", version=version)

    def figures(self, days: int = 7, **settings: object) -> Figures:
        self.clock.now = FRIDAY
        tree = Settings.load({}, **settings)
        hours = ServiceHours(tree.hours, clock=self.clock)
        database = self.talk.database
        return Reckoning(
            counts=Counts(database),
            tickets=self.talk.tickets,
            unanswered=UnansweredQuestions(database, mask=lambda text, _: text).counted,
            spending=Spending(
                use=ModelUse(database), traces=self.talk.traces, hours=hours, cost=tree.cost
            ),
            hours=hours,
            settings=tree,
        ).figures(days)
