"""Where a webhook may be sent: never into the network that this server stands in, unless the operator says so.

The name is looked up once, what it says is checked, and the connection goes to the address that was checked: a name
that says something else a moment later changes nothing.
"""

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit, urlunsplit

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
NAT64 = ip_network("64:ff9b::/96")
PORTS = {"http": 80, "https": 443}


class AddressRefused(Exception):
    """Why nothing is sent there, for the owner of the webhook."""


@dataclass(frozen=True)
class Checked:
    """A URL with the address instead of the name, and the name for the Host header and for TLS."""

    url: str
    host: str
    host_header: str


def networks(text: str) -> list[Network]:
    return [ip_network(part.strip()) for part in text.split(",") if part.strip()]


async def checked(url: str, allowed: Sequence[Network]) -> Checked:
    """Look a URL's name up and refuse addresses that are not public.

    Raises:
        AddressRefused: It leads into a network that is not the public one, or it is unknown.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise AddressRefused(f"{host} is not known.") from error
    # All of them: whichever of a name's addresses is taken must be one that is allowed.
    addresses = [ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in found]
    refused = [address for address in addresses if not _is_allowed(address, allowed)]
    if refused or not addresses:
        raise AddressRefused(f"{host} is in a network that webhooks are not sent into.")
    if parts.scheme == "http" and not _is_inside(addresses[0], allowed):
        raise AddressRefused("Outside of the operator's own networks webhooks are sent by https only.")
    literal = f"[{addresses[0]}]" if addresses[0].version == 6 else str(addresses[0])  # noqa: PLR2004 - IPv6
    default = port == PORTS[parts.scheme]
    header = f"[{host}]" if ":" in host else host
    return Checked(
        url=urlunsplit((parts.scheme, f"{literal}:{port}", parts.path or "/", parts.query, "")),
        host=host,
        host_header=header if default else f"{header}:{port}",
    )


def _is_allowed(address: IpAddress, allowed: Sequence[Network]) -> bool:
    return _is_inside(address, allowed) or _is_public(address)


def _is_inside(address: IpAddress, allowed: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in allowed)


def _is_public(address: IpAddress) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved
