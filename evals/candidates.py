"""From a real question that got no good answer to a golden case, by way of a person.

A candidate is a file of its own in `golden/candidates/` that does not count. Nothing in it leads
back to a customer: no id of a turn, no time, and the question as the gaps have it, masked.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from evals.cases import Half, Kind
from evals.reading import GOLDEN, read_cases, unknown_documents
from sangdam.desk.gaps import gap_id
from sangdam.errors import Invalid, KnowledgeError
from sangdam.models import Language, stem
from sangdam.storage.gaps import Ended, Unanswered

FOLDER = "candidates"
GUESSED: Mapping[Ended, Kind] = {
    Ended.CLARIFY: Kind.UNDER_SPECIFIED,
    Ended.NO_EVIDENCE: Kind.OUT_OF_SCOPE,
    Ended.LOW_CONFIDENCE: Kind.ANSWERABLE,
    Ended.FAILED_CHECKS: Kind.ANSWERABLE,
    Ended.THIRD_FAILURE: Kind.ANSWERABLE,
    Ended.CONTRADICTED: Kind.ANSWERABLE,
    Ended.UNHELPFUL: Kind.ANSWERABLE,
}
IN_WORDS: Mapping[Ended, str] = {
    Ended.CLARIFY: "the assistant asked back",
    Ended.NO_EVIDENCE: "the knowledge did not have it",
    Ended.LOW_CONFIDENCE: "the assistant was not sure enough",
    Ended.FAILED_CHECKS: "no draft passed the checks",
    Ended.THIRD_FAILURE: "the third question in a row without an answer",
    Ended.CONTRADICTED: "an agent said something else than the draft",
    Ended.UNHELPFUL: "the answer did not help",
}
HEAD = """\
# A real question: {ended}. It counts for nothing yet.
# Names are not masked: read it before anybody else does. Complete it as ../README.md tells, then
#   python scripts/candidates.py accept {path} \\
#     --kind {kind} --language {language} --id NAME
# The kind is a guess from how it ended; ../README.md tells the others.
"""
TAIL = """\
  # documents: [{documents}]
  # facts: []
  # never: []
"""
"""To be uncommented; the documents are what the search found nearest, right or not."""
MOST_DOCUMENTS = 3


def make(ids: Iterable[str], questions: Iterable[Unanswered], golden: Path = GOLDEN) -> list[Path]:
    """One candidate of each wording that an id names. Raises Invalid, with nothing made, for an
    id that none of the questions has."""
    newest: dict[str, Unanswered] = {}
    for question in questions:
        newest.setdefault(gap_id(question.text), question)
    wanted = list(dict.fromkeys(ids))
    if unknown := [name for name in wanted if name not in newest]:
        raise Invalid(f"no gap {', '.join(unknown)}; `candidates.py list` shows those there are")
    return [_write(newest[name], golden / FOLDER) for name in wanted]


def accept(
    path: Path,
    *,
    kind: Kind,
    language: Language,
    case_id: str,
    known: frozenset[str],
    golden: Path = GOLDEN,
) -> Path:
    """Move the candidate into `open/` and return the file that it is in now.

    `known` are the documents' stems. Raises KnowledgeError with every fault, and nothing moved.
    """
    case = {**_entry(path), "id": case_id}
    target = golden / Half.OPEN / f"{kind}.{language}.yaml"
    text = _with_case(target, case)
    if faults := _new_faults(golden, target, text, known):
        raise KnowledgeError([f"{path}: {fault}" for fault in faults])
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(target)
    path.unlink()
    return target


def _write(question: Unanswered, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(4)
    path = folder / f"{name}.yaml"
    head = HEAD.format(
        ended=IN_WORDS[question.ended],
        path=f"evals/golden/{FOLDER}/{path.name}",
        kind=GUESSED[question.ended],
        language=question.language,
    )
    case = {
        "id": f"real-{name}",
        "say": question.text,
        "why": f"a real question; {IN_WORDS[question.ended]}",
    }
    found = dict.fromkeys(stem(each.rpartition("#")[0]) for each in question.evidence)
    tail = TAIL.format(documents=", ".join(list(found)[:MOST_DOCUMENTS]))
    path.write_text(f"{head}{_dumped(case)}{tail}", "utf-8")
    return path


def _entry(path: Path) -> dict[str, Any]:
    try:
        entries = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise KnowledgeError([f"{path}: can't be read: {error.strerror}"]) from None
    except yaml.YAMLError as error:
        raise KnowledgeError([f"{path}: {error}"]) from None
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
        raise KnowledgeError([f"{path}: one case is wanted, beginning with `- id:`"])
    entry: dict[str, Any] = entries[0]
    return entry


def _with_case(target: Path, case: Mapping[str, Any]) -> str:
    before = target.read_text("utf-8").rstrip() if target.exists() else ""
    return f"{before}\n\n{_dumped(case)}" if before else _dumped(case)


def _dumped(case: Mapping[str, Any]) -> str:
    """One field a line and short lists in brackets, as the golden files are written."""
    fields = "".join(_field(name, value) for name, value in case.items())
    return f"- {textwrap.indent(fields, '  ')[2:]}"


def _field(name: str, value: Any) -> str:
    style = None if isinstance(value, list) else False
    field: str = yaml.safe_dump(
        {name: value}, allow_unicode=True, default_flow_style=style, width=1000
    )
    return field


def _new_faults(golden: Path, target: Path, text: str, known: frozenset[str]) -> list[str]:
    """What would be wrong with the case once it stands in `target`; faults that the golden
    folder has already are left out."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder)
        for half in Half:
            (trial / half).mkdir()
            for file in (golden / half).glob("*.yaml"):
                shutil.copy(file, trial / half)
        before = _faults(trial, known)
        (trial / Half.OPEN / target.name).write_text(text, "utf-8")
        after = _faults(trial, known)
    return [fault.partition(": ")[2] for fault in after if fault not in before]


def _faults(golden: Path, known: frozenset[str]) -> list[str]:
    try:
        return unknown_documents(read_cases(golden), known)
    except KnowledgeError as error:
        return error.problems
