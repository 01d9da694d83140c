"""Bring the index in line with the knowledge folder and print what changed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from tqdm import tqdm

from sangdam import bootstrap_index
from sangdam.errors import SangdamError, SetupError
from sangdam.indexing.reindex import Accept
from sangdam.indexing.rollback import AFTERWARDS
from sangdam.models import Finding, FindingKind, IndexChange, Label
from sangdam.ports import Progress
from sangdam.routing.own_fit import OwnFit
from sangdam.settings import Settings

MOST_LABELS = 5_000
SHOWN = 20
"""Ids printed of each kind of change, and findings of each kind."""

HEADINGS = {
    FindingKind.SKIPPED: "skipped, not in the index",
    FindingKind.HIDDEN_TEXT: "hidden text",
    FindingKind.INSTRUCTION: "aimed at a language model",
    FindingKind.CONTRADICTION: "contradictions",
    FindingKind.NEAR_DUPLICATE: "near-duplicates",
    FindingKind.ORPHANED: "orphaned",
    FindingKind.EXPIRED: "expired",
}
"""In the order of printing: what is missing first, then what does most harm."""


class Reindex(Protocol):
    def __call__(
        self,
        settings: Settings,
        *,
        knowledge: Path | None,
        index: Path | None,
        full: bool,
        strict: bool,
        progress: Progress,
        accept: Accept | None,
    ) -> IndexChange: ...


class Calibrate(Protocol):
    def __call__(
        self,
        settings: Settings,
        change: IndexChange,
        *,
        index: Path | None,
        progress: Progress,
        labels: Callable[[], Sequence[Label]],
        learn: bool,
    ) -> OwnFit | None: ...


class Rollback(Protocol):
    def __call__(self, settings: Settings, *, name: str | None, index: Path | None) -> str: ...


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


def main(
    arguments: Sequence[str] | None = None,
    *,
    reindex: Reindex = bootstrap_index.reindex,
    rollback: Rollback = bootstrap_index.rollback,
    calibrate: Calibrate = bootstrap_index.calibrate,
) -> int:
    """Exit code 0, or 1 with `file:line: what` or one sentence on stderr."""
    options = _parser().parse_args(arguments)
    try:
        if options.rollback is None:
            change = _reindexed(options, reindex)
            print(change.model_dump_json() if options.json else in_words(change), flush=True)
            own = calibrate(
                Settings.load(),
                change,
                index=options.index,
                progress=Bar(),
                labels=_told_by_agents,
                learn=options.learn,
            )
            if own and not options.json:
                print(f"confidence: {own}")
        else:
            print(_rolled_back(options, rollback))
    except SangdamError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _reindexed(options: argparse.Namespace, reindex: Reindex) -> IndexChange:
    return reindex(
        Settings.load(),
        knowledge=options.knowledge,
        index=options.index,
        full=options.full,
        strict=options.strict,
        progress=Bar(),
        accept=_gate(options) if options.gate else None,
    )


def _rolled_back(options: argparse.Namespace, rollback: Rollback) -> str:
    name = rollback(Settings.load(), name=options.rollback or None, index=options.index)
    if options.json:
        return json.dumps({"generation": name})
    return f"generation: {name}, in use again\n{AFTERWARDS}"


def _told_by_agents() -> Sequence[Label]:
    # The database and its packages: a reindex that fits nothing does without.
    from sangdam.guardrails.unlinking import unlinked
    from sangdam.storage.database import Database
    from sangdam.storage.labels import Labels

    database = Database(Settings.load().database)
    try:
        database.migrate()
        return Labels(database, mask=unlinked).newest(MOST_LABELS)
    except SetupError as error:
        print(f"fitting without what agents told: {error}", file=sys.stderr)
        return ()
    finally:
        database.close()


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
        "--strict",
        action="store_true",
        help="where something is doubtful or can't be read, change nothing and exit with 1",
    )
    parser.add_argument(
        "--rollback",
        nargs="?",
        const="",
        metavar="NAME",
        help="serve an earlier Generation, by default the one in use before; reads no knowledge",
    )
    parser.add_argument(
        "--gate",
        nargs="?",
        const="full",
        metavar="EXAM",
        help="hold the exam first (full, or fast); what breaks it does not go live",
    )
    parser.add_argument(
        "--learn",
        action="store_true",
        help="fit the confidence anew, with what agents did with drafts, whatever has changed",
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
        *_findings(change.findings),
    ]
    return "\n".join(lines)


def _findings(findings: Sequence[Finding]) -> list[str]:
    """A finding's line begins with file and line, so that an editor can jump there."""
    lines: list[str] = []
    for kind, heading in HEADINGS.items():
        found = [str(finding) for finding in findings if finding.kind is kind]
        if found:
            lines += ["", f"{heading}: {len(found)}", *found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"and {len(found) - SHOWN} more; --json names them all")
    return lines


def _listed(kind: str, ids: Sequence[str]) -> list[str]:
    lines = [f"{kind}: {len(ids)}", *(f"  {document_id}" for document_id in ids[:SHOWN])]
    return [*lines, f"  and {len(ids) - SHOWN} more"] if len(ids) > SHOWN else lines


if __name__ == "__main__":
    sys.exit(main())
