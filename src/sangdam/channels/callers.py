"""Who calls: the bearer of a conversation's token, or of the operator key.

What waits for nothing is async: a synchronous dependency would take a thread of its own.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from sangdam.bootstrap import Service
from sangdam.channels.problems import Unauthorised
from sangdam.errors import Forbidden, Invalid
from sangdam.models import Act, Agent

BEARER = HTTPBearer(auto_error=False, description="Conversation token, or the operator key")


async def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def bearer(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
) -> str | None:
    return credentials.credentials if credentials else None


Calls = Annotated[Service, Depends(service_of)]
Token = Annotated[str | None, Depends(bearer)]


def must_own(service: Service, token: str | None, conversation_id: str) -> None:
    """Raises Unauthorised without a token, Forbidden where it is not this conversation's."""
    if token is None:
        raise Unauthorised("Send the conversation's token as `Authorization: Bearer …`.")
    service.tokens.verify(token, conversation_id)


async def owned(conversation_id: str, service: Calls, token: Token) -> str:
    """The conversation's id, once the caller has shown that it is theirs."""
    must_own(service, token, conversation_id)
    if not await run_in_threadpool(service.conversations.known, conversation_id):
        raise Forbidden("this needs the conversation's own token")  # it was erased
    return conversation_id


Owned = Annotated[str, Depends(owned)]


async def operator(service: Calls, token: Token) -> Service:
    """The service, for whoever brings the operator key."""
    if token is None:
        raise Unauthorised("Send the operator key as `Authorization: Bearer …`.")
    service.operator_key.verify(token)
    return service


Operated = Annotated[Service, Depends(operator)]


def acting(
    service: Operated, sangdam_agent: Annotated[str | None, Header(max_length=64)] = None
) -> Agent:
    """The agent who acts, by the header `Sangdam-Agent`."""
    if sangdam_agent is None:
        raise Invalid("Say who acts: send an agent's id as `Sangdam-Agent`.")
    return service.agents.get(sangdam_agent)


Acting = Annotated[Agent, Depends(acting)]


def actor(
    service: Operated, sangdam_agent: Annotated[str | None, Header(max_length=64)] = None
) -> str:
    """Who calls, as the audit log names them: the agent, or the operator."""
    return service.agents.get(sangdam_agent).id if sangdam_agent else "operator"


Actor = Annotated[str, Depends(actor)]


def audited(act: Act) -> Any:
    """A dependency that notes the act before it happens; its subject is the ticket, conversation
    or turn in the address, if there is one."""

    def note(request: Request, service: Operated, who: Actor) -> None:
        ids = request.path_params
        named = (ids[name] for name in SUBJECTS if name in ids)
        service.audit.note(who, act, next(named, ""))

    return Depends(note)


SUBJECTS = ("ticket_id", "conversation_id", "turn_id")
