"""Bring the index in line with the knowledge folder and print what changed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sangdam import bootstrap_index
from sangdam.command.progress import Bar
from sangdam.errors import SetupError
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


@dataclass(frozen=True)
class Options:
    knowledge: Path | None = None
    index: Path | None = None
    full: bool = False
    strict: bool = False
    rollback: bool = False
    to: str | None = None
    """The Generation to go back to; None: the one in use before."""
    learn: bool = False
    json: bool = False


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


def run(
    options: Options,
    *,
    accept: Accept | None = None,
    reindex: Reindex = bootstrap_index.reindex,
    rollback: Rollback = bootstrap_index.rollback,
    calibrate: Calibrate = bootstrap_index.calibrate,
) -> int:
    """Exit code 0. `accept` refuses a new Generation by raising. Raises SangdamError."""
    if options.rollback:
        print(_rolled_back(options, rollback))
        return 0
    change = reindex(
        Settings.load(),
        knowledge=options.knowledge,
        index=options.index,
        full=options.full,
        strict=options.strict,
        progress=Bar(),
        accept=accept,
    )
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
    return 0


def _rolled_back(options: Options, rollback: Rollback) -> str:
    name = rollback(Settings.load(), name=options.to, index=options.index)
    if options.json:
        return json.dumps({"generation": name})
    return f"generation: {name}, in use again\n{AFTERWARDS}"


def _told_by_agents() -> Sequence[Label]:
    # The database and its packages: a reindex that fits nothing does without.
    from sangdam.bootstrap_database import open_database
    from sangdam.guardrails.unlinking import unlinked
    from sangdam.storage.labels import Labels

    database = open_database(Settings.load())
    try:
        database.migrate()
        return Labels(database, mask=unlinked).newest(MOST_LABELS)
    except SetupError as error:
        print(f"fitting without what agents told: {error}", file=sys.stderr)
        return ()
    finally:
        database.close()


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
