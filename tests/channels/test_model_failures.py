"""Whatever a language model does, the customer gets an answer from the knowledge, or a person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from sangdam import bootstrap
from sangdam.bootstrap import Service
from sangdam.models import Outcome, Route
from sangdam.offline import StoppedClock
from sangdam.ports import Embedder, Morphology
from sangdam.settings import LLM, Settings
from tests.answering.test_openai_model import (
    Behave,
    Server,
    chunk,
    cut_off,
    dribble,
    empty,
    failing,
    garbage,
    nothing,
    rate_limited,
    said,
    send,
    stalled,
)
from tests.moments import MONDAY_MORNING, Converse

TO_THE_MODEL = {
    "ko": "HB-200X 용기는 식기세척기에 넣어도 되나요?",
    "en": "is the HB-200X jar dishwasher safe?",
}
INVENTED = "The jar is made of gold and we ship it to Japan within 1 hour."


def telling(text: str, finish: str = "stop") -> Behave:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        choice = {"index": 0, "delta": {}, "finish_reason": finish}
        body = said(text) + chunk(choices=[choice]) + b"data: [DONE]\n\n"
        send(handler, 200, body, "text/event-stream")

    return behave


def written(text: str, *passages: int) -> str:
    return json.dumps({"sentences": [{"text": text, "passages": passages}]})


BAD: dict[str, Behave] = {
    "down": failing(500),
    "key refused": failing(401),
    "rate-limited": failing(429),
    "rate-limited for long": rate_limited("60"),
    "silent": nothing,
    "slow": dribble,
    "stalled": stalled,
    "cut off": cut_off,
    "empty": empty,
    "a web page": garbage,
    "truncated": telling('{"sentences": [{"text": "The jar is dish', "length"),
    "nonsense": telling("asdf qwer 12345"),
    "another shape": telling('{"answer": true}'),
    "a passage that is not there": telling(written("It is.", 99)),
    "no source": telling(written("It is.")),
    "invented": telling(written(INVENTED, 1)),
    "another language": telling(written("Oui, elle va au lave-vaisselle.", 1)),
}


@pytest.fixture
def model() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def shop(
    index: Path, tmp_path: Path, embedder: Embedder, morphology: Morphology, model: Server
) -> Iterator[Service]:
    settings = Settings.load(
        data_dir=tmp_path,
        index_dir=index,
        llm=LLM.OPENAI,
        model="m",
        openai_base_url=model.url,
        limits={"turn_seconds": 4},
    )
    clock = StoppedClock(MONDAY_MORNING)
    service = bootstrap.build(settings, clock=clock, embedder=embedder, morphology=morphology)
    yield service
    service.close()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("behave", BAD.values(), ids=BAD)
def test_the_answer_is_quoted_or_a_person_comes(
    shop: Service,
    model: Server,
    converse: Converse,
    behave: Callable[[BaseHTTPRequestHandler], None],
    language: str,
) -> None:
    model.behave = behave
    reply = converse(shop, TO_THE_MODEL[language])
    assert model.bodies, "the model was asked"
    assert reply.route in {Route.EXTRACTIVE, Route.FIXED}
    assert reply.outcome in {Outcome.ANSWERED, Outcome.HANDED_OFF}
    assert (reply.outcome is Outcome.ANSWERED) == bool(reply.citations)
    assert "gold" not in reply.text
    assert reply.language == language
