"""docs/grafana.json and docs/operate.md speak of figures that the service shows."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from sangdam.channels.app import create_app
from sangdam.models import Outcome
from sangdam.offline import ScriptedModel
from tests.channels.customer import KEY, OPERATOR
from tests.moments import MakeService

DOCS = Path(__file__).parents[2] / "docs"
DASHBOARD = json.loads((DOCS / "grafana.json").read_text("utf-8"))
PAGE = (DOCS / "operate.md").read_text("utf-8")
FIGURE = re.compile(r"\b(?:sangdam|process)_[a-z0-9_]+\b")
SELECTED = re.compile(r"\b((?:sangdam|process)_[a-z0-9_]+)\{([^}]*)\}")
GROUPED = re.compile(r"by \(([^)]*)\)")
OF_PROMETHEUS = {"job", "instance"}
OF_A_BUCKET = {"le"}

Labels = dict[str, set[str]]


@pytest.fixture
def shown(make_service: MakeService) -> Labels:
    """Figures of a service in which each kind of thing happened -> their labels."""
    service = make_service(
        operator_key=SecretStr(KEY),
        model=ScriptedModel(json.dumps({"sentences": [1]})),
        webhooks=[{"url": "http://127.0.0.1:9/", "secret": f"whsec_{'A' * 40}"}],
        cost={"input_per_million": 1, "output_per_million": 1, "daily_budget": 1},
    )
    with TestClient(create_app(service)) as client:
        for text in ("HB-200X 용기는 식기세척기에 넣어도 되나요?", "I want to talk to a person"):
            assert client.post("/v1/chat", json={"message": text}).status_code == 200
        text = client.get("/metrics", headers=OPERATOR).text
    labels: Labels = defaultdict(set)
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels[sample.name] |= set(sample.labels)
    return labels


def queries() -> Iterator[str]:
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", ()):
            yield target["expr"]


def test_every_figure_of_the_dashboard_is_shown_with_its_labels(shown: Labels) -> None:
    for query in queries():
        named = FIGURE.findall(query)
        assert named, query
        for name in named:
            assert name in shown, query
        known = set().union(*(shown[name] for name in named)) | OF_PROMETHEUS
        for name, selectors in SELECTED.findall(query):
            wanted = set(re.findall(r"(\w+)=", selectors))
            assert wanted <= shown[name] | OF_PROMETHEUS, query
        for grouped in GROUPED.findall(query):
            assert set(grouped.split(", ")) <= known, query


def test_every_figure_of_the_service_is_on_the_dashboard(shown: Labels) -> None:
    ours = {name for name in shown if name.startswith("sangdam_")}
    of_one = {re.sub(r"_(bucket|count|sum|created|total)$", "", name) for name in ours}
    drawn = {name for query in queries() for name in FIGURE.findall(query)}
    drawn |= set(FIGURE.findall(json.dumps(DASHBOARD["templating"])))
    assert of_one == {
        re.sub(r"_(bucket|count|sum|total)$", "", name)
        for name in drawn
        if name.startswith("sangdam_")
    }


def test_the_words_that_queries_pick_are_outcomes(shown: Labels) -> None:
    del shown
    picked = {
        word
        for query in queries()
        for words in re.findall(r'outcome=~?"([^"]*)"', query)
        for word in words.split("|")
    }
    assert picked <= set(Outcome)


def test_panels_lie_beside_each_other_and_are_told_apart() -> None:
    panels: list[dict[str, Any]] = DASHBOARD["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells


def test_every_figure_of_the_page_is_shown_and_the_other_way_round(shown: Labels) -> None:
    told = set(re.findall(r"`(sangdam_[a-z_]+)", PAGE))
    assert told <= set(shown) | {re.sub(r"_(bucket|total)$", "", name) for name in shown}
    ours = {name for name in shown if name.startswith("sangdam_")}
    assert {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in ours} - {
        re.sub("_total$", "", name) for name in told
    } <= told
