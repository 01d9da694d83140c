"""One typed tree of settings: `SANGDAM_…` environment variables over `sangdam.toml`.

Nested keys are joined by two underscores: `SANGDAM_HOURS__OPENS=10:00`. An unknown key is an
error that names the key, so that a misspelt setting never passes in silence.
"""

from __future__ import annotations

import base64
import binascii
import os
import tomllib
from collections.abc import Mapping
from datetime import time
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

import platformdirs
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from sangdam.errors import SetupError
from sangdam.models import Language, NewsType, ReasonCode

PREFIX = "SANGDAM_"
LLAMA_URL, LLAMA_KEY = f"{PREFIX}LLAMA_URL", f"{PREFIX}LLAMA_KEY"
DEFAULT_EMBEDDING_MODEL = "e5-small-q4"


class LLM(StrEnum):
    """Which language model writes or chooses."""

    AUTO = "auto"
    """openai where a key or a base URL is set, else local where its file is there, else none."""
    OPENAI = "openai"
    LOCAL = "local"
    NONE = "none"


class VectorStore(StrEnum):
    """What searches the vectors and the words."""

    FAISS = "faiss"
    """Files in the index, mapped by every process."""
    MILVUS = "milvus"
    """A server of its own, where knowledge outgrows a machine (docs/milvus.md)."""


class Speaks(StrEnum):
    """What the bot may do while a conversation has a given owner (DESIGN: ownership)."""

    FULLY = "fully"
    WITHOUT_MODEL = "without_model"
    """Direct and extractive answers only."""
    WAITING_NOTE = "waiting_note"
    SILENT = "silent"


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    """One object a line, for a program to read."""


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hours(Group):
    """When people answer. Public holidays of `country` are closed."""

    opens: time = time(9, 0)
    closes: time = time(18, 0)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    """0 is Monday."""
    zone: str = "Asia/Seoul"
    country: str = "KR"


class Ownership(Group):
    """Who speaks while the conversation belongs to whom."""

    bot: Speaks = Speaks.FULLY
    queue_open: Speaks = Speaks.WAITING_NOTE
    queue_closed: Speaks = Speaks.WITHOUT_MODEL
    human: Speaks = Speaks.SILENT
    episode_hours: float = Field(default=24, gt=0)
    """An Episode ends this many hours after its last message."""


class Limits(Group):
    message_characters: int = Field(default=2000, gt=0)
    body_bytes: int = Field(default=1_048_576, gt=0)
    """Longer requests are refused unread."""
    body_seconds: float = Field(default=60, gt=0)
    """A body that takes longer to arrive, an attachment's too, is cut off."""
    concurrent_turns: int = Field(default=16, gt=0)
    """In each worker; most of a turn with a language model is waiting for it."""
    turn_seconds: float = Field(default=18, gt=0)
    """A language model's share of a turn; after it the turn goes on without one."""
    passage_tokens: int = Field(default=220, gt=0)
    """Longest passage, counted in cl100k_base tokens."""
    prompt_tokens: int = Field(default=3000, gt=0)
    answer_tokens: int = Field(default=400, gt=0)
    cached_answers: int = Field(default=1000, ge=0)
    """Answers remembered for the very same question; 0 turns that off."""


class Decision(Group):
    """Lines between answering and handing over. Probabilities; higher is stricter."""

    threshold: float = Field(default=0.60, ge=0, le=1)
    """Confidence a reply needs. The worse mistake is a wrong answer, not a handoff."""
    wrong_at_most: float | None = Field(default=None, gt=0, lt=1)
    """Share of answers that may be wrong. Where the questions that the confidence was fitted on
    prove a threshold that keeps to it, that one is used in place of `threshold`."""
    clarify_from: float = Field(default=0.25, ge=0, le=1)
    """Confidence from which near entries are offered in one question back, before a handoff."""
    failures: int = Field(default=3, ge=1)
    """Unanswered questions in one Episode after which a person takes over."""


class QueueRule(Group):
    """One line of the routing table: tickets that fit all it names go to its queue."""

    queue: str = Field(min_length=1)
    priority: int = Field(ge=1, le=4)
    """1 is most urgent."""
    answer_minutes: float = Field(gt=0)
    """Open minutes within which a person should have taken the ticket."""
    skills: tuple[str, ...] = ()
    """What an agent must be able to do to be handed such a ticket unasked."""
    reasons: tuple[ReasonCode, ...] = ()
    """Empty, here and below: any."""
    languages: tuple[Language, ...] = ()
    products: tuple[str, ...] = ()
    """Product codes, with * for anything: `HB-*`."""
    tiers: tuple[str, ...] = ()
    """Customer tiers, as the shop gave them to PUT /v1/desk/customers."""


