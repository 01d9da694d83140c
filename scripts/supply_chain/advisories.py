"""Advisories that were downloaded elsewhere, in the format of OSV, against installed versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from sangdam.errors import Invalid
from scripts.supply_chain.holes import Hole
from scripts.supply_chain.installed import Package

ECOSYSTEM = "PyPI"


def read(file: Path) -> list[dict[str, Any]]:
    """One advisory, a list of them, `{"vulns": […]}`, or a zip with one in each file. Raises
    Invalid where it is none of these."""
    try:
        if file.suffix == ".zip":
            with ZipFile(file) as archive:
                texts = [
                    archive.read(name) for name in archive.namelist() if name.endswith(".json")
                ]
        else:
            texts = [file.read_bytes()]
        found = [each for text in texts for each in _listed(json.loads(text))]
    except (OSError, BadZipFile, ValueError) as error:
        raise Invalid(f"{file} can't be read as advisories: {error}") from None
    if not found or not all("affected" in each and "id" in each for each in found):
        raise Invalid(f"{file} holds no advisories in the format of OSV (`id`, `affected`)")
    return found


def compared(packages: Iterable[Package], advisories: Iterable[dict[str, Any]]) -> Iterator[Hole]:
    """Raises Invalid where an advisory names a version that is none."""
    there = {package.name: package for package in packages}
    for advisory in advisories:
        for affected in () if advisory.get("withdrawn") else advisory["affected"]:
            named = affected.get("package", {})
            package = there.get(canonicalize_name(named.get("name", "")))
            if named.get("ecosystem") == ECOSYSTEM and package and _hits(affected, package):
                yield Hole(package.name, package.version, advisory["id"], _fixed(affected))


def _listed(told: Any) -> list[dict[str, Any]]:
    if isinstance(told, list):
        return told
    return list(told.get("vulns", [told])) if isinstance(told, dict) else []


def _hits(affected: dict[str, Any], package: Package) -> bool:
    version = Version(package.version.split("+")[0])
    if str(version) in affected.get("versions", ()):
        return True
    return any(
        _within(version, each["events"])
        for each in affected.get("ranges", ())
        if each.get("type") == "ECOSYSTEM"
    )


def _within(version: Version, events: list[dict[str, str]]) -> bool:
    """Events in their order: what was introduced holds until it was fixed."""
    inside = False
    for event in events:
        for kind, at in event.items():
            limit = _version(at)
            if kind == "introduced" and version >= limit:
                inside = True
            if (kind == "fixed" and version >= limit) or (
                kind == "last_affected" and version > limit
            ):
                inside = False
    return inside


def _fixed(affected: dict[str, Any]) -> tuple[str, ...]:
    events = (event for each in affected.get("ranges", ()) for event in each["events"])
    return tuple(event["fixed"] for event in events if "fixed" in event)


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        raise Invalid(f"an advisory names the version {text!r}, which is none") from None
