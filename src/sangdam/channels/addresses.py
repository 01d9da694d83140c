"""Where a request comes from."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.requests import HTTPConnection

Network = IPv4Network | IPv6Network

IPV6_SITE_BITS = 64
"""Whoever has one IPv6 address has so many: they are counted as one."""


def address_of(connection: HTTPConnection) -> str:
    """The caller's address, as far as a trusted proxy tells it; of IPv6 the network."""
    host = connection.client.host if connection.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        if address.is_loopback:
            return str(address)
        return str(IPv6Network((address.packed, IPV6_SITE_BITS), strict=False))
    return str(address)


def within(address: str, networks: Iterable[Network]) -> bool:
    """Whether the address, as `address_of` gives it, is in one of the networks."""
    try:
        first = ip_address(address.partition("/")[0])
    except ValueError:
        return False
    return any(first in network for network in networks)
