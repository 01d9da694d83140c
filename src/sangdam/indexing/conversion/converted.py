"""What a converted file says, in the form that crosses from one process to the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One row of a table."""

    cells: list[str]
    line: int
    """Line or row of the file on which it begins."""


class Sheet(NamedTuple):
    """A sheet that holds a FAQ table; its first row names the columns."""

    name: str
    rows: tuple[Row, ...]


class Hidden(NamedTuple):
    """Text that a reader of the file would not see. It is left out."""

    line: int
    """Line of the file (html) or page (pdf); 1 where there is neither."""
    how: str
    """By what it is hidden, e.g. `white on white`."""
    text: str


class Converted(NamedTuple):
    text: str
    """Markdown with at most one `# ` heading, which then stands at its top."""
    lines: tuple[int, ...] = ()
    """Line or page of the file for every line of `text`; empty where the file has neither."""
    title: str = ""
    """As the file names itself in its properties."""
    language: str = ""
    url: str = ""
    hidden: tuple[Hidden, ...] = ()
    sheets: tuple[Sheet, ...] = ()

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Converted:
        """Raises KeyError or TypeError where the fields are others."""
        changed = {
            "lines": tuple(fields["lines"]),
            "hidden": tuple(Hidden(*hidden) for hidden in fields["hidden"]),
            "sheets": tuple(
                Sheet(name, tuple(Row(*row) for row in rows)) for name, rows in fields["sheets"]
            ),
        }
        return cls(**{**fields, **changed})
