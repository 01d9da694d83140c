"""A company's identity provider, small and real: it signs with its own keys, and can be made to do
wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qs, urlencode

from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.responses import Response

from sangdam.ports import Clock
from tests.channels.test_rates import serving

CLIENT_ID, CLIENT_SECRET = "sangdam-desk", "a-client-secret-for-tests"
LIFE_S = 300
Claims = dict[str, object]


@dataclass
class IdentityProvider:
    clock: Clock
    issuer: str = ""
    who: Claims = field(default_factory=dict)
    """Claims of whoever sits before the browser now."""
    denies: bool = False
    says: Callable[[Claims], Claims] = lambda claims: claims
    """What becomes of right claims before they are signed."""
    signs: Callable[[IdentityProvider, Claims], str] | None = None
    describes: Claims = field(default_factory=dict)
    """What its description says otherwise than it should."""
    keys: list[RSAKey] = field(default_factory=lambda: [new_key()])
    """All that are published; the last one signs."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """Every authorization request."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    token_requests: int = 0

    def description(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            **self.describes,
        }

    def id_token(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        right = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + LIFE_S}
        claims = self.says({**right, "nonce": nonce, **self.who})
        return self.signs(self, claims) if self.signs else signed(claims, self.keys[-1])

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def description() -> Claims:
            return self.description()

        @app.get("/keys")
        def keys() -> object:
            return KeySet(list(self.keys)).as_dict(private=False)

        @app.get("/authorize")
        def authorize(request: Request) -> RedirectResponse:
            asked = dict(request.query_params)
            self.asked.append(asked)
            answer = {"state": asked["state"]}
            if self.denies:
                answer["error"] = "access_denied"
            else:
                answer["code"] = secrets.token_urlsafe(16)
                self.codes[answer["code"]] = asked
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}")

        @app.post("/token")
        async def token(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
            self.token_requests += 1
            body = parse_qs((await request.body()).decode())
            sent = {name: values[0] for name, values in body.items()}
            asked = self.codes.pop(sent.get("code", ""), None)
            if asked is None or not self._proven(sent, asked, authorization):
                return JSONResponse({"error": "invalid_grant"}, status_code=400)
            return JSONResponse(
                {
                    "access_token": secrets.token_urlsafe(16),
                    "token_type": "Bearer",
                    "id_token": self.id_token(asked["nonce"]),
                }
            )

        @app.get("/end")
        def end(request: Request) -> RedirectResponse:
            self.who = {}
            return RedirectResponse(request.query_params["post_logout_redirect_uri"])

        return app

    def _proven(self, sent: dict[str, str], asked: dict[str, str], authorization: str) -> bool:
        """The client by its secret, and by the verifier that it is who had asked (PKCE)."""
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        return (
            hmac.compare_digest(authorization, f"Basic {expected}")
            and asked["code_challenge_method"] == "S256"
            and asked["code_challenge"] == _base64(digest)
            and asked["redirect_uri"] == sent.get("redirect_uri")
        )


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)


def signed(claims: Claims, key: RSAKey, **header: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": str(key.kid), **header}, claims, key)


def unsigned(_provider: IdentityProvider, claims: Claims) -> str:
    """`alg` none: as it stands in old specifications, and in attacks."""
    return ".".join([_base64(b'{"alg":"none"}'), _base64(json.dumps(claims).encode()), ""])


def by_the_client_secret(_provider: IdentityProvider, claims: Claims) -> str:
    """With what the client shares, as if it were the provider's key."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET))


def by_the_public_key(provider: IdentityProvider, claims: Claims) -> str:
    """With what everybody can read, as if it were a shared secret."""
    key = provider.keys[-1]
    payload = signed(claims, key).split(".")[1]
    head = _base64(json.dumps({"alg": "HS256", "kid": key.kid}).encode())
    signature = hmac.digest(key.as_pem(private=False), f"{head}.{payload}".encode(), "sha256")
    return f"{head}.{payload}.{_base64(signature)}"


def by_a_stranger(provider: IdentityProvider, claims: Claims) -> str:
    """With another key under the name of the right one."""
    return signed(claims, new_key(), kid=str(provider.keys[-1].kid))


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@contextmanager
def running(clock: Clock) -> Iterator[IdentityProvider]:
    provider = IdentityProvider(clock)
    with serving(provider.app()) as (host, port):
        provider.issuer = f"http://{host}:{port}"
        yield provider


def oidc(provider: IdentityProvider, **more: object) -> dict[str, object]:
    """Settings of a service whose desk this provider opens."""
    return {
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "roles": {"support-lead": "lead", "support": "agent", "knowledge": "owner"},
        **more,
    }
