"""Who a customer is, as the shop signed it: a JSON Web Token by HS256, which a line of code makes
in any language, and which ends by itself.

Imported only where the settings hold a key for it.
"""

from __future__ import annotations

from datetime import timedelta

from sangdam.accounts.signed_tokens import NotSigned, Over, said_by_the_shop
from sangdam.errors import IdentityExpired, NotIdentified
from sangdam.ports import Clock
from sangdam.settings import CustomerIdentity

LONGEST_ID = 200
SKEW_S = 60
"""How far the shop's clock may be off."""


class CustomerIdentities:
    def __init__(self, settings: CustomerIdentity, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._longest = timedelta(hours=settings.longest_hours).total_seconds()

    def customer(self, token: str) -> str:
        """The shop's own id of the customer. Raises NotIdentified, IdentityExpired."""
        now, audience = int(self._clock().timestamp()), self._settings.audience
        try:
            claims = said_by_the_shop(
                token, self._settings.key, audience=audience, now=now, leeway_s=SKEW_S
            )
        except Over:
            raise IdentityExpired("the identity is over; have the shop sign a new one") from None
        except NotSigned as error:
            raise NotIdentified(f"the identity is refused: {error}") from None
        customer, ends = claims["sub"], claims["exp"]
        if not (isinstance(customer, str) and 1 <= len(customer) <= LONGEST_ID):
            raise NotIdentified(f"`sub` has to be a text of 1 to {LONGEST_ID} characters")
        assert isinstance(ends, int | float)
        if ends - now > self._longest + SKEW_S:
            raise NotIdentified(
                f"the identity is good for more than {self._settings.longest_hours:g} h: sign"
                " shorter ones, each time the page is made"
            )
        return customer
