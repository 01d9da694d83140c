"""Golden cases from YAML files, every fault named with file and line.

`golden/open/` and `golden/sealed/` hold one file a kind and language: `answerable.ko.yaml`.
File and folder give a case its kind, language and half; the entry gives the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from evals.cases import USUAL_OUTCOME, Case, Half, Kind
from sangdam.errors import KnowledgeError
from sangdam.models import Language, Outcome

GOLDEN = Path(__file__).parent / "golden"


def read_cases(folder: Path = GOLDEN) -> tuple[Case, ...]:
    """Every case of both halves. Raises KnowledgeError with all faults as `file:line: what`."""
    cases: list[Case] = []
    problems: list[str] = []
    for half in Half:
        for path in sorted((folder / half).glob("*.yaml")):
            try:
                cases += _file(path, half)
            except KnowledgeError as error:
                problems += error.problems
    problems += _said_twice(cases)
    if not cases and not problems:
        problems.append(f"{folder}: no golden cases in open/ or sealed/")
    if problems:
        raise KnowledgeError(problems)
    return tuple(cases)


def unknown_documents(cases: Iterable[Case], known: frozenset[str]) -> list[str]:
    """Faults of cases that name a document which the knowledge (stems of its ids) lacks."""
    return [
        f"{case.place}: there is no document {stem}"
        for case in cases
        for stem in case.documents
        if stem not in known
    ]


def _file(path: Path, half: Half) -> list[Case]:
    place = f"{half}/{path.name}"
    kind, _, language = path.stem.partition(".")
    if kind not in set(Kind) or language not in set(Language):
        raise KnowledgeError(
            [f"{place}: name the file kind.language.yaml; kinds: {', '.join(Kind)}"]
        )
    given = {"kind": kind, "half": half, "language": language}
    cases: list[Case] = []
    problems: list[str] = []
    for line, entry in _entries(path, place):
        try:
            cases.append(_case(entry, f"{place}:{line}", given))
        except KnowledgeError as error:
            problems += error.problems
    if problems:
        raise KnowledgeError(problems)
    return cases


def _entries(path: Path, place: str) -> Iterator[tuple[int, Any]]:
    """Each entry with the line on which it begins, from 1."""
    loader = yaml.SafeLoader(path.read_text("utf-8"))
    try:
        node = loader.get_single_node()
        if node is None:
            return
        entries = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError([f"{place}:{line}: {error.problem}"]) from error
    if not isinstance(entries, list):
        raise KnowledgeError([f"{place}:1: a list of cases is wanted, each beginning with `- id:`"])
    for child, entry in zip(node.value, entries, strict=True):
        yield child.start_mark.line + 1, entry


def _case(entry: Any, place: str, given: dict[str, str]) -> Case:
    if not isinstance(entry, dict):
        raise KnowledgeError([f"{place}: a case has fields: `id: ...`, `say: ...`, `why: ...`"])
    if derived := sorted(entry.keys() & {"kind", "half", "place"}):
        raise KnowledgeError([f"{place}: {derived[0]} follows from file and folder; leave it out"])
    usual = USUAL_OUTCOME.get(Kind(given["kind"]), (Outcome.ANSWERED,))
    try:
        case = Case.model_validate({"outcome": usual} | given | entry | {"place": place})
    except ValidationError as error:
        raise KnowledgeError([f"{place}: {_in_words(item)}" for item in error.errors()]) from None
    if problems := [f"{place}: {fault}" for fault in _inconsistent(case)]:
        raise KnowledgeError(problems)
    return case


def _in_words(item: Any) -> str:
    name = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        return f"there is no field {name}; fields: {', '.join(_fields())}"
    if item["type"] == "missing":
        return f"{name} is missing"
    return f"{name} is {item['input']!r}: {item['msg']}"


def _fields() -> list[str]:
    return [name for name in Case.model_fields if name not in {"kind", "half", "place"}]


def _inconsistent(case: Case) -> Iterator[str]:
    if case.facts and Outcome.ANSWERED not in case.outcome:
        yield "facts are for answers, and its outcome allows none"
    if case.reason and Outcome.HANDED_OFF not in case.outcome:
        yield "reason is for handoffs, and its outcome allows none"
    if case.outcome == (Outcome.ANSWERED,) and not (case.documents or case.facts):
        yield "an answer needs documents or facts, or nothing can tell whether it is right"
    said = "\n".join(case.say)
    yield from (f"hidden text {text!r} is not in say" for text in case.hidden if text not in said)


def _said_twice(cases: Iterable[Case]) -> Iterator[str]:
    ids: dict[str, Case] = {}
    words: dict[tuple[str, ...], Case] = {}
    for case in cases:
        first = ids.setdefault(case.id, case)
        if first is not case:
            yield f"{case.place}: the id {case.id} stands at {first.place} too"
        said = tuple(" ".join(text.split()).casefold() for text in case.say)
        same = words.setdefault(said, case)
        if same is not case:
            yield f"{case.place}: the same words stand at {same.place} too"
