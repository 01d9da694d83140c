"""`sangdam reindex`, with the exam of this checkout for `--gate`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sangdam.command.main import main
from sangdam.indexing.reindex import Accept

EXAM = Path(__file__).parent.parent / "evals"


def gate(exam: str, golden: Path | None) -> Accept:
    # The exam needs packages that a mere reindex does without.
    from evals.knowledge_gate import knowledge_gate
    from evals.reading import GOLDEN
    from sangdam.command.progress import Bar
    from sangdam.settings import Settings

    return knowledge_gate(Settings.load(), exam=exam, golden=golden or GOLDEN, progress=Bar())


if __name__ == "__main__":
    here = gate if EXAM.is_dir() else None
    sys.exit(main(["reindex", *sys.argv[1:]], gate=here))
