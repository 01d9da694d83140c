"""Other systems that are told of what happens."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from sangdam.models import NewsType
from sangdam.settings.addresses import PrivateAddress, SigningKey, WebAddress
from sangdam.settings.group import Group


class Webhook(Group):
    """One of the shop's own systems, told by signed messages."""

    name: str = Field(default="", max_length=40)
    """What deliveries call it. Default: the host of its address. Keep it: what still waits is
    found again by it."""
    url: WebAddress
    secret: SigningKey
    events: tuple[NewsType, ...] = tuple(NewsType)

    @property
    def destination(self) -> str:
        host = urlsplit(self.url.get_secret_value()).hostname
        return f"webhook:{self.name or host}"


def one_name_each(webhooks: tuple[Webhook, ...]) -> tuple[Webhook, ...]:
    if len({webhook.destination for webhook in webhooks}) < len(webhooks):
        raise ValueError("two webhooks have the same name or host: give each a name of its own")
    return webhooks


class SlackChannel(Group):
    """A channel that hears of tickets, by its incoming webhook."""

    url: PrivateAddress


class ZendeskAccount(Group):
    """A Zendesk that gets every ticket; `base_url` is for one at an address of its own."""

    subdomain: str = Field(default="", pattern=r"^[a-z0-9-]*$")
    base_url: PrivateAddress | None = None
    email: str = Field(min_length=3)
    """Of the agent whose API token it is."""
    token: SecretStr = Field(min_length=1)

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if bool(self.subdomain) == bool(self.base_url):
            raise ValueError("give subdomain or base_url, one of them")
        return self

    @property
    def address(self) -> str:
        if self.base_url is None:
            return f"https://{self.subdomain}.zendesk.com"
        return self.base_url.get_secret_value().rstrip("/")


TRACES = "/v1/traces"


class Otlp(Group):
    """Where turns are sent as OpenTelemetry traces: over HTTP, to this address only."""

    endpoint: WebAddress | None = None
    """A collector's address; `/v1/traces` is added where it is not there."""
    headers: dict[str, SecretStr] = Field(default={})
    """Sent along, such as a key."""

    @property
    def traces(self) -> str | None:
        if self.endpoint is None:
            return None
        return self.endpoint.get_secret_value().rstrip("/").removesuffix(TRACES) + TRACES
