"""What only a checkout of the repository has beside the package: the exam, and the scripts that
join it to the command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sangdam.command.words import Words
from sangdam.errors import SetupError

ROOT = Path(__file__).parents[3]
"""Of the checkout, where the package lies in one."""


def become(script: str, arguments: Sequence[str], words: Words, root: Path = ROOT) -> None:
    """Go on as this script of the checkout. Raises SetupError where there is none."""
    file = root / "scripts" / script
    if not (root / "evals").is_dir() or not file.is_file():
        raise SetupError(words("say.no_checkout"))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, str(file), *arguments])
