"""Whoever may not see an object gets 404 for it, on every route that names one: it might as well not exist."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.core.database import new_id
from backend.core.permissions import ROUTES, OrganizationRole, Scope
from backend.core.work import UnitOfWork
from backend.models.examination import Examination
from backend.models.extraction_run import ExtractionRun
from backend.models.group import Group
from backend.models.job import Job, JobKind
from backend.models.organization import Organization
from backend.models.region import Region, RegionOrigin, RegionState
from backend.models.sample_set import SampleSet
from backend.models.study import Study
from backend.models.upload_job import UploadJob
from backend.models.user import User
from backend.repositories.extraction import ExtractionPresetRepository
from backend.tests.core.test_permissions import PROTECTED, Route
from backend.tests.factories.groups import create_invitation
from backend.tests.factories.images import create_file, create_patient, create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.sets import create_label
from backend.tests.factories.users import Client, create_user, sign_in

# Centres and accounts are no secret to those in them or above them; tests of their own say who may what.
OF_CENTRES = [route for route in PROTECTED if "{organization_id}" in route.path]
OF_ACCOUNTS = [route for route in PROTECTED if "{" in route.path and ROUTES[route.name].scope is Scope.SYSTEM]
NAMING_AN_OBJECT = [
    route for route in PROTECTED if "{" in route.path and route not in OF_CENTRES and route not in OF_ACCOUNTS
]


@dataclass
class World:
    """One of everything, in a group that the stranger is not in."""

    ids: dict[str, str]
    body_of: dict[str, Any]


@pytest.fixture
async def world(
    work: UnitOfWork, organization: Organization, group: Group, sample_set: SampleSet, annotator: User, lead: User
) -> World:
    patient = await create_patient(work, organization)
    series, instances = await create_series(work, organization, patient=patient, uploaded_by=lead)
    sample, image = await create_sample(work, sample_set, series_id=series.id, patient=patient)
    photograph = await create_file(work, organization, media_type="image/png", pixel_width=8, pixel_height=8)
    _, photo_image = await create_sample(work, sample_set, file_id=photograph.id, position=2)
    label = await create_label(work, sample_set)
    package = await create_package(work, sample_set, sample, assignee=annotator)
    examination = Examination(set_id=sample_set.id, sample_id=sample.id, reader_id=annotator.id, round=1, version=0)
    region = Region(
        organization_id=organization.id,
        series_id=series.id,
        source_instance_id=instances[0].id,
        roi_number=1,
        name="GTV",
        origin=RegionOrigin.RTSTRUCT,
        state=RegionState.READY,
        version=1,
        content_hash="0" * 64,
        mask_key="x",
    )
    job = Job(organization_id=organization.id, owner_id=lead.id, kind=JobKind.EXTRACTION, title="Foreign", params={})
    upload = UploadJob(organization_id=organization.id, owner_id=lead.id)
    work.db.add_all([examination, region, job, upload])
    await work.flush()
    preset = await ExtractionPresetRepository(work.db).named(organization.id, "pyradiomics defaults", 1)
    assert preset is not None
    run = ExtractionRun(
        organization_id=organization.id,
        owner_id=lead.id,
        set_id=sample_set.id,
        preset_id=preset.id,
        job_id=job.id,
        name="Foreign",
    )
    work.db.add(run)
    await work.flush()
    study = await work.db.get_one(Study, series.study_id)
    invitation = await create_invitation(work, group, lead)
    names = {
        "organization_id": organization.id,
        "group_id": group.id,
        "session_id": lead.id,
        "invitation_id": invitation.id,
        "user_id": annotator.id,
        "set_id": sample_set.id,
        "label_id": label.id,
        "sample_id": sample.id,
        "image_id": photo_image.id,
        "package_id": package.id,
        "examination_id": examination.id,
        "upload_id": upload.id,
        "study_id": series.study_id,
        "run_id": run.id,
        "job_id": job.id,
        "study_uid": study.study_instance_uid,
        "series_uid": series.series_instance_uid,
        "sop_uid": instances[0].sop_instance_uid,
        "frame": 1,
        "frame_number": 1,
    }
    box = {"kind": "box", "x": 1, "y": 1, "width": 2, "height": 2}
    annotation = {"id": str(new_id()), "label_id": str(label.id), "image_id": str(image.id), "kind": "box"}
    put = {"id": str(uuid4()), "kind": "put_annotation", "annotation": annotation | {"geometry": box}}
    bodies = {
        "update_organization": {"name": "Taken over"},
        "add_organization_member": {"email": "someone@test.example", "role": "admin"},
        "update_organization_member": {"role": "admin"},
        "update_user": {"name": "Taken over"},
        "create_invitation": {"role": "admin"},
        "update_group": {"name": "Taken over"},
        "add_member": {"email": "someone@test.example", "role": "admin"},
        "update_member": {"role": "admin"},
        "create_set": {"name": "Mine", "task": "detection"},
        "update_set": {"name": "Mine"},
        "create_label": {"name": "Mine", "color": "#000000"},
        "update_label": {"name": "Mine"},
        "assign_package": {"user_id": None},
        "apply_operations": {"base_version": 0, "operations": [put]},
    }
    return World({name: str(value) for name, value in names.items()}, bodies)


def address(route: Route, world: World) -> str:
    path = route.path
    for name, value in world.ids.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"the world has nothing for {path}"
    return path + ("?path=a.dcm" if route.name == "put_upload_file" else "")


@pytest.mark.parametrize("route", NAMING_AN_OBJECT, ids=lambda route: route.name)
class TestEveryRouteThatNamesAnObject:
    async def call(self, client: Client, route: Route, world: World) -> tuple[int, str]:
        response = await client.request(route.method, address(route, world), json=world.body_of.get(route.name))
        return response.status_code, response.text

    async def test_a_stranger_of_the_same_centre_gets_404(
        self, client: Client, route: Route, world: World, stranger: User
    ) -> None:
        sign_in(client, stranger)

        status, text = await self.call(client, route, world)

        assert status == 404, text

    async def test_someone_of_another_centre_gets_404(
        self, client: Client, route: Route, world: World, work: UnitOfWork
    ) -> None:
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(elsewhere)
        await work.flush()
        sign_in(client, await create_user(work, organization=elsewhere))

        status, text = await self.call(client, route, world)

        assert status == 404, text

    async def test_the_system_admin_gets_404(
        self, client: Client, route: Route, world: World, system_admin: User
    ) -> None:
        sign_in(client, system_admin)

        status, text = await self.call(client, route, world)

        assert status == 404, text


@pytest.mark.parametrize("route", [route for route in NAMING_AN_OBJECT if route.method == "GET"], ids=lambda r: r.name)
async def test_its_owner_finds_it(client: Client, route: Route, world: World, lead: User) -> None:
    """Without this, the tests above would pass on addresses that nobody could ever reach."""
    sign_in(client, lead)

    response = await client.get(address(route, world))

    assert response.status_code != 404 or response.json()["error"] == "NoThumbnail", response.text


@pytest.mark.parametrize("route", OF_CENTRES, ids=lambda route: route.name)
async def test_someone_of_another_centre_gets_404(client: Client, route: Route, world: World, work: UnitOfWork) -> None:
    elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
    work.db.add(elsewhere)
    await work.flush()
    sign_in(client, await create_user(work, organization=elsewhere, organization_role=OrganizationRole.ADMIN))

    response = await client.request(route.method, address(route, world), json=world.body_of.get(route.name))

    assert response.json()["error"] == "OrganizationNotFound"


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("route", OF_ACCOUNTS, ids=lambda route: route.name)
async def test_nobody_learns_which_accounts_there_are(
    client: Client, route: Route, world: World, stranger: User, known: bool
) -> None:
    sign_in(client, stranger)
    path = address(route, world) if known else address(route, World({"user_id": str(uuid4())}, {}))

    response = await client.request(route.method, path, json=world.body_of.get(route.name))

    assert response.status_code == 403


class TestBodiesThatNameAnObject:
    async def test_a_group_in_a_foreign_centre(self, client: Client, work: UnitOfWork, stranger: User) -> None:
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(elsewhere)
        await work.flush()
        sign_in(client, stranger)

        response = await client.post("/api/v1/groups", json={"name": "Mine", "organization_id": str(elsewhere.id)})

        assert response.json()["error"] == "OrganizationNotFound"

    async def test_an_upload_to_a_foreign_set(self, client: Client, world: World, stranger: User) -> None:
        sign_in(client, stranger)

        response = await client.post("/api/v1/uploads", json={"set_id": world.ids["set_id"]})

        assert response.status_code == 404

    async def test_an_extraction_of_foreign_things(
        self, client: Client, world: World, work: UnitOfWork, stranger: User
    ) -> None:
        sign_in(client, stranger)
        (preset,) = (await client.get("/api/v1/extraction-presets")).json()["items"]
        region_id = str((await work.db.scalars(select(Region.id))).one())

        of_set = await client.post(
            "/api/v1/extraction-runs", json={"preset_id": preset["id"], "set_id": world.ids["set_id"]}
        )
        of_region = await client.post(
            "/api/v1/extraction-runs", json={"preset_id": preset["id"], "region_ids": [region_id]}
        )

        assert (of_set.json()["error"], of_region.json()["error"]) == ("SetNotFound", "RegionNotFound")


class TestLists:
    @pytest.mark.parametrize(
        "path", ["groups", "packages", "uploads", "studies", "jobs", "extraction-runs"], ids=lambda path: path
    )
    async def test_show_nothing_foreign(self, client: Client, world: World, stranger: User, path: str) -> None:
        sign_in(client, stranger)

        assert (await client.get(f"/api/v1/{path}")).json()["total"] == 0
