"""The service keeps to its OpenAPI description: a share of the benchmark that asks 20,000 times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from schemathesis import GenerationMode
from schemathesis.python.asgi import shutdown_lifespans
from starlette.responses import JSONResponse

from scripts.benchmarks.contract import Asked, Ledger, run
from scripts.benchmarks.contracts.callers import As
from scripts.benchmarks.contracts.judging import Fault, cases, judged


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return run(tmp_path_factory.mktemp("contract"), Asked(requests=400, seed=1, at_a_time=1))


def test_no_answer_is_an_error_of_the_server_or_other_than_described(ledger: Ledger) -> None:
    assert list(ledger.found.values()) == []


def test_every_role_asks_and_is_given_something(ledger: Ledger) -> None:
    assert all(ledger.requests[who] > 30 for who in As)
    assert all(ledger.taken[who] for who in As)


class Said(BaseModel):
    number: int


@pytest.fixture
def lying() -> Iterator[FastAPI]:
    """An application whose description is wrong in one way for each path."""
    app = FastAPI()

    @app.get("/right")
    def right() -> Said:
        return Said(number=1)

    @app.get("/fails")
    def fails() -> Said:
        raise ValueError

    @app.get("/undocumented")
    def undocumented() -> Said:
        raise HTTPException(418)

    @app.get("/shape", response_model=Said)
    def shape() -> JSONResponse:
        return JSONResponse({"number": "one"})

    yield app
    shutdown_lifespans()


@pytest.mark.parametrize(
    ("path", "faults"),
    [
        ("/right", set()),
        ("/fails", {Fault.SERVER_ERROR}),
        ("/undocumented", {Fault.UNDOCUMENTED}),
        ("/shape", {Fault.SHAPE}),
    ],
)
def test_each_kind_of_fault_is_found(lying: FastAPI, path: str, faults: set[Fault]) -> None:
    described = schemathesis.openapi.from_asgi("/openapi.json", lying)
    (case,) = cases(described[path]["GET"], GenerationMode.POSITIVE, {}, most=1, chance=1)
    assert {each.fault for each in judged(case, {}).found} == faults
