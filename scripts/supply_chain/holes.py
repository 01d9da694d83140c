"""Known holes of installed versions, as the package index tells them, asked by pip-audit."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.supply_chain.installed import Package

PIP_AUDIT = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner=off")


class Hole(NamedTuple):
    package: str
    version: str
    advisory: str
    fixed: tuple[str, ...]
    """Versions without it."""


class Answer(NamedTuple):
    holes: tuple[Hole, ...]
    unknown: tuple[str, ...]
    """Packages of which nothing could be had: they are not known to be sound."""
    reason: str = ""
    """Why nothing could be had of any."""


def asked(packages: Sequence[Package], options: Iterable[str] = ()) -> Answer:
    """Asks about every package by name and version."""
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder, "pins.txt")
        pins.write_text("".join(f"{p.name}=={p.version.split('+')[0]}\n" for p in packages))
        command = [sys.executable, *PIP_AUDIT, "--format=json", f"--requirement={pins}", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return read(done.stdout)
    except (ValueError, KeyError, TypeError):
        said = [line for line in done.stderr.splitlines() if line.strip()]
        names = tuple(package.name for package in packages)
        return Answer((), names, said[-1] if said else "pip-audit gave no answer")


def read(printed: str) -> Answer:
    """What pip-audit printed. Raises ValueError, KeyError or TypeError where that is no answer."""
    told = json.loads(printed)["dependencies"]
    holes = (
        Hole(each["name"], each["version"], hole["id"], tuple(hole["fix_versions"]))
        for each in told
        for hole in each.get("vulns", ())
    )
    return Answer(tuple(holes), tuple(each["name"] for each in told if "skip_reason" in each))
