"""Writing that a power cut can't halve."""

from __future__ import annotations

import os
from pathlib import Path

FRESH = ".new"
"""Ending of a file that is about to take another one's place."""


def sync(path: Path) -> None:
    """Returns once the file, or the folder's list of names, is on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Give a small file new text, all at once: whoever reads it finds the old or the new.

    Raises OSError, and leaves nothing half-written then.
    """
    fresh = path.with_name(path.name + FRESH)
    try:
        fresh.write_text(text, encoding="utf-8")
        sync(fresh)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    sync(path.parent)
