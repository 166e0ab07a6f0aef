"""Questions about samples that leave their set, and about what hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, case, delete, exists, or_, select, update

from backend.core.database import LONG
from backend.core.permissions import Caller
from backend.models.annotation import Annotation
from backend.models.comment_thread import CommentThread
from backend.models.disagreement import Disagreement
from backend.models.examination import Examination
from backend.models.overlap_decision import OverlapDecision
from backend.models.package import Package
from backend.models.package_item import PackageItem
from backend.models.sample import Sample, SamplePurpose
from backend.repositories.base import Repository
from backend.repositories.repeats import is_known_sample


@dataclass(frozen=True)
class SampleContents:
    """What hangs on samples."""

    samples: int
    readings: int
    objects: int
    packages: int  # those that hold nothing else


class LeavingSampleRepository(Repository[Sample]):
    model = Sample

    async def of_set(self, set_id: UUID, sample_ids: Sequence[UUID], caller: Caller) -> list[Sample]:
        """Those of the samples that the caller may know of."""
        statement = self.select().where(Sample.set_id == set_id, Sample.id.in_(sample_ids), is_known_sample(caller))
        return await self.all(statement.order_by(Sample.position))

    async def contents(self, sample_ids: Sequence[UUID]) -> SampleContents:
        readings = select(Examination.id).where(Examination.sample_id.in_(sample_ids))
        objects = select(Annotation.id).where(Annotation.examination_id.in_(readings))
        return SampleContents(
            samples=len(sample_ids),
            readings=await self.count(readings),
            objects=await self.count(objects),
            packages=len(await self._emptied_without(sample_ids)),
        )

    async def forget_readings(self, sample_ids: Sequence[UUID]) -> None:
        """Their objects and journals go with them; so do decisions over them, and what was said of the samples."""
        for hanging in (Disagreement, OverlapDecision, CommentThread):
            await self.db.execute(delete(hanging).where(hanging.sample_id.in_(sample_ids)).execution_options(**LONG))
        await self.db.execute(
            delete(Examination).where(Examination.sample_id.in_(sample_ids)).execution_options(**LONG)
        )

    async def forget_originals(self, sample_ids: Sequence[UUID]) -> None:
        """They, and controls that show one of them, are samples like any other from now on.

        What a reader reads once more stays that: whoever did not know of it comes to know of nothing.
        """
        keeps = and_(Sample.purpose == SamplePurpose.REPEAT, Sample.id.not_in(sample_ids))
        await self.db.execute(
            update(Sample)
            .where(or_(Sample.id.in_(sample_ids), Sample.original_id.in_(sample_ids)))
            .values(original_id=None, purpose=case((keeps, SamplePurpose.REPEAT), else_=SamplePurpose.READING))
            .execution_options(synchronize_session="fetch")
        )

    async def take_out_of_trays(self, sample_ids: Sequence[UUID]) -> int:
        """Trays that this empties are deleted; tells how many."""
        emptied = await self._emptied_without(sample_ids)
        await self.db.execute(
            delete(PackageItem).where(PackageItem.sample_id.in_(sample_ids)).execution_options(**LONG)
        )
        await self.db.execute(delete(Package).where(Package.id.in_(emptied)).execution_options(**LONG))
        return len(emptied)

    async def delete_all(self, sample_ids: Sequence[UUID]) -> None:
        """What shows them once more goes with them, and the trays that this empties."""
        copies = list(await self.db.scalars(select(Sample.id).where(Sample.original_id.in_(sample_ids))))
        emptied = await self._emptied_without(copies)
        await self.db.execute(delete(Sample).where(Sample.id.in_(sample_ids)).execution_options(**LONG))
        await self.db.execute(delete(Package).where(Package.id.in_(emptied)).execution_options(**LONG))

    async def _emptied_without(self, sample_ids: Sequence[UUID]) -> list[UUID]:
        """The trays in which nothing but these samples lies."""
        stays = select(PackageItem.package_id).where(
            PackageItem.package_id == Package.id, PackageItem.sample_id.not_in(sample_ids)
        )
        holds = select(PackageItem.package_id).where(PackageItem.sample_id.in_(sample_ids))
        rows = await self.db.scalars(select(Package.id).where(Package.id.in_(holds), ~exists(stays.correlate(Package))))
        return list(rows)
