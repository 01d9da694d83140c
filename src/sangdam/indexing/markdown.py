"""A Markdown file with YAML front matter -> one Document."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from sangdam.indexing.fields import Field, Fields, document
from sangdam.indexing.files import KnowledgeFile, text_of
from sangdam.indexing.problems import Place, Problems
from sangdam.indexing.sections import first_heading, sections
from sangdam.models import Document, DocumentKind

KEYS = (
    "id",
    "title",
    "audience",
    "language",
    "category",
    "updated",
    "effective",
    "effective_from",
    "effective_until",
    "url",
)
MORE_KEYS = {
    DocumentKind.FAQ: ("aliases",),
    DocumentKind.NOTICE: ("from", "until", "touches"),
    DocumentKind.DOCUMENT: (),
}

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FORGOTTEN = re.compile(rf"({'|'.join(KEYS)}):\s")
_NULL = "tag:yaml.org,2002:null"


class Parts(NamedTuple):
    """A file cut at its front matter."""

    front: str
    first_line: int
    """Line of the file on which `front` begins."""
    body: str


def read_markdown(file: KnowledgeFile, problems: Problems) -> list[Document]:
    """The file's one document, or none where it can't be made out; problems are noted."""
    text = text_of(file, problems)
    if not text.strip():
        return []
    parts = _parts(text, file, problems)
    fields = Fields(Place(file.source), _front_matter(parts, file, problems), problems)
    fields.allow(KEYS + MORE_KEYS[file.kind])
    heading = first_heading(parts.body)
    title = fields.text("title") or heading.text or file.name
    body = parts.body
    if file.kind is not DocumentKind.DOCUMENT and heading.text == title:
        body = heading.rest
    if not any(sections(body)):
        fields.wrong("no text below the front matter or title; write it or delete the file")
    made = document(
        fields,
        kind=file.kind,
        title=title,
        text=body.strip(),
        default_id=file.id,
        default_audience=file.audience,
    )
    return [made]


def _parts(text: str, file: KnowledgeFile, problems: Problems) -> Parts:
    lines = text.split("\n")
    opening = next(number for number, line in enumerate(lines) if line.strip())
    if lines[opening].rstrip() != "---":
        if _FORGOTTEN.match(lines[opening]):
            place = Place(file.source, opening + 1)
            problems.add(place, "front matter needs a line --- before and after it")
        return Parts("", 1, _shown(text))
    for number in range(opening + 1, len(lines)):
        if lines[number].rstrip() == "---":
            front = "\n".join(lines[opening + 1 : number])
            return Parts(front, opening + 2, _shown("\n".join(lines[number + 1 :])))
    problems.add(
        Place(file.source, opening + 1), "front matter is not closed; add a line --- after it"
    )
    return Parts("", 1, _shown(text))


def _shown(body: str) -> str:
    """The body without HTML comments: they are the author's, never a reader's."""
    return _COMMENT.sub("", body)


def _front_matter(parts: Parts, file: KnowledgeFile, problems: Problems) -> dict[str, Field]:
    try:
        node = yaml.compose(parts.front, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        what = getattr(error, "problem", None) or "a character that YAML does not allow"
        problems.add(
            Place(file.source, parts.first_line + _line(error)),
            f"front matter can't be read: {what}; put a value that holds ': ' or '#' in quotes",
        )
        return {}
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        place = Place(file.source, parts.first_line)
        problems.add(place, "front matter must be lines of `key: value`")
        return {}
    return _fields(node, parts, file, problems)


def _line(error: yaml.YAMLError) -> int:
    """Counted from 0. Of an open quote its beginning, not the end of the text it ran to."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0
    begins = error.context_mark if isinstance(error, yaml.scanner.ScannerError) else None
    mark = begins or error.problem_mark
    return mark.line if mark else 0


def _fields(
    node: yaml.MappingNode, parts: Parts, file: KnowledgeFile, problems: Problems
) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key, value in node.value:
        line = parts.first_line + key.start_mark.line
        name = str(key.value)
        if name in fields:
            problems.add(Place(file.source, line), f"{name} is given twice; keep one")
        if not _plain(value):
            problems.add(Place(file.source, line), f"{name} must be one value or a list of values")
        else:
            fields[name] = Field(_values(value), line)
    return fields


def _plain(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return all(isinstance(item, yaml.ScalarNode) for item in node.value)
    return isinstance(node, yaml.ScalarNode)


def _values(node: yaml.Node) -> tuple[str, ...]:
    """Scalars as written: an id of 007 stays 007, a date is checked where it is used."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(item.value for item in items if item.tag != _NULL)
