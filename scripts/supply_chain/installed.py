"""Packages of this environment, and which of them the service needs."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "sangdam"


class Package(NamedTuple):
    name: str
    version: str
    said: str
    """What its metadata says of its licence: an SPDX expression, or other words."""
    record: str | None
    """sha256 of the list of its files, which holds the hash of each."""
    needed: bool
    """By the service itself; the others test and build it."""


def packages() -> tuple[Package, ...]:
    """All that are installed but ours, by name."""
    serving = closure(())
    found = {canonicalize_name(each.name): each for each in distributions()}
    return tuple(
        Package(name, each.version, said(each), record(each.read_text("RECORD")), name in serving)
        for name, each in sorted(found.items())
        if name != OURS
    )


def closure(extras: Collection[str]) -> frozenset[str]:
    """Names of what our package and these extras of it need, and what that needs."""
    known: set[tuple[str, frozenset[str]]] = set()
    waiting = [(OURS, frozenset(extras))]
    while waiting:
        if (each := waiting.pop()) not in known:
            known.add(each)
            waiting.extend(_needs(*each))
    return frozenset(name for name, _ in known if name != OURS and _there(name))


def said(package: Distribution) -> str:
    def told(field: str) -> list[str]:
        return [str(each).strip() for each in package.metadata.get_all(field) or ()]

    if expression := told("License-Expression"):
        return expression[0]
    classifiers = [each for each in told("Classifier") if each.startswith("License")]
    named = sorted(each.split(" :: ")[-1] for each in classifiers)
    lines = "\n".join(told("License")).splitlines()
    return " | ".join(named) or (lines[0] if lines else "")


def record(text: str | None) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest() if text else None


def _needs(name: str, extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    if not _there(name):
        return []
    wanted = map(Requirement, distribution(name).requires or ())
    return [
        (canonicalize_name(each.name), frozenset(each.extras))
        for each in wanted
        if each.marker is None
        or any(each.marker.evaluate({"extra": extra}) for extra in (extras or {""}))
    ]


def _there(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True
