"""Who calls: the bearer of a conversation's token, of a key, or somebody who is signed in.

What waits for nothing is async: a synchronous dependency would take a thread of its own.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from sangdam.bootstrap import Service
from sangdam.channels.cookies import must_be_our_page, session_of
from sangdam.channels.problems import Unauthorised
from sangdam.errors import Forbidden, Invalid
from sangdam.models import Account, Act, Agent, Caller, Permission, Role

BEARER = HTTPBearer(
    auto_error=False,
    description="Conversation token; or an API key or the operator key, where no session is there",
)


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
    await run_in_threadpool(must_be_there, service, conversation_id)
    return conversation_id


def must_be_there(service: Service, conversation_id: str) -> None:
    """Raises Forbidden where the conversation was erased, in the words for a wrong token."""
    if not service.conversations.known(conversation_id):
        raise Forbidden("this needs the conversation's own token")


Owned = Annotated[str, Depends(owned)]


async def caller(request: Request, service: Calls, token: Token) -> Caller:
    """Whoever calls the desk's side. A key goes before a session; a session is believed from our
    own pages only. The operator key is known without a look at the database."""
    if token is None:
        account = await run_in_threadpool(signed_in, request, service)
        return Caller(
            role=account.role, name=account.name, account_id=account.id, agent_id=account.agent_id
        )
    if service.operator_key.opens(token):
        return Caller(role=Role.OPERATOR, name="operator key")
    return await run_in_threadpool(_of_key, service, token)


def signed_in(request: Request, service: Calls) -> Account:
    """The account of whoever is signed in. Raises Unauthorised."""
    session = session_of(request)
    account = service.signing_in.account(session) if session else None
    if account is None:
        raise Unauthorised("Sign in at /desk/login, or send a key as `Authorization: Bearer …`.")
    must_be_our_page(request)
    return account


async def caller_now(request: Request, service: Service, token: str | None) -> Caller | None:
    """Who the caller of an open stream is by now; None where their key or session is over."""
    try:
        return await caller(request, service, token)
    except (Unauthorised, Forbidden):
        return None


Called = Annotated[Caller, Depends(caller)]
Self = Annotated[Account, Depends(signed_in)]


def _of_key(service: Service, token: str) -> Caller:
    """Raises Forbidden where the token is no API key, TooOften where one is used too often."""
    key = service.access.key(token)
    if key is None:
        raise Forbidden("this needs the operator key, or an API key that still holds")
    service.limits.count("key", key.id, service.settings.rates.key)
    return Caller(role=key.role, name=key.name, key_id=key.id)


def may(permission: Permission) -> Any:
    """A dependency that gives the service to whoever has the permission."""

    async def permitted(service: Calls, caller: Called) -> Service:
        must(caller, permission)
        return service

    return Depends(permitted)


def must(caller: Caller, permission: Permission) -> None:
    """Raises Forbidden."""
    if not caller.may(permission):
        raise Forbidden(f"the role {caller.role} may not do this: it needs `{permission}`")


def acting(
    service: Annotated[Service, may(Permission.REPLY)],
    caller: Called,
    sangdam_agent: Annotated[str | None, Header(max_length=64)] = None,
) -> Agent:
    """The agent who acts: the caller themselves; or by the header `Sangdam-Agent`, where the
    caller's role may act for agents."""
    if caller.may(Permission.ACT_FOR_AGENTS):
        agent_id = sangdam_agent or caller.agent_id
        if agent_id is None:
            raise Invalid("Say who acts: send an agent's id as `Sangdam-Agent`.")
        return service.agents.get(agent_id)
    if caller.agent_id is None:
        raise Forbidden("this key or account is no agent at the desk")
    if sangdam_agent not in (None, caller.agent_id):
        raise Forbidden("you act as yourself: leave out `Sangdam-Agent`")
    return service.agents.get(caller.agent_id)


Acting = Annotated[Agent, Depends(acting)]


def actor(
    service: Calls,
    caller: Called,
    sangdam_agent: Annotated[str | None, Header(max_length=64)] = None,
) -> str:
    """Who calls, as the audit log names them: the id of an agent, account or key, or `operator`."""
    if sangdam_agent and caller.may(Permission.ACT_FOR_AGENTS):
        return service.agents.get(sangdam_agent).id
    return caller.agent_id or caller.account_id or caller.key_id or "operator"


Actor = Annotated[str, Depends(actor)]


def audited(act: Act, *needed: Permission) -> Any:
    """A dependency that notes the act of whoever has the permissions, before it happens; its
    subject is what the address names, if it does."""

    def note(request: Request, who: Actor, caller: Called, service: Calls) -> None:
        for permission in needed:
            must(caller, permission)
        ids = request.path_params
        named = (ids[name] for name in SUBJECTS if name in ids)
        service.audit.note(who, act, next(named, ""))

    return Depends(note)


SUBJECTS = ("ticket_id", "conversation_id", "turn_id", "account_id", "key_id")
