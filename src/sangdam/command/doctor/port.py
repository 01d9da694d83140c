"""Whether the service can listen where the settings say, or listens there already."""

from __future__ import annotations

import errno
import http.client
import json
import socket
from collections.abc import Iterator

from sangdam.command.doctor.finding import Finding, Tell
from sangdam.settings import Settings

WITHIN_S = 3.0


def check(settings: Settings, tell: Tell) -> Iterator[Finding]:
    told = {"host": settings.host, "port": settings.port}
    try:
        _bind(settings.host, settings.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            yield tell.wrong("no_port", reason=error.strerror or error, **told)
        elif _is_ours(settings.host, settings.port):
            yield tell.ok("port_ours", **told)
        else:
            yield tell.wrong("port_taken", **told)
    else:
        yield tell.ok("port", **told)


def _bind(host: str, port: int) -> None:
    (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    with socket.socket(family, kind, protocol) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)


def _is_ours(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=WITHIN_S)
    try:
        connection.request("GET", "/readyz")
        return "generation" in json.loads(connection.getresponse().read(10_000))
    except (OSError, ValueError, http.client.HTTPException, TypeError):
        return False
    finally:
        connection.close()
