"""Questions about webhooks, what they are to hear, and what is on its way."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from backend.core.database import now
from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.audit_entry import AuditEntry
from backend.models.examination import Examination
from backend.models.export import Export
from backend.models.package import Package
from backend.models.release import Release
from backend.models.sample_set import SampleSet
from backend.models.webhook import Webhook
from backend.models.webhook_delivery import DeliveryState, WebhookDelivery
from backend.repositories.base import Repository

ENTRIES_AT_ONCE = 1000
Place = tuple[UUID, UUID | None]


class WebhookRepository(Repository[Webhook]):
    model = Webhook

    async def of_group(self, group_id: UUID, page: Page) -> Listing[Webhook]:
        statement = self.select().where(Webhook.group_id == group_id)
        return await self.listing(statement.order_by(Webhook.created_at, Webhook.id), page)

    async def count_of_group(self, group_id: UUID) -> int:
        return await self.count(select(Webhook.id).where(Webhook.group_id == group_id))

    async def get_visible(self, webhook_id: UUID, caller: Caller) -> Webhook | None:
        groups = caller.groups_where(Action.SEE_GROUP)
        return await self.one_or_none(self.select().where(Webhook.id == webhook_id, Webhook.group_id.in_(groups)))

    async def active(self) -> list[Webhook]:
        return await self.all(self.select().where(Webhook.is_active.is_(True)).order_by(Webhook.id))

    async def any_active(self) -> bool:
        return await self.db.scalar(select(Webhook.id).where(Webhook.is_active.is_(True)).limit(1)) is not None

    async def entries(self, organization_id: UUID, events: Collection[str], since: datetime) -> list[AuditEntry]:
        """What happened in a centre since some instant, the oldest first."""
        rows = await self.db.scalars(
            select(AuditEntry)
            .where(
                AuditEntry.organization_id == organization_id,
                AuditEntry.created_at >= since,
                AuditEntry.action.in_(events),
            )
            .order_by(AuditEntry.created_at, AuditEntry.id)
            .limit(ENTRIES_AT_ONCE)
        )
        return list(rows)

    async def places(self, entries: Sequence[AuditEntry]) -> dict[UUID, Place]:
        """The group, and the set if it was in one, that each entry is about; those of no group are left out."""
        sets = await self._sets(entries)
        rows = await self.db.execute(select(SampleSet.id, SampleSet.group_id).where(SampleSet.id.in_(sets.values())))
        groups = dict(rows.all())
        places: dict[UUID, Place] = {}
        for entry in entries:
            set_id = sets.get(entry.id)
            named = entry.object_id if entry.object_type == "group" else _uuid(entry.details.get("group_id"))
            group_id = groups.get(set_id) if set_id in groups else named
            if group_id is not None:
                places[entry.id] = (group_id, set_id if set_id in groups else None)
        return places

    async def _sets(self, entries: Sequence[AuditEntry]) -> dict[UUID, UUID]:
        of_object: dict[UUID, UUID] = {}
        models: tuple[tuple[str, Any], ...] = (
            ("package", Package),
            ("examination", Examination),
            ("export", Export),
            ("release", Release),
        )
        for kind, model in models:
            ids = [entry.object_id for entry in entries if entry.object_type == kind]
            if ids:
                rows = await self.db.execute(select(model.id, model.set_id).where(model.id.in_(ids)))
                of_object.update(dict(rows.all()))
        found: dict[UUID, UUID] = {}
        for entry in entries:
            named = entry.object_id if entry.object_type == "set" else _uuid(entry.details.get("set_id"))
            set_id = named or of_object.get(entry.object_id)  # none, where the set is gone meanwhile
            if set_id is not None:
                found[entry.id] = set_id
        return found


class DeliveryRepository(Repository[WebhookDelivery]):
    model = WebhookDelivery

    async def of_webhook(
        self, webhook_id: UUID, blind_in: Collection[UUID], caller: Caller, page: Page
    ) -> Listing[WebhookDelivery]:
        """The newest first, without what the caller must not learn."""
        statement = self.select().where(
            WebhookDelivery.webhook_id == webhook_id,
            or_(
                WebhookDelivery.tells_readings.is_(False),
                WebhookDelivery.actor_id == caller.user_id,
                and_(WebhookDelivery.set_id.is_not(None), WebhookDelivery.set_id.not_in(blind_in)),
            ),
        )
        newest_first = (WebhookDelivery.created_at.desc(), WebhookDelivery.id.desc())
        return await self.listing(statement.order_by(*newest_first), page)

    async def sets_of_webhook(self, webhook_id: UUID) -> list[UUID]:
        rows = await self.db.scalars(
            select(WebhookDelivery.set_id)
            .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.set_id.is_not(None))
            .distinct()
        )
        return [set_id for set_id in rows if set_id is not None]

    async def known(self, webhook_id: UUID, entry_ids: Collection[UUID]) -> set[UUID]:
        """Those of the entries that are, or were, on their way there."""
        rows = await self.db.scalars(
            select(WebhookDelivery.audit_entry_id).where(
                WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.audit_entry_id.in_(entry_ids)
            )
        )
        return {entry_id for entry_id in rows if entry_id is not None}

    async def any_due(self) -> bool:
        due = select(WebhookDelivery.id).where(
            WebhookDelivery.state == DeliveryState.PENDING, WebhookDelivery.next_at <= now()
        )
        return await self.db.scalar(due.limit(1)) is not None

    async def take_due(self, most: int, lease: timedelta) -> list[WebhookDelivery]:
        """Those whose time has come, for whoever asks first: if that one dies, they are due again after the lease."""
        due = await self.all(
            self.select()
            .where(WebhookDelivery.state == DeliveryState.PENDING, WebhookDelivery.next_at <= now())
            .order_by(WebhookDelivery.next_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        for delivery in due:
            delivery.attempts += 1
            delivery.next_at = now() + lease
        await self.db.flush()
        return due

    async def delete_ended_before(self, instant: datetime) -> int:
        old = select(WebhookDelivery).where(
            WebhookDelivery.state != DeliveryState.PENDING, WebhookDelivery.created_at < instant
        )
        found = list(await self.db.scalars(old.limit(ENTRIES_AT_ONCE)))
        for delivery in found:
            await self.db.delete(delivery)
        return len(found)


def _uuid(value: object) -> UUID | None:
    return UUID(value) if isinstance(value, str) else None
