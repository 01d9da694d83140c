"""Bring the index in line with the knowledge folder and print what changed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from tqdm import tqdm

from sangdam import bootstrap
from sangdam.errors import SangdamError
from sangdam.indexing.reindex import Accept
from sangdam.models import IndexChange
from sangdam.ports import Progress
from sangdam.settings import Settings

SHOWN = 20
"""Ids printed of each kind of change."""


class Reindex(Protocol):
    def __call__(
        self,
        settings: Settings,
        *,
        knowledge: Path | None,
        index: Path | None,
        full: bool,
        progress: Progress,
        accept: Accept | None,
    ) -> IndexChange: ...


class Bar:
    """Progress as a bar on stderr; silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm[Any]] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._bars:
            self._bars[what] = tqdm(total=total, desc=what, disable=None)
        self._bars[what].update(done - self._bars[what].n)
        if done >= total:
            self._bars.pop(what).close()


def main(arguments: Sequence[str] | None = None, *, reindex: Reindex = bootstrap.reindex) -> int:
    """Exit code 0, or 1 with `file:line: what` or one sentence on stderr."""
    options = _parser().parse_args(arguments)
    try:
        change = reindex(
            Settings.load(),
            knowledge=options.knowledge,
            index=options.index,
            full=options.full,
            progress=Bar(),
            accept=_gate(options) if options.gate else None,
        )
    except SangdamError as error:
        print(error, file=sys.stderr)
        return 1
    print(change.model_dump_json() if options.json else in_words(change))
    return 0


def _gate(options: argparse.Namespace) -> Accept:
    # The exam needs packages that a mere reindex does without.
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from evals.knowledge_gate import knowledge_gate
    from evals.reading import GOLDEN

    settings = Settings.load()
    golden = options.golden or GOLDEN
    return knowledge_gate(settings, exam=options.gate, golden=golden, progress=Bar())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knowledge", type=Path, metavar="DIR", help="default: the setting")
    parser.add_argument("--index", type=Path, metavar="DIR", help="default: the setting")
    parser.add_argument("--full", action="store_true", help="embed every text anew")
    parser.add_argument(
        "--gate",
        nargs="?",
        const="full",
        metavar="EXAM",
        help="hold the exam first (full, or fast); what breaks it does not go live",
    )
    parser.add_argument("--golden", type=Path, metavar="DIR", help="golden cases for --gate")
    parser.add_argument("--json", action="store_true", help="print the change as JSON")
    return parser


def in_words(change: IndexChange) -> str:
    lines = [
        *_listed("added", change.added),
        *_listed("changed", change.changed),
        *_listed("removed", change.removed),
        f"unchanged: {change.unchanged}",
        f"embedded: {change.embedded} of {change.vectors} texts, {change.passages} passages, "
        f"{change.seconds:.1f} s",
        f"generation: {change.generation}",
    ]
    return "\n".join(lines)


def _listed(kind: str, ids: Sequence[str]) -> list[str]:
    lines = [f"{kind}: {len(ids)}", *(f"  {document_id}" for document_id in ids[:SHOWN])]
    return [*lines, f"  and {len(ids) - SHOWN} more"] if len(ids) > SHOWN else lines


if __name__ == "__main__":
    sys.exit(main())
