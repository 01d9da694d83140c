"""What is installed fits the oldest Python that the project promises."""

from __future__ import annotations

import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
PINS = [line.partition("==") for line in (ROOT / "constraints.txt").read_text().split()]
OLDEST = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]


@pytest.mark.parametrize(("name", "version"), [(name, version) for name, _, version in PINS])
def test_a_pinned_package_runs_on_the_oldest_python(name: str, version: str) -> None:
    installed = distribution(name)
    assert installed.version.split("+")[0] == version
    needed = ",".join(installed.metadata.get_all("Requires-Python") or ())
    assert SpecifierSet(needed).contains(OLDEST.removeprefix(">=") + ".0")
