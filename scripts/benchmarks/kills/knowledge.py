"""Versions of a small shop's knowledge: every text says of which version it is."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

_MARK = re.compile(r"\bV(\d{6})\b")

THINGS = ("모자", "장갑", "우산", "가방", "시계", "안경", "구두", "담요", "주전자", "의자")
MATTERS = (
    ("{}은 며칠 만에 와요?", "{} 배송은 사흘 걸립니다"),
    ("{} 반품은 언제까지예요?", "{}은 이레 안에 반품합니다"),
)
ENGLISH = ("How do I clean the HB-{}00X?", "Rinse the HB-{}00X with warm water")


@dataclass(frozen=True)
class Entry:
    id: str
    question: str
    answer: str


def mark(version: int) -> str:
    return f"V{version:06}"


def versions(text: str) -> set[int]:
    """The versions that a text says it is of."""
    return {int(number) for number in _MARK.findall(text)}


def entries(version: int) -> tuple[Entry, ...]:
    """The same questions in every version, and up to four more, so that positions shift."""
    asked = [
        (f"{thing}-{n}", question.format(thing), answer.format(thing))
        for thing in THINGS
        for n, (question, answer) in enumerate(MATTERS)
    ]
    more = [
        (f"a{n}", ENGLISH[0].format(n), ENGLISH[1].format(n)) for n in range(1, 4 + version % 5)
    ]
    return tuple(
        Entry(name, question, f"{answer}. {mark(version)}")
        for name, question, answer in asked + more
    )


def sections(version: int) -> dict[str, str]:
    """Heading -> text of the one policy."""
    return {
        thing: f"{thing} 보증 기간은 한 해입니다. {mark(version)}"
        for thing in THINGS[: 3 + version % 3]
    }


def texts(version: int) -> set[str]:
    """What the passages of a version say, each once."""
    return {entry.answer for entry in entries(version)} | set(sections(version).values())


def write(folder: Path, version: int) -> None:
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(("id", "question", "answer"))
    rows.writerows((entry.id, entry.question, entry.answer) for entry in entries(version))
    parts = "".join(f"\n## {title}\n{text}\n" for title, text in sections(version).items())
    _write(folder / "faqs" / "shop.csv", table.getvalue())
    _write(folder / "policies" / "warranty.ko.md", f"# 보증\n{parts}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
