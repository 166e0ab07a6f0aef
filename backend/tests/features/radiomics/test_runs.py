import json
import math
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from backend.core.database import new_id
from backend.core.permissions import GroupRole
from backend.core.queue import Lane, RememberingQueue
from backend.core.work import UnitOfWork
from backend.features.radiomics import vectors
from backend.features.radiomics.computing import SeriesComputing
from backend.imaging.extraction import TaskResult
from backend.models.extraction_task import ExtractionTask
from backend.models.instance import Instance
from backend.models.membership import Membership
from backend.models.organization import Organization
from backend.models.organization_membership import OrganizationMembership
from backend.models.region import Region, RegionOrigin, RegionState
from backend.models.sample_set import Identity, SampleSet
from backend.models.series import Series
from backend.models.user import User
from backend.repositories.extraction import ExtractionTaskRepository
from backend.tests.factories.extractions import default_preset
from backend.tests.factories.images import create_patient, create_sample, create_series
from backend.tests.factories.users import Client, sign_in
from backend.tests.features.ingest.deliveries import run_jobs

MakeRegion = Callable[..., Coroutine[Any, Any, Region]]


@pytest.fixture
async def preset_id(work: UnitOfWork, organization: Organization) -> str:
    return str((await default_preset(work, organization.id)).id)


@pytest.fixture
def make_region(work: UnitOfWork, organization: Organization, sample_set: SampleSet) -> MakeRegion:
    """A region on a series of its own, which is a sample of the set."""
    made = 0

    async def make(name: str = "GTV", state: RegionState = RegionState.READY) -> Region:
        nonlocal made
        made += 1
        patient = await create_patient(work, organization, name="DOE^JANE")
        series, instances = await create_series(work, organization, patient=patient)
        await create_sample(work, sample_set, series_id=series.id, patient=patient, position=made)
        return await _region(work, series, instances[0], name, state)

    return make


async def _region(work: UnitOfWork, series: Series, source: Instance, name: str, state: RegionState) -> Region:
    region = Region(
        organization_id=series.organization_id,
        series_id=series.id,
        source_instance_id=source.id,
        roi_number=1,
        name=name,
        origin=RegionOrigin.RTSTRUCT,
        state=state,
        version=1,
        content_hash="a" * 64,
        mask_key="masks/a",
    )
    work.db.add(region)
    await work.flush()
    return region


async def start(client: Client, preset_id: str, **scope: Any) -> dict[str, Any]:
    response = await client.post("/api/v1/extraction-runs", json={"preset_id": preset_id, **scope})
    assert response.status_code == 202, response.text
    run: dict[str, Any] = response.json()
    return run


async def finish(work: UnitOfWork, run: dict[str, Any], **values: float) -> None:
    """What a worker would write for every task of the run."""
    tasks = ExtractionTaskRepository(work.db)
    for task in await tasks.all(tasks.select().where(ExtractionTask.run_id == UUID(run["id"]))):
        computing = SeriesComputing(work, {"run_id": run["id"], "series_id": str(task.series_id)})
        reasons = {name: "flat region" for name, value in values.items() if math.isnan(value)}
        provenance = {"versions": {"pyradiomics": "3.0.1"}}
        result = TaskResult(str(task.id), tuple(values), tuple(values.values()), reasons, provenance, 1.5, None)
        await computing.finish(UUID(run["job"]["id"]), [result])


class TestCreateExtractionRun:
    async def test_a_stranger_learns_nothing(
        self, client: Client, sample_set: SampleSet, stranger: User, preset_id: str
    ) -> None:
        sign_in(client, stranger)

        response = await client.post(
            "/api/v1/extraction-runs", json={"preset_id": preset_id, "set_id": str(sample_set.id)}
        )

        assert response.json()["error"] == "SetNotFound"

    async def test_a_reader_may_not(
        self, client: Client, sample_set: SampleSet, annotator: User, preset_id: str
    ) -> None:
        sign_in(client, annotator)

        response = await client.post(
            "/api/v1/extraction-runs", json={"preset_id": preset_id, "set_id": str(sample_set.id)}
        )

        assert response.status_code == 403

    @pytest.mark.parametrize(
        "scope", [{}, {"region_ids": []}, {"set_id": str(new_id()), "region_ids": [str(new_id())]}]
    )
    async def test_names_either_a_set_or_regions(
        self, client: Client, lead: User, preset_id: str, scope: dict[str, Any]
    ) -> None:
        sign_in(client, lead)

        assert (await client.post("/api/v1/extraction-runs", json={"preset_id": preset_id, **scope})).status_code == 422

    async def test_needs_a_region_that_is_ready(
        self, client: Client, sample_set: SampleSet, lead: User, preset_id: str, make_region: MakeRegion
    ) -> None:
        await make_region(state=RegionState.PENDING)
        sign_in(client, lead)

        response = await client.post(
            "/api/v1/extraction-runs", json={"preset_id": preset_id, "set_id": str(sample_set.id)}
        )

        assert response.json()["error"] == "NothingToExtract"

    async def test_plans_a_task_a_region_and_a_message_a_series(
        self,
        client: Client,
        sample_set: SampleSet,
        lead: User,
        preset_id: str,
        make_region: MakeRegion,
        queue: RememberingQueue,
    ) -> None:
        await make_region()
        await make_region()
        sign_in(client, lead)

        run = await start(client, preset_id, set_id=str(sample_set.id))

        assert (run["task_count"], run["job"]["total"], run["job"]["state"]) == (2, 2, "queued")
        assert [message.lane for message in queue.sent] == [Lane.HEAVY] * 2


