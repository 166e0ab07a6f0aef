"""Questions about patients."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select, update

from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.base import Repository


class PatientRepository(Repository[Patient]):
    model = Patient

    async def by_keys(self, organization_id: UUID, keys: Sequence[str]) -> dict[str, Patient]:
        found = await self.all(
            self.select().where(Patient.organization_id == organization_id, Patient.identity_key.in_(keys))
        )
        return {patient.identity_key: patient for patient in found}

    async def by_ids(self, patient_ids: Sequence[UUID]) -> dict[UUID, Patient]:
        found = await self.all(self.select().where(Patient.id.in_(patient_ids)))
        return {patient.id: patient for patient in found}

    async def of_series(self, series_ids: Collection[UUID]) -> dict[UUID, Patient]:
        """Whose images some series are."""
        rows = await self.db.execute(
            select(Series.id, Patient)
            .join(Study, Study.id == Series.study_id)
            .join(Patient, Patient.id == Study.patient_id)
            .where(Series.id.in_(series_ids))
        )
        return dict(rows.all())

    async def taken_pseudonyms(self, organization_id: UUID, pseudonyms: Sequence[str]) -> set[str]:
        rows = await self.db.scalars(
            select(Patient.pseudonym).where(
                Patient.organization_id == organization_id, Patient.pseudonym.in_(pseudonyms)
            )
        )
        return set(rows)

    async def move_samples(self, source_id: UUID, target_id: UUID) -> None:
        """Samples follow their study to the patient whom it turned out to belong to."""
        await self.db.execute(
            update(Sample)
            .where(Sample.patient_id == source_id)
            .values(patient_id=target_id)
            .execution_options(synchronize_session=False)
        )

    async def study_count(self, patient_id: UUID) -> int:
        statement = select(func.count()).select_from(Study).where(Study.patient_id == patient_id)
        return (await self.db.execute(statement)).scalar_one()
