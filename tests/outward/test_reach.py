"""News leave for public addresses and for networks that the settings name, and for nowhere else."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from pathlib import Path
from threading import Thread

import pytest

from sangdam.errors import NotDelivered, Refused
from sangdam.outward.http import Http
from sangdam.outward.reach import Reach
from tests.outward.certificates import certificate
from tests.outward.conftest import HERE, SECRET, Open
from tests.outward.receiver import Receiver
from tests.storage.talk import HandClock

PUBLIC = "8.8.8.8"
NAME = "hooks.shop.example"


class Names:
    """A name server that gives each answer once, and the last one from then on."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.asked = 0
        self._answers = [*answers]

    def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "localhost",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:a9fe:a9fe::1]",
    ],
)
def test_no_private_address_is_gone_to_however_it_is_written(
    host: str, receiver: Receiver, clock: HandClock
) -> None:
    port = receiver.url.rpartition(":")[2].strip("/")
    with pytest.raises(Refused, match=r"private address.*SANGDAM_OUTWARD_NETWORKS"):
        Http(clock, Reach()).ask("POST", f"http://{host}:{port}/")
    assert receiver.seen == []


def test_a_network_that_the_settings_name_is_open_and_no_other(open_shop: Open) -> None:
    receiver = Receiver()
    hook = [{"url": receiver.url, "secret": SECRET, "events": ["message.created"]}]
    for networks, arrived in (([], 0), (["10.0.0.0/8"], 0), (HERE, 1)):
        shop = open_shop(webhooks=hook, outward_networks=networks)
        shop.talk.ask()
        shop.postman.deliver()
        assert len(receiver.taken) == arrived, networks
        receiver.taken.clear()
    receiver.close()


def test_one_private_address_among_public_ones_is_enough_to_refuse(clock: HandClock) -> None:
    names = Names([PUBLIC, "10.0.0.1"])
    with pytest.raises(Refused, match=r"10\.0\.0\.1 is a private address"):
        Http(clock, Reach(resolve=names)).ask("POST", f"http://{NAME}/")


def test_a_name_that_answers_otherwise_the_second_time_leads_nowhere_else(
    receiver: Receiver, clock: HandClock
) -> None:
    """The first answer is where this machine may go, the second one where a service of it listens:
    whoever looks twice goes there."""
    port = receiver.url.rpartition(":")[2].strip("/")
    names = Names(["127.0.0.2"], ["127.0.0.1"])
    reach = Reach([ip_network("127.0.0.2/32")], resolve=names)
    with pytest.raises(NotDelivered, match="the connection failed"):
        Http(clock, reach).ask("POST", f"http://{NAME}:{port}/")
    assert names.asked == 1
    assert receiver.seen == []


def test_the_request_names_its_host_and_goes_by_the_address(
    receiver: Receiver, clock: HandClock
) -> None:
    port = receiver.url.rpartition(":")[2].strip("/")
    # Nobody listens at the first: the next one is tried.
    names = Names(["127.0.0.2", "127.0.0.1"])
    http = Http(clock, Reach([ip_network(HERE[0])], resolve=names))
    assert http.ask("POST", f"http://{NAME}:{port}/hook?a=1", content=b"{}") == b"ok"
    (request,) = receiver.seen
    assert request.headers["host"] == f"{NAME}:{port}"
    assert (request.path, request.query) == ("/hook", {"a": "1"})


def test_a_name_that_nobody_knows_is_tried_again_later(clock: HandClock) -> None:
    with pytest.raises(NotDelivered, match="nobody knows the name"):
        Http(clock, Reach()).ask("POST", "http://nobody.invalid/")


def test_a_proxy_of_the_environment_finds_the_way_and_is_given_no_private_address(
    receiver: Receiver, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", receiver.url)
    monkeypatch.setenv("no_proxy", "")
    http = Http(clock, Reach(resolve=Names(["10.0.0.1"])))
    assert http.ask("POST", f"http://{NAME}/hook") == b"ok"
    assert receiver.seen[0].headers["host"] == NAME
    with pytest.raises(Refused, match="private address"):
        http.ask("POST", "http://169.254.169.254/")


def test_no_text_becomes_a_header_of_a_webhook(open_shop: Open, receiver: Receiver) -> None:
    breaks = "a\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1\r\n"
    hook = [{"url": receiver.url, "secret": SECRET, "name": "shop"}]
    shop = open_shop(webhooks=hook)
    shop.talk.ask(breaks, client=breaks, customer=breaks, channel=breaks)
    while shop.postman.deliver():
        pass
    assert receiver.seen
    for request in receiver.seen:
        assert (request.method, request.path) == ("POST", "/")
        assert "x-evil" not in request.headers
        assert {name for name in request.headers if name.startswith("webhook-")} == {
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
        }


class Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # the name is http.server's
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HTTPServer]:
    """A server with a certificate for NAME that this process trusts."""
    written = certificate(tmp_path, NAME)
    monkeypatch.setenv("SSL_CERT_FILE", str(written))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(written)
    server = HTTPServer(("127.0.0.1", 0), Taking)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_certificate_must_be_that_of_the_name(secured: HTTPServer, clock: HandClock) -> None:
    http = Http(clock, Reach([ip_network(HERE[0])], resolve=Names(["127.0.0.1"])))
    assert http.ask("POST", f"https://{NAME}:{secured.server_port}/") == b""
    with pytest.raises(NotDelivered, match="the connection failed"):
        http.ask("POST", f"https://other.example:{secured.server_port}/")
