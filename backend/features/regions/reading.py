"""Regions as the API shows them, under an identity rule: their names are free text, and may name a patient."""

from collections.abc import Sequence

from backend.features.regions.schemas import RegionRead
from backend.features.samples.anonymous import without_patient
from backend.models.patient import Patient
from backend.models.region import Region
from backend.models.sample_set import Identity
from backend.repositories.regions import RegionRepository


async def read_regions(regions: RegionRepository, found: Sequence[Region], identity: Identity) -> list[RegionRead]:
    patients = await regions.patients(found)
    return [
        read_region(region, patients.get(region.series_id) if region.series_id else None, identity) for region in found
    ]


def read_region(region: Region, patient: Patient | None, identity: Identity) -> RegionRead:
    read = RegionRead.model_validate(region)
    return read.model_copy(
        update={
            "name": without_patient(read.name, patient, identity),
            "reason": read.reason and without_patient(read.reason, patient, identity),
        }
    )
