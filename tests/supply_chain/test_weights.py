"""Wherever model weights lie, their licence lies beside them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from sangdam.command.archive import FOLDERS
from sangdam.model_files.catalogue import ALL, Model
from sangdam.model_files.origin import LICENCE, ORIGIN, is_whole, licence_text
from sangdam.settings import Settings

ROOT = Path(__file__).parents[2]
WEIGHTS = (".gguf", ".safetensors", ".onnx", ".bin", ".pt", ".pth", ".tiktoken", ".model")
LARGE = 5_000_000
"""Bytes; a file of ours that is larger would be somebody's weights."""
BEGINS = {
    "MIT": "Permission is hereby granted, free of charge",
    "Apache-2.0": "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
}


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
def test_what_was_fetched_lies_with_its_licence_and_origin(model: Model) -> None:
    folder = Settings.load().models_dir.expanduser() / model.name
    assert is_whole(model, folder)
    text = (folder / LICENCE).read_text("utf-8")
    assert text == licence_text(model)
    assert BEGINS[model.licence] in text
    assert model.copyright in (folder / ORIGIN).read_text("utf-8")


def test_neither_wheel_nor_repository_holds_weights() -> None:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert files
    there = [path for path in files if path.is_file()]
    assert [path for path in there if path.suffix in WEIGHTS] == []
    assert [path for path in there if path.stat().st_size > LARGE] == []


def test_a_backup_holds_no_models() -> None:
    assert set(FOLDERS) == {"database", "index", "attachments"}


def test_the_image_takes_models_as_they_are_fetched_with_their_licences() -> None:
    """Whole folders that `fetch_models` made, and nothing that would take a licence out again."""
    text = (ROOT / "docs" / "deploy" / "Dockerfile").read_text("utf-8")
    made, served = text.split("\nFROM ")[-2:]
    assert "scripts/fetch_models.py" in made
    assert "SANGDAM_MODELS_DIR=/srv/models" in made
    assert "COPY --from=made /srv /srv" in served
    assert not re.search(r"\brm\b", text)