class TestResults:
    async def test_a_stranger_learns_nothing(
        self,
        client: Client,
        sample_set: SampleSet,
        lead: User,
        stranger: User,
        preset_id: str,
        make_region: MakeRegion,
    ) -> None:
        await make_region()
        sign_in(client, lead)
        run = await start(client, preset_id, set_id=str(sample_set.id))
        sign_in(client, stranger)

        for path in ("", "/tasks", "/features", "/features.csv"):
            assert (await client.get(f"/api/v1/extraction-runs/{run['id']}{path}")).status_code == 404

    async def test_values_are_shown_and_what_is_not_computable_says_why(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        lead: User,
        preset_id: str,
        make_region: MakeRegion,
    ) -> None:
        await make_region()
        sign_in(client, lead)
        run = await start(client, preset_id, set_id=str(sample_set.id))

        await finish(work, run, original_a=0.1, original_b=math.nan)

        table = (await client.get(f"/api/v1/extraction-runs/{run['id']}/features")).json()
        assert table["columns"] == ["original_a", "original_b"]
        assert table["items"][0]["values"] == [0.1, None]
        assert table["items"][0]["reasons"] == {"original_b": "flat region"}

    async def test_finished_twice_it_is_written_once(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        lead: User,
        preset_id: str,
        make_region: MakeRegion,
    ) -> None:
        await make_region()
        sign_in(client, lead)
        run = await start(client, preset_id, set_id=str(sample_set.id))

        await finish(work, run, original_a=1.0)
        await finish(work, run, original_a=2.0)

        table = (await client.get(f"/api/v1/extraction-runs/{run['id']}/features")).json()
        assert [item["values"] for item in table["items"]] == [[1.0]]

    @pytest.mark.parametrize(
        ("identity", "shown"), [(Identity.HIDDEN, False), (Identity.PSEUDONYM, False), (Identity.FULL, True)]
    )
    async def test_names_follow_the_rule_of_the_set(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        lead: User,
        preset_id: str,
        make_region: MakeRegion,
        identity: Identity,
        shown: bool,
    ) -> None:
        sample_set.identity = identity
        await make_region()
        sign_in(client, lead)
        run = await start(client, preset_id, set_id=str(sample_set.id))
        await finish(work, run, original_a=1.0)

        answers = [
            (await client.get(f"/api/v1/extraction-runs/{run['id']}{path}")).text
            for path in ("/tasks", "/features", "/features.csv")
        ]

        assert [("DOE^JANE" in answer) for answer in answers] == [shown] * 3

    async def test_a_csv_holds_no_formula(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        lead: User,
        preset_id: str,
        make_region: MakeRegion,
    ) -> None:
        await make_region(name="=cmd|'/c calc'!A0")
        sign_in(client, lead)
        run = await start(client, preset_id, set_id=str(sample_set.id))
        await finish(work, run, original_a=-1.0)

        text = (await client.get(f"/api/v1/extraction-runs/{run['id']}/features.csv")).text

        assert "'=cmd" in text
        assert text.splitlines()[1].endswith(",-1.0")

    async def test_a_changed_region_makes_its_values_stale(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        lead: User,
        preset_id: str,
        make_region: MakeRegion,
    ) -> None:
        region = await make_region()
        sign_in(client, lead)
        run = await start(client, preset_id, set_id=str(sample_set.id))
        await finish(work, run, original_a=1.0)
        region.content_hash, region.version = "b" * 64, 2
        await work.flush()

        (task,) = (await client.get(f"/api/v1/extraction-runs/{run['id']}/tasks")).json()["items"]

        assert task["is_stale"] is True


