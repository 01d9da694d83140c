"""Parts of the exam for when the whole takes too long: lists of case ids in `subsets/`, which
lies beside the golden cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from evals.cases import Case, Kind
from evals.slices import file_language
from sangdam.errors import Invalid, KnowledgeError, SetupError

MODEL_MATTERS = frozenset(
    {
        Kind.ANSWERABLE,
        Kind.FOLLOW_UP,
        Kind.CROSS_LANGUAGE,
        Kind.NEAR_DUPLICATE,
        Kind.MISSPELT,
        Kind.FALSE_PREMISE,
        Kind.UNDER_SPECIFIED,
        Kind.OUT_OF_SCOPE,
    }
)
"""Kinds whose replies a language model may change; the others end before one is asked."""
FAVOURED: Mapping[str, frozenset[Kind]] = {"embedded": MODEL_MATTERS}
"""Subsets that are made mostly of certain kinds."""
FAVOURED_SHARE = 0.85


def beside(golden: Path) -> Path:
    """Where the lists for that folder of cases are."""
    return golden.parent / "subsets"


def choose(cases: Sequence[Case], name: str, size: int) -> tuple[Case, ...]:
    """`size` cases for the subset of this name, in the order of the exam. Raises Invalid."""
    if not 0 < size <= len(cases):
        raise Invalid(f"a subset of {size} can't be had from {len(cases)} cases")
    favoured = FAVOURED.get(name, frozenset(Kind))
    wanted = [case for case in cases if case.kind in favoured]
    others = [case for case in cases if case.kind not in favoured]
    share = min(round(size * FAVOURED_SHARE), len(wanted)) if others else size
    first = stratified(wanted, max(share, size - len(others)))
    chosen = {case.id for case in (*first, *stratified(others, size - len(first)))}
    return tuple(case for case in cases if case.id in chosen)


def stratified(cases: Iterable[Case], size: int) -> tuple[Case, ...]:
    """`size` cases over kind, language and half in proportion, each stratum at least once where
    there is room. By lot, which the ids draw: the same cases give the same choice."""
    strata: defaultdict[tuple[str, ...], list[Case]] = defaultdict(list)
    for case in cases:
        strata[case.kind, str(file_language(case)), case.half].append(case)
    ranked = [entry for stratum in strata.values() for entry in _ranked(stratum)]
    return tuple(case for _, case in sorted(ranked, key=lambda entry: entry[0])[:size])


def _ranked(stratum: Sequence[Case]) -> Iterator[tuple[tuple[bool, float, str], Case]]:
    """Each case with its place in the whole choice: the first of each stratum come first, then
    those at equal shares of their strata together."""
    for number, case in enumerate(sorted(stratum, key=_lot)):
        yield (number > 0, (number + 0.5) / len(stratum), _lot(case)), case


def _lot(case: Case) -> str:
    return sha256(case.id.encode()).hexdigest()


def write(name: str, cases: Sequence[Case], folder: Path) -> Path:
    """The list of their ids, with its making in comments."""
    path = folder / f"{name}.txt"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"# {len(cases)} golden cases over kind, language and half, by lot. To make it anew:",
        f"# python scripts/evaluate.py --write-subset {name} --size {len(cases)}",
        *(case.id for case in cases),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def read(name: str, cases: Iterable[Case], folder: Path) -> tuple[Case, ...]:
    """The cases on the list, in its order. Raises SetupError where there is no such list, and
    KnowledgeError with `file:line: what` for every id that no case has."""
    path = folder / f"{name}.txt"
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        known = ", ".join(sorted(p.stem for p in folder.glob("*.txt"))) or "none"
        raise SetupError(f"there is no subset {name}; there are: {known}") from None
    by_id = {case.id: case for case in cases}
    entries = [(number, line.partition("#")[0].strip()) for number, line in enumerate(lines, 1)]
    listed = {entry: number for number, entry in entries if entry}
    if problems := [
        f"{path.name}:{number}: there is no case {entry}"
        for entry, number in listed.items()
        if entry not in by_id
    ]:
        raise KnowledgeError(problems)
    return tuple(by_id[entry] for entry in listed)
