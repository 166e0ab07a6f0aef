"""What readers see of patients is the set's rule, and the server keeps it."""

import pytest

from backend.core.work import UnitOfWork
from backend.models.organization import Organization
from backend.models.sample_set import Identity, SampleSet
from backend.models.user import User
from backend.tests.factories.images import create_patient, create_sample, create_series
from backend.tests.factories.packages import create_package
from backend.tests.factories.users import Client, sign_in


@pytest.mark.parametrize("identity", list(Identity))
async def test_samples_and_packages_follow_the_rule(
    client: Client,
    work: UnitOfWork,
    organization: Organization,
    sample_set: SampleSet,
    annotator: User,
    identity: Identity,
) -> None:
    patient = await create_patient(work, organization, name="DOE^JANE")
    series, _ = await create_series(work, organization, patient=patient)
    series.description = "Jane's chest"
    sample_set.identity = identity
    sample, _ = await create_sample(work, sample_set, series_id=series.id, patient=patient)
    package = await create_package(work, sample_set, sample, assignee=annotator)
    sign_in(client, annotator)

    answers = [
        (await client.get(path)).text
        for path in (
            f"/api/v1/sets/{sample_set.id}/samples",
            f"/api/v1/samples/{sample.id}",
            f"/api/v1/packages/{package.id}/items",
        )
    ]

    for answer in answers:
        assert ("DOE^JANE" in answer) is (identity is Identity.FULL)
        assert (str(patient.medical_record_number) in answer) is (identity is Identity.FULL)
        assert ("Jane's chest" in answer) is (identity is Identity.FULL)
        assert (patient.pseudonym in answer) is (identity is Identity.PSEUDONYM)
