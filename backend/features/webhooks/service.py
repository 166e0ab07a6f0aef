"""Webhooks of a group: set by its admins, each hearing no more than its owner may know."""

from uuid import UUID

from backend.core import audit
from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.core.security import TokenSigner
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.groups.errors import GroupNotFound
from backend.features.webhooks.errors import DeliveryNotFound, TooManyWebhooks, WebhookNotFound
from backend.features.webhooks.events import PING
from backend.features.webhooks.schemas import WebhookCreate, WebhookMade, WebhookRead, WebhookUpdate
from backend.models.webhook import Webhook
from backend.models.webhook_delivery import DeliveryState, WebhookDelivery
from backend.repositories.groups import GroupRepository
from backend.repositories.webhooks import DeliveryRepository, WebhookRepository

MOST_WEBHOOKS = 20


class WebhookService:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.webhooks = WebhookRepository(work.db)
        self.deliveries = DeliveryRepository(work.db)
        self.groups = GroupRepository(work.db)
        self.blinding = BlindingService(work)

    async def listing(self, group_id: UUID, caller: Caller, page: Page) -> Listing[Webhook]:
        await self._managed(group_id, caller)
        return await self.webhooks.of_group(group_id, page)

    async def create(self, group_id: UUID, caller: Caller, body: WebhookCreate, signer: TokenSigner) -> WebhookMade:
        await self._managed(group_id, caller)
        group = await self.groups.locked(group_id)
        if group is None:
            raise GroupNotFound
        if await self.webhooks.count_of_group(group_id) >= MOST_WEBHOOKS:
            raise TooManyWebhooks
        webhook = self.webhooks.add(
            Webhook(
                organization_id=group.organization_id,
                group_id=group_id,
                owner_id=caller.user_id,
                url=body.url,
                events=list(body.events),
                is_active=True,
                looked_at=now(),
            )
        )
        await self.work.flush()
        self._record(caller, "webhook.created", webhook)
        await self.work.flush()
        return WebhookMade(**dict(WebhookRead.model_validate(webhook)), secret=signer.webhook_secret(webhook.id))

    async def update(self, webhook_id: UUID, caller: Caller, body: WebhookUpdate) -> Webhook:
        """Who changes where it goes, what it hears, or that it hears again, is who it hears for."""
        webhook = await self._owned(webhook_id, caller)
        changed = body.model_dump(exclude_none=True)
        if not webhook.is_active and changed.get("is_active"):
            webhook.looked_at = now()  # what happened meanwhile is not told afterwards
        for field, value in changed.items():
            setattr(webhook, field, value)
        if changed and changed != {"is_active": False}:
            webhook.owner_id = caller.user_id
        self._record(caller, "webhook.updated", webhook, fields=sorted(changed))
        await self.work.flush()
        return webhook

    async def delete(self, webhook_id: UUID, caller: Caller) -> None:
        webhook = await self._owned(webhook_id, caller)
        self._record(caller, "webhook.deleted", webhook)
        await self.webhooks.delete(webhook)
        await self.work.flush()

    async def deliveries_of(self, webhook_id: UUID, caller: Caller, page: Page) -> Listing[WebhookDelivery]:
        """What was sent, but for what the caller must not learn by it."""
        await self._owned(webhook_id, caller)
        blind = await self.blinding.blind_in(await self.deliveries.sets_of_webhook(webhook_id), caller)
        return await self.deliveries.of_webhook(webhook_id, blind, caller, page)

    async def ping(self, webhook_id: UUID, caller: Caller) -> WebhookDelivery:
        webhook = await self._owned(webhook_id, caller)
        delivery = self.deliveries.add(
            WebhookDelivery(
                webhook_id=webhook.id,
                tells_readings=False,
                actor_id=caller.user_id,
                event=PING,
                payload={"event": PING, "webhook_id": str(webhook.id), "group_id": str(webhook.group_id)},
                state=DeliveryState.PENDING,
                attempts=0,
                next_at=now(),
            )
        )
        await self.work.flush()
        return delivery

    async def resend(self, delivery_id: UUID, caller: Caller) -> WebhookDelivery:
        """Send once more what was sent, or given up."""
        delivery = await self.deliveries.get(delivery_id)
        webhook = await self.webhooks.get_visible(delivery.webhook_id, caller) if delivery else None
        may_see = webhook is not None and caller.may(Action.MANAGE_WEBHOOKS, in_=webhook.group_id)
        if delivery is None or webhook is None or not may_see or await self._is_hidden(delivery, caller):
            raise DeliveryNotFound
        delivery.state, delivery.attempts, delivery.next_at = DeliveryState.PENDING, 0, now()
        self._record(caller, "webhook.resent", webhook, delivery_id=str(delivery_id))
        await self.work.flush()
        return delivery

    async def _is_hidden(self, delivery: WebhookDelivery, caller: Caller) -> bool:
        if not delivery.tells_readings or delivery.actor_id == caller.user_id:
            return False
        return delivery.set_id is None or bool(await self.blinding.blind_in([delivery.set_id], caller))

    async def _managed(self, group_id: UUID, caller: Caller) -> None:
        if await self.groups.get_visible(group_id, caller) is None:
            raise GroupNotFound
        caller.require(Action.MANAGE_WEBHOOKS, in_=group_id)

    async def _owned(self, webhook_id: UUID, caller: Caller) -> Webhook:
        webhook = await self.webhooks.get_visible(webhook_id, caller)
        if webhook is None:
            raise WebhookNotFound
        caller.require(Action.MANAGE_WEBHOOKS, in_=webhook.group_id)
        return webhook

    def _record(self, caller: Caller, action: str, webhook: Webhook, **details: object) -> None:
        audit.record(
            self.work,
            caller,
            action,
            webhook.id,
            organization_id=webhook.organization_id,
            group_id=str(webhook.group_id),
            **details,
        )
