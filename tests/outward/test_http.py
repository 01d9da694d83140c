"""What a sender makes of answers, silence and broken connections."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from ipaddress import ip_network

import pytest

from sangdam.errors import NotDelivered, Refused
from sangdam.outward.http import LONGEST_WAIT, Http
from sangdam.outward.reach import Reach
from tests.outward.conftest import HERE
from tests.outward.receiver import Answer, Drop, Hang, Receiver
from tests.storage.talk import HandClock


@pytest.fixture
def http(clock: HandClock) -> Http:
    return Http(clock, Reach([ip_network(HERE[0])]))


def refused_by(receiver: Receiver, http: Http, answer: Answer) -> NotDelivered | Refused:
    receiver.manners.append(answer)
    with pytest.raises((NotDelivered, Refused)) as error:
        http.ask("POST", receiver.url, content=b"{}")
    assert isinstance(error.value, NotDelivered | Refused)
    return error.value


def test_any_yes_will_do(receiver: Receiver, http: Http) -> None:
    receiver.manners += [Answer(200, b"ok"), Answer(202, b"later"), Answer(204, b"")]
    assert [http.ask("POST", receiver.url) for _ in range(3)] == [b"ok", b"later", b""]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 422])
def test_a_refusal_is_final(receiver: Receiver, http: Http, status: int) -> None:
    error = refused_by(receiver, http, Answer(status, b"no such thing"))
    assert isinstance(error, Refused)
    assert str(error) == f"HTTP {status}: no such thing"


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
def test_trouble_may_pass(receiver: Receiver, http: Http, status: int) -> None:
    error = refused_by(receiver, http, Answer(status, b""))
    assert isinstance(error, NotDelivered)
    assert (str(error), error.wait_s) == (f"HTTP {status}", None)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(receiver: Receiver, http: Http, status: int) -> None:
    elsewhere = Receiver()
    error = refused_by(receiver, http, Answer(status, b"", {"Location": elsewhere.url}))
    elsewhere.close()
    assert isinstance(error, NotDelivered)
    assert elsewhere.seen == []


def test_it_waits_as_long_as_it_is_asked_to(
    receiver: Receiver, http: Http, clock: HandClock
) -> None:
    then = format_datetime(clock() + timedelta(minutes=2), usegmt=True)
    past = format_datetime(clock() - timedelta(minutes=2), usegmt=True)
    asked = {"90": 90.0, then: 120.0, past: 0.0, "soon": None, "": None}
    asked["9" * 12] = LONGEST_WAIT.total_seconds()
    for written, seconds in asked.items():
        error = refused_by(receiver, http, Answer(429, b"", {"Retry-After": written}))
        assert isinstance(error, NotDelivered)
        assert error.wait_s == seconds, written


def test_a_dropped_connection_may_be_tried_again(receiver: Receiver, http: Http) -> None:
    receiver.manners.append(Drop())
    with pytest.raises(NotDelivered, match="the connection failed"):
        http.ask("POST", receiver.url)


def test_a_receiver_that_says_nothing_is_left(receiver: Receiver, impatient: Http) -> None:
    receiver.manners.append(Hang())
    with pytest.raises(NotDelivered, match=r"no answer within 0\.2 s"):
        impatient.ask("POST", receiver.url)


def test_nobody_there_is_told_without_the_address(receiver: Receiver, http: Http) -> None:
    address = f"{receiver.url}/geheim"
    receiver.close()
    with pytest.raises(NotDelivered) as error:
        http.ask("POST", address)
    assert "geheim" not in str(error.value)


def test_no_more_of_an_answer_is_kept_than_helps(receiver: Receiver, http: Http) -> None:
    error = refused_by(receiver, http, Answer(400, "가".encode() * 100_000))
    assert len(str(error)) < 220
