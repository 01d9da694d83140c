"""A new ticket's summary, written again by the model: masked, checked, in time or never."""

from __future__ import annotations

import logging

from sangdam.errors import SangdamError
from sangdam.guardrails.personal_data import mask_personal_data
from sangdam.models import Sender, Ticket
from sangdam.ports import Clock
from sangdam.routing.entities import Said
from sangdam.routing.model_summary import WITHIN_SECONDS, ModelSummary
from sangdam.storage.tickets import Tickets

log = logging.getLogger(__name__)


class SecondSummary:
    """Takes the place of the summary by rule where the model's version passes its checks."""

    def __init__(self, *, rewriter: ModelSummary, tickets: Tickets, clock: Clock) -> None:
        self._rewriter = rewriter
        self._tickets = tickets
        self._clock = clock

    def write(self, ticket: Ticket) -> None:
        try:
            better = self._in_time(ticket) and self._rewriter.rewrite(
                ticket.summary, self._said(ticket)
            )
            if better and self._in_time(ticket):
                self._tickets.replace_summary(ticket.id, better)
        except SangdamError as error:
            log.warning("the summary of %s stays as it was: %s", ticket.id, error)

    def _in_time(self, ticket: Ticket) -> bool:
        return (self._clock() - ticket.created_at).total_seconds() < WITHIN_SECONDS

    def _said(self, ticket: Ticket) -> list[Said]:
        """What the customer wrote in the ticket's Episode up to its turn, oldest first."""
        said = [
            message
            for message in self._tickets.get(ticket.id).messages
            if message.sender is Sender.CUSTOMER
            and message.episode == ticket.episode
            and message.text
        ]
        turns = [message.turn_id for message in said]
        until = turns.index(ticket.turn_id) + 1 if ticket.turn_id in turns else len(said)
        language = ticket.summary.language
        return [Said(m.id, mask_personal_data(m.text, language).text) for m in said[:until]]
