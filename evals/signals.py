"""How often the readers of a text alone (signals, small talk, account) are right and wrong.

Reads public data sets from a folder given as argument, and the questions in knowledge/; says
what it skips where a set is absent. Prints one table:

    python evals/signals.py DATA [--knowledge knowledge] [--wrong READER]

kote_val (val.tsv, labels.txt), swearing_ko (dataset.txt), small_talk_ko (ChatbotData.csv) and
banking77 (test.csv) are the folders looked for. Nobody labelled these sets for a shop, so the
rates compare versions of the rules with each other; they are no promise about customers.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sangdam.models import ReasonCode
from sangdam.routing.account import AccountQuestions
from sangdam.routing.signals import Signals
from sangdam.routing.small_talk import SmallTalk

Reads = Callable[[str], bool]

KOTE_UPSET = {"불평/불만", "화남/분노", "짜증"}
UPSET = {ReasonCode.COMPLAINT, ReasonCode.ANGER, ReasonCode.ABUSE}
NOT_ORDINARY = {
    "card_payment_not_recognised",
    "cash_withdrawal_not_recognised",
    "compromised_card",
    "direct_debit_payment_not_recognised",
    "lost_or_stolen_card",
    "lost_or_stolen_phone",
}
"""Intents of banking77 in which somebody reports a theft: a signal is no false alarm there."""


@dataclass
class Tally:
    """Counts of one reader on one data set; positives are rows that it should find."""

    reader: str
    data: str
    positives: int = 0
    found: int = 0
    negatives: int = 0
    alarms: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, text: str, *, wanted: bool, read: bool) -> None:
        self.positives += wanted
        self.found += wanted and read
        self.negatives += not wanted
        self.alarms += read and not wanted
        if wanted != read:
            self.wrong.append(f"{'missed' if wanted else 'alarm '} {text}")

    def line(self) -> str:
        both = self.positives and self.negatives
        precision = share(self.found, self.found + self.alarms) if both else "-"
        return (
            f"{self.reader:<22}{self.data:<34}{self.positives:>6}{self.negatives:>7}"
            f"{precision:>11}{share(self.found, self.positives):>8}"
            f"{share(self.alarms, self.negatives):>14}"
        )


@dataclass(frozen=True)
class Readers:
    signals: Signals
    small_talk: SmallTalk
    account: AccountQuestions

    def signal(self, text: str) -> bool:
        return self.signals.read(text) is not None

    def upset(self, text: str) -> bool:
        signal = self.signals.read(text)
        return signal is not None and signal.reason_code in UPSET

    def abuse(self, text: str) -> bool:
        signal = self.signals.read(text)
        return signal is not None and signal.reason_code is ReasonCode.ABUSE

    def chat(self, text: str) -> bool:
        return self.small_talk.read(text) is not None

    def own(self, text: str) -> bool:
        return self.account.read(text) is not None


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def tally(reader: str, data: str, reads: Reads, rows: list[tuple[str, bool]]) -> Tally:
    """`rows` are texts, and whether the reader should find something in them."""
    result = Tally(reader, data)
    for text, wanted in rows:
        result.add(text, wanted=wanted, read=reads(text))
    return result


def kote(folder: Path, readers: Readers) -> Iterator[Tally]:
    names = dict(line.split("\t") for line in lines(folder / "labels.txt"))
    rows = []
    for _, text, labels in (line.split("\t") for line in lines(folder / "val.tsv")):
        rows.append((text, not KOTE_UPSET.isdisjoint(names[n] for n in labels.split(","))))
    yield tally("upset", "kote_val", readers.upset, rows)


def swearing(folder: Path, readers: Readers) -> Iterator[Tally]:
    split = (line.rpartition("|") for line in lines(folder / "dataset.txt"))
    rows = [(text, label.strip() == "1") for text, _, label in split]
    yield tally("abuse", "swearing_ko", readers.abuse, rows)


def small_talk(folder: Path, readers: Readers) -> Iterator[Tally]:
    texts = [row["Q"] for row in table(folder / "ChatbotData.csv")]
    yield tally("small talk", "small_talk_ko", readers.chat, [(t, True) for t in texts])
    yield tally("signal", "small_talk_ko", readers.signal, [(t, False) for t in texts])
    yield tally("account", "small_talk_ko", readers.own, [(t, False) for t in texts])


def banking(folder: Path, readers: Readers) -> Iterator[Tally]:
    rows = list(table(folder / "test.csv"))
    ordinary = [(r["text"], False) for r in rows if r["category"] not in NOT_ORDINARY]
    thefts = [(r["text"], True) for r in rows if r["category"] in NOT_ORDINARY]
    yield tally("signal", "banking77 but for thefts", readers.signal, ordinary)
    yield tally("signal", "banking77 thefts", readers.signal, thefts)
    yield tally("small talk", "banking77", readers.chat, [(r["text"], False) for r in rows])


def knowledge(folder: Path, readers: Readers) -> Iterator[Tally]:
    """FAQ questions and aliases: all are there to be answered, so all are to be left alone.

    A few alarm rightly: `Where is my parcel?` asks for the customer's own data, and the aliases
    of "How can I talk to a person?" are requests.
    """
    rows = [r for file in sorted((folder / "faqs").glob("*.csv")) for r in table(file)]
    questions = [r["question"] for r in rows]
    aliases = [a.strip() for r in rows for a in r["aliases"].split("|") if a.strip()]
    for reader, reads in (
        ("signal", readers.signal),
        ("small talk", readers.chat),
        ("account", readers.own),
    ):
        yield tally(reader, "FAQ questions", reads, [(t, False) for t in questions])
        yield tally(reader, "FAQ aliases", reads, [(t, False) for t in aliases])


SETS = {
    "kote_val": kote,
    "swearing_ko": swearing,
    "small_talk_ko": small_talk,
    "banking77": banking,
}


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def measure(data: Path, knowledge_dir: Path) -> Iterator[Tally]:
    readers = Readers(Signals(), SmallTalk(), AccountQuestions())
    for name, read in SETS.items():
        if (data / name).is_dir():
            yield from read(data / name, readers)
        else:
            print(f"skipped {name}: no folder {data / name}", file=sys.stderr)
    if (knowledge_dir / "faqs").is_dir():
        yield from knowledge(knowledge_dir, readers)
    else:
        print(f"skipped FAQ questions: no folder {knowledge_dir / 'faqs'}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="folder with the public data sets")
    parser.add_argument("--knowledge", type=Path, default=Path("knowledge"))
    parser.add_argument("--wrong", metavar="READER", help="also list this reader's mistakes")
    options = parser.parse_args()
    header = ("reader", "data", "find", "leave", "precision", "recall", "false alarms")
    print("{:<22}{:<34}{:>6}{:>7}{:>11}{:>8}{:>14}".format(*header))
    for result in measure(options.data, options.knowledge):
        print(result.line())
        if options.wrong == result.reader:
            print(*(f"    {mistake}" for mistake in result.wrong), sep="\n")


if __name__ == "__main__":
    main()
