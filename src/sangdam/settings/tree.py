"""One typed tree of settings: `SANGDAM_…` environment variables over `sangdam.toml`.

Nested keys are joined by two underscores: `SANGDAM_HOURS__OPENS=10:00`. An unknown key is an
error that names the key, so that a misspelt setting never passes in silence.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import platformdirs
from pydantic import AfterValidator, Field, IPvAnyNetwork, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from sangdam.errors import SetupError
from sangdam.models import Language
from sangdam.settings.callers import Rates, SignIn
from sangdam.settings.conversation import Attachments, Decision, Limits, Ownership
from sangdam.settings.desk import Desk
from sangdam.settings.hours import Hours
from sangdam.settings.identity import CustomerIdentity, Oidc
from sangdam.settings.language_model import LLM, Cost
from sangdam.settings.outward import (
    Otlp,
    SlackChannel,
    Webhook,
    ZendeskAccount,
    one_name_each,
)
from sangdam.settings.privacy import Privacy, Retention
from sangdam.settings.vector_store import Milvus, VectorStore

PREFIX = "SANGDAM_"
LLAMA_URL, LLAMA_KEY = f"{PREFIX}LLAMA_URL", f"{PREFIX}LLAMA_KEY"
DEFAULT_EMBEDDING_MODEL = "e5-small-q4"


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    """One object a line, for a program to read."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
    )

    company: str = "하루마켓"
    """The company's name as the assistant says it in Korean."""
    company_en: str = "Haru Market"
    desk_language: Language = Language.KOREAN
    """The language in which agents read summaries: ko or en."""
    knowledge_dir: Path = Path("knowledge")
    data_dir: Path = Path("data")
    """Where the index, the database and the operator key's hash live."""
    index_dir: Path | None = None
    """Default: `index` below data_dir."""
    database_url: SecretStr | None = None
    """Any SQLAlchemy URL. Default: SQLite in data_dir."""
    models_dir: Path = Path(platformdirs.user_cache_dir("sangdam"))
    vector_store: VectorStore = VectorStore.FAISS
    milvus: Milvus = Milvus()
    embedding_model: str = DEFAULT_EMBEDDING_MODEL
    """`e5-small-q4`, or any sentence-transformers name or folder."""
    llm: LLM = LLM.AUTO
    model: str = ""
    """Name asked for at the configured server; with the embedded one it has a name of its own."""
    model_file: Path | None = None
    """Any GGUF file instead of the fetched one."""
    llama_server: str = ""
    """Any llama-server executable instead of the embedded one."""
    llama_url: str = ""
    """A llama-server that runs already, to use instead of starting one: http://127.0.0.1:8081/v1"""
    llama_key: SecretStr | None = None
    local_prose: bool = False
    """Let the embedded model write sentences of its own instead of choosing given ones."""
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    operator_key: SecretStr | None = None
    """Opens desk, search, metrics and traces. Default: made at first start, printed once."""
    master_key: SecretStr | None = None
    """32 random bytes in base64 that unlock every customer's texts. Default: `master.key` below
    data_dir, made at the first start. Lose it, and nobody reads them again."""
    former_master_key: SecretStr | None = None
    """The one before, for the one start that changes it."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1)
    """Processes that answer. More than one need PostgreSQL."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses or networks of reverse proxies: what they say of a caller's address and of https
    is believed, and nobody else's word."""
    allowed_origins: tuple[str, ...] = ()
    """Web origins whose pages may call the chat API."""
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.TEXT
    hours: Hours = Hours()
    ownership: Ownership = Ownership()
    limits: Limits = Limits()
    decision: Decision = Decision()
    desk: Desk = Desk()
    attachments: Attachments = Attachments()
    rates: Rates = Rates()
    sign_in: SignIn = SignIn()
    oidc: Oidc | None = None
    """The company's identity provider; without one, people sign in with a password."""
    identity: CustomerIdentity | None = None
    """How the shop proves who its customer is; without it, what it says of them is unproven."""
    retention: Retention = Retention()
    privacy: Privacy = Privacy()
    cost: Cost = Cost()
    otlp: Otlp = Otlp()
    webhooks: Annotated[tuple[Webhook, ...], AfterValidator(one_name_each)] = ()
    """The shop's own systems that are told of what happens (docs/webhooks.md)."""
    outward_networks: tuple[IPvAnyNetwork, ...] = ()
    """Private networks that webhooks, Slack and Zendesk may be in; public addresses always may.
    `["10.1.0.0/16"]` in the environment."""
    slack: SlackChannel | None = None
    zendesk: ZendeskAccount | None = None

    @property
    def index(self) -> Path:
        return self.index_dir or self.data_dir / "index"

    @property
    def attachments_dir(self) -> Path:
        return self.data_dir / "attachments"

    @property
    def database(self) -> str:
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'sangdam.db'}"

    @property
    def llm_in_use(self) -> LLM:
        """`llm` with `auto` resolved."""
        if self.llm is not LLM.AUTO:
            return self.llm
        if self.openai_api_key or self.openai_base_url:
            return LLM.OPENAI
        return LLM.LOCAL

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, Path("sangdam.toml"))
        return init_settings, env_settings, toml

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ, **overrides: Any) -> Self:
        """Read environment and `sangdam.toml`; `overrides` win over both.

        Raises SetupError that names the key, the value and the fix.
        """
        known = {PREFIX + name.upper() for name in cls.model_fields}
        for key in sorted(environment):
            head = key.upper().split("__")[0]
            if head.startswith(PREFIX) and head not in known:
                near = get_close_matches(head, known, n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise SetupError(f"unknown setting {key}.{hint}")
        try:
            return cls(**overrides)
        except ValidationError as error:
            raise SetupError("; ".join(_in_words(error))) from None
        except tomllib.TOMLDecodeError as error:
            raise SetupError(f"sangdam.toml can't be read: {error}") from None
        except SettingsError as error:  # its cause shows the value, which may be a secret
            raise SetupError(
                f'a setting can\'t be read as JSON: {error}; write a list as ["one", "two"]'
            ) from None


SECRET = ("key", "token", "url", "webhooks", "slack", "zendesk", "otlp", "oidc", "identity")
"""Settings whose value is never shown, nor that of anything below them."""


def _in_words(error: ValidationError) -> list[str]:
    lines = []
    for item in error.errors():
        name = "__".join(str(part) for part in item["loc"])
        secret = any(word in name for word in SECRET)
        value = "(hidden)" if secret else repr(item.get("input"))
        lines.append(
            f"setting {PREFIX}{name.upper()} (sangdam.toml: {name}) is {value}: {item['msg']}"
        )
    return lines
