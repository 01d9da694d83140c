"""The rivals' own virtual environment, `.venv-rivals`: made when it is first needed."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from scripts.benchmarks.figures import ROOT, show

FOLDER = ROOT / ".venv-rivals"
PYTHON = FOLDER / "bin" / "python"
REQUIREMENTS = Path(__file__).with_name("rivals.txt")
READY = FOLDER / "ready"
"""Holds the digest of the requirements that are installed."""
TORCH = "torch==2.13.0"


def environment_ready() -> str:
    """Makes the environment where it is missing or out of date; a reason where that can't be."""
    wanted = sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if READY.is_file() and READY.read_text("ascii") == wanted:
        return ""
    show("rivals", "installing into .venv-rivals (2 GB, some minutes)")
    try:
        run(sys.executable, "-m", "venv", str(FOLDER))
        if not torch_is_small():
            return (
                f"pip would take a GPU build of {TORCH}; put a CPU build first (scripts/setup.py)"
            )
        run(str(PYTHON), "-m", "pip", "install", "--quiet", "--requirement", str(REQUIREMENTS))
    except subprocess.CalledProcessError as error:
        return f"{' '.join(error.cmd[:4])} failed; is the package index within reach?"
    READY.write_text(wanted, encoding="ascii")
    return ""


def torch_is_small() -> bool:
    """Whether the torch wheel that pip would take is a CPU build."""
    options = ("--quiet", "--dry-run", "--no-deps", "--ignore-installed", "--report", "-")
    report = json.loads(run(str(PYTHON), "-m", "pip", "install", *options, TORCH))
    needs = report["install"][0]["metadata"].get("requires_dist", [])
    return not any("nvidia" in need or "cuda" in need for need in needs)


def run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout
