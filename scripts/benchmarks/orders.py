"""How a benchmark talks to the systems that it measures, each a process of its own.

One JSON object a line: orders in by stdin, answers out by stdout. Needs nothing but the standard
library, because the systems live in environments of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol


class Text(NamedTuple):
    id: str
    """The document's id without its language."""
    question: str
    """A FAQ entry's question; a document's title."""
    aliases: list[str]
    answer: str
    """A FAQ entry's answer; a document's body."""

    @property
    def whole(self) -> str:
        return "\n".join([self.question, *self.aliases, self.answer])


class System(Protocol):
    def index(self, texts: Sequence[Text], knowledge: Path) -> int:
        """Forget what was indexed before, index these; returns the number of chunks.

        `knowledge` is a folder with the same texts, for a system that reads files itself.
        """

    def ask(self, question: str, language: str) -> list[str]:
        """Ids of the texts behind the five best chunks, best first."""


class Indexed(NamedTuple):
    chunks: int
    seconds: float


class Asked(NamedTuple):
    milliseconds: list[float]
    embedding: list[float]
    """Milliseconds of it that went into the question's vector; 0 where a system doesn't tell."""
    found: list[list[str]]


def obey(system: System) -> None:
    """Carry out orders until there are no more. What libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        order = json.loads(line)
        answer = _index(system, order) if order["do"] == "index" else _ask(system, order)
        print(json.dumps(answer | {"resident": _resident()}), file=answers, flush=True)


def _index(system: System, order: dict[str, Any]) -> dict[str, Any]:
    texts = [Text(*text) for text in json.loads(Path(order["texts"]).read_text("utf-8"))]
    began = time.perf_counter()
    chunks = system.index(texts, Path(order["knowledge"]))
    return {"chunks": chunks, "seconds": time.perf_counter() - began}


def _ask(system: System, order: dict[str, Any]) -> dict[str, Any]:
    took, embedding, found = [], [], []
    for question, language in order["questions"]:
        began = time.perf_counter()
        found.append(system.ask(question, language))
        took.append((time.perf_counter() - began) * 1000)
        embedding.append(getattr(system, "embedding_ms", 0.0))
    return {"milliseconds": took, "embedding": embedding, "found": found}


def _resident() -> int:
    """Bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


class Child:
    """A system's process, as the benchmark sees it."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self.name = name
        self.resident = 0
        """Bytes held after the last order."""
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            text=True,
        )

    def index(self, texts: Path, knowledge: Path) -> Indexed:
        """`texts` is a JSON list of Text, `knowledge` a folder with the same."""
        order = {"do": "index", "texts": str(texts), "knowledge": str(knowledge)}
        answer = self._order(order)
        return Indexed(answer["chunks"], answer["seconds"])

    def ask(self, questions: Sequence[tuple[str, str]]) -> Asked:
        answer = self._order({"do": "ask", "questions": questions})
        return Asked(answer["milliseconds"], answer["embedding"], answer["found"])

    def close(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def _order(self, order: dict[str, Any]) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        print(json.dumps(order), file=stdin, flush=True)
        line = stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with code {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        self.resident = answer["resident"]
        return answer
