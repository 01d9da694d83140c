"""Lines of `key: value` in YAML, above a Markdown text or in a file beside another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from sangdam.indexing.fields import Field, field
from sangdam.indexing.files import KnowledgeFile, text_of
from sangdam.indexing.problems import Place, Problems

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
_FORGOTTEN = re.compile(rf"({'|'.join(KEYS)}):\s")
_NULL = "tag:yaml.org,2002:null"


class Parts(NamedTuple):
    """A text cut at its front matter."""

    front: dict[str, Field]
    body: Sequence[str]
    """Its lines."""
    first: int
    """Line of the file on which the body begins."""


def cut(text: str, source: str, problems: Problems) -> Parts:
    """Where the front matter can't be made out, the problem is noted."""
    lines = text.split("\n")
    opening = next(number for number, line in enumerate(lines) if line.strip())
    if lines[opening].rstrip() != "---":
        if _FORGOTTEN.match(lines[opening]):
            place = Place(source, opening + 1)
            problems.add(place, "front matter needs a line --- before and after it")
        return Parts({}, lines, 1)
    for number in range(opening + 1, len(lines)):
        if lines[number].rstrip() == "---":
            front = "\n".join(lines[opening + 1 : number])
            found = fields(front, Place(source, opening + 2), problems)
            return Parts(found, lines[number + 1 :], number + 2)
    place = Place(source, opening + 1)
    problems.add(place, "front matter is not closed; add a line --- after it")
    return Parts({}, lines, 1)


def sidecar_fields(file: KnowledgeFile, problems: Problems) -> dict[str, Field]:
    """What a file beside another one says of it. Raises Unreadable."""
    return fields(text_of(file, problems), Place(file.source), problems)


def fields(text: str, place: Place, problems: Problems) -> dict[str, Field]:
    """The values by their keys; `place` is where the text begins."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        what = getattr(error, "problem", None) or "a character that YAML does not allow"
        problems.add(
            _down(place, _line(error)),
            f"front matter can't be read: {what}; put a value that holds ': ' or '#' in quotes",
        )
        return {}
    except RecursionError:
        problems.add(place, "front matter is nested too deep; write lines of `key: value`")
        return {}
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        problems.add(place, "front matter must be lines of `key: value`")
        return {}
    return _fields(node, place, problems)


def _down(place: Place, lines: int) -> Place:
    return place._replace(line=place.line + lines)


def _line(error: yaml.YAMLError) -> int:
    """Counted from 0. Of an open quote its beginning, not the end of the text it ran to."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0
    begins = error.context_mark if isinstance(error, yaml.scanner.ScannerError) else None
    mark = begins or error.problem_mark
    return mark.line if mark else 0


def _fields(node: yaml.MappingNode, place: Place, problems: Problems) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for key, value in node.value:
        where = _down(place, key.start_mark.line)
        if not isinstance(key, yaml.ScalarNode):
            problems.add(where, "a key must be a word; write lines of `key: value`")
            continue
        name = key.value
        if name in found:
            problems.add(where, f"{name} is given twice; keep one")
        if not _plain(value):
            problems.add(where, f"{name} must be one value or a list of values")
        else:
            found[name] = field(_values(value), where)
    return found


def _plain(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return all(isinstance(item, yaml.ScalarNode) for item in node.value)
    return isinstance(node, yaml.ScalarNode)


def _values(node: yaml.Node) -> tuple[str, ...]:
    """Scalars as written: an id of 007 stays 007, a date is checked where it is used."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(item.value for item in items if item.tag != _NULL)
