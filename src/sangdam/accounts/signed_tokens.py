"""JSON Web Tokens: signed by whom, and saying what. Whether that is enough, others judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeyBase, KeySet, KeySetSerialization, OctKey
from joserfc.jws import JWSRegistry
from pydantic import SecretStr

from sangdam.errors import SangdamError

BY_A_PAIR = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
)
"""Whoever can check these can't sign them."""
BY_A_SHARED_KEY = ("HS256",)

Said = Mapping[str, object]


class NotSigned(SangdamError):
    """It is no token, or not signed by who should have signed it; believe nothing of it."""


class Over(NotSigned):
    """It was right once."""


class UnknownKey(NotSigned):
    """It names a key that is not among those given; there may be newer ones."""


def said_by_a_pair(token: str, keys: Mapping[str, object]) -> tuple[Said, Said]:
    """Header and claims of what one of the keys, a JSON Web Key Set, signed."""
    try:
        known = KeySet.import_key_set(cast("KeySetSerialization", keys))
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotSigned(f"the keys can't be read: {type(error).__name__}") from None
    return _said(token, known, BY_A_PAIR)


def said_by_the_shop(token: str, key: SecretStr, *, audience: str, now: int, leeway_s: int) -> Said:
    """The claims of what was signed with the shared key, for this audience, and holds now."""
    _, claims = _said(token, OctKey.import_key(key.get_secret_value()), BY_A_SHARED_KEY)
    judge = jwt.JWTClaimsRegistry(
        now,
        leeway_s,
        aud={"essential": True, "value": audience},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        judge.validate(dict(claims))
    except ExpiredTokenError:
        raise Over("it is over") from None
    except JoseError as error:
        raise NotSigned(str(error)) from None
    return claims


def _said(token: str, key: KeyBase, algorithms: tuple[str, ...]) -> tuple[Said, Said]:
    registry = JWSRegistry(algorithms=list(algorithms), strict_check_header=False)
    try:
        found = jwt.decode(token, key, registry=registry)
    except InvalidKeyIdError:
        raise UnknownKey("signed with a key that is not among those given") from None
    except (JoseError, ValueError, TypeError) as error:
        raise NotSigned(f"not signed as it should be: {type(error).__name__}") from None
    return found.header, found.claims
