"""Studies: who sees them, and how much of the patient."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from backend.core.permissions import GroupRole, OrganizationRole
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.sample_set import Identity, SampleSet
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.images import create_patient, create_sample, create_series
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, create_user, sign_in
from backend.tests.features.ingest.deliveries import deliver
from backend.tests.features.ingest.pocket import changed, pocket_ct

STUDIES = "/api/v1/studies"


async def listed(client: Client, search: str | None = None) -> list[dict[str, Any]]:
    response = await client.get(STUDIES, params={"search": search} if search else {})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def set_showing(work: UnitOfWork, group: Group, series: Any, identity: Identity) -> SampleSet:
    sample_set = await create_set(work, group, identity=identity)
    await create_sample(work, sample_set, series_id=series.id)
    return sample_set


class TestListStudies:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get(STUDIES)).status_code == 401

    async def test_a_stranger_sees_none(
        self, client: Client, work: UnitOfWork, organization: Organization, stranger: User, system_admin: User
    ) -> None:
        await create_series(work, organization)

        for user in (stranger, system_admin):
            sign_in(client, user)
            assert await listed(client) == []

    async def test_a_clinician_of_another_centre_sees_none(
        self, client: Client, work: UnitOfWork, organization: Organization
    ) -> None:
        await create_series(work, organization)
        elsewhere = Organization(name="Elsewhere", center_key="elsewhere")
        work.db.add(elsewhere)
        await work.flush()
        sign_in(client, await create_user(work, organization=elsewhere, organization_role=OrganizationRole.CLINICIAN))

        assert await listed(client) == []

    async def test_a_clinician_sees_all_of_the_centre_by_name(
        self, client: Client, work: UnitOfWork, organization: Organization, clinician: User
    ) -> None:
        patient = await create_patient(work, organization)
        await create_series(work, organization, patient=patient)
        sign_in(client, clinician)

        (study,) = await listed(client)

        assert study["patient_label"] == f"DOE^JANE · {patient.medical_record_number}"
        assert (study["modalities"], study["series_count"], study["instance_count"]) == (["CT"], 1, 3)

    async def test_who_brought_it_sees_it_by_name(
        self, client: Client, app: FastAPI, stranger: User, tmp_path: Path
    ) -> None:
        sign_in(client, stranger)
        await deliver(client, app, pocket_ct(tmp_path).all)

        (study,) = await listed(client)

        assert study["patient_label"] == "DOE^JANE · MRN-1"
        assert (study["description"], study["study_date"]) == ("Follow-up of Jane", "2026-01-12")
        assert study["modalities"] == ["CT", "RTSTRUCT"]

    async def test_who_brought_it_as_well_sees_it_too(
        self, client: Client, app: FastAPI, lead: User, stranger: User, tmp_path: Path
    ) -> None:
        files = pocket_ct(tmp_path, slices=2).images
        sign_in(client, lead)
        await deliver(client, app, files)
        sign_in(client, stranger)
        before = await listed(client)

        again = await deliver(client, app, dict(list(files.items())[:1]))

        assert before == []
        assert again.upload["counts"]["already_stored"] == 1
        assert [study["instance_count"] for study in await listed(client)] == [2]
        sign_in(client, lead)
        assert len(await listed(client)) == 1, "nor did the first lose it"

    async def test_who_sent_other_bytes_under_its_name_does_not(
        self, client: Client, app: FastAPI, lead: User, stranger: User, tmp_path: Path
    ) -> None:
        (path, content), *_ = pocket_ct(tmp_path, slices=1).images.items()
        sign_in(client, lead)
        await deliver(client, app, {path: content})
        sign_in(client, stranger)

        forged = await deliver(client, app, {path: changed(content, StudyDescription="Other")})

        assert forged.codes(path) == ["uid_conflict"]
        assert await listed(client) == []

    @pytest.mark.parametrize("identity", list(Identity))
    async def test_readers_see_as_much_as_their_set_shows(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        viewer: User,
        identity: Identity,
    ) -> None:
        patient = await create_patient(work, organization)
        series, _ = await create_series(work, organization, patient=patient)
        await set_showing(work, group, series, identity)
        sign_in(client, viewer)

        (study,) = await listed(client)

        full = f"DOE^JANE · {patient.medical_record_number}"
        expected = {Identity.HIDDEN: "Hidden", Identity.PSEUDONYM: patient.pseudonym, Identity.FULL: full}
        assert study["patient_label"] == expected[identity]

    async def test_the_strictest_of_several_sets_holds(
        self, client: Client, work: UnitOfWork, organization: Organization, group: Group, viewer: User
    ) -> None:
        patient = await create_patient(work, organization)
        series, _ = await create_series(work, organization, patient=patient)
        for identity in (Identity.FULL, Identity.PSEUDONYM):
            await set_showing(work, group, series, identity)
        sign_in(client, viewer)

        assert [study["patient_label"] for study in await listed(client)] == [patient.pseudonym]

    async def test_a_set_of_another_group_shows_nothing(
        self, client: Client, work: UnitOfWork, organization: Organization, viewer: User
    ) -> None:
        series, _ = await create_series(work, organization)
        await set_showing(work, await create_group(work, organization), series, Identity.FULL)
        sign_in(client, viewer)

        assert await listed(client) == []


class TestSearchStudies:
    async def test_too_long_a_search_is_refused(self, client: Client, clinician: User) -> None:
        sign_in(client, clinician)

        assert (await client.get(STUDIES, params={"search": "x" * 201})).status_code == 422

    @pytest.mark.parametrize("search", ["jane", "DOE", "Doe Jane", "mrn-1", "follow-up", "JANE follow"])
    async def test_finds_by_name_number_and_description(
        self, client: Client, app: FastAPI, lead: User, clinician: User, tmp_path: Path, search: str
    ) -> None:
        sign_in(client, lead)
        await deliver(client, app, pocket_ct(tmp_path, slices=1).images)
        sign_in(client, clinician)

        assert len(await listed(client, search)) == 1
        assert await listed(client, f"{search} absent") == []

    @pytest.mark.parametrize("search", ["%", "_", "\\"])
    async def test_takes_every_character_as_itself(
        self, client: Client, work: UnitOfWork, organization: Organization, clinician: User, search: str
    ) -> None:
        await create_series(work, organization)
        sign_in(client, clinician)

        assert await listed(client, search) == []

    @pytest.mark.parametrize("identity", [Identity.HIDDEN, Identity.PSEUDONYM])
    async def test_tells_readers_nothing_that_their_set_hides(
        self,
        client: Client,
        work: UnitOfWork,
        organization: Organization,
        group: Group,
        viewer: User,
        identity: Identity,
    ) -> None:
        patient = await create_patient(work, organization)
        series, _ = await create_series(work, organization, patient=patient)
        await set_showing(work, group, series, identity)
        sign_in(client, viewer)

        assert await listed(client, "jane") == []
        assert await listed(client, patient.medical_record_number) == []
        assert len(await listed(client, patient.pseudonym)) == (identity is Identity.PSEUDONYM)


class TestGetStudy:
    async def test_anonymous_is_refused(self, client: Client) -> None:
        assert (await client.get(f"{STUDIES}/{uuid4()}")).status_code == 401

    async def test_a_stranger_learns_nothing(
        self, client: Client, work: UnitOfWork, organization: Organization, stranger: User
    ) -> None:
        series, _ = await create_series(work, organization)
        sign_in(client, stranger)

        response = await client.get(f"{STUDIES}/{series.study_id}")

        assert (response.status_code, response.json()["error"]) == (404, "StudyNotFound")

    async def test_shows_series_with_their_regions(
        self, client: Client, app: FastAPI, lead: User, clinician: User, tmp_path: Path
    ) -> None:
        sign_in(client, lead)
        await deliver(client, app, pocket_ct(tmp_path).all)
        sign_in(client, clinician)
        (study,) = await listed(client)

        detail = (await client.get(f"{STUDIES}/{study['id']}")).json()

        ct, structures = detail["series"]
        assert (ct["modality"], ct["description"], ct["instance_count"]) == ("CT", "Axial of Jane", 5)
        assert (ct["rows"], ct["columns"]) == (16, 16)
        assert [region["name"] for region in ct["regions"]] == ["Ball"]
        assert (structures["modality"], structures["regions"]) == ("RTSTRUCT", [])

    async def test_shows_readers_only_what_their_sets_hold(
        self,
        client: Client,
        app: FastAPI,
        work: UnitOfWork,
        sample_set: SampleSet,
        group: Group,
        lead: User,
        tmp_path: Path,
    ) -> None:
        sign_in(client, lead)
        first, second = pocket_ct(tmp_path, series=1), pocket_ct(tmp_path, series=2)
        await deliver(client, app, first.images, sample_set.id)
        await deliver(client, app, {f"2/{path}": content for path, content in second.images.items()})
        reader = await join(work, group, await create_user(work), GroupRole.ANNOTATOR)
        sign_in(client, reader)
        (study,) = await listed(client)

        detail = (await client.get(f"{STUDIES}/{study['id']}")).json()

        assert (detail["series_count"], len(detail["series"])) == (1, 1)
        hidden = (detail["description"], detail["study_date"], detail["series"][0]["description"])
        assert hidden == (None, None, None), "free text and dates may tell who it is"
        assert "Jane" not in str(detail)
