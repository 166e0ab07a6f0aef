"""Samples that are shown once more, as samples of their own: to their reader they look like any other."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.database import new_id
from backend.core.work import UnitOfWork
from backend.models.sample import Sample, SamplePurpose
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.repositories.samples import SampleRepository


@dataclass(frozen=True)
class Copy:
    """What is to be shown once more, under the id that the new sample gets."""

    id: UUID
    original_id: UUID
    purpose: SamplePurpose
    content_key: str


class SampleCopying:
    """Works under the lock of the set, which its caller holds."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self.samples = SampleRepository(work.db)

    async def make(self, sample_set: SampleSet, copies: Sequence[Copy]) -> None:
        """Add samples that show what others show, numbered after those that are there."""
        originals = await self.samples.by_ids([copy.original_id for copy in copies])
        last = await self.samples.last_position(sample_set.id)
        for position, copy in enumerate(copies, start=last + 1):
            self.samples.add(_copied(sample_set, copy, originals[copy.original_id], position))
        await self.work.flush()
        self.work.db.add_all(
            SampleImage(
                id=new_id(),
                organization_id=sample_set.organization_id,
                sample_id=copy.id,
                role=image.role,
                position=image.position,
                series_id=image.series_id,
                instance_id=image.instance_id,
                file_id=image.file_id,
            )
            for copy in copies
            for image in originals[copy.original_id].images
        )
        await self.work.flush()


def _copied(sample_set: SampleSet, copy: Copy, original: Sample, position: int) -> Sample:
    kind = original.title.rpartition(" ")[0] or original.modality
    return Sample(
        id=copy.id,
        organization_id=sample_set.organization_id,
        set_id=sample_set.id,
        patient_id=original.patient_id,
        position=position,
        title=f"{kind} {position}",
        modality=original.modality,
        content_key=copy.content_key,
        purpose=copy.purpose,
        original_id=copy.original_id,
    )
