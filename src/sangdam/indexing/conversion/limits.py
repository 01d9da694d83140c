"""How much of a file is read, so that no file can stop a reindex."""

from __future__ import annotations

FILE_BYTES = 64 * 2**20
"""Largest file that is opened."""
TEXT_BYTES = 20 * 2**20
"""Longest text that one file may hold or be converted to, in UTF-8."""
LINES = 500_000
"""Most lines of such a text: fewer than 40 bytes each are not what people write."""
SECONDS = 60.0
"""Longest time that one file may take."""
MEMORY_BYTES = 3 * 2**29
"""Address space of the process that converts: 1.5 GB."""
PAGES = 2_000
"""Most pages of a PDF."""
ARCHIVE_BYTES = 512 * 2**20
"""Most bytes that a zip (or a .docx or .xlsx, which is one) may unpack to."""
ARCHIVE_MEMBERS = 10_000
"""Most files in a zip."""
RATIO = 200
"""Most bytes that may come out of one byte of a zip. Office files stay under 50."""
RATIO_FROM = 2**20
"""Unpacked bytes from which the ratio counts: less does no harm at any ratio."""
HIDDEN_NOTES = 20
"""Most places with hidden text told of one file."""


def megabytes(count: int) -> str:
    """The number of bytes as an owner reads it, e.g. `64 MB`."""
    return f"{count / 2**20:.0f} MB"
