"""Which machines may be asked: the one place where a host's addresses are looked up and judged."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from twitchsearch.crawl.world import Resolver
from twitchsearch.errors import FetchError, FetchRefused

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")
_TRIED = 3


def addresses(host: str, port: int, resolve: Resolver, *, private: bool) -> tuple[str, ...]:
    """The addresses of `host` that may be connected to, best first, at most three.

    Connect to these and to nothing else: looking the name up again may give another answer. Raises FetchError where
    the name leads nowhere, FetchRefused where it leads only to addresses that are not public (unless `private`).
    """
    try:
        found = [ipaddress.ip_address(each) for each in _looked_up(host, port, resolve)]
    except (OSError, UnicodeError, ValueError) as error:
        raise FetchError(f"the name {host} leads to no address", retryable=True) from error
    if not found:
        raise FetchError(f"the name {host} leads to no address", retryable=True)
    allowed = [str(each) for each in found if not _objection(each, private=private)]
    if not allowed:
        reason = _objection(found[0], private=private)
        raise FetchRefused(f"{host} leads to {found[0]}, {reason}")
    return tuple(allowed[:_TRIED])


def _looked_up(host: str, port: int, resolve: Resolver) -> list[str]:
    """A host that is an address needs no looking up; a scope ("%eth0") names an interface of this machine."""
    bare = host.removeprefix("[").removesuffix("]")
    try:
        return [str(ipaddress.ip_address(bare))]
    except ValueError:
        return [each.partition("%")[0] for each in resolve(host, port)]


def _objection(address: _Address, *, private: bool) -> str:
    """Why this address may not be asked, or "". An address that carries another one is judged by that too."""
    reasons = (_simple_objection(each, private=private) for each in _carried(address))
    return next((reason for reason in reasons if reason), "")


def _simple_objection(address: _Address, *, private: bool) -> str:
    if address.is_multicast or address.is_unspecified:
        return "which is no machine's address"
    if private:
        return ""
    if address in _SITE_LOCAL or not address.is_global or (address.is_reserved and address not in _NAT64):
        return "which is not a public address; to ask it all the same: --private-addresses"
    return ""


def _carried(address: _Address) -> Iterator[_Address]:
    """IPv6 has several ways to say an IPv4 address; a gateway may turn each of them into it."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
        return
    yield address
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
