"""What the service is made of is told whole, in a form that others read, and nothing unwanted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from sangdam.errors import Invalid
from sangdam.model_files.catalogue import ALL
from scripts.supply_chain import advisories, holes
from scripts.supply_chain.bill import bill
from scripts.supply_chain.installed import Package, closure, packages
from scripts.supply_chain.licences import Licences

ROOT = Path(__file__).parents[2]
DEV = ("dev", "milvus")


def package(name: str, version: str = "1.0") -> Package:
    return Package(name, version, "MIT", None, needed=True)


def test_the_bill_is_valid_and_names_every_package_and_model_with_its_hashes() -> None:
    text = bill(packages(), ALL, Licences())
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    parts = {part["name"]: part for part in json.loads(text)["components"]}
    assert closure(()) <= set(parts)
    assert parts["fastapi"]["purl"].startswith("pkg:pypi/fastapi@")
    assert (parts["fastapi"]["scope"], parts["pytest"]["scope"]) == ("required", "excluded")
    for model in ALL:
        told = parts[model.name]
        assert told["type"] == "machine-learning-model"
        assert told["licenses"] == [{"license": {"id": model.licence}}]
        assert {part["name"]: part["hashes"][0]["content"] for part in told["components"]} == {
            file.name: file.sha256 for file in model.files
        }


def test_every_licence_of_what_we_need_is_allowed() -> None:
    licences, needed = Licences(), closure(DEV)
    assert {"fastapi", "pytest", "pymilvus", "torch"} <= needed
    told = {p.name: licences.expression(p.name, p.said) for p in packages() if p.name in needed}
    told |= {model.name: model.licence for model in ALL}
    assert {name: why for name, each in told.items() if (why := licences.refused(each))} == {}


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("AGPL-3.0-only", "AGPL-3.0-only is not allowed"),
        ("MIT AND AGPL-3.0-only", "AGPL-3.0-only is not allowed"),
        ("MIT OR AGPL-3.0-only", ""),
        ("Apache-2.0 WITH LLVM-exception", ""),
        ("Free for all", "no SPDX expression"),
        ("", "no SPDX expression"),
    ],
)
def test_a_licence_that_is_not_listed_is_refused(expression: str, told: str) -> None:
    refused = Licences().refused(expression)
    assert told in refused
    assert bool(told) == bool(refused)


ADVISORY: dict[str, Any] = {
    "id": "PYSEC-1",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Some.Package"},
            "ranges": [
                {
                    "type": "ECOSYSTEM",
                    "events": [
                        {"introduced": "0"},
                        {"fixed": "1.2"},
                        {"introduced": "2.0"},
                        {"last_affected": "2.3"},
                    ],
                }
            ],
            "versions": ["5.0.post1"],
        }
    ],
}


@pytest.mark.parametrize(
    ("version", "holed"),
    [
        ("1.1.9", True),
        ("1.2", False),
        ("2.0", True),
        ("2.3", True),
        ("2.3.1", False),
        ("5.0.post1", True),
        ("1.1+cpu", True),
    ],
)
def test_versions_are_compared_with_an_advisory(version: str, holed: bool) -> None:
    found = list(advisories.compared([package("some-package", version)], [ADVISORY]))
    assert [(hole.advisory, hole.fixed) for hole in found] == [("PYSEC-1", ("1.2",))] * holed


def test_what_was_withdrawn_or_is_of_another_place_is_no_hole() -> None:
    there = [package("some-package", "1.0")]
    assert not list(advisories.compared(there, [ADVISORY | {"withdrawn": "2026-01-01T00:00:00Z"}]))
    elsewhere = json.loads(json.dumps(ADVISORY).replace("PyPI", "npm"))
    assert not list(advisories.compared(there, [elsewhere]))


def test_advisories_come_alone_in_lists_and_in_zips(tmp_path: Path) -> None:
    for name, told in (("a", ADVISORY), ("b", [ADVISORY]), ("c", {"vulns": [ADVISORY]})):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(told))
        assert advisories.read(file) == [ADVISORY]
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("PYSEC-1.json", json.dumps(ADVISORY))
        archive.writestr("README", "no advisory")
    assert advisories.read(tmp_path / "all.zip") == [ADVISORY]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"vulns": [{"id": "x"}]}', "상담"])
def test_what_is_no_advisory_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(content)
    with pytest.raises(Invalid, match=r"a\.json"):
        advisories.read(file)


def test_what_the_index_does_not_know_is_never_called_sound() -> None:
    """As pip-audit prints it, for a package with a hole, one without, one that it knows not."""
    dependencies = [
        {
            "name": "holed",
            "version": "1.0",
            "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.2"], "aliases": []}],
        },
        {"name": "sound", "version": "1.0", "vulns": []},
        {"name": "unknown", "skip_reason": "not found"},
    ]
    answer = holes.read(json.dumps({"dependencies": dependencies, "fixes": []}))
    assert answer.holes == (holes.Hole("holed", "1.0", "PYSEC-1", ("1.2",)),)
    assert answer.unknown == ("unknown",)


def test_an_index_that_is_away_is_told_with_its_reason() -> None:
    answer = holes.asked([package("numpy")], options=["--vulnerability-service=nowhere"])
    assert (answer.holes, answer.unknown) == ((), ("numpy",))
    assert "nowhere" in answer.reason


def test_one_command_writes_it_and_fails_for_a_known_hole(tmp_path: Path) -> None:
    advisory = json.loads(json.dumps(ADVISORY).replace("Some.Package", "jinja2"))
    advisory["affected"][0]["ranges"][0]["events"] = [{"introduced": "0"}]
    (tmp_path / "a.json").write_text(json.dumps(advisory))
    command = [sys.executable, str(ROOT / "scripts" / "sbom.py"), "--offline"]
    target = ["--to", str(tmp_path / "new" / "sbom.json")]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [*command, *target, "--advisories", str(tmp_path / "a.json")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert done.returncode == 1, done.stderr
    assert "KNOWN HOLE PYSEC-1: jinja2" in done.stdout
    assert (tmp_path / "new" / "sbom.json").is_file()
