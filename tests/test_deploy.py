"""The files that deploy the service name only what exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sangdam.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "docs" / "deploy"
FILES = ("Dockerfile", "compose.yaml", "kubernetes.yaml")
PROGRAM = re.compile(r"(?:scripts/\w+\.py|sangdam(?:\.\w+)+)(?=[\s\"\],]|$)", re.MULTILINE)


def written(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def environment(value: Any) -> dict[str, str]:
    """Every setting that a file gives, wherever it stands in it."""
    found: dict[str, str] = {}
    if isinstance(value, list):
        for item in value:
            found |= environment(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if str(key).startswith(PREFIX) and isinstance(item, str):
                found[key] = re.sub(r"\$\{\w+(?::[-?](.*?))?\}", r"\1", item)
            found |= environment(item)
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_setting_is_a_known_one(name: str) -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", written(name)))
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    assert named
    assert {one for one in named if one.split("__")[0] not in known} == set()


@pytest.mark.parametrize("name", ["compose.yaml", "kubernetes.yaml"])
def test_the_settings_of_a_file_are_valid_together(name: str) -> None:
    given = environment(yaml.safe_load(written(name)))
    assert given
    Settings.load(given)


@pytest.mark.parametrize("name", FILES)
def test_every_program_exists(name: str) -> None:
    programs = PROGRAM.findall(written(name))
    assert programs
    for program in programs:
        path = program if "/" in program else f"src/{program.replace('.', '/')}.py"
        assert (ROOT / path).is_file(), program


def test_the_image_is_given_all_that_it_copies() -> None:
    given = re.findall(r"^!(.+)$", written("Dockerfile.dockerignore"), re.MULTILINE)
    assert all((ROOT / path).exists() for path in given if path != "wheels")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", written("Dockerfile"), re.MULTILINE)
    for path in " ".join(copied).replace("wheel[s]", "wheels").split():
        assert any(one == path or one.startswith(f"{path}/") for one in given), path


def test_pods_and_what_chooses_them_agree() -> None:
    items = {item["kind"]: item for item in yaml.safe_load(written("kubernetes.yaml"))["items"]}
    pods = items["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert items["Service"]["spec"]["selector"].items() <= pods.items()
    assert items["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"].items() <= pods.items()
    name = items["Deployment"]["metadata"]["name"]
    assert items["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == name
