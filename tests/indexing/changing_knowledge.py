"""A knowledge folder under many hands: every change that an owner makes, at random places."""

from __future__ import annotations

import csv
import io
import random
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.indexing.knowledge_folder import write

QUESTIONS = (
    "반품 기간은 며칠인가요?",
    "배송비는 얼마인가요?",
    "배송 언제 와요?",
    "INV-2024-3311 영수증은 어디서 봐요?",
    "How long do refunds take?",
    "Can I return the HB-200X?",
    "제주도는 며칠 걸려요?",
)
ANSWERS = (
    "7일입니다.",
    "3,000원입니다.",
    "Within 7 days.",
    "고객센터로 전화해 주세요.",
    "네, 됩니다.",
)
SECTIONS = (
    "## 배송비\n3,000원입니다. 제주는 더 듭니다.",
    "## 제주\n3일 걸립니다. " + "하루가 더 걸립니다. " * 12,
    "## Returns\nWithin 7 days. " + "Keep the box and the invoice. " * 8,
    "## 코드\n| 코드 | 뜻 |\n|---|---|\n| HB-200X | 새것 |\n| HB-300X | 헌것 |",
)
COLUMNS = ("id", "question", "aliases", "answer", "audience", "effective_from", "effective_until")
NOTICE = "notices/strike.ko.md"
CHANGES = (
    "add",
    "edit_answer",
    "edit_question",
    "delete",
    "reorder",
    "move",
    "copy",
    "translate",
    "add_alias",
    "drop_alias",
    "mark",
    "date",
    "write_page",
    "copy_page",
    "delete_page",
    "rename_page",
    "rename_table",
    "pack_page",
    "unpack",
    "write_notice",
    "delete_notice",
)


@dataclass(frozen=True)
class Row:
    id: str
    question: str
    answer: str
    aliases: tuple[str, ...] = ()
    audience: str = ""
    begins: str = ""
    ends: str = ""

    def cells(self) -> tuple[str, ...]:
        aliases = " | ".join(self.aliases)
        return (
            self.id,
            self.question,
            aliases,
            self.answer,
            self.audience,
            self.begins,
            self.ends,
        )


