"""One visit to the company's identity provider, from the button to the way back."""

from __future__ import annotations

import base64
import hmac
import secrets

from pydantic import SecretStr

from sangdam.errors import SangdamError
from sangdam.models import Value

RANDOM_BYTES = 32


class Away(SangdamError):
    """The provider gave no answer, or none that can be used; try again later."""


class NotProven(SangdamError):
    """What came back proves nobody; the message says why, and is for the log."""


class Visit(Value):
    """All that belongs to it follows from one secret that the browser keeps meanwhile, so that
    nothing has to be stored: who comes back without it did not set out here."""

    secret: SecretStr

    @classmethod
    def begin(cls) -> Visit:
        return cls(secret=SecretStr(secrets.token_urlsafe(RANDOM_BYTES)))

    @property
    def state(self) -> str:
        """Comes back with the answer."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """Comes back in the signed token."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Shows that whoever brings the code is who asked for it (PKCE): 43 characters."""
        return self._derived("verifier")

    def began(self, state: str) -> bool:
        return hmac.compare_digest(self.state.encode(), state.encode("utf-8", "surrogatepass"))

    def _derived(self, purpose: str) -> str:
        key = self.secret.get_secret_value().encode("utf-8", "surrogatepass")
        digest = hmac.digest(key, purpose.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
