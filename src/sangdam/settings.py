"""One typed tree of settings: `SANGDAM_…` environment variables over `sangdam.toml`.

Nested keys are joined by two underscores: `SANGDAM_HOURS__OPENS=10:00`. An unknown key is an
error that names the key, so that a misspelt setting never passes in silence.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import time
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from sangdam.errors import SetupError
from sangdam.models import Language

PREFIX = "SANGDAM_"
DEFAULT_EMBEDDING_MODEL = "e5-small-q4"


class LLM(StrEnum):
    """Which language model writes or chooses."""

    AUTO = "auto"
    """openai where a key or a base URL is set, else local where its file is there, else none."""
    OPENAI = "openai"
    LOCAL = "local"
    NONE = "none"


class Speaks(StrEnum):
    """What the bot may do while a conversation has a given owner (DESIGN: ownership)."""

    FULLY = "fully"
    WITHOUT_MODEL = "without_model"
    """Direct and extractive answers only."""
    WAITING_NOTE = "waiting_note"
    SILENT = "silent"


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
    concurrent_turns: int = Field(default=8, gt=0)
    turn_seconds: float = Field(default=18, gt=0)
    """A language model's share of a turn; after it the turn goes on without one."""
    passage_tokens: int = Field(default=220, gt=0)
    """Longest passage, counted in cl100k_base tokens."""
    prompt_tokens: int = Field(default=3000, gt=0)
    answer_tokens: int = Field(default=400, gt=0)


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
    embedding_model: str = DEFAULT_EMBEDDING_MODEL
    """`e5-small-q4`, or any sentence-transformers name or folder."""
    llm: LLM = LLM.AUTO
    model: str = ""
    """Name asked for at the configured server; with the embedded one it has a name of its own."""
    model_file: Path | None = None
    """Any GGUF file instead of the fetched one."""
    llama_server: str = ""
    """Any llama-server executable instead of the embedded one."""
    local_prose: bool = False
    """Let the embedded model write sentences of its own instead of choosing given ones."""
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    operator_key: SecretStr | None = None
    """Opens desk, search, metrics and traces. Default: made at first start, printed once."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    allowed_origins: tuple[str, ...] = ()
    """Web origins whose pages may call the chat API."""
    log_level: str = "INFO"
    hours: Hours = Hours()
    ownership: Ownership = Ownership()
    limits: Limits = Limits()
    decision: Decision = Decision()

    @property
    def index(self) -> Path:
        return self.index_dir or self.data_dir / "index"

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


def _in_words(error: ValidationError) -> list[str]:
    lines = []
    for item in error.errors():
        name = "__".join(str(part) for part in item["loc"])
        secret = "key" in name or "url" in name
        value = "(hidden)" if secret else repr(item.get("input"))
        lines.append(
            f"setting {PREFIX}{name.upper()} (sangdam.toml: {name}) is {value}: {item['msg']}"
        )
    return lines
