"""Webhooks do not reach into the network that the server stands in."""

import asyncio
import socket
from typing import Any

import pytest

from backend.features.webhooks.addresses import AddressRefused, checked, networks

pytestmark = pytest.mark.once
PUBLIC = "93.184.215.14"


def answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """What looking up any name says, from now on."""

    async def look_up(_self: object, _host: str, port: int, **_: Any) -> list[Any]:
        if not addresses:
            raise socket.gaierror
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in each], socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
async def test_what_is_not_public_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    answers(monkeypatch, address)

    with pytest.raises(AddressRefused):
        await checked("https://hooks.example/", [])


async def test_one_private_address_among_public_ones_is_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, PUBLIC, "10.0.0.1")

    with pytest.raises(AddressRefused):
        await checked("https://hooks.example/", [])


async def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, PUBLIC)

    found = await checked("https://hooks.example:8443/in?a=1#b", [])

    assert (found.url, found.host, found.host_header) == (
        f"https://{PUBLIC}:8443/in?a=1",
        "hooks.example",
        "hooks.example:8443",
    )


async def test_the_operators_own_networks_may_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "10.0.0.1")

    assert (await checked("http://hooks.example/", networks("10.0.0.0/8, fd00::/8"))).url == "http://10.0.0.1:80/"


async def test_plain_http_leaves_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, PUBLIC)

    with pytest.raises(AddressRefused, match="https"):
        await checked("http://hooks.example/", [])


async def test_an_unknown_name_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch)

    with pytest.raises(AddressRefused, match=r"hooks\.example"):
        await checked("https://hooks.example/", [])
