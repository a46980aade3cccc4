"""Addresses that may be asked, and those that may not."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.crawl.address import addresses
from twitchsearch.errors import FetchError, FetchRefused


def judged(*found: str, private: bool = False) -> tuple[str, ...]:
    return addresses("a.example", 80, lambda _host, _port: found, private=private)


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "100.64.0.1"),
        *("192.0.0.1", "192.0.2.1", "198.18.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "fe80::1", "fc00::1", "fec0::1", "2001:db8::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("2002:7f00:1::", "2002:a00:1::1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2001:0:a00:1::"),
    ],
)
def test_addresses_that_are_not_public_are_refused_unless_that_is_set(address: str) -> None:
    with pytest.raises(FetchRefused, match="not a public address"):
        judged(address)
    (allowed,) = judged(address, private=True)
    assert ipaddress.ip_address(allowed) == ipaddress.ip_address(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "224.0.0.1", "239.1.1.1", "ff02::1", "::ffff:0.0.0.0"])
def test_addresses_of_no_machine_are_refused_always(address: str) -> None:
    for private in (False, True):
        with pytest.raises(FetchRefused, match="no machine"):
            judged(address, private=private)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_are_asked(address: str) -> None:
    assert judged(address) == (address,)


def test_of_several_addresses_only_public_ones_are_asked_and_three_at_most() -> None:
    assert judged("10.0.0.1", "8.8.8.8", "127.0.0.1") == ("8.8.8.8",)
    assert judged("1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4") == ("1.1.1.1", "1.0.0.1", "8.8.8.8")


def test_a_host_that_is_an_address_is_judged_without_a_look_up() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise AssertionError("looked up")

    with pytest.raises(FetchRefused):
        addresses("[::1]", 80, resolve, private=False)
    assert addresses("8.8.8.8", 80, resolve, private=False) == ("8.8.8.8",)


@pytest.mark.parametrize("error", [OSError("no"), UnicodeError("label too long")])
def test_a_name_that_cannot_be_looked_up_may_be_tried_again(error: Exception) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise error

    with pytest.raises(FetchError, match="leads to no address") as caught:
        addresses("a.example", 80, resolve, private=False)
    assert caught.value.retryable


def test_what_is_no_address_is_not_connected_to() -> None:
    with pytest.raises(FetchError, match="leads to no address"):
        judged("not an address")
    assert judged("fe80::1%eth0", private=True) == ("fe80::1",)


@given(st.ip_addresses())
def test_what_is_allowed_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    try:
        (allowed,) = judged(str(address))
    except FetchRefused:
        return
    found = ipaddress.ip_address(allowed)
    assert found == address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    assert found.is_global
    assert not found.is_multicast