@dataclass
class ChangingKnowledge:
    folder: Path
    tables: dict[str, list[Row]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    packed: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    made: int = 0

    def __post_init__(self) -> None:
        rows = [self._row(language, text) for text, language in enumerate(("ko", "en", "ko", "en"))]
        rows[0] = replace(rows[0], aliases=QUESTIONS[2:4], begins="2026-01-01")
        self.tables = {"faqs/a.csv": rows, "faqs/b.csv": []}
        self.pages = {"policies/shipping.ko.md": "# 배송\n" + "\n\n".join(SECTIONS) + "\n"}

    def _row(self, language: str, text: int) -> Row:
        self.made += 1
        question, answer = QUESTIONS[text % len(QUESTIONS)], ANSWERS[text % len(ANSWERS)]
        return Row(f"e{self.made}.{language}", question, answer)

    def save(self) -> None:
        """Write the whole folder anew, as an unpacked archive or a checkout does."""
        shutil.rmtree(self.folder, ignore_errors=True)
        tables = {path: _csv(rows) for path, rows in self.tables.items()}
        notices = {NOTICE: self.notice} if self.notice else {}
        write(self.folder, tables | self.pages | notices)
        if self.packed:
            write(self.folder, {"packed.zip": zipped(self.packed)})

    def change(self, name: str, chance: random.Random) -> None:
        """One of CHANGES, at a random place."""
        getattr(self, name)(chance)

    def add(self, chance: random.Random) -> None:
        row = self._row(chance.choice(("ko", "en")), chance.randrange(35))
        rows = self._table(chance)
        rows.insert(chance.randint(0, len(rows)), row)

    def edit_answer(self, chance: random.Random) -> None:
        self._edit(chance, answer=chance.choice(ANSWERS))

    def edit_question(self, chance: random.Random) -> None:
        self._edit(chance, question=chance.choice(QUESTIONS))

    def delete(self, chance: random.Random) -> None:
        rows, place = self._place(chance)
        if sum(map(len, self.tables.values())) > 1:
            del rows[place]

    def reorder(self, chance: random.Random) -> None:
        chance.shuffle(self._table(chance))

    def move(self, chance: random.Random) -> None:
        rows, place = self._place(chance)
        self._table(chance).append(rows.pop(place))

    def copy(self, chance: random.Random) -> None:
        """The same words under another id."""
        rows, place = self._place(chance)
        self.made += 1
        self._table(chance).append(replace(rows[place], id=f"e{self.made}.{rows[place].id[-2:]}"))

    def translate(self, chance: random.Random) -> None:
        rows, place = self._place(chance)
        other = rows[place].id[:-2] + ("en" if rows[place].id.endswith("ko") else "ko")
        if other not in {row.id for table in self.tables.values() for row in table}:
            self._table(chance).append(replace(self._row("ko", chance.randrange(35)), id=other))

    def add_alias(self, chance: random.Random) -> None:
        """Often the question of another entry."""
        rows, place = self._place(chance)
        aliases = (*rows[place].aliases, chance.choice((*QUESTIONS, *ANSWERS)))
        rows[place] = replace(rows[place], aliases=aliases)

    def drop_alias(self, chance: random.Random) -> None:
        rows, place = self._place(chance)
        rows[place] = replace(rows[place], aliases=rows[place].aliases[1:])

    def mark(self, chance: random.Random) -> None:
        self._edit(chance, audience=chance.choice(("", "internal", "customer")))

    def date(self, chance: random.Random) -> None:
        end = chance.choice(({"begins": "2026-01-01"}, {"ends": "2026-12-31"}))
        self._edit(chance, **{name: chance.choice(("", day)) for name, day in end.items()})

    def write_page(self, chance: random.Random) -> None:
        path = f"policies/page{chance.randrange(3)}.ko.md"
        parts = chance.sample(SECTIONS, chance.randint(1, len(SECTIONS)))
        self.pages[path] = "# 안내\n" + "\n\n".join(parts) + "\n"

    def copy_page(self, chance: random.Random) -> None:
        self.pages[f"policies/copy{chance.randrange(2)}.ko.md"] = chance.choice(
            [*self.pages.values()]
        )

    def delete_page(self, chance: random.Random) -> None:
        if len(self.pages) > 1:
            del self.pages[chance.choice([*self.pages])]

    def rename_page(self, chance: random.Random) -> None:
        text = self.pages.pop(chance.choice([*self.pages]))
        self.pages[f"policies/renamed{chance.randrange(9)}.ko.md"] = text

    def rename_table(self, chance: random.Random) -> None:
        rows = self.tables.pop(chance.choice([*self.tables]))
        self.tables.setdefault(f"faqs/t{chance.randrange(9)}.csv", []).extend(rows)

    def pack_page(self, chance: random.Random) -> None:
        if len(self.pages) > 1:
            path = chance.choice([*self.pages])
            self.packed[path] = self.pages.pop(path)

    def unpack(self, _chance: random.Random) -> None:
        self.pages |= self.packed
        self.packed = {}

    def write_notice(self, chance: random.Random) -> None:
        text = chance.choice(ANSWERS)
        self.notice = f"---\ntitle: 파업\ntouches: [배송]\n---\n{text}\n"

    def delete_notice(self, _chance: random.Random) -> None:
        self.notice = ""

    def _table(self, chance: random.Random) -> list[Row]:
        return self.tables[chance.choice([*self.tables])]

    def _place(self, chance: random.Random) -> tuple[list[Row], int]:
        rows = chance.choice([rows for rows in self.tables.values() if rows])
        return rows, chance.randrange(len(rows))

    def _edit(self, chance: random.Random, **changed: str) -> None:
        rows, place = self._place(chance)
        rows[place] = replace(rows[place], **changed)  # type: ignore[arg-type]


def zipped(files: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return made.getvalue()


def _csv(rows: list[Row]) -> str:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([COLUMNS, *(row.cells() for row in rows)])
    return table.getvalue()
