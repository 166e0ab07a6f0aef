"""Sends one event to one address: signed, without following redirects, without reading what is answered."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from backend.features.webhooks.addresses import AddressRefused, Network, checked

TIMEOUT_SECONDS = 10.0
TOTAL_SECONDS = 20.0
SIGNATURE = "X-Signature-256"


@dataclass(frozen=True)
class Parcel:
    """What goes where."""

    delivery_id: UUID
    url: str
    event: str
    payload: dict[str, Any]
    secret: str


@dataclass(frozen=True)
class Outcome:
    status: int | None
    error: str | None

    @property
    def arrived(self) -> bool:
        return self.error is None


def body_of(parcel: Parcel) -> bytes:
    return json.dumps(parcel.payload, sort_keys=True, separators=(",", ":")).encode()


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def send(parcel: Parcel, allowed: Sequence[Network]) -> Outcome:
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            status = await _post(parcel, allowed)
    except AddressRefused as refusal:
        return Outcome(None, str(refusal))
    except TimeoutError:
        return Outcome(None, "No answer in time.")
    except (httpx.HTTPError, OSError, ValueError) as error:
        return Outcome(None, f"Not reached ({type(error).__name__}).")
    return Outcome(status, None if 200 <= status < 300 else f"Answered {status}.")  # noqa: PLR2004 - successes


async def _post(parcel: Parcel, allowed: Sequence[Network]) -> int:
    to, body = await checked(parcel.url, allowed), body_of(parcel)
    headers = {
        "Host": to.host_header,
        "Content-Type": "application/json",
        "User-Agent": "Isocenter",
        "X-Isocenter-Event": parcel.event,
        "X-Isocenter-Delivery": str(parcel.delivery_id),
        SIGNATURE: signature(parcel.secret, body),
    }
    # Without the environment's proxies: they would look the name up once more.
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False) as client:
        request = client.build_request(
            "POST", to.url, content=body, headers=headers, extensions={"sni_hostname": to.host}
        )
        response = await client.send(request, stream=True)
        await response.aclose()
        return response.status_code
