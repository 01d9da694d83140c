"""Answers from the cache: how often, how fast, and whether any is another turn's.

    python -m scripts.benchmarks.cache [--texts N]

So many different texts are asked of a service without a cache and of one with it, side by side,
twice; then of the second in another order, and by several threads. Whatever the cache gave is held
against the turn without it: outcome, route, text, citations and suggestions must be equal. In the
end the knowledge changes under the running service. No language model takes part.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from sangdam import bootstrap, bootstrap_index
from sangdam.answering.same_question import SameQuestion
from sangdam.bootstrap import Service
from sangdam.models import Done, Incoming, Outcome, Reply, Reused, Route
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.retrieval.morphemes import KiwiMorphology
from sangdam.settings import LLM, Settings
from scripts.benchmarks.figures import ROOT, Neighbours, show, silent, spread
from scripts.benchmarks.rewording import Sort, Wording, wordings

TEXTS = 2_000
THREADS = 4
SEED = 20261123
MOMENT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""10:00 in Seoul on a working day; nothing that waits grows late meanwhile."""
WARM = ("배송비는 얼마인가요?", "how long do refunds take?", "환불은 언제 되나요?")
CHANGED = "배송비는 얼마인가요?"
OLD_FEE, NEW_FEE = "3,000원입니다", "3,300원입니다"
COMPARED = {"outcome", "route", "text", "citations", "suggestions", "language", "handoff"}


class Turn(NamedTuple):
    wording: Wording
    reply: Reply
    reused: Reused
    milliseconds: float


class Pair(NamedTuple):
    """One text, asked of both services."""

    without: Turn
    cached: Turn


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=TEXTS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sangdam-cache-") as folder:
        return measure(Path(folder), options.texts)


def measure(folder: Path, texts: int) -> int:
    """1 where any answer from the cache was wrong, or any outlived its Generation."""
    shutil.copytree(ROOT / "knowledge", folder / "knowledge")
    embedder, morphology = bootstrap_index.load_embedder(Settings.load()), KiwiMorphology()
    index(folder, embedder)
    asked = wordings(texts, SEED)
    sorts = Counter(wording.sort for wording in asked)
    show("different texts", ", ".join(f"{sorts[sort]:,} {sort}" for sort in Sort))
    neighbours = Neighbours()
    without = service(folder, embedder, morphology, cached=0)
    cached = service(folder, embedder, morphology, cached=texts)
    first, again = (side_by_side(without, cached, asked) for _ in range(2))
    without.close()
    rounds = [[pair.cached for pair in pairs] for pairs in (first, again)]
    rounds += in_other_orders(cached, asked)
    tell_hits(rounds)
    show("answers kept", f"{len(cached.cache):,}")
    tell_times("another dress, draft reused", Reused.DRAFT, first)
    tell_times("the very same text, answer reused", Reused.ANSWER, again)
    alone = {pair.without.wording.text: pair.without for pair in first}
    wrong = tell_wrong(rounds, alone)
    tell_words_alone(alone.values(), SameQuestion(morphology))
    outlived = switch(cached, folder, embedder)
    cached.close()
    show("noise", str(neighbours))
    return 1 if wrong or outlived else 0


def index(folder: Path, embedder: Embedder) -> None:
    settings = Settings.load(knowledge_dir=folder / "knowledge")
    bootstrap_index.reindex(settings, index=folder / "index", progress=silent, embedder=embedder)


def service(folder: Path, embedder: Embedder, morphology: Morphology, *, cached: int) -> Service:
    """With a database of its own."""
    made = bootstrap.build(
        Settings.load(
            llm=LLM.NONE,
            data_dir=folder / f"cached-{cached}",
            index_dir=folder / "index",
            limits={"cached_answers": cached},
        ),
        clock=StoppedClock(MOMENT),
        embedder=embedder,
        morphology=morphology,
    )
    for text in WARM:
        ask(made, Wording(text, Sort.PLAIN))
    return made


def ask(service: Service, wording: Wording) -> Turn:
    began = time.perf_counter()
    *_, done = service.assistant.run(Incoming(text=wording.text))
    took = (time.perf_counter() - began) * 1000
    assert isinstance(done, Done)
    return Turn(wording, done.reply, service.traces.get(done.reply.turn_id).reused, took)


