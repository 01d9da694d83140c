"""Free memory against what the service takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.settings import LLM, Settings

SERVICE = 1_100_000_000
"""Bytes that one worker takes, encoder and Kiwi included."""
MODEL = 2_000_000_000
"""Bytes that the embedded language model takes, once for all workers."""

MEMINFO = Path("/proc/meminfo")
GROUP = Path("/sys/fs/cgroup")


def check(
    settings: Settings, tell: Tell, *, meminfo: Path = MEMINFO, group: Path = GROUP
) -> Iterator[Finding]:
    free = _free(meminfo, group)
    if free is None:
        yield tell.ok("memory_unknown")
        return
    embedded = settings.llm_in_use is LLM.LOCAL and not settings.llama_url
    needed = SERVICE * settings.workers + (MODEL if embedded else 0)
    told = {"free": f"{free / 1e9:.1f}", "needed": f"{needed / 1e9:.1f}"}
    yield tell.warning("memory_scarce", **told) if free < needed else tell.ok("memory", **told)


def _free(meminfo: Path, group: Path) -> int | None:
    """Bytes, the container's limit regarded; None where this system doesn't tell."""
    try:
        lines = dict(line.split(":", 1) for line in meminfo.read_text().splitlines())
        free = int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return None
    try:
        limit = int((group / "memory.max").read_text())
        return min(free, limit - int((group / "memory.current").read_text()))
    except (OSError, ValueError):  # no container, or one without a limit
        return free
