"""Who a customer is: proven by what the shop has signed, or not at all."""

from __future__ import annotations

from sangdam.bootstrap import Service
from sangdam.errors import Forbidden, NotIdentified
from sangdam.models import Value


class Named(Value):
    """Whom a message says it is from."""

    customer: str | None
    verified: bool


def named(service: Service, customer: str | None, identity: str | None) -> Named:
    """Raises NotIdentified: what proves nothing never makes somebody an unknown customer."""
    if identity is None:
        if customer is not None and service.identities is not None:
            raise NotIdentified("a customer is named here with a signed `identity` only")
        return Named(customer=customer, verified=False)
    if service.identities is None:
        raise NotIdentified(
            "no identity can be checked here: the settings `SANGDAM_IDENTITY__KEY` and"
            " `SANGDAM_IDENTITY__AUDIENCE` are missing"
        )
    proven = service.identities.customer(identity)
    if customer not in (None, proven):
        raise NotIdentified("`customer` and `identity` name different customers")
    return Named(customer=proven, verified=True)


def proven_index(
    service: Service, conversation_id: str | None, proven: str | None = None
) -> str | None:
    """The index of the customer who is proven to write; None where nobody is. Raises Forbidden
    where the conversation is another's."""
    if service.identities is None:
        return None
    index = service.customers.index(proven) if proven else None
    theirs = service.conversations.proven_customer(conversation_id) if conversation_id else None
    if index and theirs and index != theirs:
        raise Forbidden("this conversation is another customer's: begin a new one")
    return index or theirs
