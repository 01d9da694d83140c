"""What sealing costs: the storage of one turn, and of reading a conversation, each on its own.

    python -m scripts.benchmarks.sealing [--turns 300]

Prints median microseconds of processor time: of opening a turn, ending it and reading its
conversation on a SQLite file in a temporary folder, and of the ciphers alone.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import TypeVar

from sangdam.storage.database import Database
from sangdam.storage.master import new_master
from sangdam.storage.vault import Vault, new_key_id
from tests.storage.talk import HandClock, Talk

V = TypeVar("V")
TRACE_BYTES, REPLY_BYTES, MESSAGE_BYTES = 3000, 1500, 120
"""About what a turn seals: trace, reply, two messages, the question."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=300)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/sangdam.db", master=new_master())
        database.migrate()
        talk = Talk(database, HandClock())
        spent: dict[str, list[float]] = {"open a turn": [], "end a turn": [], "read it": []}
        for number in range(turns):
            opening, turn = timed(partial(talk.ask, customer=f"c{number}"))
            ending, _ = timed(partial(talk.answer, turn))
            reading, _ = timed(partial(talk.conversations.get, turn.conversation.id))
            for what, microseconds in zip(spent, (opening, ending, reading), strict=True):
                spent[what].append(microseconds)
        database.close()
    vault, key_id = Vault(new_master()), new_key_id()
    wrapped = vault.new_wrapped(key_id)
    key = vault.unwrap(key_id, wrapped)
    ciphers: dict[str, Callable[[], object]] = {
        "make a key": partial(vault.new_wrapped, key_id),
        "unwrap a key": partial(vault.unwrap, key_id, wrapped),
        "seal a turn": partial(seal_turn, key.seal),
    }
    for what, act in ciphers.items():
        spent[what] = [timed(act)[0] for _ in range(turns)]
    for what, measured in spent.items():
        print(f"{what:<14}{median(measured):8.1f} µs")


def seal_turn(seal: Callable[[bytes, str], bytes]) -> None:
    for size in (TRACE_BYTES, REPLY_BYTES, MESSAGE_BYTES, MESSAGE_BYTES, MESSAGE_BYTES):
        seal(b"x" * size, "a place")


def timed(act: Callable[[], V]) -> tuple[float, V]:
    """Microseconds of processor time, which other work on the machine leaves alone, and what came
    of it."""
    begun = time.process_time_ns()
    result = act()
    return (time.process_time_ns() - begun) / 1000, result


if __name__ == "__main__":
    main()
