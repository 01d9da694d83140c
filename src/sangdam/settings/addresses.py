"""Addresses and keys of other systems, hidden wherever settings are shown."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SIGNING_PREFIX = "whsec_"
LEAST_KEY_BYTES = 24
"""What Standard Webhooks asks of a signing key."""


def web(url: SecretStr) -> SecretStr:
    parts = urlsplit(url.get_secret_value())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write a whole address: https://…")
    return url


def confidential(address: str) -> bool:
    """Whether nobody between here and there reads what is sent: https, or this very machine."""
    parts = urlsplit(address)
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return parts.scheme == "https" and bool(parts.hostname)


def _private(url: SecretStr) -> SecretStr:
    """Who knows the address, or hears what is sent there, can write in the shop's name."""
    if not confidential(web(url).get_secret_value()):
        raise ValueError("write an https address: what is sent there holds a secret")
    return url


def _signing_key(secret: SecretStr) -> SecretStr:
    written = secret.get_secret_value().removeprefix(SIGNING_PREFIX)
    try:
        key = base64.b64decode(written + "=" * (-len(written) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < LEAST_KEY_BYTES:
        raise ValueError(
            f"write {SIGNING_PREFIX} and at least {LEAST_KEY_BYTES} random bytes in base64"
        )
    return secret


WebAddress = Annotated[SecretStr, AfterValidator(web)]
"""Hidden, as an address may hold a token."""
PrivateAddress = Annotated[SecretStr, AfterValidator(_private)]
SigningKey = Annotated[SecretStr, AfterValidator(_signing_key)]
