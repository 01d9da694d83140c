"""The real models as they were fetched."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from sangdam.model_files.catalogue import ALL, LANGUAGE_MODEL, Model
from sangdam.model_files.location import locate
from sangdam.model_files.origin import ORIGIN, Origin
from sangdam.model_files.package_index import sha256_of
from sangdam.settings import Settings

ROOT = Path(__file__).parents[2]
MODELS_DIR = Settings.load().models_dir


def recorded(model: Model) -> Origin:
    return Origin.model_validate_json((MODELS_DIR / model.name / ORIGIN).read_bytes())


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_every_file_is_what_its_origin_says(model: Model) -> None:
    origin = recorded(model)
    assert origin.taken == {file.name: file.sha256 for file in model.files}
    for name, content in origin.files.items():
        path = MODELS_DIR / model.name / name
        assert path.stat().st_size == content.size
        assert sha256_of(path) == content.sha256


def test_what_is_served_as_it_came_has_the_publishers_hash() -> None:
    located = locate(MODELS_DIR)
    for path, model in ((located.language_model, ALL[2]), (located.tokens, ALL[0])):
        content = recorded(model).files[path.name]
        assert content.sha256 == model.files[0].sha256
        assert content.size == model.files[0].size


def test_the_licence_of_the_language_model_is_apache() -> None:
    text = (MODELS_DIR / LANGUAGE_MODEL.name / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text


def test_the_script_does_nothing_twice_and_is_quick() -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "fetch_models.py")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout == f"All models are in {MODELS_DIR}.\n"
    assert done.stderr == ""
    assert time.monotonic() - began < 5
