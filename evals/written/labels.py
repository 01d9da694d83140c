"""Labels by reading: does the passage say what the sentence says? One draft a line.

They were written by somebody who read each sentence against the passages that it cites, and knew
nothing of what the checks say of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from evals.store import read_lines
from evals.written.asked import FOLDER
from evals.written.drafts import Drafted
from evals.written.faults import Fault
from sangdam.errors import KnowledgeError
from sangdam.models import Value

LABELS = "labels.jsonl"


class SentenceLabel(Value):
    text: str
    supported: bool
    """Whether the cited passages say all of it: facts, numbers, conditions, denials, names."""
    says_nothing: bool = False
    """A courtesy or a lead-in without a claim; counts as supported."""
    fault: Fault | None = None
    """What is wrong; a supported one may be in the wrong language or impolite."""
    why: str = Field(min_length=1)

    @property
    def sound(self) -> bool:
        """Whether a customer may read it."""
        return self.supported and self.fault is None


class DraftLabel(Value):
    question: str
    """Id of what was asked."""
    writer: str
    answers: bool
    """Whether the draft is about what was asked, and tells at least a part of it."""
    sentences: tuple[SentenceLabel, ...]

    @property
    def good(self) -> bool:
        return self.answers and all(sentence.sound for sentence in self.sentences)


class Key(NamedTuple):
    question: str
    writer: str


Labels = Mapping[Key, DraftLabel]


def read_labels(folder: Path = FOLDER) -> Labels:
    """Raises SetupError for a line that can't be read."""
    found = read_lines(folder / LABELS, DraftLabel)
    return {Key(label.question, label.writer): label for label in found}


def must_fit(drafts: Iterable[Drafted], labels: Labels) -> None:
    """Raises KnowledgeError for drafts without labels, and labels of other sentences."""
    problems = [problem for draft in drafts for problem in _misfits(draft, labels)]
    if problems:
        raise KnowledgeError(problems)


def _misfits(draft: Drafted, labels: Labels) -> Iterator[str]:
    place = f"{LABELS}: the draft of {draft.writer} on {draft.question}"
    label = labels.get(Key(draft.question, draft.writer))
    if draft.sentences and label is None:
        yield f"{place} has no label: read it"
    elif label and [s.text for s in label.sentences] != [s.text for s in draft.sentences]:
        yield f"{place} is another one than was read: read it anew"
    for sentence in label.sentences if label else ():
        if not sentence.supported and sentence.fault is None:
            yield f"{place}: “{sentence.text}” isn't supported; say by which fault"
        if sentence.says_nothing and not sentence.supported:
            yield f"{place}: “{sentence.text}” says nothing, so it is supported"