class TestRights:
    """A run acts as its owner, whose roles may have changed since."""

    async def outcome(self, client: Client, app: FastAPI, run: dict[str, Any]) -> tuple[str, str | None]:
        await run_jobs(app)
        job = (await client.get(f"/api/v1/jobs/{run['job']['id']}")).json()
        return job["state"], job["error_code"]

    async def test_whose_role_in_the_group_became_less_gets_nothing_computed(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        sample_set: SampleSet,
        reviewer: User,
        preset_id: str,
        make_region: MakeRegion,
    ) -> None:
        await make_region()
        sign_in(client, reviewer)
        run = await start(client, preset_id, set_id=str(sample_set.id))
        membership = await work.db.get_one(Membership, (sample_set.group_id, reviewer.id))
        membership.role = GroupRole.ANNOTATOR
        await work.flush()

        assert await self.outcome(client, app, run) == ("failed", "NotPermitted")

        (task,) = (await client.get(f"/api/v1/extraction-runs/{run['id']}/tasks")).json()["items"]
        assert task["state"] == "failed"
        assert "role does not allow" in task["error"]
        assert (await client.get(f"/api/v1/extraction-runs/{run['id']}/features")).json()["total"] == 0

    async def test_who_sees_the_images_no_more_gets_nothing_computed(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        sample_set: SampleSet,
        reviewer: User,
        preset_id: str,
        make_region: MakeRegion,
    ) -> None:
        region = await make_region()
        sign_in(client, reviewer)
        run = await start(client, preset_id, region_ids=[str(region.id)])
        await work.db.delete(await work.db.get_one(Membership, (sample_set.group_id, reviewer.id)))
        await work.flush()

        assert await self.outcome(client, app, run) == ("failed", "NotPermitted")

    async def test_whose_account_was_closed_gets_nothing_computed(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        sample_set: SampleSet,
        lead: User,
        reviewer: User,
        preset_id: str,
        make_region: MakeRegion,
    ) -> None:
        await make_region()
        sign_in(client, reviewer)
        run = await start(client, preset_id, set_id=str(sample_set.id))
        reviewer.is_active = False
        await work.flush()

        await run_jobs(app)

        sign_in(client, lead)
        (task,) = (await client.get(f"/api/v1/extraction-runs/{run['id']}/tasks")).json()["items"]
        assert task["state"] == "failed"

    @pytest.mark.parametrize("membership", ["group", "organization"])
    async def test_who_left_does_not_get_the_values(
        self,
        client: Client,
        work: UnitOfWork,
        sample_set: SampleSet,
        reviewer: User,
        preset_id: str,
        make_region: MakeRegion,
        membership: str,
    ) -> None:
        """A run over a set belongs to its group; one over regions to its owner, while in the centre."""
        region = await make_region()
        sign_in(client, reviewer)
        scope: dict[str, Any] = (
            {"set_id": str(sample_set.id)} if membership == "group" else {"region_ids": [str(region.id)]}
        )
        run = await start(client, preset_id, **scope)
        address = f"/api/v1/extraction-runs/{run['id']}/features"
        assert (await client.get(address)).status_code == 200
        left: Any = (
            await work.db.get_one(Membership, (sample_set.group_id, reviewer.id))
            if membership == "group"
            else await work.db.get_one(OrganizationMembership, (sample_set.organization_id, reviewer.id))
        )
        await work.db.delete(left)
        await work.flush()

        assert (await client.get(address)).status_code == 404
        assert (await client.get(f"{address}.csv")).status_code == 404


class TestVectors:
    def test_values_come_back_bit_by_bit(self) -> None:
        values = [0.1, -0.0, 1e-308, 123456789.123456789, math.nan]

        assert vectors.decode(vectors.encode(values)) == [*values[:4], None]

    def test_the_order_of_names_matters(self) -> None:
        assert vectors.schema_hash(["a", "b"]) != vectors.schema_hash(["b", "a"])


async def test_presets_keep_the_order_of_their_keys(client: Client, lead: User, preset_id: str) -> None:
    sign_in(client, lead)

    preset = (await client.get(f"/api/v1/extraction-presets/{preset_id}")).json()

    classes = json.loads(preset["content"])["any"]["pyradiomics"]["featureClass"]
    assert list(classes) == ["shape", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm"]
