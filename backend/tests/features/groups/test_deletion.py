"""A group is deleted with its sets and all readings in them; the images of the centre stay."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from backend.core.database import Database
from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.annotation import Annotation
from backend.models.annotation_operation import AnnotationOperation
from backend.models.audit_entry import AuditEntry
from backend.models.examination import Examination
from backend.models.group import Group
from backend.models.invitation import Invitation
from backend.models.job import Job, JobKind, JobState
from backend.models.label import Label
from backend.models.membership import Membership
from backend.models.organization import Organization
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.models.series import Series
from backend.models.upload_job import UploadJob
from backend.models.user import User
from backend.tests.factories.groups import create_group, create_invitation, join
from backend.tests.factories.images import create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.readings import create_annotation, create_examination
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, create_user, sign_in

OF_A_GROUP = (
    SampleSet,
    Label,
    Sample,
    SampleImage,
    Package,
    PackageItem,
    Examination,
    Annotation,
    AnnotationOperation,
    Membership,
    Invitation,
)


async def fill(work: UnitOfWork, organization: Organization, group: Group, reader: User) -> None:
    """A set that is in use, and an empty one."""
    sample_set, _ = await create_set(work, group), await create_set(work, group, name="Empty")
    series, _ = await create_series(work, organization)
    sample, image = await create_sample(work, sample_set, series_id=series.id)
    label = await create_label(work, sample_set)
    await create_package(work, sample_set, sample, assignee=reader)
    await create_annotation(work, await create_examination(work, sample, reader), image, label)
    await create_invitation(work, group, reader)


async def count(work: UnitOfWork, model: type) -> int:
    return (await work.db.execute(select(func.count()).select_from(model))).scalar_one()


class TestGroupContents:
    async def test_a_stranger_learns_nothing(self, client: Client, group: Group, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.get(f"/api/v1/groups/{group.id}/contents")).status_code == 404

    async def test_a_reader_may_not_ask(self, client: Client, group: Group, annotator: User) -> None:
        sign_in(client, annotator)

        assert (await client.get(f"/api/v1/groups/{group.id}/contents")).status_code == 403

    async def test_counts_what_would_go(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, lead: User, annotator: User
    ) -> None:
        await fill(work, organization, group, annotator)
        await fill(work, organization, await create_group(work, organization), annotator)
        sign_in(client, lead)

        contents = (await client.get(f"/api/v1/groups/{group.id}/contents")).json()

        assert contents == {"sets": 2, "samples": 1, "packages": 1, "readings": 1, "objects": 1}

    async def test_of_an_empty_group_nothing(self, client: Client, group: Group, lead: User) -> None:
        sign_in(client, lead)

        contents = (await client.get(f"/api/v1/groups/{group.id}/contents")).json()

        assert set(contents.values()) == {0}


class TestDeleteGroup:
    async def test_anonymous_is_refused(self, client: Client, group: Group) -> None:
        assert (await client.delete(f"/api/v1/groups/{group.id}")).status_code == 401

    async def test_a_stranger_learns_nothing(self, client: Client, group: Group, stranger: User) -> None:
        sign_in(client, stranger)

        assert (await client.delete(f"/api/v1/groups/{group.id}")).status_code == 404

    @pytest.mark.parametrize("person", ["viewer", "annotator", "reviewer"])
    async def test_only_its_admin_may(
        self, client: Client, group: Group, person: str, viewer: User, annotator: User, reviewer: User
    ) -> None:
        sign_in(client, {"viewer": viewer, "annotator": annotator, "reviewer": reviewer}[person])

        assert (await client.delete(f"/api/v1/groups/{group.id}")).status_code == 403

    async def test_goes_with_all_in_it_and_nothing_else(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, lead: User, annotator: User
    ) -> None:
        other = await create_group(work, organization, name="Other")
        await join(work, other, annotator, GroupRole.VIEWER)
        await fill(work, organization, other, annotator)
        before = [await count(work, model) for model in OF_A_GROUP]
        await fill(work, organization, group, annotator)
        sign_in(client, lead)

        response = await client.delete(f"/api/v1/groups/{group.id}")

        assert response.status_code == 204, response.text
        after = [await count(work, model) for model in OF_A_GROUP]
        members_before = before[OF_A_GROUP.index(Membership)]
        before[OF_A_GROUP.index(Membership)] = members_before - 2  # the lead and the annotator of the group
        assert after == before
        assert (await client.get(f"/api/v1/groups/{group.id}")).status_code == 404

    async def test_the_images_stay_and_the_audit_tells(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, lead: User, annotator: User
    ) -> None:
        await fill(work, organization, group, annotator)
        sign_in(client, lead)

        await client.delete(f"/api/v1/groups/{group.id}")

        assert await count(work, Series) == 1
        actions = (await work.db.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == lead.id))).all()
        assert sorted(actions) == ["group.deleted", "set.deleted", "set.deleted"]

    async def test_not_while_one_of_its_sets_is_worked_on(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, lead: User, annotator: User
    ) -> None:
        await fill(work, organization, group, annotator)
        busy = await create_set(work, group, name="Busy")
        job = Job(
            organization_id=organization.id,
            owner_id=lead.id,
            kind=JobKind.IMPORT,
            title="Import",
            params={},
            state=JobState.RUNNING,
        )
        work.db.add(job)
        await work.flush()
        upload = UploadJob(organization_id=organization.id, owner_id=lead.id, set_id=busy.id, job_id=job.id)
        work.db.add(upload)
        await work.flush()
        sign_in(client, lead)

        response = await client.delete(f"/api/v1/groups/{group.id}")

        assert (response.status_code, response.json()["error"]) == (409, "SetBusy")
        assert "Busy" in response.json()["detail"]
        assert await count(work, SampleSet) == 3


class TestAtOnce:
    async def test_of_a_deletion_and_people_who_join_neither_fails(
        self, app: FastAPI, client: Client, committing_database: Database
    ) -> None:
        async with committing_database.write() as session:
            work = UnitOfWork(session)
            organization = (await session.scalars(select(Organization))).one()
            group = await create_group(work, organization)
            lead = await join(work, group, await create_user(work), GroupRole.ADMIN)
            await fill(work, organization, group, lead)
            invitation = await create_invitation(work, group, lead, client.signer)
            people = [await create_user(work) for _ in range(6)]
        code = client.signer.join_code(invitation.id)

        joining = [self.ask(app, person, "POST", "/api/v1/invitations/accept", {"code": code}) for person in people]
        deleting = self.ask(app, lead, "DELETE", f"/api/v1/groups/{group.id}")
        *joined, deleted = await asyncio.gather(*joining, deleting)

        assert deleted == 204
        assert set(joined) <= {200, 404}
        async with committing_database.read() as session:
            assert await count(UnitOfWork(session), Membership) == 0

    async def ask(self, app: FastAPI, person: User, method: str, path: str, body: object = None) -> int:
        async with Client(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            client.signer = app.state.signer
            sign_in(client, person)
            return (await client.request(method, path, json=body)).status_code
