"""Knowledge with something wrong in it, written entry by entry, and what is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sangdam.indexing.contents import contents
from sangdam.indexing.health import findings
from sangdam.models import Audience, Document, DocumentKind, Finding, FindingKind, Language
from sangdam.offline import HashEmbedder

DAY = date(2026, 11, 21)


def found(*documents: Document, day: date = DAY, folder: Path | None = None) -> tuple[Finding, ...]:
    """By path and line, as a reindex finds them."""
    made = contents(sorted(documents, key=lambda document: document.id), count=_words, limit=60)
    texts = [text.text for text in made.vector_texts]
    matrix = HashEmbedder().embed_passages(texts)
    return findings(made, matrix, day, folder=folder)


def kinds(*documents: Document, day: date = DAY) -> list[FindingKind]:
    return [finding.kind for finding in found(*documents, day=day)]


def faq(
    question: str,
    answer: str,
    *,
    id: str = "",
    line: int = 2,
    aliases: Sequence[str] = (),
    audience: Audience = Audience.CUSTOMER,
    begins: date | None = None,
    until: date | None = None,
    updated: date | None = None,
    category: str = "shipping",
) -> Document:
    """An entry of faqs/a.csv. Without an id, in the language of the question."""
    language = _language(id, question)
    return Document(
        id=id or f"entry-{line}.{language}",
        kind=DocumentKind.FAQ,
        title=question,
        text=answer,
        language=language,
        source="faqs/a.csv",
        line=line,
        aliases=tuple(aliases),
        audience=audience,
        category=category,
        effective_from=begins,
        effective_until=until,
        updated=updated,
    )


def document(
    text: str,
    *,
    source: str = "policies/a.ko.md",
    kind: DocumentKind = DocumentKind.DOCUMENT,
    audience: Audience = Audience.CUSTOMER,
    title: str = "A",
    until: date | None = None,
    updated: date | None = None,
    category: str = "shipping",
    touches: tuple[str, ...] = (),
) -> Document:
    name = source.removesuffix(".md")
    return Document(
        id=name,
        kind=kind,
        title=title,
        text=text,
        language=_language(name, text),
        source=source,
        audience=audience,
        category=category,
        effective_until=until,
        updated=updated,
        touches=touches,
    )


def _language(id: str, text: str) -> Language:
    if id.endswith((".ko", ".en")):
        return Language(id[-2:])
    korean = any("가" <= letter <= "힣" for letter in text)
    return Language.KOREAN if korean else Language.ENGLISH


def _words(text: str) -> int:
    return len(text.split())