def _rule(queue: str, priority: int, minutes: float, *reasons: ReasonCode) -> QueueRule:
    return QueueRule(queue=queue, priority=priority, answer_minutes=minutes, reasons=reasons)


ROUTING = (
    _rule("safety", 1, 5, ReasonCode.SAFETY, ReasonCode.SELF_HARM),
    _rule("fraud", 1, 5, ReasonCode.FRAUD),
    _rule("legal", 2, 60, ReasonCode.LEGAL),
    _rule("privacy", 2, 60, ReasonCode.ERASURE),
    _rule("payments", 2, 30, ReasonCode.PAYMENT_DISPUTE),
    _rule("complaints", 2, 15, ReasonCode.ANGER, ReasonCode.ABUSE, ReasonCode.COMPLAINT),
    _rule("accessibility", 2, 30, ReasonCode.ACCESSIBILITY),
    _rule("orders", 3, 30, ReasonCode.ACCOUNT_DATA),
    _rule("general", 3, 30, ReasonCode.REQUEST, ReasonCode.THIRD_FAILURE),
    _rule("general", 4, 120),
)
"""Who is in danger or losing money comes first, then who is upset, then who asked, then what the
assistant did not know."""


class Desk(Group):
    """Who gets what at the desk. The first rule that fits decides, so the last must fit all."""

    routing: tuple[QueueRule, ...] = ROUTING
    capacity: int = Field(default=4, ge=1)
    """Conversations that one agent may have at once, unless their own number says otherwise.
    The most urgent tickets may be claimed beyond it."""
    away_seconds: float = Field(default=90, gt=0)
    """An agent whose desk was silent for so long counts as offline."""
    give_back_minutes: float = Field(default=10, gt=0)
    """What an agent holds goes back to the queue so long after they went offline."""
    canned_replies: Path | None = None
    """A YAML file of ready replies instead of the shipped ones."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        last = self.routing[-1] if self.routing else None
        if last is None or last.reasons or last.languages or last.products or last.tiers:
            raise ValueError(
                "the last rule of desk.routing must fit every ticket: give it only queue,"
                " priority and answer_minutes"
            )
        return self


class Attachments(Group):
    """What customers may attach while a person has their conversation."""

    bytes_each: int = Field(default=10 * 1_048_576, gt=0)
    at_most: int = Field(default=10, ge=0)
    """In one Episode."""


class Rate(Group):
    """So often in so many seconds, counted from the first time on."""

    times: int = Field(gt=0)
    seconds: int = Field(default=60, gt=0, le=86_400)


class Rates(Group):
    """How often is too often. Counted by all processes together."""

    conversation: Rate = Rate(times=30)
    """Messages in one conversation: more than anybody types."""
    address: Rate = Rate(times=300)
    """Messages from one address, behind which may be a whole office."""
    key: Rate = Rate(times=1200)
    """Requests with one API key."""
    sign_in: Rate = Rate(times=5, seconds=900)
    """Failed attempts to sign in to one account; then nobody can until the time is over."""
    sign_in_address: Rate = Rate(times=30, seconds=900)
    """Failed attempts to sign in from one address."""
    uncounted: tuple[IPvAnyNetwork, ...] = (
        ip_network("127.0.0.0/8"),
        ip_network("::1/128"),
    )
    """Networks whose messages are not counted by address: programs on this very machine.
    Customers come from elsewhere, by their own address where `trusted_proxies` are right."""


class SignIn(Group):
    """How long somebody stays signed in at the desk, and what a password needs."""

    idle_minutes: float = Field(default=60, gt=0)
    """An open desk page is never idle."""
    hours: float = Field(default=12, gt=0)
    """Then the password is asked for again, whatever happened."""
    password_characters: int = Field(default=12, ge=8, le=200)
    """A password needs at least so many."""


class Retention(Group):
    """After how many days what is kept of customers goes by itself; none: it stays."""

    conversation_days: float | None = Field(default=None, gt=0)
    """Since the last message, with all that was made of the conversation. Those that a person has
    or will have stay."""
    attachment_days: float | None = Field(default=None, gt=0)
    """Files alone, since they were sent."""
    trace_days: float | None = Field(default=180, gt=0)
    """What was decided in a turn, and why; gaps and labels are read from it."""
    delivery_days: float | None = Field(default=30, gt=0)
    """That another system was told; what could not be delivered stays."""


class Processor(Group):
    """A company that works on customers' words for this one, such as a language model's."""

    name: str = Field(min_length=1)
    country: str = Field(min_length=1)
    """In Korean, as on the page for customers."""
    country_en: str = Field(min_length=1)
    purpose: str = Field(min_length=1)
    purpose_en: str = Field(min_length=1)
    contact: str = ""
    """Where it can be reached."""
    keeps: str = ""
    """How long it keeps what it is sent, in Korean."""
    keeps_en: str = ""


class Privacy(Group):
    """What the page at /privacy says beyond what the service knows of itself."""

    officer: str = ""
    """Who answers for personal data: a name or an office."""
    officer_en: str = ""
    contact: str = ""
    """An e-mail address or phone number."""
    processors: tuple[Processor, ...] = ()
    policy_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """The company's whole privacy policy."""


