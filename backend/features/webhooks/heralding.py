"""What has happened is put on its way to whom it concerns, and sent until it arrives or is given up."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from backend.core.database import now
from backend.core.permissions import Action, Caller
from backend.core.security import TokenSigner
from backend.core.work import UnitOfWork
from backend.features.blinding.service import BlindingService
from backend.features.webhooks.events import TELL_READINGS
from backend.features.webhooks.sending import Outcome, Parcel
from backend.models.audit_entry import AuditEntry
from backend.models.webhook import Webhook
from backend.models.webhook_delivery import DeliveryState, WebhookDelivery
from backend.repositories.users import UserRepository
from backend.repositories.webhooks import ENTRIES_AT_ONCE, DeliveryRepository, Place, WebhookRepository

# A transaction may commit a while after its entry got its time: so long back is looked again.
OVERLAP = timedelta(minutes=2)
LEASE = timedelta(minutes=2)
AGAIN_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
KEPT_FOR = timedelta(days=30)
AT_ONCE = 20
ADDRESSES = {
    "set": "/api/v1/sets/{}",
    "package": "/api/v1/packages/{}",
    "examination": "/api/v1/examinations/{}",
    "group": "/api/v1/groups/{}",
    "export": "/api/v1/exports/{}",
    "release": "/api/v1/releases/{}",
}


class Heralding:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.webhooks = WebhookRepository(work.db)
        self.deliveries = DeliveryRepository(work.db)
        self.users = UserRepository(work.db)
        self.blinding = BlindingService(work)

    async def has_work(self) -> bool:
        """Whether anything hears, or is on its way: where nothing does, nothing is written."""
        return await self.webhooks.any_active() or await self.deliveries.any_due()

    async def put_on_their_way(self) -> int:
        """Look at what has happened since the last time, for every webhook that hears; tells how much goes out."""
        count = 0
        for webhook in await self.webhooks.active():
            count += await self._tell(webhook)
        await self.work.flush()
        return count

    async def take_due(self, signer: TokenSigner) -> list[Parcel]:
        """What is to be sent now. What its owner may no longer know is given up instead."""
        parcels = []
        for delivery in await self.deliveries.take_due(AT_ONCE, LEASE):
            webhook = await self.webhooks.get(delivery.webhook_id)
            if webhook is None or not await self._may_hear(webhook, delivery):
                delivery.state, delivery.error = DeliveryState.FAILED, "Its owner may not know of this any more."
                continue
            secret, payload = signer.webhook_secret(webhook.id), {"delivery_id": str(delivery.id), **delivery.payload}
            parcels.append(Parcel(delivery.id, webhook.url, delivery.event, payload, secret))
        await self.work.flush()
        return parcels

    async def note(self, delivery_id: UUID, outcome: Outcome) -> None:
        delivery = await self.deliveries.get(delivery_id)
        if delivery is None:
            return
        delivery.status, delivery.error = outcome.status, outcome.error
        if outcome.arrived:
            delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now()
        elif delivery.attempts > len(AGAIN_AFTER):
            delivery.state = DeliveryState.FAILED
        else:
            delivery.next_at = now() + AGAIN_AFTER[delivery.attempts - 1]
        await self.work.flush()

    async def forget_old(self) -> int:
        return await self.deliveries.delete_ended_before(now() - KEPT_FOR)

    async def _tell(self, webhook: Webhook) -> int:
        begun = now()
        since = max(webhook.looked_at - OVERLAP, webhook.created_at)
        entries = await self.webhooks.entries(webhook.organization_id, webhook.events, since)
        if not entries:
            if begun - webhook.looked_at > OVERLAP / 2:
                webhook.looked_at = begun
            return 0
        # Of very many only the first were fetched: go on from the last of them the next time.
        is_all = len(entries) < ENTRIES_AT_ONCE
        webhook.looked_at = begun if is_all else entries[-1].created_at + OVERLAP
        known = await self.deliveries.known(webhook.id, [entry.id for entry in entries])
        return await self._add(webhook, [entry for entry in entries if entry.id not in known])

    async def _add(self, webhook: Webhook, entries: Sequence[AuditEntry]) -> int:
        places = await self.webhooks.places(entries)
        here = [entry for entry in entries if entry.id in places and places[entry.id][0] == webhook.group_id]
        added = [_delivery(webhook, entry, places[entry.id]) for entry in here]
        owner = await self._owner(webhook)
        told = [each for each in added if owner is not None and await self._may_know(owner, each)]
        self.deliveries.add_all(told)
        return len(told)

    async def _may_hear(self, webhook: Webhook, delivery: WebhookDelivery) -> bool:
        owner = await self._owner(webhook)
        return owner is not None and await self._may_know(owner, delivery)

    async def _owner(self, webhook: Webhook) -> Caller | None:
        """Whom it hears for, with the roles that count now; nobody, if they may set no webhooks any more."""
        user = await self.users.get(webhook.owner_id)
        if user is None or not user.is_active:
            return None
        caller = await self.users.caller(user)
        return caller if caller.may(Action.MANAGE_WEBHOOKS, in_=webhook.group_id) else None

    async def _may_know(self, owner: Caller, delivery: WebhookDelivery) -> bool:
        """Nothing of others' readings of a set goes to who is blind in it; one's own acts one knows."""
        if not delivery.tells_readings or delivery.actor_id == owner.user_id:
            return True
        return delivery.set_id is not None and not await self.blinding.blind_in([delivery.set_id], owner)


def _delivery(webhook: Webhook, entry: AuditEntry, place: Place) -> WebhookDelivery:
    group_id, set_id = place
    address = ADDRESSES.get(entry.object_type)
    return WebhookDelivery(
        webhook_id=webhook.id,
        audit_entry_id=entry.id,
        set_id=set_id,
        tells_readings=entry.action in TELL_READINGS,
        actor_id=entry.actor_id,
        event=entry.action,
        payload={
            "event": entry.action,
            "at": entry.created_at.isoformat(),
            "webhook_id": str(webhook.id),
            "group_id": str(group_id),
            "set_id": str(set_id) if set_id else None,
            "object_type": entry.object_type,
            "object_id": str(entry.object_id),
            "actor_id": str(entry.actor_id) if entry.actor_id else None,
            "url": address.format(entry.object_id) if address else None,
        },
        state=DeliveryState.PENDING,
        attempts=0,
        next_at=now(),
    )
