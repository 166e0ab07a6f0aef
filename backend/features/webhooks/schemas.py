from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from backend.core.schemas import Characters, Schema
from backend.features.webhooks.events import WebhookEvent
from backend.models.webhook_delivery import DeliveryState


def _is_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address that begins with https:// (or, in the operator's own network, http://)")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must hold no user and no password")
    _ = parts.port  # a port that is none raises
    return url


Address = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_is_address), Characters
]
Events = Annotated[
    list[WebhookEvent], Field(min_length=1), AfterValidator(lambda events: sorted(set(events), key=events.index))
]


class WebhookCreate(Schema):
    url: Address
    events: Events


class WebhookUpdate(Schema):
    """Whoever changes address or events owns the webhook from then on."""

    url: Address | None = None
    events: Events | None = None
    is_active: bool | None = None


class WebhookRead(Schema):
    id: UUID
    group_id: UUID
    owner_id: UUID = Field(description="It hears no more than this person may know.")
    url: str
    events: list[str]
    is_active: bool
    created_at: datetime


class WebhookMade(WebhookRead):
    secret: str = Field(
        description="Told this once. `X-Signature-256` is `sha256=` and the hexadecimal HMAC-SHA256 of the body by it."
    )


class DeliveryRead(Schema):
    id: UUID
    webhook_id: UUID
    event: str
    payload: dict[str, Any]
    state: DeliveryState
    attempts: int
    next_at: datetime
    status: int | None = Field(description="HTTP status of the last answer.")
    error: str | None
    created_at: datetime
    delivered_at: datetime | None
