"""Whom others vouch for: people at the desk by the company's identity provider, customers by the
shop."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from sangdam.models import Role
from sangdam.settings.addresses import confidential
from sangdam.settings.group import Group

LEAST_IDENTITY_KEY = 32
"""Characters; what HS256 asks of a key."""


def _issuer(address: str) -> str:
    if not confidential(address):
        raise ValueError("write the issuer's https address, as the provider itself writes it")
    return address


def _openid(scopes: tuple[str, ...]) -> tuple[str, ...]:
    if "openid" not in scopes:
        raise ValueError("`openid` has to be among the scopes")
    return scopes


def _long_enough(key: SecretStr) -> SecretStr:
    if len(key.get_secret_value()) < LEAST_IDENTITY_KEY:
        raise ValueError(
            f"write at least {LEAST_IDENTITY_KEY} random characters: openssl rand -base64 32"
        )
    return key


class Oidc(Group):
    """The company's identity provider, by OpenID Connect: it says who signs in at the desk, and
    which role they have."""

    issuer: Annotated[str, AfterValidator(_issuer)]
    """Its address, to the letter as its discovery document says."""
    client_id: str = Field(min_length=1)
    client_secret: SecretStr
    scopes: Annotated[tuple[str, ...], AfterValidator(_openid)] = ("openid", "profile", "email")
    login_claim: str = "email"
    """The claim that becomes the account's login."""
    role_claim: str = "roles"
    """The claim that says the role: a word or a list of them. `realm_access.roles` is the part
    `roles` of the claim `realm_access`, where no claim has the whole name."""
    roles: dict[str, Role] = Field(min_length=1)
    """The claim's words and their roles. The first line that fits counts; whom none fits does not
    get in."""
    button: str = Field(default="회사 계정으로 로그인", min_length=1, max_length=40)
    button_en: str = Field(default="Sign in with your company account", min_length=1, max_length=40)


class CustomerIdentity(Group):
    """How the shop proves who its customer is: a JSON Web Token that it signs with this key."""

    key: Annotated[SecretStr, AfterValidator(_long_enough)]
    """Shared with the shop's server, never with its pages."""
    audience: str = Field(min_length=1, max_length=100)
    """A name for this deployment, which tokens have to name: one for a trial opens no other, though
    somebody gave both the same key."""
    longest_hours: float = Field(default=24, gt=0, le=24 * 31)
    """A token that is good for longer is refused: who got hold of it would be the customer for
    as long."""
