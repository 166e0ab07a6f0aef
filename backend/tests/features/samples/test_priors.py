"""Earlier examinations beside a sample: what the caller sees anyway, and nothing that says whose the sample is."""

from datetime import date
from typing import Any

import pytest

from backend.core.database import new_id
from backend.core.permissions import GroupRole, OrganizationRole
from backend.core.work import UnitOfWork
from backend.models.group import Group
from backend.models.organization import Organization
from backend.models.organization_membership import OrganizationMembership
from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.sample_set import Identity, SampleSet
from backend.models.series import Series
from backend.models.study import Study
from backend.models.user import User
from backend.tests.factories.groups import create_group, join
from backend.tests.factories.images import create_patient, create_sample, create_series, create_study
from backend.tests.factories.sets import create_set
from backend.tests.factories.users import Client, create_user, sign_in

pytestmark = pytest.mark.once


class Ward:
    """A patient with several examinations, and a reader of a set that shows the last one."""

    def __init__(self, client: Client, work: UnitOfWork, group: Group, organization: Organization) -> None:
        self.client, self.work, self.group, self.organization = client, work, group, organization
        self.patient: Patient
        self.sample_set: SampleSet
        self.sample: Sample
        self.now: Series
        self.reader: User

    async def examine(self, day: date | None, *, modality: str = "CT", uploaded_by: User | None = None) -> Series:
        study = await create_study(self.work, self.organization, patient=self.patient)
        study.study_date, study.description = day, "Thorax Meyer"
        series, _ = await create_series(
            self.work, self.organization, study=study, modality=modality, uploaded_by=uploaded_by
        )
        return series

    async def show(self, series: Series, sample_set: SampleSet, position: int = 1) -> Sample:
        sample, _ = await create_sample(
            self.work, sample_set, series_id=series.id, patient=self.patient, position=position
        )
        return sample

    async def in_another_set(self, series: Series, identity: Identity) -> None:
        await self.show(series, await create_set(self.work, self.group, name="Other", identity=identity))

    async def may_see_all_studies(self) -> None:
        membership = await self.work.db.get_one(OrganizationMembership, (self.organization.id, self.reader.id))
        membership.role = OrganizationRole.CLINICIAN
        await self.work.flush()

    async def priors(self) -> list[dict[str, Any]]:
        response = await self.client.get(f"/api/v1/samples/{self.sample.id}/priors")
        assert response.status_code == 200, response.text
        return list(response.json())

    async def shown_series(self) -> list[str]:
        return [image["series_instance_uid"] for prior in await self.priors() for image in prior["images"]]


@pytest.fixture
async def ward(client: Client, work: UnitOfWork, group: Group, organization: Organization) -> Ward:
    ward = Ward(client, work, group, organization)
    ward.patient = await create_patient(work, organization)
    ward.sample_set = await create_set(work, group, identity=Identity.PSEUDONYM)
    ward.now = await ward.examine(date(2024, 5, 10))
    ward.sample = await ward.show(ward.now, ward.sample_set)
    ward.reader = await create_user(work)
    await join(work, group, ward.reader, GroupRole.ANNOTATOR)
    sign_in(client, ward.reader)
    return ward


