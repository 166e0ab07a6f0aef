"""What happens in a group is told to who asked, signed, until it arrives; and to nobody who must not know."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from backend.core.database import Database, now
from backend.core.permissions import GroupRole
from backend.core.queue import RememberingQueue
from backend.core.settings import Settings
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample_set import SampleSet
from backend.models.user import User
from backend.models.webhook_delivery import WebhookDelivery
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.webhooks.ear import Ear, listen, rename
from backend.worker.herald import Herald


class TestWhoMay:
    async def test_only_admins_of_the_group(
        self, client: Client, group: Group, lead: User, ear: Ear, reviewer: User, stranger: User
    ) -> None:
        made = await listen(client, group, lead, ear)
        answers = []
        for person in (reviewer, stranger):
            sign_in(client, person)
            answers += [
                (await client.get(f"/api/v1/groups/{group.id}/webhooks")).status_code,
                (await client.delete(f"/api/v1/webhooks/{made['id']}")).status_code,
                (await client.get(f"/api/v1/webhooks/{made['id']}/deliveries")).status_code,
                (await client.post(f"/api/v1/webhooks/{made['id']}/ping")).status_code,
            ]

        assert answers == [403] * 4 + [404] * 4

    @pytest.mark.once
    @pytest.mark.parametrize(
        ("field_", "value"),
        [
            ("url", "ftp://hooks.example/"),
            ("url", "https://user:secret@hooks.example/"),
            ("url", "https:///path"),
            ("url", "https://hooks.example:99999/"),
            ("events", []),
            ("events", ["set.painted"]),
        ],
    )
    async def test_bad_values_are_named(
        self, client: Client, group: Group, lead: User, field_: str, value: object
    ) -> None:
        sign_in(client, lead)
        body = {"url": "https://hooks.example/", "events": ["set.updated"], field_: value}

        answer = await client.post(f"/api/v1/groups/{group.id}/webhooks", json=body)

        assert answer.json()["errors"][0]["field"].startswith(f"body.{field_}")


class TestDelivery:
    async def test_is_signed_and_holds_names_and_ids_alone(
        self, client: Client, group: Group, sample_set: SampleSet, lead: User, ear: Ear, herald: Herald
    ) -> None:
        made = await listen(client, group, lead, ear)
        await rename(client, sample_set, "Müller, Hans")

        assert await herald.go_round() == 1
        assert await herald.go_round() == 0

        ((headers, body),) = ear.heard
        expected = hmac.new(made["secret"].encode(), body, hashlib.sha256).hexdigest()
        assert headers["x-signature-256"] == f"sha256={expected}"
        assert headers["x-isocenter-event"] == "set.updated"
        told = json.loads(body)
        assert (told["object_id"], told["url"]) == (str(sample_set.id), f"/api/v1/sets/{sample_set.id}")
        assert "ller" not in body.decode()

    async def test_of_other_groups_and_other_events_is_not_heard(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        ear: Ear,
        herald: Herald,
    ) -> None:
        elsewhere = await create_group(work, organization)
        await join(work, elsewhere, lead, GroupRole.ADMIN)
        other = await create_set(work, elsewhere)
        await listen(client, group, lead, ear, "group.updated")
        await rename(client, sample_set)
        await rename(client, other)
        await client.patch(f"/api/v1/groups/{elsewhere.id}", json={"name": "Renamed"})

        assert await herald.go_round() == 0

    @pytest.mark.parametrize("status", [500, 302])
    async def test_is_tried_again_and_at_last_given_up(
        self,
        client: Client,
        work: UnitOfWork,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        ear: Ear,
        herald: Herald,
        status: int,
    ) -> None:
        ear.status = status
        made = await listen(client, group, lead, ear)
        await rename(client, sample_set)

        for _ in range(8):
            await herald.go_round()
            await work.db.execute(update(WebhookDelivery).values(next_at=now() - timedelta(seconds=1)))

        (shown,) = (await client.get(f"/api/v1/webhooks/{made['id']}/deliveries")).json()["items"]
        assert (shown["state"], shown["status"], shown["attempts"]) == ("failed", status, 6)
        assert len(ear.heard) == 6
        ear.status = 204
        await client.post(f"/api/v1/webhook-deliveries/{shown['id']}/resend")
        assert await herald.go_round() == 1

    async def test_waits_longer_each_time(
        self, client: Client, work: UnitOfWork, group: Group, lead: User, ear: Ear, herald: Herald
    ) -> None:
        ear.status = 503
        made = await listen(client, group, lead, ear)
        await client.post(f"/api/v1/webhooks/{made['id']}/ping")

        await herald.go_round()
        await herald.go_round()

        (delivery,) = (await work.db.scalars(select(WebhookDelivery))).all()
        assert len(ear.heard) == 1
        assert timedelta(seconds=20) < delivery.next_at - now() <= timedelta(seconds=30)

    @pytest.mark.once
    async def test_into_a_private_network_is_refused(
        self,
        client: Client,
        database: Database,
        queue: RememberingQueue,
        settings: Settings,
        group: Group,
        lead: User,
        ear: Ear,
    ) -> None:
        made = await listen(client, group, lead, ear)
        await client.post(f"/api/v1/webhooks/{made['id']}/ping")

        await Herald(database, queue, settings).go_round()

        (shown,) = (await client.get(f"/api/v1/webhooks/{made['id']}/deliveries")).json()["items"]
        assert ear.heard == []
        assert "network" in shown["error"]

    async def test_ends_with_the_rights_of_its_owner(
        self,
        client: Client,
        group: Group,
        sample_set: SampleSet,
        lead: User,
        ear: Ear,
        herald: Herald,
        work: UnitOfWork,
    ) -> None:
        await listen(client, group, lead, ear)
        await rename(client, sample_set)
        lead.is_active = False
        await work.flush()

        assert await herald.go_round() == 0
        assert ear.heard == []
