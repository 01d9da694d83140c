"""What docs/desk.md shows works."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sangdam.desk.canned import canned_replies
from sangdam.desk.queues import Routing
from sangdam.models import Language, Owner, ReasonCode, Resolution
from sangdam.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs" / "desk.md").read_text("utf-8")


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", PAGE, re.S)
    assert found
    return found.group(1)


def test_the_routing_table_of_the_page_is_read() -> None:
    settings = Settings.load({}, **tomllib.loads(block("toml")))
    routing = Routing(settings.desk.routing)
    korean = Language.KOREAN
    assert routing.of(ReasonCode.FRAUD, korean).queue == "safety"
    assert routing.of(ReasonCode.REQUEST, korean, tier="vip").queue == "vip"
    assert routing.of(ReasonCode.REQUEST, korean, product="HB-200X").queue == "blenders"
    assert routing.of(ReasonCode.REQUEST, Language.ENGLISH, product="HB-200X").queue == "general"


def test_the_figures_of_the_page_are_the_defaults() -> None:
    told = Settings.load({}, **tomllib.loads(block("toml"))).desk
    default = Settings.load({}).desk
    for name in ("capacity", "away_seconds", "give_back_minutes"):
        assert getattr(told, name) == getattr(default, name)


def test_the_break_of_the_page_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    name, value = re.findall(r"^(SANGDAM_HOURS__BREAKS)='(.*)'$", PAGE, re.M)[0]
    monkeypatch.setenv(name, value)
    (line,) = re.findall(r"`(breaks = .*?)`", PAGE)
    assert Settings.load().hours == Settings.load({}, hours=tomllib.loads(line)).hours
    assert [str(one) for one in Settings.load().hours.breaks] == ["12:00-13:00"]


def test_the_ready_replies_of_the_page_are_read(tmp_path: Path) -> None:
    path = tmp_path / "replies.yaml"
    path.write_text(block("yaml"), "utf-8")
    assert {reply.language for reply in canned_replies(path)} == set(Language)


def test_the_page_names_every_owner_and_resolution() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert {owner.value for owner in Owner} <= named
    by_agents = set(Resolution) - {Resolution.RETURNED}
    assert {resolution.value for resolution in by_agents} <= named