class TestListSamplePriors:
    async def test_stranger_learns_nothing(self, ward: Ward) -> None:
        sign_in(ward.client, await create_user(ward.work))

        response = await ward.client.get(f"/api/v1/samples/{ward.sample.id}/priors")

        assert response.status_code == 404

    async def test_unknown_sample(self, ward: Ward) -> None:
        assert (await ward.client.get(f"/api/v1/samples/{new_id()}/priors")).status_code == 404

    async def test_lists_what_came_before_the_latest_first(self, ward: Ward) -> None:
        oldest = await ward.examine(date(2020, 1, 1))
        undated = await ward.examine(None)
        last = await ward.examine(date(2024, 5, 9))
        later = await ward.examine(date(2024, 5, 11))
        for position, series in enumerate((oldest, undated, last, later), start=2):
            await ward.show(series, ward.sample_set, position)

        priors = await ward.priors()

        uids = [prior["images"][0]["series_instance_uid"] for prior in priors]
        assert uids == [series.series_instance_uid for series in (last, oldest, undated)]
        assert [prior["days_before"] for prior in priors] == [1, 1591, None]
        assert priors[0]["images"][0]["role"] == "prior"
        assert (priors[0]["images"][0]["kind"], priors[0]["images"][0]["frame_count"]) == ("series", 3)

    async def test_projections_are_images_by_themselves(self, ward: Ward) -> None:
        await ward.show(await ward.examine(date(2024, 1, 1), modality="DX"), ward.sample_set, 2)

        (prior,) = await ward.priors()

        assert [image["kind"] for image in prior["images"]] == ["instance"] * 3
        assert all(image["sop_instance_uid"] for image in prior["images"])

    async def test_another_patient_is_none_of_its_business(self, ward: Ward) -> None:
        series, _ = await create_series(ward.work, ward.organization)
        await ward.show(series, ward.sample_set, 2)

        assert await ward.priors() == []

    async def test_what_the_reader_does_not_see_is_not_offered(self, ward: Ward) -> None:
        await ward.examine(date(2023, 1, 1))
        foreign = await create_group(ward.work, ward.organization, name="Others")
        unseen = await create_set(ward.work, foreign, identity=Identity.PSEUDONYM)
        await ward.show(await ward.examine(date(2022, 1, 1)), unseen)

        assert await ward.priors() == []

    @pytest.mark.parametrize("other", [Identity.HIDDEN, Identity.FULL])
    async def test_a_set_with_another_rule_would_name_the_patient(self, ward: Ward, other: Identity) -> None:
        prior = await ward.examine(date(2023, 1, 1))
        await ward.show(prior, ward.sample_set, 2)
        assert await ward.shown_series() == [prior.series_instance_uid]

        await ward.in_another_set(prior, other)

        assert await ward.priors() == []

    async def test_who_brought_the_prior_would_learn_whose_the_sample_is(self, ward: Ward) -> None:
        await ward.examine(date(2023, 1, 1), uploaded_by=ward.reader)

        assert await ward.priors() == []

    async def test_who_sees_the_studies_of_the_centre_sees_the_priors(self, ward: Ward) -> None:
        prior = await ward.examine(date(2023, 1, 1))
        await ward.may_see_all_studies()

        assert await ward.shown_series() == [prior.series_instance_uid]

    @pytest.mark.parametrize("identity", Identity)
    async def test_dates_and_words_only_where_the_set_names_patients(self, ward: Ward, identity: Identity) -> None:
        await ward.show(await ward.examine(date(2024, 5, 9)), ward.sample_set, 2)
        ward.sample_set.identity = identity
        await ward.work.flush()

        (prior,) = await ward.priors()

        named = ("2024-05-09", "Thorax Meyer") if identity is Identity.FULL else (None, None)
        assert (prior["study_date"], prior["description"]) == named


class TestPriorBesideASet:
    async def test_shows_no_more_of_the_patient_than_the_set(self, ward: Ward) -> None:
        prior = await ward.examine(date(2023, 1, 1))
        await ward.may_see_all_studies()
        path = await _metadata_path(ward.work, prior)

        alone = (await ward.client.get(path)).json()[0]
        beside = (await ward.client.get(f"{path}?beside={ward.sample_set.id}")).json()[0]

        assert alone["00100010"]["Value"] == [{"Alphabetic": ward.patient.name}]
        assert beside["00100010"]["Value"] == [{"Alphabetic": ward.patient.pseudonym}]
        assert "00080020" not in beside

    async def test_unknown_set(self, ward: Ward) -> None:
        path = await _metadata_path(ward.work, ward.now)

        assert (await ward.client.get(f"{path}?beside={new_id()}")).status_code == 404


async def _metadata_path(work: UnitOfWork, series: Series) -> str:
    study = await work.db.get_one(Study, series.study_id)
    return f"/dicomweb/studies/{study.study_instance_uid}/series/{series.series_instance_uid}/metadata"
