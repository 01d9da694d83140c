"""One typed tree of settings; each group of it has its reasons beside it."""

from sangdam.settings.addresses import LEAST_KEY_BYTES, confidential
from sangdam.settings.callers import Rate, Rates, SignIn
from sangdam.settings.conversation import (
    Attachments,
    Decision,
    Limits,
    Ownership,
    Speaks,
)
from sangdam.settings.desk import ROUTING, Desk, QueueRule
from sangdam.settings.hours import Break, Hours
from sangdam.settings.identity import CustomerIdentity, Oidc
from sangdam.settings.language_model import LLM, Cost
from sangdam.settings.outward import Otlp, SlackChannel, Webhook, ZendeskAccount
from sangdam.settings.privacy import Privacy, Processor, Retention
from sangdam.settings.tree import (
    DEFAULT_EMBEDDING_MODEL,
    LLAMA_KEY,
    LLAMA_URL,
    PREFIX,
    SECRET,
    LogFormat,
    Settings,
)
from sangdam.settings.vector_store import MILVUS_FILE, Milvus, VectorStore

__all__ = [
    "DEFAULT_EMBEDDING_MODEL",
    "LEAST_KEY_BYTES",
    "LLAMA_KEY",
    "LLAMA_URL",
    "LLM",
    "MILVUS_FILE",
    "PREFIX",
    "ROUTING",
    "SECRET",
    "Attachments",
    "Break",
    "Cost",
    "CustomerIdentity",
    "Decision",
    "Desk",
    "Hours",
    "Limits",
    "LogFormat",
    "Milvus",
    "Oidc",
    "Otlp",
    "Ownership",
    "Privacy",
    "Processor",
    "QueueRule",
    "Rate",
    "Rates",
    "Retention",
    "Settings",
    "SignIn",
    "SlackChannel",
    "Speaks",
    "VectorStore",
    "Webhook",
    "ZendeskAccount",
    "confidential",
]
