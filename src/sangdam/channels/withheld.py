"""What is taken out of a ticket for callers who may not read internal texts."""

from __future__ import annotations

from sangdam.models import Audience, Caller, Permission, Ticket
from sangdam.storage.tickets import ListedTicket, TicketView


def audience_of(caller: Caller) -> Audience:
    """Whose texts the caller may read."""
    return Audience.INTERNAL if caller.may(Permission.INTERNAL) else Audience.CUSTOMER


def ticket_for(caller: Caller, ticket: Ticket) -> Ticket:
    if audience_of(caller) is Audience.INTERNAL:
        return ticket
    return ticket.model_copy(update={"summary": ticket.summary.model_copy(update={"internal": ()})})


def listed_for(caller: Caller, listed: tuple[ListedTicket, ...]) -> tuple[ListedTicket, ...]:
    return tuple(
        each.model_copy(update={"ticket": ticket_for(caller, each.ticket)}) for each in listed
    )


def view_for(caller: Caller, view: TicketView) -> TicketView:
    own = audience_of(caller)
    return view.model_copy(
        update={
            "ticket": ticket_for(caller, view.ticket),
            "messages": tuple(
                message
                for message in view.messages
                if own is Audience.INTERNAL or message.audience is Audience.CUSTOMER
            ),
        }
    )
