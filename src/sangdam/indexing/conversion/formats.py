"""Which files are converted."""

from __future__ import annotations

FORMATS = {
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".xlsm": "xlsx",
    ".xlsx": "xlsx",
}
"""Suffix -> module and function of the same name; imported when the first such file comes."""
