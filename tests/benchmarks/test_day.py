"""A small day at the desk with one kill; `make bench` lives through a whole one."""

from __future__ import annotations

from pathlib import Path

from scripts.benchmarks.day import Plan, run


def test_nothing_is_lost_though_the_process_is_killed(index: Path) -> None:
    plan = Plan(
        conversations=12,
        agents=2,
        seconds=4,
        pause_s=0.2,
        kill_every_s=2,
        most_kills=1,
        seed=3,
        rehearse=False,
    )
    outcome = run(plan, index)
    assert {rule: broken for rule, broken in outcome.faults.items() if broken} == {}
    assert outcome.kills == 1
    assert any(agent.said for agent in outcome.day.agents)