class Cost(Group):
    """What the language model costs, for a million tokens. Nothing is reckoned without prices."""

    input_per_million: float | None = Field(default=None, ge=0)
    cached_per_million: float | None = Field(default=None, ge=0)
    """Of the input, what the server had read before. Default: as any input."""
    output_per_million: float | None = Field(default=None, ge=0)
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    daily_budget: float | None = Field(default=None, ge=0)
    """Once a day of the shop's has cost so much, turns go on without the model until the next."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.input_per_million is None) != (self.output_per_million is None):
            raise ValueError("give input_per_million and output_per_million, both or none")
        if self.daily_budget is not None and self.input_per_million is None:
            raise ValueError("daily_budget needs input_per_million and output_per_million")
        return self


TRACES = "/v1/traces"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def _web(url: SecretStr) -> SecretStr:
    parts = urlsplit(url.get_secret_value())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write a whole address: https://…")
    return url


def _private(url: SecretStr) -> SecretStr:
    """Who knows the address, or hears what is sent there, can write in the shop's name."""
    parts = urlsplit(_web(url).get_secret_value())
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
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


SIGNING_PREFIX = "whsec_"
LEAST_KEY_BYTES = 24
"""What Standard Webhooks asks of a signing key."""
WebAddress = Annotated[SecretStr, AfterValidator(_web)]
"""Hidden, as an address may hold a token."""
PrivateAddress = Annotated[SecretStr, AfterValidator(_private)]
SigningKey = Annotated[SecretStr, AfterValidator(_signing_key)]


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


def _one_name_each(webhooks: tuple[Webhook, ...]) -> tuple[Webhook, ...]:
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


def _milvus(url: SecretStr) -> SecretStr:
    written = url.get_secret_value()
    if "://" in written:
        return _web(url)
    if not written.endswith(MILVUS_FILE):
        raise ValueError(
            f"write the server's address, https://…:19530, or a file that ends in {MILVUS_FILE}"
        )
    return url


MILVUS_FILE = ".db"
"""Ending of a file that milvus-lite keeps: for tests, and to try it out."""


class Milvus(Group):
    """The Milvus that serves an index where `vector_store` is milvus."""

    url: Annotated[SecretStr, AfterValidator(_milvus)] | None = None
    """Of a server; or a file for milvus-lite, which one process at a time may use."""
    token: SecretStr | None = None
    """`user:password`, or an API key. Give it to an https address only."""
    alias: str = Field(default="sangdam", pattern="^[A-Za-z][A-Za-z0-9_]*$", max_length=60)
    """Stands for the collection in use and begins the name of every one: an index has its own."""
    answer_seconds: float = Field(default=5, gt=0)
    """After so long without an answer a question is handed over."""


class Otlp(Group):
    """Where turns are sent as OpenTelemetry traces: over HTTP, to this address only."""

    endpoint: WebAddress | None = None
    """A collector's address; `/v1/traces` is added where it is not there."""
    headers: dict[str, SecretStr] = {}
    """Sent along, such as a key."""

    @property
    def traces(self) -> str | None:
        if self.endpoint is None:
            return None
        return self.endpoint.get_secret_value().rstrip("/").removesuffix(TRACES) + TRACES


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
    retention: Retention = Retention()
    privacy: Privacy = Privacy()
    cost: Cost = Cost()
    otlp: Otlp = Otlp()
    webhooks: Annotated[tuple[Webhook, ...], AfterValidator(_one_name_each)] = ()
    """The shop's own systems that are told of what happens (docs/webhooks.md)."""
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
            raise SetupError(f"a setting can't be read as JSON: {error}") from None


SECRET = ("key", "token", "url", "webhooks", "slack", "zendesk", "otlp")
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
