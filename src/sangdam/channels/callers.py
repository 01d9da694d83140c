"""Who calls: the bearer of a conversation's token, or of the operator key."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from sangdam.bootstrap import Service
from sangdam.channels.problems import Unauthorised

BEARER = HTTPBearer(auto_error=False, description="Conversation token, or the operator key")


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def bearer(
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


def operator(service: Calls, token: Token) -> Service:
    """The service, for whoever brings the operator key."""
    if token is None:
        raise Unauthorised("Send the operator key as `Authorization: Bearer …`.")
    service.operator_key.verify(token)
    return service


Operated = Annotated[Service, Depends(operator)]
