"""Webhooks: who hears of what happens in a group."""

from uuid import UUID

from fastapi import APIRouter, Request, status

from backend.core.errors import NotPermitted
from backend.core.paging import Listing, Paged, Paging
from backend.core.problems import problems
from backend.core.work import Reading, Work
from backend.features.auth.caller import CurrentCaller
from backend.features.groups.errors import GroupNotFound
from backend.features.webhooks.errors import DeliveryNotFound, TooManyWebhooks, WebhookNotFound
from backend.features.webhooks.schemas import DeliveryRead, WebhookCreate, WebhookMade, WebhookRead, WebhookUpdate
from backend.features.webhooks.service import WebhookService
from backend.models.webhook import Webhook
from backend.models.webhook_delivery import WebhookDelivery

router = APIRouter(tags=["webhooks"])


@router.get(
    "/groups/{group_id}/webhooks", response_model=Paged[WebhookRead], responses=problems(GroupNotFound, NotPermitted)
)
async def list_webhooks(group_id: UUID, caller: CurrentCaller, work: Reading, page: Paging) -> Listing[Webhook]:
    """List the webhooks of a group."""
    return await WebhookService(work).listing(group_id, caller, page)


@router.post(
    "/groups/{group_id}/webhooks",
    response_model=WebhookMade,
    status_code=status.HTTP_201_CREATED,
    responses=problems(GroupNotFound, NotPermitted, TooManyWebhooks),
)
async def create_webhook(
    group_id: UUID, body: WebhookCreate, caller: CurrentCaller, work: Work, request: Request
) -> WebhookMade:
    """Have events of a group sent to an address, signed. The secret is told in this answer and never again."""
    return await WebhookService(work).create(group_id, caller, body, request.app.state.signer)


@router.patch("/webhooks/{webhook_id}", response_model=WebhookRead, responses=problems(WebhookNotFound, NotPermitted))
async def update_webhook(webhook_id: UUID, body: WebhookUpdate, caller: CurrentCaller, work: Work) -> Webhook:
    """Change what is sent; leave the rest."""
    return await WebhookService(work).update(webhook_id, caller, body)


@router.delete(
    "/webhooks/{webhook_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(WebhookNotFound, NotPermitted),
)
async def delete_webhook(webhook_id: UUID, caller: CurrentCaller, work: Work) -> None:
    """Send nothing more there, and forget what was sent."""
    await WebhookService(work).delete(webhook_id, caller)


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    response_model=Paged[DeliveryRead],
    responses=problems(WebhookNotFound, NotPermitted),
)
async def list_webhook_deliveries(
    webhook_id: UUID, caller: CurrentCaller, work: Reading, page: Paging
) -> Listing[WebhookDelivery]:
    """List what was sent or is on its way, newest first, for 30 days; without what tells a blind reader of readings."""
    return await WebhookService(work).deliveries_of(webhook_id, caller, page)


@router.post(
    "/webhooks/{webhook_id}/ping",
    response_model=DeliveryRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(WebhookNotFound, NotPermitted),
)
async def ping_webhook(webhook_id: UUID, caller: CurrentCaller, work: Work) -> WebhookDelivery:
    """Send a `ping`, to see whether it arrives."""
    return await WebhookService(work).ping(webhook_id, caller)


@router.post(
    "/webhook-deliveries/{delivery_id}/resend",
    response_model=DeliveryRead,
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(DeliveryNotFound, NotPermitted),
)
async def resend_webhook_delivery(delivery_id: UUID, caller: CurrentCaller, work: Work) -> WebhookDelivery:
    """Send once more what was sent, or given up."""
    return await WebhookService(work).resend(delivery_id, caller)
