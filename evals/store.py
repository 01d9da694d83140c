"""Runs on disk: a folder each, written so that an interrupted run can be taken up again.

`about.json` says what is asked and of whom, `observed.jsonl` gets a line for every case as it is
finished, `run.json` ends the run.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeVar

from pydantic import ValidationError

from evals.cases import Case
from evals.observed import About, Observed
from sangdam.errors import SetupError
from sangdam.models import Value

ABOUT = "about.json"
OBSERVED = "observed.jsonl"
ENDED = "run.json"
PLAYS = "customers.jsonl"
"""Beside the cases, where simulated customers came too."""

SHOWN = 3
"""Ids told of where many differ."""

Line = TypeVar("Line", bound=Value)

_BUILT_AT = re.compile(r"^\d{8}T\d{6}Z-")
_SAYS_NOTHING = frozenset({"versions.commit"})
"""Of the code the digest tells; a commit changes with every word of the README."""


class Plan(Value):
    """What a run asks, and of whom. A run goes on only under an equal plan."""

    name: str
    exam: str
    began: datetime
    about: About
    asked: dict[str, str]
    """Case id -> digest of its messages and its time."""


class Ended(Value):
    ended: datetime
    not_asked: tuple[str, ...] = ()
    """Ids of cases that the target can't be asked."""


class Store:
    """One run's folder. `add` may be called from several threads."""

    def __init__(self, folder: Path, plan: Plan, done: Iterable[Observed] = ()) -> None:
        self.folder = folder
        self.plan = plan
        self._done = {observed.case_id: observed for observed in done}
        self._writing = threading.Lock()

    @classmethod
    def begin(cls, runs: Path, plan: Plan) -> Self:
        """A new run in a folder of its own below `runs`. Raises SetupError."""
        try:
            folder = _new_folder(runs, f"{plan.began.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            (folder / ABOUT).write_text(plan.model_dump_json(indent=1), "utf-8")
        except OSError as error:
            raise SetupError(f"no run can be stored in {runs}: {error.strerror}") from None
        return cls(folder, plan)

    @classmethod
    def resume(cls, folder: Path, plan: Plan) -> Self:
        """Go on with an interrupted run; a half-written last line is dropped.

        Raises SetupError where it asked something else, or somebody else, and names what.
        """
        before = read_plan(folder)
        if differences := tuple(_differences(before, plan)):
            raise SetupError(
                f"the run {folder.name} can't go on: {'; '.join(differences)}. Begin a new one"
            )
        _drop_half_line(folder / OBSERVED)
        return cls(folder, before, read_observed(folder))

    @property
    def done(self) -> Mapping[str, Observed]:
        """What came of the cases that were finished, by case id."""
        return self._done

    def add(self, observed: Observed) -> None:
        """Keeps it, on disk before this returns."""
        line = observed.model_dump_json() + "\n"
        with self._writing:
            with (self.folder / OBSERVED).open("a", encoding="utf-8") as file:
                file.write(line)
            self._done[observed.case_id] = observed

    def end(self, ended: Ended) -> None:
        (self.folder / ENDED).write_text(ended.model_dump_json(indent=1), "utf-8")


def digest(case: Case) -> str:
    """Of what is asked: equal where a new run would say the very same at the same time."""
    asked = [list(case.say), case.at.isoformat() if case.at else None]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]


def read_plan(folder: Path) -> Plan:
    """Raises SetupError where the folder holds no run that this version can read."""
    try:
        return Plan.model_validate_json((folder / ABOUT).read_bytes())
    except OSError:
        raise SetupError(f"there is no run in {folder}") from None
    except ValidationError:
        raise _other_version(folder / ABOUT) from None


def read_ended(folder: Path) -> Ended | None:
    """None where the run was interrupted. Raises SetupError."""
    try:
        return Ended.model_validate_json((folder / ENDED).read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        raise _other_version(folder / ENDED) from None


def read_observed(folder: Path) -> tuple[Observed, ...]:
    """In the order in which the cases were finished. Raises SetupError."""
    return read_lines(folder / OBSERVED, Observed)


def read_lines(path: Path, shape: type[Line]) -> tuple[Line, ...]:
    """A value of every whole line; none where there is no such file. Raises SetupError."""
    return tuple(_lines(path, shape)) if path.exists() else ()


def write_lines(path: Path, values: Iterable[Value]) -> None:
    path.write_text("".join(f"{value.model_dump_json()}\n" for value in values), "utf-8")


def interrupted(runs: Path) -> Path:
    """The newest run that did not come to its end. Raises SetupError."""
    for folder in folders(runs):
        if read_ended(folder) is None:
            return folder
    raise SetupError(f"no run in {runs} was interrupted")


def folders(runs: Path) -> tuple[Path, ...]:
    """Folders of runs, newest first."""
    return tuple(sorted((path.parent for path in runs.glob(f"*/{ABOUT}")), reverse=True))


def find(runs: Path, name: str) -> Path:
    """The newest run of this name or folder name, or at this path. Raises SetupError."""
    if (Path(name) / ABOUT).is_file():
        return Path(name)
    for folder in folders(runs):
        if name in (folder.name, _name(folder)):
            return folder
    raise SetupError(f"there is no run {name} in {runs}")


def _name(folder: Path) -> str | None:
    """None where another version of the exam named it."""
    try:
        return read_plan(folder).name
    except SetupError:
        return None


def _new_folder(runs: Path, wanted: str) -> Path:
    runs.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = runs / (wanted if number == 1 else f"{wanted}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def _lines(path: Path, shape: type[Line]) -> Iterator[Line]:
    for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], start=1):
        try:
            yield shape.model_validate_json(line)
        except ValidationError:
            raise _other_version(f"{path}:{number}") from None


def _drop_half_line(path: Path) -> None:
    if path.exists():
        written = path.read_bytes()
        path.write_bytes(written[: written.rfind(b"\n") + 1])


def _other_version(place: Path | str) -> SetupError:
    return SetupError(f"{place} was written by another version of the exam, or is damaged")


def _differences(before: Plan, now: Plan) -> Iterator[str]:
    """What keeps two plans from being one run, in words."""
    if before.exam != now.exam:
        yield f"its exam is {before.exam}, not {now.exam}"
    then, today = _flat(before.about), _flat(now.about)
    for name in sorted(then.keys() | today.keys()):
        if then.get(name) != today.get(name):
            yield f"{name} was {then.get(name, 'absent')}, now {today.get(name, 'absent')}"
    for what, ids in {
        "new": now.asked.keys() - before.asked.keys(),
        "gone": before.asked.keys() - now.asked.keys(),
        "asked otherwise": {
            name
            for name in before.asked.keys() & now.asked.keys()
            if before.asked[name] != now.asked[name]
        },
    }.items():
        if ids:
            more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
            yield f"cases {what}: {', '.join(sorted(ids)[:SHOWN])}{more}"


def _flat(about: About) -> dict[str, object]:
    """Every leaf by its dotted name; of a Generation only what it was built from."""
    tree = about.model_dump(mode="json")
    tree["generation"] = _BUILT_AT.sub("", about.generation)
    leaves = dict(_leaves(tree, ""))
    return {name: value for name, value in leaves.items() if name not in _SAYS_NOTHING}


def _leaves(value: object, name: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{name}.{key}" if name else str(key))
    else:
        yield name, value
