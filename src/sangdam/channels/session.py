"""Signing in and out, and one's own account. The page's own script calls these."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import BaseModel, Field

from sangdam.channels.addresses import address_of
from sangdam.channels.callers import Called, Calls, Self
from sangdam.channels.cookies import (
    drop_session,
    keep_session,
    must_not_be_foreign,
    session_of,
)
from sangdam.channels.sent import Sent
from sangdam.models import MAY, Account, Act, Agent, Permission, Role
from sangdam.signing_in import NotSignedIn

router = APIRouter(prefix="/v1/desk", tags=["accounts"])

NOBODY = "nobody"
"""Whoever tries to sign in and can't, in the audit log: what they typed may be anything."""

Password = Annotated[str, Field(min_length=1, max_length=400)]
Code = Annotated[str, Field(min_length=1, max_length=40)]


class Credentials(Sent):
    login: str = Field(min_length=1, max_length=200)
    password: Password
    code: Code | None = Field(default=None, description="Of the app, or a recovery code")


class SignInResult(BaseModel):
    signed_in: bool
    needs_code: bool
    """The password is right; send it again with a code of the second factor."""


class Me(BaseModel):
    name: str
    role: Role
    permissions: tuple[Permission, ...]
    account: Account | None
    """None for a key."""
    agent: Agent | None
    any_account: bool
    """False until the first one is made."""


class PasswordChange(Sent):
    old: Password
    new: Password


class Proof(Sent):
    password: Password


class Confirmation(Sent):
    code: Code


class OfferedFactor(BaseModel):
    uri: str
    secret: str
    picture: str
    """The uri as a QR code: an SVG document."""


class RecoveryCodes(BaseModel):
    recovery_codes: tuple[str, ...]
    """Each good once. They are shown now and never again."""


@router.post("/session", dependencies=[Depends(must_not_be_foreign)])
def sign_in(
    sent: Credentials, request: Request, response: Response, service: Calls
) -> SignInResult:
    """Sign in with login and password; the session comes as a cookie that no script can read."""
    address = address_of(request)
    try:
        found = service.signing_in.sign_in(sent.login, sent.password, sent.code, address=address)
    except NotSignedIn:
        service.audit.note(NOBODY, Act.SIGN_IN_REFUSED)
        raise
    if found.session is None or found.account is None:
        return SignInResult(signed_in=False, needs_code=True)
    if before := session_of(request):
        service.signing_in.sign_out(before)
    service.audit.note(found.account.id, Act.SIGNED_IN, found.account.id)
    keep_session(request, response, found.session.get_secret_value())
    return SignInResult(signed_in=True, needs_code=False)


@router.delete(
    "/session",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(must_not_be_foreign)],
)
def sign_out(request: Request, response: Response, service: Calls) -> None:
    """End the session; nothing happens where there is none."""
    if session := session_of(request):
        if account := service.signing_in.account(session):
            service.audit.note(account.id, Act.SIGNED_OUT, account.id)
        service.signing_in.sign_out(session)
    drop_session(request, response)


@router.get("/me")
def me(service: Calls, caller: Called) -> Me:
    """Who calls, and what they may do."""
    account = service.access.account(caller.account_id) if caller.account_id else None
    return Me(
        name=caller.name,
        role=caller.role,
        permissions=tuple(sorted(MAY[caller.role])),
        account=account,
        agent=service.agents.get(caller.agent_id) if caller.agent_id else None,
        any_account=service.access.any_account(),
    )


@router.post("/me/password", status_code=status.HTTP_204_NO_CONTENT)
def change_password(
    sent: PasswordChange, account: Self, request: Request, response: Response, service: Calls
) -> None:
    """Ends every session of the account, but for a new one for this browser."""
    service.signing_in.change_password(account, sent.old, sent.new, address=address_of(request))
    service.audit.note(account.id, Act.ACCOUNT_CHANGED, account.id)
    session = service.signing_in.begin(account).session
    assert session is not None
    keep_session(request, response, session.get_secret_value())


@router.post("/me/second-factor")
def offer_second_factor(account: Self, service: Calls) -> OfferedFactor:
    """A secret for an authenticator app; it counts once a code of it was sent back."""
    offered, picture = service.signing_in.offer_second_factor(account)
    return OfferedFactor(uri=offered.uri, secret=offered.secret, picture=picture)


@router.put("/me/second-factor")
def begin_second_factor(sent: Confirmation, account: Self, service: Calls) -> RecoveryCodes:
    """From now on signing in asks for a code."""
    codes = service.signing_in.begin_second_factor(account, sent.code)
    service.audit.note(account.id, Act.ACCOUNT_CHANGED, account.id)
    return RecoveryCodes(recovery_codes=codes)


@router.delete("/me/second-factor", status_code=status.HTTP_204_NO_CONTENT)
def end_second_factor(sent: Proof, account: Self, request: Request, service: Calls) -> None:
    """From now on the password is enough."""
    service.signing_in.end_second_factor(account, sent.password, address=address_of(request))
    service.audit.note(account.id, Act.ACCOUNT_CHANGED, account.id)
