"""The company's identity provider, by OpenID Connect: the authorization code flow with PKCE.

Imported only where the settings name a provider.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc.errors import JoseError

from sangdam.accounts.signed_tokens import NotSigned, Said, UnknownKey, said_by_a_pair
from sangdam.accounts.visit import Away, NotProven, Visit
from sangdam.errors import NotDelivered, Refused
from sangdam.ports import Clock
from sangdam.settings import Oidc, confidential

KEPT = timedelta(hours=1)
"""How long the provider's own description and its keys are believed without another look."""
SKEW_S = 60
"""How far the provider's clock may be off."""
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Ask(Protocol):
    """One request to another system; as outward.http.Http.ask."""

    def __call__(
        self,
        method: str,
        url: str,
        *,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> bytes: ...


class Provider:
    def __init__(self, settings: Oidc, *, ask: Ask, clock: Clock) -> None:
        self._settings = settings
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[datetime, Mapping[str, object]]] = {}

    def address(self, visit: Visit, back: str) -> str:
        """Where to send the browser, which is to come back to the address `back`. Raises Away."""
        address: str = prepare_grant_uri(
            self._endpoint("authorization_endpoint"),
            client_id=self._settings.client_id,
            response_type="code",
            redirect_uri=back,
            scope=list(self._settings.scopes),
            state=visit.state,
            nonce=visit.nonce,
            code_challenge=create_s256_code_challenge(visit.verifier),
            code_challenge_method="S256",
        )
        return address

    def claims(self, code: str, visit: Visit, back: str) -> Said:
        """What the provider says, and signed, of whoever brought the code back. Raises Away,
        NotProven."""
        tokens = self._tokens(code, visit, back)
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise NotProven("the provider gave no id token: is `openid` among the scopes?")
        try:
            return self._checked(*self._signed(token), visit, tokens.get("access_token"))
        except (NotSigned, JoseError) as error:
            raise NotProven(f"the id token is refused: {error}") from None

    def farewell(self, back: str) -> str | None:
        """Where to send the browser to be signed out at the provider, too; None where it has no
        such place. Raises Away."""
        place = self._description().get("end_session_endpoint")
        if not isinstance(place, str) or not confidential(place):
            return None
        there = {"client_id": self._settings.client_id, "post_logout_redirect_uri": back}
        address: str = add_params_to_uri(place, list(there.items()))
        return address

    # --- what it says of somebody ------------------------------------------------------------

    def _tokens(self, code: str, visit: Visit, back: str) -> Mapping[str, object]:
        secret = self._settings.client_secret.get_secret_value()
        auth = ClientAuth(self._settings.client_id, secret, self._way_to_prove_ourselves())
        body = prepare_token_request(
            "authorization_code", code=code, redirect_uri=back, code_verifier=visit.verifier
        )
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        url, headers, body = auth.prepare("POST", self._endpoint("token_endpoint"), headers, body)
        try:
            return _object(self._ask("POST", url, content=body.encode(), headers=headers))
        except Refused as error:
            raise NotProven(f"the provider does not take the code: {error}") from None
        except NotDelivered as error:
            raise Away(str(error)) from None

    def _way_to_prove_ourselves(self) -> str:
        ways = self._description().get("token_endpoint_auth_methods_supported")
        basic = not isinstance(ways, list) or "client_secret_basic" in ways
        return "client_secret_basic" if basic else "client_secret_post"

    def _signed(self, token: str) -> tuple[Said, Said]:
        """Keys change now and then: an unknown one is looked for once more."""
        place = self._endpoint("jwks_uri")
        try:
            return said_by_a_pair(token, self._read(place))
        except UnknownKey:
            return said_by_a_pair(token, self._read(place, anew=True))

    def _checked(self, header: Said, claims: Said, visit: Visit, access_token: object) -> Said:
        """Raises JoseError where they are another's, for others, of another visit or too old."""
        options = {
            "iss": {"essential": True, "value": self._settings.issuer},
            "aud": {"essential": True, "value": self._settings.client_id},
            "sub": {"essential": True},
        }
        known = {
            "nonce": visit.nonce,
            "client_id": self._settings.client_id,
            "access_token": access_token,
        }
        checked = CodeIDToken(claims, header, options, known)
        checked.validate(now=int(self._clock().timestamp()), leeway=SKEW_S)
        return claims

    # --- what it says of itself --------------------------------------------------------------

    def _endpoint(self, name: str) -> str:
        return str(self._description()[name])

    def _description(self) -> Mapping[str, object]:
        place = get_well_known_url(self._settings.issuer, external=True)
        found = self._read(place)
        try:
            self._must_be_trusted(found, place)
        except Away:
            self._kept.pop(place, None)  # it may be mended at any time
            raise
        return found

    def _must_be_trusted(self, found: Mapping[str, object], place: str) -> None:
        if found.get("issuer") != self._settings.issuer:
            raise Away(f"{place} names another issuer: set it to the letter")
        for name in NEEDED:
            if not confidential(str(found.get(name, ""))):
                raise Away(f"{place} has no https address as `{name}`")

    def _read(self, place: str, *, anew: bool = False) -> Mapping[str, object]:
        """A document, at most so old. Raises Away."""
        with self._lock:
            kept = self._kept.get(place)
            if kept is None or anew or self._clock() - kept[0] >= KEPT:
                kept = self._kept[place] = self._clock(), self._document(place)
            return kept[1]

    def _document(self, place: str) -> Mapping[str, object]:
        try:
            return _object(self._ask("GET", place, headers={"Accept": "application/json"}))
        except (NotDelivered, Refused) as error:
            raise Away(f"{place}: {error}") from None


def _object(body: bytes) -> Mapping[str, object]:
    """Raises Away."""
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Away("the provider's answer is no JSON object")
    return found
