"""Studies, with as much of the patient as the caller may see."""

from uuid import UUID

from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.regions.reading import read_region
from backend.features.samples.anonymous import patient_label
from backend.features.studies.errors import StudyNotFound
from backend.features.studies.schemas import SeriesRead, StudyDetail, StudyRead
from backend.models.patient import Patient
from backend.models.sample_set import Identity
from backend.models.study import Study
from backend.repositories.regions import RegionRepository
from backend.repositories.series import SeriesRepository
from backend.repositories.studies import StudyExtent, StudyRepository

HIDDEN = "Hidden"


class StudyService:
    def __init__(self, work: UnitOfWork) -> None:
        self.studies = StudyRepository(work.db)
        self.series = SeriesRepository(work.db)
        self.regions = RegionRepository(work.db)

    async def matching(self, search: str | None, caller: Caller, page: Page) -> Listing[StudyRead]:
        listing = await self.studies.matching(search, caller, page)
        ids = [study.id for study, _ in listing.items]
        identities = await self.studies.identities(ids, caller)
        extents = await self.studies.extents(ids, caller)
        items = [_read(study, patient, identities[study.id], extents[study.id]) for study, patient in listing.items]
        return Listing(items, listing.total, listing.page, listing.page_size)

    async def get(self, study_id: UUID, caller: Caller) -> StudyDetail:
        found = await self.studies.get_visible(study_id, caller)
        if found is None:
            raise StudyNotFound
        study, patient = found
        identity = (await self.studies.identities([study_id], caller))[study_id]
        extent = (await self.studies.extents([study_id], caller))[study_id]
        read = _read(study, patient, identity, extent)
        return StudyDetail(**read.model_dump(), series=await self._series(study_id, patient, identity, caller))

    async def _series(self, study_id: UUID, patient: Patient, identity: Identity, caller: Caller) -> list[SeriesRead]:
        found = await self.series.of_study(study_id, caller)
        ids = [series.id for series in found]
        counts = await self.series.image_counts(ids)
        regions = await self.regions.of_series(ids, caller)
        return [
            SeriesRead(
                id=series.id,
                series_instance_uid=series.series_instance_uid,
                modality=series.modality,
                description=series.description if identity is Identity.FULL else None,
                instance_count=counts[series.id][0],
                rows=counts[series.id][1],
                columns=counts[series.id][2],
                regions=[read_region(item, patient, identity) for item in regions if item.series_id == series.id],
            )
            for series in found
        ]


def _read(study: Study, patient: Patient, identity: Identity, extent: StudyExtent) -> StudyRead:
    is_full = identity is Identity.FULL
    return StudyRead(
        id=study.id,
        study_instance_uid=study.study_instance_uid,
        patient_label=patient_label(patient, identity) or HIDDEN,
        study_date=study.study_date if is_full else None,
        description=study.description if is_full else None,
        accession_number=study.accession_number if is_full else None,
        modalities=list(extent.modalities),
        series_count=extent.series_count,
        instance_count=extent.instance_count,
        created_at=study.created_at,
    )
