"""Documents that nothing leads to, or that lead to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from sangdam.indexing.contents import Contents
from sangdam.indexing.health.doubts import Doubt
from sangdam.models import Document, DocumentKind, FindingKind


def orphans(contents: Contents, day: date) -> Iterator[Doubt]:
    yield from _unfound(contents)
    yield from _untouched(contents.documents, contents.notices, day)


def _unfound(contents: Contents) -> Iterator[Doubt]:
    """Documents of which no passage is made."""
    found = {passage.document_id for passage in contents.passages}
    for document in contents.documents:
        if document.kind is not DocumentKind.NOTICE and document.id not in found:
            what = "holds no text that could be found; write it or delete the file"
            yield Doubt(FindingKind.ORPHANED, document, what)


def _untouched(
    documents: Iterable[Document], notices: Sequence[Document], day: date
) -> Iterator[Doubt]:
    """Notices that stand before the answers of a category which no document has."""
    living = [n for n in notices if n.touches and (n.effective_until or day) >= day]
    if not living:
        return
    categories = {d.category for d in documents if d.kind is not DocumentKind.NOTICE}
    for notice in living:
        for category in notice.touches:
            if category not in categories:
                hint = _hint(category, categories)
                what = f"touches the category {category!r}, which no document has; {hint}"
                yield Doubt(FindingKind.ORPHANED, notice, what, category)


def _hint(category: str, categories: Iterable[str]) -> str:
    near = get_close_matches(category, sorted(filter(None, categories)), n=1)
    return f"did you mean {near[0]!r}?" if near else "mend it, or give documents the category"
