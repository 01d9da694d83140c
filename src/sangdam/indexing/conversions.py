"""Converted files, kept: one that did not change is never converted twice."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from io import BufferedReader
from pathlib import Path

from sangdam.indexing.conversion.converted import Converted
from sangdam.indexing.conversion.converter import Converter
from sangdam.indexing.files import KnowledgeFile, opened

LIBRARIES = ("beautifulsoup4", "mammoth", "markdownify", "openpyxl", "pdfminer.six", "pdfplumber")
"""What converts: another version of one may read the same file otherwise."""


class Conversions:
    """Kept in `folder` under what they were made of and by; nowhere where it is None."""

    def __init__(self, converter: Converter, folder: Path | None) -> None:
        self._converter = converter
        self._folder = folder
        self._used: set[str] = set()

    def of(self, file: KnowledgeFile) -> Converted:
        """Raises Unreadable."""
        with opened(file) as handle:
            name = self._name(handle, file)
            kept = self._kept(name)
            found = kept or self._converter.convert(handle, file.suffix)
        if not kept:
            self._keep(name, found)
        return found

    def use(self, file: KnowledgeFile) -> None:
        """Keep what was made of this file although it is not asked for. Raises Unreadable."""
        if self._folder:
            with opened(file) as handle:
                self._name(handle, file)

    def remove_unused(self) -> None:
        """Forget what was made of files that are gone or changed."""
        if self._folder and self._folder.is_dir():
            for path in self._folder.iterdir():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)

    def _name(self, handle: BufferedReader, file: KnowledgeFile) -> str:
        if not self._folder:
            return ""
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        self._used.add(name := f"{digest}-{made_by()}{file.suffix}")
        return name

    def _kept(self, name: str) -> Converted | None:
        """None also where it is damaged: then it is made anew."""
        try:
            data = (self._folder / name).read_bytes() if self._folder else b""
            return Converted.from_dict(json.loads(data)) if data else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(self, name: str, found: Converted) -> None:
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            new = self._folder / f"{name}.new"
            new.write_text(json.dumps(found._asdict(), ensure_ascii=False), encoding="utf-8")
            new.replace(self._folder / name)


@cache
def made_by() -> str:
    """Digest of the converter's own source and of the versions of what it uses."""
    found = hashlib.sha256()
    here = Path(__file__).parent
    for path in [*sorted((here / "conversion").glob("*.py")), here / "sections.py"]:
        found.update(path.read_bytes())
    for library in LIBRARIES:
        found.update(version(library).encode())
    return found.hexdigest()[:12]
