"""Which addresses may be sent to: none that only this machine or network can reach, unless
the settings name its network.

A name is resolved once, and the connection goes to the addresses that were looked at. One that
answers otherwise a moment later leads nowhere else.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from sangdam.errors import NotDelivered, Refused

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Name and port -> addresses, the best first. Raises OSError."""

NAT64 = ip_network("64:ff9b::/96")
"""An IPv4 address stands in the last 32 bits of one of these."""
IPV4_BITS = 0xFFFF_FFFF
PORTS = {"http": 80, "https": 443}


class Way(NamedTuple):
    address: str | None
    """Where to connect to; None where a proxy of the environment does so, by the name."""
    host: str
    """Whose certificate it must be."""


def resolved(host: str, port: int) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


class Reach:
    def __init__(self, allowed: Iterable[Network] = (), *, resolve: Resolve = resolved) -> None:
        self._allowed = tuple(allowed)
        self._resolve = resolve

    def ways(self, url: str) -> tuple[Way, ...]:
        """To be tried one after the other. Raises Refused where one of them is not allowed, and
        NotDelivered where nobody knows the name."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if _proxied(parts.scheme, host):
            self._must_be_allowed(*_written(host))
            return (Way(None, host),)
        found = _written(host) or self._looked_up(host, parts.port or PORTS[parts.scheme])
        self._must_be_allowed(*found)
        return tuple(Way(address, host) for address in found)

    def _looked_up(self, host: str, port: int) -> tuple[str, ...]:
        try:
            return tuple(self._resolve(host, port))
        except (OSError, UnicodeError):
            raise NotDelivered("nobody knows the name of its host") from None

    def _must_be_allowed(self, *addresses: str) -> None:
        for each in addresses:
            address = _plain(ip_address(each.partition("%")[0]))
            public = address.is_global and not address.is_multicast
            if not public and not any(address in network for network in self._allowed):
                raise Refused(
                    f"{address} is a private address: if the service may send there, name its"
                    " network in SANGDAM_OUTWARD_NETWORKS"
                )


def _written(host: str) -> tuple[str, ...]:
    """The address that stands in the place of a name; empty where it is a name."""
    try:
        return (str(ip_address(host)),)
    except ValueError:
        return ()


def _plain(address: Address) -> Address:
    """An IPv4 address in the clothes of IPv6, as itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & IPV4_BITS)
    inner = address.ipv4_mapped or address.sixtofour
    return inner or (address.teredo[1] if address.teredo else address)


def _proxied(scheme: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)
