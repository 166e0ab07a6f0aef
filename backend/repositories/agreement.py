"""Questions about runs of agreement, and what they are computed from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import selectinload, undefer

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.agreement_run import AgreementRun
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.instance import Instance
from backend.models.label import Label
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository
from backend.repositories.instances import PIXEL_SPACING


@dataclass(frozen=True)
class SliceRow:
    """A slice of an image of a sample, and where it lies."""

    image_id: UUID
    sop_instance_uid: str
    position_mm: list[Any] | None
    orientation: list[Any] | None
    frame_count: int
    spacing_mm: list[Any] | None  # between rows, between columns


class AgreementRepository(Repository[AgreementRun]):
    model = AgreementRun

    def visible_to(self, caller: Caller) -> Select[AgreementRun]:
        return (
            self.select()
            .join(SampleSet, SampleSet.id == AgreementRun.set_id)
            .where(SampleSet.group_id.in_(caller.groups_where(Action.COMPARE_READERS)))
            .options(selectinload(AgreementRun.job))
        )

    async def get_visible(self, run_id: UUID, caller: Caller) -> AgreementRun | None:
        statement = self.visible_to(caller).where(AgreementRun.id == run_id).options(undefer(AgreementRun.results))
        return await self.one_or_none(statement)

    async def of_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[AgreementRun]:
        statement = self.visible_to(caller).where(AgreementRun.set_id == set_id)
        return await self.listing(statement.order_by(AgreementRun.created_at.desc(), AgreementRun.id.desc()), page)

    async def labels(self, set_id: UUID) -> list[Label]:
        statement = select(Label).where(Label.set_id == set_id).order_by(Label.position, Label.id)
        return list(await self.db.scalars(statement))

    async def samples(self, set_id: UUID) -> list[Sample]:
        statement = select(Sample).where(Sample.set_id == set_id).order_by(Sample.position)
        return list(await self.db.scalars(statement))

    async def readings(self, set_id: UUID, rounds: Collection[int]) -> list[Examination]:
        """Readings that are done, of these rounds; and what is known or decided of the samples, of any."""
        statement = select(Examination).where(
            Examination.set_id == set_id,
            Examination.state == ExaminationState.DONE,
            or_(
                Examination.kind == ExaminationKind.REFERENCE,
                Examination.kind.in_((ExaminationKind.READING, ExaminationKind.ADJUDICATION))
                & Examination.round.in_(rounds),
            ),
        )
        return list(await self.db.scalars(statement.order_by(Examination.created_at, Examination.id)))

    async def open_count(self, set_id: UUID, rounds: Collection[int]) -> int:
        """Readings of these rounds that are not done."""
        return await self.count(
            select(Examination).where(
                Examination.set_id == set_id,
                Examination.kind == ExaminationKind.READING,
                Examination.round.in_(rounds),
                Examination.state != ExaminationState.DONE,
            )
        )

    async def images(self, sample_ids: Collection[UUID]) -> list[SampleImage]:
        statement = select(SampleImage).where(SampleImage.sample_id.in_(sample_ids))
        return list(await self.db.scalars(statement))

    async def slices(self, image_ids: Collection[UUID]) -> Sequence[SliceRow]:
        """The slices of series, and of instances that stand alone."""
        rows = await self.db.execute(
            select(
                SampleImage.id,
                Instance.sop_instance_uid,
                Instance.image_position_mm,
                Instance.image_orientation,
                Instance.frame_count,
                Instance.attributes[PIXEL_SPACING],
            )
            .join(Instance, or_(Instance.series_id == SampleImage.series_id, Instance.id == SampleImage.instance_id))
            .where(SampleImage.id.in_(image_ids), Instance.is_image)
            .order_by(SampleImage.id, Instance.instance_number, Instance.sop_instance_uid)
        )
        return [SliceRow(*row) for row in rows]

    async def has_readings(self, set_id: UUID, rounds: Collection[int]) -> bool:
        found = exists().where(
            Examination.set_id == set_id,
            Examination.kind == ExaminationKind.READING,
            Examination.state == ExaminationState.DONE,
            Examination.round.in_(rounds),
        )
        return bool(await self.db.scalar(select(found)))
