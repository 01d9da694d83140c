"""What of an index a backup carries: the Generation in use, which never changes."""

from __future__ import annotations

from pathlib import Path

from sangdam.indexing.generations import CURRENT, GENERATIONS, SERVED, current_name


def carried(index: Path) -> tuple[Path, ...]:
    """Paths below the index folder; none where there is no Generation."""
    name = current_name(index)
    folder = index / GENERATIONS / (name or "")
    if name is None or not folder.is_dir():
        return ()
    inside = sorted(path for path in folder.rglob("*") if path.is_file())
    return (Path(CURRENT), *(path.relative_to(index) for path in inside))


def complete(index: Path) -> None:
    """Write what an index has beside the carried files. Raises OSError."""
    (index / SERVED).write_text(f"{current_name(index)}\n", encoding="utf-8")
