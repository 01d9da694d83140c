"""The second factor: codes of an authenticator app, and recovery codes for when it is lost."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

import pyotp

from sangdam.models import Value

STEP_S = 30
"""A code is good in its half minute and in the one before and after it: clocks differ."""
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is easily taken for another."""


class Offer(Value):
    """A secret for the app, to be confirmed by a code of it."""

    secret: str
    uri: str
    """otpauth://…, which the app reads as a picture or takes as text."""


def offer(*, login: str, company: str) -> Offer:
    secret = pyotp.random_base32()
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=company)
    return Offer(secret=secret, uri=uri)


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """The half minute since 1970 whose code this is; None where it is none of now."""
    app, this = pyotp.TOTP(secret, interval=STEP_S), int(now.timestamp()) // STEP_S
    written = "".join(code.split())
    if not (written.isascii() and written.isdigit()):
        return None
    good = [step for step in (this - 1, this, this + 1) if _equal(written, app.at(step * STEP_S))]
    return good[-1] if good else None


def recovery_codes() -> tuple[str, ...]:
    """Each is good once, in place of a code of the app: 50 random bits."""
    return tuple(_code() for _ in range(RECOVERY_CODES))


def plain_recovery_code(written: str) -> str:
    """As it was shown, whatever case, spaces and dashes it is typed with."""
    letters = "".join(letter for letter in written.lower() if letter.isalnum())
    return f"{letters[:5]}-{letters[5:]}"


def _code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
