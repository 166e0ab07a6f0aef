"""What readers see of patients is the set's rule, and the server keeps it in everything that leaves it."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlalchemy import select

from backend.core.permissions import GroupRole, OrganizationRole
from backend.core.work import UnitOfWork
from backend.models.extraction_run import ExtractionRun
from backend.models.extraction_task import ExtractionTask, TaskState
from backend.models.group import Group
from backend.models.job import Job, JobKind, JobState
from backend.models.patient import Patient
from backend.models.region import Region
from backend.models.sample_set import Identity, SampleSet
from backend.models.user import User
from backend.tests.factories.extractions import default_preset
from backend.tests.factories.groups import join
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.samples.telling import OF_NOBODY_S_BUSINESS, OF_THE_PATIENT, found_in, telling_files

API = "/api/v1"
ROLES = [*GroupRole, "clinician who reads", "who brought it"]
pytestmark = pytest.mark.once


@dataclass
class Telling:
    """The set with the images of a patient whose every value tells, and those who look at it."""

    client: Client
    app: FastAPI
    work: UnitOfWork
    sample_set: SampleSet
    people: dict[str, User]
    pseudonym: str
    run_id: str
    answers: dict[str, Response] = field(default_factory=dict)

    async def get(self, path: str) -> Any:
        """Ask, remember the answer, and give it as JSON where it is."""
        response = await self.client.get(path)
        assert response.status_code in (200, 404, 422), f"{path}: {response.status_code} {response.text}"
        self.answers[path] = response
        return response.json() if "json" in response.headers["Content-Type"] else None

    async def follow(self, identity: Identity) -> None:
        self.sample_set.identity = identity
        await self.work.flush()

    async def look_at_everything(self, person: str, identity: Identity) -> dict[str, Response]:
        await self.follow(identity)
        self.answers = {}
        sign_in(self.client, self.people[person])
        samples = (await self.get(f"{API}/sets/{self.sample_set.id}/samples"))["items"]
        await self._look_at_the_set()
        for sample in samples:
            await self._look_at_sample(sample)
        for package in (await self.get(f"{API}/sets/{self.sample_set.id}/packages"))["items"]:
            await self.get(f"{API}/packages/{package['id']}")
            await self.get(f"{API}/packages/{package['id']}/items")
        await self._look_at_features()
        return self.answers

    async def look_at_studies(self, person: str, identity: Identity) -> dict[str, Response]:
        """By themselves, whichever way one sees them."""
        await self.follow(identity)
        self.answers = {}
        sign_in(self.client, self.people[person])
        for study in (await self.get(f"{API}/studies"))["items"]:
            await self.get(f"{API}/studies/{study['id']}")
        for word in OF_THE_PATIENT:
            await self.get(f"{API}/studies?search={word}")
        return self.answers

    async def _look_at_the_set(self) -> None:
        for path in ("", "/regions", "/labels", "/samples?sort=-modality"):
            await self.get(f"{API}/sets/{self.sample_set.id}{path}")
        await self.get(f"{API}/groups/{self.sample_set.group_id}/sets")
        for region in (await self.get(f"{API}/sets/{self.sample_set.id}/regions"))["items"]:
            extent = await self.get(f"{API}/regions/{region['id']}/slices")
            for item in extent["slices"]:
                await self.get(f"{API}/regions/{region['id']}/slices/{item['sop_instance_uid']}")

    async def _look_at_sample(self, sample: dict[str, Any]) -> None:
        for path in ("", "/thumbnail", "/regions"):
            await self.get(f"{API}/samples/{sample['id']}{path}")
        await self.get(f"{API}/sets/{self.sample_set.id}/samples/{sample['id']}/examinations")
        for image in sample["images"]:
            if image["content_url"]:
                await self.get(image["content_url"])
                await self.get(f"{image['content_url']}?max_side=64")
            else:
                for root in (f"/dicomweb/sets/{self.sample_set.id}", "/dicomweb"):
                    await self._look_at_images(root, image)

    async def _look_at_images(self, root: str, image: dict[str, Any]) -> None:
        study = f"{root}/studies/{image['study_instance_uid']}"
        series = f"{study}/series/{image['series_instance_uid']}"
        for dataset in await self.get(f"{series}/metadata"):
            instance = f"{series}/instances/{dataset['00080018']['Value'][0]}"
            for path in ("/frames/1", "/frames/1/rendered", "/rendered?accept=image/png", "/thumbnail"):
                await self.get(instance + path)
        for path in (study, series):
            await self.get(f"{path}/thumbnail")

    async def _look_at_features(self) -> None:
        await self.get(f"{API}/extraction-runs")
        files = ("/features.csv", "/features.csv?layout=long", "/features.csv?names=quantimage")
        for path in ("", "/tasks", "/features", *files):
            await self.get(f"{API}/extraction-runs/{self.run_id}{path}")


@pytest.fixture
async def telling(
    client: Client, app: FastAPI, work: UnitOfWork, group: Group, sample_set: SampleSet, lead: User, tmp_path: Path
) -> Telling:
    sign_in(client, lead)
    sample_set.package_size = 10
    delivery = await deliver(client, app, telling_files(tmp_path), sample_set.id)
    assert {item["outcome"] for item in delivery.items.values()} <= {"stored", "stored_with_warning"}, delivery.items
    people: dict[str, User] = {"who brought it": lead}
    for role in GroupRole:
        people[role] = await join(work, group, await create_user(work), role)
    clinical = await create_user(work, organization_role=OrganizationRole.CLINICIAN)
    people["clinician who reads"] = await join(work, group, clinical, GroupRole.ANNOTATOR)
    sign_in(client, people[GroupRole.ANNOTATOR])
    assert (await client.post(f"{API}/sets/{sample_set.id}/packages/claim")).status_code == 200
    patient = (await work.db.scalars(select(Patient))).one()
    run_id = await _run(work, sample_set, lead)
    return Telling(client, app, work, sample_set, people, patient.pseudonym, run_id)


async def _run(work: UnitOfWork, sample_set: SampleSet, owner: User) -> str:
    """An extraction that failed on the region, in words that name it."""
    region = (await work.db.scalars(select(Region))).one()
    preset = await default_preset(work, sample_set.organization_id)
    job = Job(
        organization_id=sample_set.organization_id, owner_id=owner.id, kind=JobKind.EXTRACTION, state=JobState.DONE,
        title="Features", params={},
    )  # fmt: skip
    work.db.add(job)
    await work.flush()
    run = ExtractionRun(
        organization_id=sample_set.organization_id, owner_id=owner.id, set_id=sample_set.id, preset_id=preset.id,
        job_id=job.id, name="Features",
    )  # fmt: skip
    work.db.add(run)
    await work.flush()
    work.db.add(
        ExtractionTask(
            organization_id=run.organization_id, run_id=run.id, series_id=region.series_id, region_id=region.id,
            region_version=1, region_hash=region.content_hash, mask_key=region.mask_key, state=TaskState.FAILED,
            modality_key="CT", error="GTV Zebrowski is too small.",
        )
    )  # fmt: skip
    await work.flush()
    return str(run.id)


def told(answers: dict[str, Response], values: tuple[str, ...]) -> dict[str, set[str]]:
    """Which answers tell which of the values."""
    found = {path: found_in(response, values) for path, response in answers.items()}
    return {path: said for path, said in found.items() if said}


@pytest.mark.parametrize("person", ROLES)
async def test_answers_tell_of_the_patient_what_the_set_allows(telling: Telling, person: str) -> None:
    for identity in (Identity.HIDDEN, Identity.PSEUDONYM):
        answers = await telling.look_at_everything(person, identity)

        assert len(answers) > 40
        assert told(answers, OF_THE_PATIENT + OF_NOBODY_S_BUSINESS) == {}, identity
        shows_pseudonym = bool(told(answers, (telling.pseudonym,)))
        assert shows_pseudonym is (identity is Identity.PSEUDONYM)

    answers = await telling.look_at_everything(person, Identity.FULL)

    assert told(answers, OF_NOBODY_S_BUSINESS) == {}
    everything = set().union(*told(answers, OF_THE_PATIENT).values())
    assert everything >= {"ZEBROWSKI", "MRN-77123X", "19310307", "ACC-90210Z", "Thorax of Quilla"}
    is_picture = {path: "image" in item.headers["Content-Type"] or "/frames/" in path for path, item in answers.items()}
    assert told({path: item for path, item in answers.items() if is_picture[path]}, OF_THE_PATIENT) == {}


async def test_studies_tell_members_no_more_than_the_set(telling: Telling) -> None:
    for identity in (Identity.HIDDEN, Identity.PSEUDONYM):
        for person in GroupRole:
            answers = await telling.look_at_studies(person, identity)

            assert told(answers, OF_THE_PATIENT + OF_NOBODY_S_BUSINESS) == {}, (identity, person)
            assert {item.json()["total"] for path, item in answers.items() if "search" in path} == {0}


async def test_a_search_finds_only_what_is_shown(telling: Telling) -> None:
    hits = {}

    for identity in Identity:
        await telling.follow(identity)
        sign_in(telling.client, telling.people[GroupRole.VIEWER])
        for words in ("zebrowski", "MRN-77123X", "thorax of quilla", telling.pseudonym):
            params = {"search": words}
            response = await telling.client.get(f"{API}/sets/{telling.sample_set.id}/samples", params=params)
            hits[identity, words] = response.json()["total"]

    assert {key for key, count in hits.items() if count} == {
        (Identity.PSEUDONYM, telling.pseudonym),
        (Identity.FULL, "zebrowski"),
        (Identity.FULL, "MRN-77123X"),
        (Identity.FULL, "thorax of quilla"),
    }


async def test_events_tell_of_jobs_and_of_no_patient(telling: Telling) -> None:
    sign_in(telling.client, telling.people["who brought it"])

    async def stop() -> None:
        await asyncio.sleep(0.5)
        telling.app.state.is_stopping = True

    stopping = asyncio.create_task(stop())
    response = await telling.client.get(f"{API}/events")
    await stopping

    assert response.text.count("event: job") == 2
    assert found_in(response, OF_THE_PATIENT + OF_NOBODY_S_BUSINESS) == set()
