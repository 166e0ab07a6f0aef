"""Runs asked for again, retried, begun together and cancelled."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from backend.core.database import Database, new_id, now
from backend.core.permissions import GroupRole
from backend.core.queue import RememberingQueue
from backend.core.storage import Storage
from backend.core.work import begin_reading, begin_work
from backend.features.radiomics.presets import ensure_shipped_presets, shipped_names
from backend.models.annotation import Annotation, AnnotationKind
from backend.models.examination import ExaminationState
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask
from backend.models.job import Job
from backend.models.organization import Organization
from backend.models.region import Region
from backend.models.user import User
from backend.repositories.extraction_presets import ExtractionPresetRepository
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.images import create_sample, create_series
from backend.tests.factories.readings import create_examination
from backend.tests.factories.sets import create_label, create_set
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.radiomics.reading_room import SOURCE, Room


def address(run: dict[str, Any], verb: str) -> str:
    return f"/api/v1/extraction-runs/{run['id']}/{verb}"


class TestAgain:
    @pytest.mark.parametrize("verb", ["again", "retry"])
    async def test_only_by_who_may_extract(
        self, room: Room, annotator: User, viewer: User, stranger: User, verb: str
    ) -> None:
        run = await room.run()
        answers = []

        for person in (stranger, viewer, annotator):
            sign_in(room.client, person)
            answers.append((await room.client.post(address(run, verb))).status_code)

        assert answers == [404, 403, 403]

    async def test_what_has_not_changed_is_taken_over(self, room: Room, reviewer: User) -> None:
        run = await room.run()
        sign_in(room.client, reviewer)

        again = await room.client.post(address(run, "again"))
        repeated = await room.done(again.json()["id"])

        assert repeated["id"] != run["id"]
        assert (repeated["done_count"], repeated["reused_count"], run["reused_count"]) == (1, 1, 0)
        tables = [await room.get(item["id"], "/features") for item in (run, repeated)]
        assert tables[0]["items"][0]["values"] == tables[1]["items"][0]["values"]
        (task,) = await room.tasks(repeated["id"])
        assert task["reused"] is True
        assert task["provenance"]["mask_hash"] == task["provenance"]["region_hash"]
        assert task["provenance"]["computed_at"]

    @pytest.mark.parametrize(
        "changed",
        [
            SOURCE.replace("binWidth: 25", "binWidth: 20"),
            SOURCE.replace("any:", "CT:\n  preprocessing: [crop: {padding_mm: 3}]"),
        ],
    )
    async def test_under_other_settings_it_is_computed(self, room: Room, changed: str) -> None:
        await room.run()
        await room.use_preset(changed)

        assert (await room.run())["reused_count"] == 0

    async def test_the_same_section_in_another_preset_is_the_same(self, room: Room) -> None:
        await room.run()
        await room.use_preset(SOURCE + SOURCE.split("\n", 1)[1].replace("any:", "MR_T1:"))

        run = await room.run()

        assert run["reused_count"] == 1
        preset = (await room.client.get(f"/api/v1/extraction-presets/{room.preset_id}")).json()
        (task,) = await room.tasks(run["id"])
        assert task["provenance"]["preset_hash"] == preset["content_hash"]

    async def test_other_images_are_computed(self, room: Room) -> None:
        await room.run()
        first = (await room.slices())[0]
        await room.work.db.execute(
            update(type(first)).where(type(first).id == first.id).values(file_id=(await room.slices())[1].file_id)
        )

        run = await room.run()

        assert run["reused_count"] == 0

    async def test_a_run_that_did_not_keep_its_request_yet_has_its_regions(self, room: Room) -> None:
        run = await room.run()
        await room.work.db.execute(update(ExtractionRun).values(request=None))

        again = await room.client.post(address(run, "again"))

        assert again.json()["task_count"] == 1


class TestRetry:
    async def test_nothing_to_retry_is_told(self, room: Room) -> None:
        run = await room.run()

        assert (await room.client.post(address(run, "retry"))).json()["error"] == "NothingToRetry"

    async def test_only_what_failed_is_computed_again(
        self, room: Room, storage: Storage, annotator: User, lead: User
    ) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons([1, 2, 3]))
        sign_in(room.client, lead)
        ball = (await room.work.db.scalars(select(Region))).one()
        assert ball.mask_key is not None
        mask = await storage.read(ball.mask_key)
        await storage.delete(ball.mask_key)
        run = await room.run()
        assert (run["job"]["state"], run["done_count"], run["failed_count"]) == ("done", 1, 1)
        (done,) = await room.tasks(run["id"], state="done")
        await storage.put(ball.mask_key, mask)

        retried = await room.client.post(address(run, "retry"))

        assert retried.status_code == 202
        assert (retried.json()["failed_count"], retried.json()["job"]["state"]) == (0, "queued")
        run = await room.done(run["id"])
        assert (run["job"]["state"], run["done_count"], run["failed_count"]) == ("done", 2, 0)
        before_and_after = [task for task in await room.tasks(run["id"]) if task["id"] == done["id"]]
        assert before_and_after == [done]

    async def test_while_it_runs_it_is_refused(self, room: Room) -> None:
        started = await room.client.post("/api/v1/extraction-runs", json=room.request({}))
        await room.work.db.execute(update(ExtractionTask).values(state="failed"))

        response = await room.client.post(address(started.json(), "retry"))

        assert response.json()["error"] == "JobNotEnded"

    async def test_what_was_cancelled_is_computed_too(self, room: Room) -> None:
        started = (await room.client.post("/api/v1/extraction-runs", json=room.request({}))).json()
        await room.client.post(f"/api/v1/jobs/{started['job']['id']}/cancel")
        assert (await room.get(started["id"]))["cancelled_count"] == 1

        await room.client.post(address(started, "retry"))

        assert (await room.done(started["id"]))["done_count"] == 1

    async def test_tasks_are_found_by_state_and_by_what_is_shown(self, room: Room) -> None:
        run = await room.run()
        patient = (await room.tasks(run["id"]))[0]["patient_label"]

        assert len(await room.tasks(run["id"], state="done")) == 1
        assert await room.tasks(run["id"], state="failed") == []
        assert len(await room.tasks(run["id"], search=f"ball {patient}")) == 1
        assert await room.tasks(run["id"], search="DOE") == []


class TestBegunTogether:
    """On a database that commits: both runs freeze the same region of a reader."""

    @pytest.fixture
    async def asked(self, committing_database: Database, client: Client) -> dict[str, Any]:
        async with begin_work(committing_database, RememberingQueue()) as work:
            organization = (await work.db.scalars(select(Organization))).one()
            await ensure_shipped_presets(work, organization.id)
            preset = await ExtractionPresetRepository(work.db).named(organization.id, shipped_names()[0], 1)
            group = await create_group(work, organization)
            lead = await join(work, group, await create_user(work), GroupRole.ADMIN)
            sample_set = await create_set(work, group)
            label = await create_label(work, sample_set)
            series, instances = await create_series(work, organization)
            sample, image = await create_sample(work, sample_set, series_id=series.id)
            examination = await create_examination(work, sample, lead)
            examination.state = ExaminationState.DONE
            work.db.add(
                Annotation(
                    examination_id=examination.id,
                    id=new_id(),
                    set_id=sample_set.id,
                    label_id=label.id,
                    sample_image_id=image.id,
                    sop_instance_uid=instances[0].sop_instance_uid,
                    kind=AnnotationKind.BOX,
                    geometry={"kind": "box", "x": 1, "y": 1, "width": 20, "height": 20},
                )
            )
        sign_in(client, lead)
        assert preset is not None
        return {"preset_id": str(preset.id), "set_id": str(sample_set.id)}

    async def test_they_share_the_region(
        self, client: Client, app: FastAPI, committing_database: Database, asked: dict[str, Any]
    ) -> None:
        answers = await asyncio.gather(*(client.post("/api/v1/extraction-runs", json=asked) for _ in range(4)))

        assert [answer.status_code for answer in answers] == [202] * 4, [answer.text for answer in answers]
        async with begin_reading(committing_database) as work:
            counts = [
                (await work.db.execute(select(func.count()).select_from(model))).scalar_one()
                for model in (Region, ExtractionTask)
            ]
        assert counts == [1, 4]


class TestRemainingTime:
    async def test_it_is_estimated_from_the_pace(self, room: Room, annotator: User, lead: User) -> None:
        reading = await room.begin(annotator)
        await room.save(reading, await room.polygons([1, 2]))
        sign_in(room.client, lead)
        run = (await room.client.post("/api/v1/extraction-runs", json=room.request({}))).json()
        assert run["seconds_left"] is None
        first = (await room.work.db.scalars(select(ExtractionTask.id))).first()
        await room.work.db.execute(update(Job).values(state="running", started_at=now() - timedelta(seconds=30)))
        await room.work.db.execute(
            update(ExtractionTask).where(ExtractionTask.id == first).values(state="done", finished_at=now())
        )

        assert (await room.get(run["id"]))["seconds_left"] == pytest.approx(30, abs=5)

    async def test_nothing_is_left_of_what_has_ended(self, room: Room) -> None:
        assert (await room.run())["seconds_left"] is None
