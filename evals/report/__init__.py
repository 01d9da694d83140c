"""A run as a page for people, as JSON for programs, as JUnit XML for build servers."""

from __future__ import annotations

from pathlib import Path

from evals.report.examined import Examined
from evals.report.json_text import json_text
from evals.report.junit import junit
from evals.report.page import page

PAGE = "report.html"


def write(folder: Path, examined: Examined) -> Path:
    """Writes report.html, report.json and junit.xml; returns the path of the page."""
    (folder / PAGE).write_text(page(examined), "utf-8")
    (folder / "report.json").write_text(json_text(examined), "utf-8")
    (folder / "junit.xml").write_bytes(junit(examined))
    return folder / PAGE
