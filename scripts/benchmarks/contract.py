"""Does the service keep to its own OpenAPI description, whoever asks and whatever is sent?

    python -m scripts.benchmarks.contract [--requests N] [--seed N] [--postgres]

Every operation is asked as every role, with requests made from the description by schemathesis,
right ones and wrong ones, which name real conversations, tickets, files, agents, accounts and keys
more often than not. The application is the real one, in this process. Exit code 1 where an answer
is an error of the server, has a status that the description does not list, or another shape.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple, NoReturn

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from tqdm import tqdm

from scripts.benchmarks.contracts.callers import As, Callers
from scripts.benchmarks.contracts.house import House, house
from scripts.benchmarks.contracts.judging import Fault, Found, Judged, Operation, cases, judged
from scripts.benchmarks.figures import Neighbours, show
from scripts.benchmarks.pressure.house import server

AT_A_TIME = 5
"""Requests of one kind to one operation, before the next kind has its turn."""
KNOWN_FOR = 16
"""Kinds that name the same conversation, ticket and so on, unless one may have erased it."""
SHOWN = 20
"""Different faults that are printed whole."""


class Asked(NamedTuple):
    requests: int
    seed: int
    at_a_time: int


class Ledger:
    def __init__(self) -> None:
        self.requests: Counter[As] = Counter()
        self.taken: Counter[As] = Counter()
        """Those that were answered with a yes."""
        self.faults: Counter[tuple[As, Fault]] = Counter()
        self.found: dict[tuple[Fault, str, int], Found] = {}
        """The first of each kind."""

    @property
    def total(self) -> int:
        return self.requests.total()

    def add(self, who: As, answer: Judged) -> None:
        self.requests[who] += 1
        self.taken[who] += answer.status < HTTPStatus.BAD_REQUEST
        for each in answer.found:
            self.faults[who, each.fault] += 1
            self.found.setdefault((each.fault, each.operation, each.status), each)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="The service against its own description")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    options = parser.parse_args(arguments)
    asked = Asked(options.requests, options.seed, AT_A_TIME)
    neighbours = Neighbours()
    database = server() if options.postgres else nullcontext()
    with tempfile.TemporaryDirectory(prefix="sangdam-contract-") as folder, database as running:
        ledger = run(Path(folder), asked, running.url if running else None)
    tell(ledger)
    show("", str(neighbours))
    return 1 if ledger.faults else 0


def run(folder: Path, asked: Asked, database: str | None = None) -> Ledger:
    bar = tqdm(total=asked.requests, unit="request", disable=None)
    with _quietly(), house(folder, database) as opened, bar as progress:
        return _asked(opened, asked, progress)


@contextmanager
def _quietly() -> Iterator[None]:
    """What is refused is logged, thousands of times."""
    log = logging.getLogger("sangdam")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def tell(ledger: Ledger) -> None:
    print(f"{'as':14}{'requests':>10}{'taken':>10}" + "".join(f"{each:>22}" for each in Fault))
    for who in As:
        counts = "".join(f"{ledger.faults[who, fault]:>22}" for fault in Fault)
        print(f"{who:14}{ledger.requests[who]:>10}{ledger.taken[who]:>10}{counts}")
    totals = (sum(ledger.faults[who, fault] for who in As) for fault in Fault)
    counts = "".join(f"{total:>22}" for total in totals)
    print(f"{'all':14}{ledger.total:>10}{ledger.taken.total():>10}{counts}")
    for each in list(ledger.found.values())[:SHOWN]:
        print(f"\n{each.fault}: {each.operation} answered {each.status}")
        print(f"  sent: {each.sent}\n  said: {each.said}")


def _asked(opened: House, asked: Asked, progress: tqdm[NoReturn]) -> Ledger:
    """Round after round over every operation, each time as another role, until it was so often."""
    described = schemathesis.openapi.from_asgi("/openapi.json", opened.app)
    operations: list[Operation] = [
        each.ok() for each in described.get_all_operations() if isinstance(each, Ok)
    ]
    callers, ledger = Callers(opened), Ledger()
    askers = [*itertools.product(As, GenerationMode)]
    erased = True
    for number in itertools.count():
        turn, place = divmod(number, len(operations))
        operation = operations[place]
        who, mode = askers[(turn + place) % len(askers)]
        erases = operation.method == "delete"
        if erased or erases or number % KNOWN_FOR == 0:
            known = callers.known()
        erased = erases
        chance = asked.seed * asked.requests + number
        for case in cases(operation, mode, known, most=asked.at_a_time, chance=chance):
            ledger.add(who, judged(case, callers.headers(who, known)))
            progress.update()
            if ledger.total == asked.requests:
                return ledger
    raise AssertionError("the count ends never")


if __name__ == "__main__":
    sys.exit(main())
