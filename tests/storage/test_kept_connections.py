"""A pool's connection that died while nobody used it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from sangdam.storage.kept_connections import look_at_rested
from scripts.benchmarks.postgres import Server

LONG_S = 3600.0


@pytest.fixture
def engine(server: Server) -> Iterator[Engine]:
    engine = create_engine(server.empty_database(), pool_size=2)
    yield engine
    engine.dispose()


def number(engine: Engine) -> int:
    """Of the process that serves the connection."""
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def end(server: Server, number: int) -> None:
    """As when the server restarts; returns once the process is gone."""
    other = create_engine(server.url)
    with other.connect() as connection:
        ended = text("SELECT pg_terminate_backend(:number, 10000)")
        assert connection.execute(ended, {"number": number}).scalar_one()
    other.dispose()


def test_one_that_died_at_rest_is_replaced_unseen(server: Server, engine: Engine) -> None:
    look_at_rested(engine, rested_s=0)
    before = number(engine)
    end(server, before)
    assert number(engine) != before


def test_one_that_dies_just_then_fails_once(server: Server, engine: Engine) -> None:
    look_at_rested(engine, rested_s=LONG_S)
    before = number(engine)
    end(server, before)
    with pytest.raises(DBAPIError):
        number(engine)
    assert number(engine) != before
