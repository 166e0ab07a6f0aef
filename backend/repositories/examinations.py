"""Questions about readings, their objects and their journal."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from backend.core.paging import Listing, Page
from backend.core.permissions import Caller
from backend.models.annotation import Annotation
from backend.models.examination import Examination, ExaminationKind
from backend.models.instance import Instance
from backend.models.sample_image import SampleImage
from backend.models.user import User
from backend.repositories.base import Repository
from backend.repositories.blinding import readable_by


class ExaminationRepository(Repository[Examination]):
    model = Examination

    def visible_to(self, caller: Caller) -> Select[Examination]:
        """One's own readings, and others' as the rule of their set has it."""
        return self.select().where(readable_by(caller))

    async def get_visible(self, examination_id: UUID, caller: Caller) -> Examination | None:
        return await self.one_or_none(self.visible_to(caller).where(Examination.id == examination_id))

    async def of_sample(self, sample_id: UUID, caller: Caller, page: Page) -> Listing[tuple[Examination, str]]:
        """The readings of a sample with their readers' names, the latest round first."""
        statement = self.visible_to(caller).where(Examination.sample_id == sample_id)
        rows = await self.db.execute(
            statement.add_columns(User.name)
            .join(User, User.id == Examination.reader_id)
            .order_by(Examination.round.desc(), Examination.created_at, Examination.id)
            .limit(page.page_size)
            .offset(page.offset)
        )
        found = [(examination, name) for examination, name in rows]
        return Listing(found, await self.count(statement), page.page, page.page_size)

    async def with_label_locked(self, label_id: UUID) -> list[Examination]:
        """The readings that hold objects of a label, held until the end of the unit of work."""
        using = select(Annotation.examination_id).where(Annotation.label_id == label_id)
        statement = self.select().where(Examination.id.in_(using)).order_by(Examination.id).with_for_update()
        return await self.all(statement.execution_options(populate_existing=True))

    async def annotations_with_label(self, examination_id: UUID, label_id: UUID) -> list[Annotation]:
        rows = await self.db.scalars(
            select(Annotation)
            .where(Annotation.examination_id == examination_id, Annotation.label_id == label_id)
            .order_by(Annotation.created_at, Annotation.id)
        )
        return list(rows)

    async def has_objects(self, examination_id: UUID) -> bool:
        statement = select(Annotation.id).where(Annotation.examination_id == examination_id).limit(1)
        return await self.db.scalar(statement) is not None

    async def begun_in(self, set_id: UUID, round_: int) -> bool:
        """Whether anything has been read in a round of a set."""
        statement = select(Examination.id).where(
            Examination.set_id == set_id, Examination.round == round_, Examination.kind == ExaminationKind.READING
        )
        return await self.db.scalar(statement.limit(1)) is not None

    async def of(self, sample_id: UUID, reader_id: UUID, round_: int) -> Examination | None:
        return await self.one_or_none(
            self.select().where(
                Examination.sample_id == sample_id,
                Examination.reader_id == reader_id,
                Examination.round == round_,
                Examination.kind == ExaminationKind.READING,
            )
        )

    async def slice_attributes(
        self, image_ids: Collection[UUID], sop_instance_uids: Collection[str]
    ) -> dict[tuple[UUID, str | None], dict[str, Any]]:
        """The technical attributes of slices, by image and instance."""
        rows = await self.db.execute(
            select(SampleImage.id, Instance.sop_instance_uid, Instance.attributes)
            .join(Instance, Instance.organization_id == SampleImage.organization_id)
            .where(SampleImage.id.in_(image_ids), Instance.sop_instance_uid.in_(sop_instance_uids))
        )
        return {(image_id, uid): attributes for image_id, uid, attributes in rows}
