"""Agreement of the readers of a set: who may ask, what is compared, what comes of it."""

import csv
import io
from typing import Any

from fastapi import FastAPI

from backend.core.permissions import GroupRole
from backend.core.work import UnitOfWork
from backend.models.examination import ExaminationKind, ExaminationState
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample import Sample, SamplePurpose
from backend.models.user import User
from backend.tests.factories.groups import join
from backend.tests.factories.images import create_file, create_sample
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.agreement.conftest import Study, read
from backend.tests.features.ingest.deliveries import run_jobs

SEED = 20261121


def address(study: Study) -> str:
    return f"/api/v1/sets/{study.sample_set.id}/agreement-runs"


async def measured(client: Client, app: FastAPI, study: Study, **body: Any) -> dict[str, Any]:
    """A run of agreement, computed."""
    asked = await client.post(address(study), json={"seed": SEED, "replicates": 200, **body})
    assert asked.status_code == 202, asked.text
    await run_jobs(app)
    found: dict[str, Any] = (await client.get(f"/api/v1/agreement-runs/{asked.json()['id']}")).json()
    assert found["job"]["state"] == "done", found["job"]
    return found


def the(run: dict[str, Any], formula: str, **wanted: Any) -> dict[str, Any]:
    """The one value of a pair, unless something else is wanted."""
    (found,) = [
        value
        for value in run["results"]["values"]
        if value["formula"] == formula and all(value[key] == sought for key, sought in wanted.items())
    ]
    value: dict[str, Any] = found
    return value


def is_pair(value: dict[str, Any]) -> bool:
    return value["first"] is not None and value["second"] is not None


async def read_all(work: UnitOfWork, study: Study) -> None:
    """Ada and Ben agree on the first, Ben misses one of two on the second, both find nothing on the third."""
    (ada, ben), malignant = study.readers, study.labels[1]
    first, second, third = study.samples
    await read(work, study, ada, first, (malignant, 10, 10))
    await read(work, study, ben, first, (malignant, 11, 10))
    await read(work, study, ada, second, (malignant, 10, 10), (malignant, 50, 50))
    await read(work, study, ben, second, (malignant, 10, 10))
    await read(work, study, ada, third)
    await read(work, study, ben, third)


