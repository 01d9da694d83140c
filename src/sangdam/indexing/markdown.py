"""Markdown text -> Documents: the one way from any page to what is indexed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sangdam.indexing.faq_pages import FaqPage, Question, faq_page
from sangdam.indexing.fields import Field, Fields, document, entry_id
from sangdam.indexing.files import KnowledgeFile, text_of
from sangdam.indexing.front_matter import KEYS, cut
from sangdam.indexing.problems import Place, Problems
from sangdam.indexing.sections import first_heading, sections
from sangdam.models import Document, DocumentKind

MORE_KEYS = {
    DocumentKind.FAQ: ("aliases",),
    DocumentKind.NOTICE: ("from", "until", "touches"),
    DocumentKind.DOCUMENT: (),
}
WRITTEN = (".md", ".markdown")
"""Suffixes of files of which one in faqs/ is one entry: an author wrote it as that."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = "\0"
"""Stands for a line's end inside a comment while it is taken out; no text holds one."""


class Page(NamedTuple):
    """A file's text as Markdown, with what the file itself says of it."""

    text: str
    lines: Sequence[int]
    """Where each line of the text stands in the file."""
    title: str = ""
    """Where no heading is the title."""
    language: str = ""


def read_markdown(
    file: KnowledgeFile, given: Mapping[str, Field], problems: Problems
) -> list[Document]:
    """The file's documents, none where they can't be made out; problems are noted.

    What is `given` beside the file may stand in its front matter instead. Raises Unreadable.
    """
    text = text_of(file, problems)
    if not text.strip():
        return []
    parts = cut(text, file.source, problems)
    if parts.front and given:
        what = "what is said of this file stands here and in the file beside it; keep one"
        problems.add(Place(file.source), what)
    return documents(file, _shown(parts.body, parts.first), parts.front or given, problems)


def _shown(body: Sequence[str], first: int) -> Page:
    """The body without HTML comments: they are the author's, never a reader's."""
    kept = _COMMENT.sub(lambda found: _BREAK * found[0].count("\n"), "\n".join(body)).split("\n")
    lines = [first]
    for line in kept:
        lines.append(lines[-1] + 1 + line.count(_BREAK))
    return Page("\n".join(line.replace(_BREAK, "") for line in kept), lines)


def documents(
    file: KnowledgeFile, page: Page, given: Mapping[str, Field], problems: Problems
) -> list[Document]:
    """One document; of a page that is mostly questions an entry each, and one of the rest."""
    fields = Fields(Place(file.source), given, problems)
    kind = _kind(file)
    fields.allow(KEYS + MORE_KEYS[kind])
    heading = first_heading(page.text)
    title = fields.text("title") or heading.text or page.title or file.name
    text = (
        heading.rest if kind is not DocumentKind.DOCUMENT and heading.text == title else page.text
    )
    if not any(sections(text)):
        fields.wrong("no text below the front matter or title; write it or delete the file")
    whole = document(
        fields,
        kind=kind,
        title=title,
        text=text.strip(),
        default_id=file.id,
        default_audience=file.audience,
        page_language=page.language,
    )
    found = faq_page(page.text) if kind is DocumentKind.DOCUMENT else None
    return [*_split(whole, found, page, fields)] if found else [whole]


def _kind(file: KnowledgeFile) -> DocumentKind:
    """A page in faqs/ that nobody wrote as an entry is a document, or a FAQ by its shape."""
    if file.kind is DocumentKind.FAQ and file.suffix not in WRITTEN:
        return DocumentKind.DOCUMENT
    return file.kind


def _split(whole: Document, found: FaqPage, page: Page, fields: Fields) -> Iterator[Document]:
    if any(sections(found.rest)):
        yield whole.model_copy(update={"text": found.rest})
    times = Counter(question.text for question in found.questions)
    for question in found.questions:
        path = " > ".join((whole.title, *question.above, question.text))
        name = question.text if times[question.text] == 1 else path
        yield _entry(whole, question, path, entry_id(whole.id, name), page, fields)


def _entry(
    whole: Document, question: Question, path: str, name: str, page: Page, fields: Fields
) -> Document:
    """It takes over what is said of its page. Its alias says what it is about: the same question
    may stand on the page of every product."""
    text = f"{question.text}\n{question.answer}"
    return whole.model_copy(
        update={
            "id": name,
            "kind": DocumentKind.FAQ,
            "title": question.text,
            "text": question.answer,
            "aliases": (path,),
            "line": page.lines[question.line],
            "language": fields.language(name, text, page.language),
        }
    )