def side_by_side(without: Service, cached: Service, asked: Sequence[Wording]) -> list[Pair]:
    """Each text asked of both, now one first, now the other, so that noise meets both alike."""
    pairs = []
    for number, wording in enumerate(asked):
        if number % 2:
            pairs.append(Pair(ask(without, wording), ask(cached, wording)))
        else:
            from_cache = ask(cached, wording)
            pairs.append(Pair(ask(without, wording), from_cache))
    return pairs


def in_other_orders(service: Service, asked: Sequence[Wording]) -> list[list[Turn]]:
    """Every text once more in another order, then once more by several threads."""
    order = random.Random(SEED).sample(asked, len(asked))
    with ThreadPoolExecutor(THREADS) as threads:
        return [
            [ask(service, wording) for wording in order],
            list(threads.map(lambda wording: ask(service, wording), asked)),
        ]


def shown(reply: Reply) -> dict[str, object]:
    """What a customer sees of it; a ticket has a number of its own."""
    found = reply.model_dump(include=COMPARED)
    return found | {"handoff": reply.handoff and reply.handoff.reason_code}


def tell_hits(rounds: Sequence[Sequence[Turn]]) -> None:
    for number, turns in enumerate(rounds, start=1):
        answered = sum(turn.reply.outcome is Outcome.ANSWERED for turn in turns)
        count = Counter(turn.reused for turn in turns)
        show(
            f"round {number}: {answered:,} of {len(turns):,} answered",
            f"{count[Reused.ANSWER] / len(turns):.1%} whole answers,"
            f" {count[Reused.DRAFT] / len(turns):.1%} checked drafts from the cache",
        )


def tell_times(what: str, reused: Reused, pairs: Sequence[Pair]) -> None:
    hits = [pair for pair in pairs if pair.cached.reused is reused]
    took = [pair.cached.milliseconds for pair in hits]
    beside = [pair.without.milliseconds for pair in hits]
    show(what, spread(took))
    show("  the same texts without a cache", spread(beside))
    if hits:
        ratio = statistics.median(beside) / statistics.median(took)
        show("  medians", f"{ratio:.1f} times as long without")


def tell_wrong(rounds: Sequence[Sequence[Turn]], alone: dict[str, Turn]) -> list[Turn]:
    hits = [turn for turns in rounds for turn in turns if turn.reused is not Reused.NOTHING]
    wrong = [turn for turn in hits if shown(turn.reply) != shown(alone[turn.wording.text].reply)]
    of_neighbours = sum(turn.wording.sort is Sort.NEIGHBOUR for turn in hits)
    show("hits held against the turn without", f"{len(hits):,}, {of_neighbours:,} of neighbours")
    show("  wrong", str(len(wrong)))
    for turn in wrong[:10]:
        print(f"    {turn.wording.text}")
    return wrong


def tell_words_alone(turns: Iterable[Turn], same: SameQuestion) -> None:
    """What it would cost to take the same words for the same answer, and not to look again."""
    alike: defaultdict[tuple[str, ...], list[Turn]] = defaultdict(list)
    for turn in turns:
        alike[same.key(turn.wording.text, turn.reply.language)].append(turn)
    pairs = [
        (one.reply, other.reply)
        for group in alike.values()
        for one, other in permutations(group, 2)
        if one.reply.outcome is Outcome.ANSWERED and one.reply.route is not Route.FIXED
    ]
    outcome = sum(one.outcome is not other.outcome for one, other in pairs)
    wrong = sum((one.outcome, one.text) != (other.outcome, other.text) for one, other in pairs)
    show("by words alone, of pairs in other dress", f"{len(pairs):,}")
    show("  wrong, of them another outcome", f"{wrong:,} ({wrong / len(pairs):.1%}), {outcome:,}")


def switch(service: Service, folder: Path, embedder: Embedder) -> bool:
    """Whether anything outlived a change of the knowledge."""
    wording = Wording(CHANGED, Sort.PLAIN)
    for _ in range(2):
        before = ask(service, wording)
    fees = folder / "knowledge" / "faqs" / "shipping.csv"
    fees.write_text(fees.read_text("utf-8").replace(OLD_FEE, NEW_FEE), "utf-8")
    index(folder, embedder)
    while service.current().manifest.generation == before.reply.generation:
        time.sleep(0.1)
    left, after = len(service.cache), ask(service, wording)
    fresh = after.reused is Reused.NOTHING and NEW_FEE in after.reply.text
    show("a changed fee: cached before the switch", str(before.reused))
    show("  left in the cache after it, new fee told", f"{left}, {'yes' if fresh else 'no'}")
    return bool(left) or not fresh


if __name__ == "__main__":
    raise SystemExit(main())
