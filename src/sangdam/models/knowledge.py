"""What a company knows: documents, the passages cut from them, and what an index was built of."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum

from sangdam.models.words import Audience, Language, Value


class DocumentKind(StrEnum):
    FAQ = "faq"
    DOCUMENT = "document"
    NOTICE = "notice"


class Document(Value):
    """One file, or one row of a FAQ table, as its author wrote it."""

    id: str
    kind: DocumentKind
    title: str
    """The document's title; for a FAQ entry its question."""
    text: str
    """Markdown body; for a FAQ entry its answer."""
    language: Language
    source: str
    """Path below the knowledge folder."""
    line: int = 1
    """Line in `source` where the document begins."""
    aliases: tuple[str, ...] = ()
    audience: Audience = Audience.CUSTOMER
    category: str = ""
    updated: date | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    """Last day on which the document holds, inclusive."""
    touches: tuple[str, ...] = ()
    """Notices only: the categories whose answers the notice stands before."""
    url: str | None = None

    def in_effect(self, day: date) -> bool:
        return _in_effect(self.effective_from, self.effective_until, day)


def _in_effect(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def stem(document_id: str) -> str:
    """The id without its `.ko` / `.en` ending: translations share it."""
    head, dot, tail = document_id.rpartition(".")
    return head if dot and tail in _ENDINGS else document_id


_ENDINGS = frozenset(Language)


def model_codes(text: str) -> frozenset[str]:
    """Codes of products, such as HB-200X, in capitals and without hyphens. They are names: what is
    said of another one answers nothing."""
    return frozenset(code.replace("-", "").upper() for code in MODEL_CODE.findall(text))


def without_model_codes(text: str, instead: str = "") -> str:
    return MODEL_CODE.sub(instead, text)


MODEL_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2,4}-\d|[A-Z]{1,4}-?\d{2,4})[A-Z]{0,2}(?![A-Za-z0-9])",
    re.IGNORECASE,
)


class Passage(Value):
    """What is retrieved and quoted: a FAQ entry's answer, or one section of a document."""

    id: str
    """`document_id#n`, n counting from 0 within the document."""
    document_id: str
    kind: DocumentKind
    title: str
    """The document's title; for a FAQ entry its question."""
    section: str = ""
    """Heading path below the title, joined by ` > `."""
    text: str
    """What may be quoted to the reader."""
    questions: tuple[str, ...] = ()
    """FAQ only: the question and its aliases."""
    language: Language
    audience: Audience
    category: str = ""
    effective_from: date | None = None
    effective_until: date | None = None
    url: str | None = None

    def in_effect(self, day: date) -> bool:
        return _in_effect(self.effective_from, self.effective_until, day)


class VectorText(Value):
    """One text to embed on behalf of a passage."""

    passage: int
    """Position of the passage in its Generation."""
    text: str
    asks: bool
    """True for a question (or alias), False for a text that answers."""


class Manifest(Value):
    """What a Generation was built from, and with what."""

    generation: str
    """Name of the Generation: UTC time of building and a digest of its content."""
    created: datetime
    embedding_model: str
    """Name, runtime and precision of the encoder; another one cannot read the vectors."""
    dimension: int
    documents: int
    passages: int
    vectors: int
    passage_tokens: int
    """Longest passage, in tokens."""
    reading: int
    """Version of the rules by which files become passages; another one cuts anew."""


class FindingKind(StrEnum):
    """What an owner should look at."""

    SKIPPED = "skipped"
    """A file that could not be read; nothing of it is in the index."""
    NEAR_DUPLICATE = "near_duplicate"
    CONTRADICTION = "contradiction"
    EXPIRED = "expired"
    ORPHANED = "orphaned"
    HIDDEN_TEXT = "hidden_text"
    INSTRUCTION = "instruction"
    """Text aimed at a language model, not at a reader."""


class Finding(Value):
    """Something about one place in the knowledge; no reason to stop, unless asked to be strict."""

    kind: FindingKind
    source: str
    """Path below the knowledge folder."""
    line: int = 1
    what: str
    """One sentence: what is wrong and how to mend it."""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.what}"


class IndexChange(Value):
    """What one reindex did, by document id."""

    generation: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    passages: int
    vectors: int
    embedded: int
    """Texts that were embedded anew; the other vectors were taken over."""
    seconds: float
    findings: tuple[Finding, ...] = ()
    """What could not be read, and what is doubtful in what was read, by path and line."""
