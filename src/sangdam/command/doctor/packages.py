"""Installed versions against those that this version of Sangdam was tested with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from sangdam.command.checkout import ROOT
from sangdam.command.doctor.finding import Finding, Tell
from sangdam.settings import Settings

PINS = ROOT / "constraints.txt"
"""Only a checkout has it."""


def check(_settings: Settings, tell: Tell) -> Iterator[Finding]:
    pins = PINS.read_text("utf-8").split() if PINS.is_file() else ()
    yield from compared(requires("sangdam") or (), pins, tell)


def compared(needed: Sequence[str], pins: Sequence[str], tell: Tell) -> Iterator[Finding]:
    wanted = [need for need in map(Requirement, needed) if need.marker is None]
    bad = [need for need in wanted if _installed(need.name) not in need.specifier]
    for need in bad:
        yield tell.wrong(
            "package", name=need.name, there=_installed(need.name) or "-", needed=need.specifier
        )
    others = [pin for pin in map(Requirement, pins) if _differs(pin)]
    if others:
        named = ", ".join(f"{pin.name} {_installed(pin.name)}" for pin in others)
        yield tell.warning("pins", named=named)
    if not bad and not others:
        yield tell.ok("packages", count=len(wanted))


def _differs(pin: Requirement) -> bool:
    there = _installed(pin.name)
    return bool(there) and there.split("+")[0] not in pin.specifier


def _installed(name: str) -> str:
    """Empty where it is not."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
