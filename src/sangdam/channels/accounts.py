"""Accounts and API keys, managed. Needs the permission `accounts`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, Field

from sangdam.bootstrap import Service
from sangdam.channels.callers import Actor, audited, may
from sangdam.channels.sent import Sent
from sangdam.channels.session import Password
from sangdam.models import Account, Act, ApiKey, Permission, Role

router = APIRouter(prefix="/v1/desk", tags=["accounts"])

Permitted = Annotated[Service, may(Permission.ACCOUNTS)]
CHANGES = audited(Act.ACCOUNT_CHANGED, Permission.ACCOUNTS)
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]


class NewAccount(Sent):
    login: str = Field(min_length=2, max_length=64)
    name: Name = Field(description="Of an agent: as customers see it")
    role: Role
    password: Password
    agent_id: str | None = Field(
        default=None,
        max_length=64,
        description="The agent who it is. Without one, an agent or lead gets a new one",
    )


class AccountChange(Sent):
    """What is not given stays."""

    name: Name | None = None
    role: Role | None = None
    disabled: bool | None = None


class NewPassword(Sent):
    password: Password


class AccountList(BaseModel):
    accounts: tuple[Account, ...]


class KeyRequest(Sent):
    name: Name = Field(description="What it is for")
    role: Role
    days: int | None = Field(
        default=None, ge=1, le=3650, description="Until it expires; without, never"
    )


class KeyMade(BaseModel):
    key: ApiKey
    secret: str
    """The key itself, shown now and never again."""


class KeyList(BaseModel):
    keys: tuple[ApiKey, ...]


@router.get("/accounts")
def accounts(service: Permitted) -> AccountList:
    """Everybody, by login; the disabled too."""
    return AccountList(accounts=service.access.list_accounts())


@router.post("/accounts", status_code=status.HTTP_201_CREATED)
def create(sent: NewAccount, service: Permitted, who: Actor) -> Account:
    """A new account; its owner changes the password at `/desk/me`."""
    made = service.access.create_account(
        sent.login,
        name=sent.name.strip(),
        role=sent.role,
        password=sent.password,
        agent_id=sent.agent_id,
    )
    service.audit.note(who, Act.ACCOUNT_MADE, made.id)
    return made


@router.patch("/accounts/{account_id}", dependencies=[CHANGES])
def change(account_id: str, sent: AccountChange, service: Permitted) -> Account:
    """It holds from the account's next request on; who is disabled is signed out."""
    name = sent.name.strip() if sent.name else None
    return service.access.change_account(
        account_id, name=name, role=sent.role, disabled=sent.disabled
    )


@router.put(
    "/accounts/{account_id}/password",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[CHANGES],
)
def set_password(account_id: str, sent: NewPassword, service: Permitted) -> None:
    """For who has forgotten theirs; signs them out everywhere."""
    service.access.set_password(account_id, sent.password)


@router.delete(
    "/accounts/{account_id}/second-factor",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[CHANGES],
)
def end_second_factor(account_id: str, service: Permitted) -> None:
    """For who has lost both the app and the recovery codes; signs them out everywhere."""
    service.access.end_second_factor(account_id)


@router.get("/keys")
def keys(service: Permitted) -> KeyList:
    """All, the newest first; the revoked and expired too. Never the keys themselves."""
    return KeyList(keys=service.access.list_keys())


@router.post("/keys", status_code=status.HTTP_201_CREATED)
def create_key(sent: KeyRequest, service: Permitted, who: Actor) -> KeyMade:
    """A key for a program, shown this once."""
    made = service.access.create_key(sent.name.strip(), role=sent.role, days=sent.days)
    service.audit.note(who, Act.KEY_MADE, made.key.id)
    return KeyMade(key=made.key, secret=made.secret.get_secret_value())


@router.delete("/keys/{key_id}", dependencies=[audited(Act.KEY_REVOKED, Permission.ACCOUNTS)])
def revoke_key(key_id: str, service: Permitted) -> ApiKey:
    """From now on it opens nothing."""
    return service.access.revoke_key(key_id)