class TestCreateAgreementRun:
    async def test_anonymous_is_refused(self, client: Client, study: Study) -> None:
        assert (await client.post(address(study), json={})).status_code == 401

    async def test_a_stranger_does_not_learn_of_the_set(self, client: Client, work: UnitOfWork, study: Study) -> None:
        sign_in(client, await create_user(work))

        response = await client.post(address(study), json={})

        assert (response.status_code, response.json()["error"]) == (404, "SetNotFound")

    async def test_a_reader_may_not(self, client: Client, study: Study) -> None:
        sign_in(client, study.readers[0])

        response = await client.post(address(study), json={})

        assert (response.status_code, response.json()["error"]) == (403, "NotPermitted")

    async def test_a_reviewer_who_reads_is_blind_whether_others_have_read_or_not(
        self, client: Client, work: UnitOfWork, group: Group, study: Study
    ) -> None:
        reviewer = await join(work, group, await create_user(work), GroupRole.REVIEWER)
        await read(work, study, reviewer, study.samples[0])
        sign_in(client, reviewer)

        before = await client.post(address(study), json={})
        await read_all(work, study)
        after = await client.post(address(study), json={})

        assert (before.status_code, before.json()["error"]) == (403, "BlindInSet")
        assert before.content == after.content

    async def test_a_label_of_another_set_is_refused(self, client: Client, study: Study, lead: User) -> None:
        sign_in(client, lead)

        response = await client.post(address(study), json={"label_ids": [str(study.sample_set.id)]})

        assert (response.status_code, response.json()["error"]) == (422, "LabelNotInSet")

    async def test_without_a_reading_there_is_nothing_to_compare(
        self, client: Client, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read(work, study, study.readers[0], study.samples[0], state=ExaminationState.OPEN)
        sign_in(client, lead)

        response = await client.post(address(study), json={})

        assert (response.status_code, response.json()["error"]) == (422, "NothingToCompare")

    async def test_objects_are_matched_case_by_case(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        sign_in(client, lead)

        run = await measured(client, app, study)

        malignant, (ada, ben) = str(study.labels[1].id), [f"{reader.id}|1" for reader in study.readers]
        found = the(run, "f1", label=malignant, first=min(ada, ben), second=max(ada, ben))
        assert (found["value"], found["case_count"]) == (2 * 2 / (3 + 2), 3)
        assert found["low"] <= found["value"] <= found["high"]
        assert the(run, "percent", label=malignant, first=None)["value"] == 1.0
        assert the(run, "f1", label=malignant, first=ada, second=None)["value"] == found["value"]
        assert the(run, "dice", label=malignant, first=None)["case_count"] == 2

    async def test_one_category_is_undefined_and_says_why(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        for reader in study.readers:
            await read(work, study, reader, study.samples[0])
        sign_in(client, lead)

        run = await measured(client, app, study)

        found = the(run, "fleiss_kappa", label=str(study.labels[0].id), first=None)
        assert (found["value"], found["reason"]) == (None, "one_category")

    async def test_what_is_not_done_is_left_out_and_counted(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        carl = await create_user(work)
        await read(work, study, carl, study.samples[0], state=ExaminationState.OPEN)
        await read(work, study, carl, study.samples[1], bad_quality=True)
        sign_in(client, lead)

        results = (await measured(client, app, study))["results"]

        assert (results["reading_count"], results["open_count"], results["unfit_count"]) == (7, 1, 1)

    async def test_the_same_seed_and_readings_give_the_same(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        sign_in(client, lead)

        first, second = await measured(client, app, study), await measured(client, app, study)
        other = await measured(client, app, study, seed=1)

        assert (first["inputs_hash"], first["results"]) == (second["inputs_hash"], second["results"])
        assert other["inputs_hash"] != first["inputs_hash"]

    async def test_known_answers_give_sensitivity_and_false_positives(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        malignant = study.labels[1]
        for sample in study.samples[:2]:
            await read(work, study, lead, sample, (malignant, 10, 10), kind=ExaminationKind.REFERENCE)
        sign_in(client, lead)

        run = await measured(client, app, study)

        ada = f"{study.readers[0].id}|1"
        found = {"label": str(malignant.id), "first": "reference", "second": ada}
        assert the(run, "sensitivity", **found)["value"] == 1.0
        assert the(run, "false_positives_per_case", **found)["value"] == 0.5

    async def test_what_one_reads_again_is_compared_with_oneself(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        ada, malignant = study.readers[0], study.labels[1]
        again = await shown_again(work, study, study.samples[0])
        await read(work, study, ada, again, (malignant, 10, 10))
        sign_in(client, lead)

        run = await measured(client, app, study)

        found = the(run, "f1", label=str(malignant.id), first=f"{ada.id}|1", second=f"{ada.id}|1|again")
        assert (found["value"], found["case_count"]) == (1.0, 1)

    async def test_rounds_are_compared_reader_by_reader(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        ada, malignant = study.readers[0], study.labels[1]
        await read(work, study, ada, study.samples[0], (malignant, 60, 60), round_=2)
        sign_in(client, lead)

        run = await measured(client, app, study, rounds=[1, 2])

        found = the(run, "f1", label=str(malignant.id), first=f"{ada.id}|1", second=f"{ada.id}|2")
        assert (found["value"], found["round"]) == (0.0, None)


class TestGetAgreementRun:
    async def test_a_reviewer_who_reads_does_not_find_it(
        self, client: Client, app: FastAPI, work: UnitOfWork, group: Group, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        sign_in(client, lead)
        run = await measured(client, app, study)
        reviewer = await join(work, group, await create_user(work), GroupRole.REVIEWER)
        await read(work, study, reviewer, study.samples[0])
        sign_in(client, reviewer)

        response = await client.get(f"/api/v1/agreement-runs/{run['id']}")

        assert (response.status_code, response.json()["error"]) == (404, "AgreementRunNotFound")

    async def test_says_what_each_formula_is(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        sign_in(client, lead)

        run = await measured(client, app, study)

        described = {formula["formula"] for formula in run["formulas"]}
        assert {value["formula"] for value in run["results"]["values"]} <= described
        assert [rater["name"] for rater in run["results"]["raters"]] == ["Ada", "Ben"]


class TestDownloadAgreement:
    async def test_has_a_line_for_each_value(
        self, client: Client, app: FastAPI, work: UnitOfWork, study: Study, lead: User
    ) -> None:
        await read_all(work, study)
        study.readers[0].name = "=Ada"
        await work.flush()
        sign_in(client, lead)
        run = await measured(client, app, study)

        response = await client.get(f"/api/v1/agreement-runs/{run['id']}/table")

        rows = list(csv.DictReader(io.StringIO(response.text)))
        assert len(rows) == len(run["results"]["values"])
        assert any(row["first"].startswith("'=Ada") for row in rows)
        f1 = next(row for row in rows if row["formula"] == "f1" and row["second"])
        assert float(f1["value"]) == 0.8


async def shown_again(work: UnitOfWork, study: Study, original: Sample) -> Sample:
    organization = await work.db.get_one(Organization, study.sample_set.organization_id)
    file = await create_file(work, organization, media_type="image/png")
    sample, image = await create_sample(work, study.sample_set, file_id=file.id, position=9)
    sample.purpose, sample.original_id = SamplePurpose.REPEAT, original.id
    study.images[str(sample.id)] = image
    await work.flush()
    return sample
