"""Scenarios played against a service, four times each, and what verifiably came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from math import comb
from statistics import mean

from evals.customers.customer import Customer
from evals.customers.scenario import Scenario
from evals.facts import states
from evals.observed import Conversation, Seen, Target
from sangdam.errors import SangdamError
from sangdam.models import Outcome, Reply, Value, stem
from sangdam.ports import Progress

RUNS = 4


class End(StrEnum):
    RESOLVED = "resolved"
    """The goal was reached, and nothing false was said on the way."""
    WRONG = "wrong"
    """A reply stated what none may, or answered from other documents and left the facts out."""
    NEEDLESS_PERSON = "needless_person"
    """A person was called for what the knowledge answers."""
    NO_PERSON = "no_person"
    """A person was needed and none was called, or for another reason."""
    GAVE_UP = "gave_up"
    BROKE_OFF = "broke_off"


class Play(Value):
    """One conversation of one simulated customer."""

    scenario: Scenario
    seed: int
    turns: tuple[Seen, ...]
    end: End
    error: str = ""


class Consistency(Value):
    """pass^k over all scenarios (tau-bench, arXiv 2406.12045): the chance that k plays of one
    scenario all reach the goal, C(c, k) / C(n, k) for c successes in n plays, averaged."""

    k: int
    value: float
    scenarios: int


def play_all(
    scenarios: Sequence[Scenario], target: Target, *, workers: int, progress: Progress
) -> tuple[Play, ...]:
    """Every scenario RUNS times, by scenario and seed in order."""
    parts = [(scenario, seed) for scenario in scenarios for seed in range(RUNS)]
    played: list[Play] = []
    with ThreadPoolExecutor(workers) as pool:
        for play in pool.map(lambda part: play_one(part[0], target, part[1]), parts):
            played.append(play)
            progress("customers", len(played), len(parts))
    return tuple(played)


def play_one(scenario: Scenario, target: Target, seed: int) -> Play:
    turns: list[Seen] = []
    error = ""
    try:
        conversation = target.open(locale=scenario.language)
        assert conversation is not None, "every target can be asked now"
        turns.extend(_turns(Customer(scenario, seed), conversation))
    except SangdamError as fault:
        error = str(fault)
    end = End.BROKE_OFF if error else _end(scenario, turns)
    return Play(scenario=scenario, seed=seed, turns=tuple(turns), end=end, error=error)


def _turns(customer: Customer, conversation: Conversation) -> Iterator[Seen]:
    words: str | None = customer.opens()
    while words is not None:
        seen = conversation.say(words)
        yield seen
        words = customer.goes_on(seen.reply)


def _end(scenario: Scenario, turns: Sequence[Seen]) -> End:
    if any(states(turn.reply.text, text) for turn in turns for text in scenario.never):
        return End.WRONG
    last = turns[-1].reply
    called = last.outcome is Outcome.HANDED_OFF
    if scenario.goal.is_a_person:
        return End.RESOLVED if called and _reason_fits(scenario, last) else End.NO_PERSON
    if called:
        return End.NEEDLESS_PERSON
    answers = [turn.reply for turn in turns if turn.reply.outcome is Outcome.ANSWERED]
    if answers and scenario.goal.stated_in(answers[-1].text):
        return End.RESOLVED
    return End.WRONG if any(_from_elsewhere(reply, scenario) for reply in answers) else End.GAVE_UP


def _reason_fits(scenario: Scenario, reply: Reply) -> bool:
    wanted = scenario.goal.reason
    return reply.handoff is not None and (not wanted or reply.handoff.reason_code in wanted)


def _from_elsewhere(reply: Reply, scenario: Scenario) -> bool:
    cited = {stem(citation.document_id) for citation in reply.citations}
    return bool(scenario.goal.documents) and cited.isdisjoint(scenario.goal.documents)


def ends(plays: Iterable[Play]) -> dict[str, tuple[End, ...]]:
    """Scenario id -> how its plays ended."""
    found: dict[str, tuple[End, ...]] = {}
    for play in plays:
        found[play.scenario.id] = (*found.get(play.scenario.id, ()), play.end)
    return found


def consistency(ends: Mapping[str, Sequence[End]], k: int = RUNS) -> Consistency:
    """pass^k; every scenario must have been played at least k times. Raises ValueError."""
    if not ends or min(map(len, ends.values())) < k:
        raise ValueError(f"pass^{k} needs {k} plays of every scenario")
    chances = [comb(_resolved(each), k) / comb(len(each), k) for each in ends.values()]
    return Consistency(k=k, value=mean(chances), scenarios=len(chances))


def _resolved(ends: Sequence[End]) -> int:
    return sum(end is End.RESOLVED for end in ends)
