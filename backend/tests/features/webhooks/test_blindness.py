"""In a set where readers do not see each other's readings, webhooks tell the blind nothing of them."""

import json
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from backend.core import audit
from backend.core.database import now
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.models.webhook_delivery import DeliveryState, WebhookDelivery
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.packages import create_package
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.examinations.operations import flags, send, state
from backend.tests.features.webhooks.ear import Ear, events_of, listen, rename
from backend.worker.herald import Herald

READING_EVENTS = ["examination.begun", "examination.done", "examination.reopened"]


class TestBlindness:
    """In a set where readers do not see each other's readings."""

    async def claim(
        self, client: Client, work: UnitOfWork, organization: Organization, sample_set: SampleSet, reader: User
    ) -> UUID:
        file = await create_file(work, organization)
        sample, _ = await create_sample(work, sample_set, file_id=file.id, position=1)
        package = await create_package(work, sample_set, sample)
        sign_in(client, reader)
        answer = await client.post(f"/api/v1/sets/{sample_set.id}/packages/claim")
        assert answer.status_code == 200, answer.text
        return package.id

    async def test_an_admin_with_sight_hears_of_readings(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        ear: Ear,
        herald: Herald,
    ) -> None:
        await listen(client, group, lead, ear)
        await self.claim(client, work, organization, sample_set, annotator)

        await herald.go_round()

        assert events_of(ear) == ["package.claimed"]

    async def read_and_reopen(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        sample_set: SampleSet,
        reader: User,
        herald: Herald,
    ) -> None:
        """Each act is told by itself: the one connection of a test sends no two messages at once."""
        package_id = await self.claim(client, work, organization, sample_set, reader)
        items = (await client.get(f"/api/v1/packages/{package_id}/items")).json()["items"]
        path = f"/api/v1/packages/{package_id}/samples/{items[0]['sample']['id']}/examination"
        reading = (await client.post(path)).json()
        await herald.go_round()
        for base, operations in enumerate([[flags(no_finding=True)], [state("done")], [state("open")]]):
            answer = await send(client, reading, *operations, base=base)
            assert answer.status_code == 200, answer.text
            await herald.go_round()

    async def test_who_has_sight_hears_that_a_reading_is_done_and_open_again(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        ear: Ear,
        herald: Herald,
    ) -> None:
        await listen(client, group, lead, ear, *READING_EVENTS)
        await self.read_and_reopen(client, work, organization, sample_set, annotator, herald)

        assert events_of(ear) == READING_EVENTS
        assert {json.loads(body)["set_id"] for _, body in ear.heard} == {str(sample_set.id)}

    async def test_who_is_blind_does_not_hear_that_a_reading_is_done(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        ear: Ear,
        herald: Herald,
    ) -> None:
        await create_package(work, sample_set, assignee=lead)
        await listen(client, group, lead, ear, *READING_EVENTS)
        await self.read_and_reopen(client, work, organization, sample_set, annotator, herald)

        assert events_of(ear) == []

    async def test_who_has_sight_hears_what_became_of_a_release(
        self,
        client: Client,
        work: UnitOfWork,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        ear: Ear,
        herald: Herald,
    ) -> None:
        await listen(client, group, lead, ear, "release.created", "release.frozen")
        answer = await client.post(f"/api/v1/sets/{sample_set.id}/releases", json={"name": "First"})
        assert answer.status_code == 202, answer.text
        release_id = UUID(answer.json()["id"])
        await herald.go_round()
        audit.record(work, None, "release.frozen", release_id, organization_id=sample_set.organization_id)
        await work.flush()

        await herald.go_round()

        assert events_of(ear) == ["release.created", "release.frozen"]

    async def test_an_admin_who_reads_does_not(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        ear: Ear,
        herald: Herald,
    ) -> None:
        await create_package(work, sample_set, assignee=lead)
        made = await listen(client, group, lead, ear)
        await self.claim(client, work, organization, sample_set, annotator)
        sign_in(client, lead)
        await rename(client, sample_set)

        await herald.go_round()

        assert events_of(ear) == ["set.updated"]
        assert (await client.get(f"/api/v1/webhooks/{made['id']}/deliveries")).json()["total"] == 1

    async def test_who_became_a_reader_is_shown_nothing_of_before(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        annotator: User,
        ear: Ear,
        herald: Herald,
    ) -> None:
        ear.status = 500
        made = await listen(client, group, lead, ear)
        await self.claim(client, work, organization, sample_set, annotator)
        await herald.go_round()
        (delivery,) = (await work.db.scalars(select(WebhookDelivery))).all()
        await create_package(work, sample_set, assignee=lead)
        await work.db.execute(update(WebhookDelivery).values(next_at=now() - timedelta(seconds=1)))
        sign_in(client, lead)

        shown = await client.get(f"/api/v1/webhooks/{made['id']}/deliveries")
        again = await client.post(f"/api/v1/webhook-deliveries/{delivery.id}/resend")
        await herald.go_round()

        assert (shown.json()["total"], again.status_code) == (0, 404)
        assert len(ear.heard) == 1
        await work.db.refresh(delivery)
        assert delivery.state is DeliveryState.FAILED
