"""The tables of those who work here: accounts, what they are signed in with, and keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from sangdam.models import Account, ApiKey, Role
from sangdam.storage.columns import one_of
from sangdam.storage.tables import Base


class AccountRow(Base):
    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(one_of(Role))
    password: Mapped[str]
    """Its argon2 hash."""
    company_id: Mapped[str | None] = mapped_column(unique=True, index=True)
    """The sha256 of who they are to the company's identity provider."""
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agents.id"), unique=True)
    totp: Mapped[str | None]
    """The secret of the second factor, once it was confirmed."""
    totp_offered: Mapped[str | None]
    """The same, until it is."""
    totp_step: Mapped[int] = mapped_column(BigInteger)
    """The newest 30 seconds whose code was used: no code is good twice."""
    recovery_codes: Mapped[list[str]] = mapped_column(JSON)
    """Their sha256, while unused."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    signed_in_at: Mapped[datetime | None]

    def value(self) -> Account:
        return Account(
            id=self.id,
            login=self.login,
            name=self.name,
            role=self.role,
            agent_id=self.agent_id,
            company=self.company_id is not None,
            second_factor=self.totp is not None,
            disabled=self.disabled_at is not None,
            created_at=self.created_at,
            signed_in_at=self.signed_in_at,
        )


class SessionRow(Base):
    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    """The sha256 of what the browser holds."""
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class ApiKeyRow(Base):
    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(one_of(Role))
    hint: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    def value(self) -> ApiKey:
        return ApiKey(**{name: getattr(self, name) for name in ApiKey.model_fields})


class CountRow(Base):
    """How often something was done within the time that it is counted for."""

    __tablename__ = "counts"

    key: Mapped[str] = mapped_column(primary_key=True)
    hits: Mapped[int]
    until: Mapped[datetime] = mapped_column(index=True)
    """Then it begins anew."""
