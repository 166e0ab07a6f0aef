"""Earlier examinations of the patient, to be looked at beside a sample."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.core.permissions import Caller
from backend.core.work import UnitOfWork
from backend.features.samples.display_sets import DisplaySet, display_sets_of_series
from backend.features.samples.schemas import PriorRead, SampleImageRead
from backend.features.samples.service import SampleService
from backend.features.sets.service import SetService
from backend.models.instance import Instance
from backend.models.sample_image import ImageRole
from backend.models.sample_set import Identity
from backend.models.series import Series
from backend.models.study import Study
from backend.repositories.priors import PriorRepository, offered_beside

Shown = tuple[Series, DisplaySet, Sequence[Instance]]


class SamplePriors:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.priors = PriorRepository(work.db)

    async def of_sample(self, sample_id: UUID, caller: Caller) -> list[PriorRead]:
        """No more than the caller sees anyway, and not what would say whose the sample is."""
        sample = await SampleService(self.work).visible(sample_id, caller)
        if sample.patient_id is None:
            return []
        identity = (await SetService(self.work).visible(sample.set_id, caller)).identity
        offered = offered_beside(identity, caller, is_open=await self.priors.is_open(sample_id, caller))
        own = await self.priors.own_studies(sample_id)
        day = max((study.study_date for study in own if study.study_date), default=None)
        studies = await self.priors.before(sample.patient_id, day, [study.id for study in own], offered)
        series = await self.priors.series([study.id for study in studies], offered)
        images = await self.priors.images([each.id for each in series], caller)
        shown: dict[UUID, list[Shown]] = {}
        for each in series:
            seen = images.get(each.id, [])
            shown.setdefault(each.study_id, []).extend(
                (each, item, seen) for item in display_sets_of_series(each, seen)
            )
        return [_read(study, shown[study.id], day, identity) for study in studies if shown.get(study.id)]


def _read(study: Study, shown: Sequence[Shown], day: date | None, identity: Identity) -> PriorRead:
    is_named = identity is Identity.FULL
    return PriorRead(
        study_instance_uid=study.study_instance_uid,
        days_before=(day - study.study_date).days if day and study.study_date else None,
        study_date=study.study_date if is_named else None,
        description=study.description if is_named else None,
        images=[_read_image(study, one, position) for position, one in enumerate(shown, start=1)],
    )


def _read_image(study: Study, shown: Shown, position: int) -> SampleImageRead:
    series, item, seen = shown
    instance = next((image for image in seen if image.id == item.instance_id), None)
    measured = [instance] if instance else seen
    return SampleImageRead(
        id=instance.id if instance else series.id,
        role=ImageRole.PRIOR,
        position=position,
        kind="instance" if instance else "series",
        modality=series.modality,
        body_part=series.body_part,
        study_instance_uid=study.study_instance_uid,
        series_instance_uid=series.series_instance_uid,
        sop_instance_uid=instance.sop_instance_uid if instance else None,
        rows=max((image.row_count or 0 for image in measured), default=0) or None,
        columns=max((image.column_count or 0 for image in measured), default=0) or None,
        frame_count=sum(image.frame_count for image in measured),
        content_url=None,
    )
