"""What tells two runs apart: versions, the code itself, settings without their secrets."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

import sangdam
from sangdam.settings import Settings

PACKAGES = (
    "sangdam",
    "faiss-cpu",
    "holidays",
    "kiwipiepy",
    "kiwipiepy_model",
    "numpy",
    "openai",
    "openvino",
    "phonenumbers",
    "pystemmer",
    "scikit-learn",
    "sentencepiece",
    "sentence-transformers",
    "sqlalchemy",
    "tiktoken",
    "tokenizers",
    "torch",
    "xllamacpp",
)
"""Whatever has a say in an answer."""

SOURCE = Path(sangdam.__file__).parent
MASK = "***"

_USER = re.compile(r"(?<=://)[^/@\s]+@")
_QUERY = re.compile(r"(?<=[?&])([^=&#\s]+)=[^&#\s]*")


def versions() -> dict[str, str]:
    """Packages by version; `code`, a digest of the product's own files; `commit` in a checkout."""
    found = {name: version for name in PACKAGES if (version := _version(name))}
    commit = _commit()
    return {
        "python": platform.python_version(),
        **found,
        "code": _digest(SOURCE),
        **({"commit": commit} if commit else {}),
    }


def shown(settings: Settings) -> dict[str, object]:
    """The whole tree; secrets, and what a URL carries of them, are masked."""
    return {name: _masked(value) for name, value in settings.model_dump(mode="json").items()}


def without_secrets(text: str) -> str:
    """The text with user, password and parameter values of every URL in it masked."""
    if "://" not in text:
        return text
    return _QUERY.sub(rf"\1={MASK}", _USER.sub(f"{MASK}@", text))


def _masked(value: object) -> object:
    if isinstance(value, dict):
        return {name: _masked(item) for name, item in value.items()}
    if isinstance(value, str):
        return without_secrets(_at_home(value))
    return value


def _at_home(value: str) -> str:
    """A path below the home folder, told as people do: a run may be shown to others."""
    home = str(Path.home())
    return f"~{value.removeprefix(home)}" if value.startswith(f"{home}/") else value


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _digest(folder: Path) -> str:
    """Of names and contents of every file below the folder, but what Python compiled."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _commit() -> str | None:
    """The commit of the checkout, `-dirty` where files differ from it; None outside of one."""
    command = ["git", "--no-optional-locks", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        asked = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return asked.stdout.strip()
