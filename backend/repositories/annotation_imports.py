"""Questions about files of annotations that were brought into sets, and the readings that came of them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import selectinload

from backend.core.paging import Listing, Page
from backend.core.permissions import Action, Caller
from backend.models.annotation import Annotation, AnnotationOrigin
from backend.models.annotation_import import AnnotationImport
from backend.models.examination import Examination, ExaminationKind
from backend.models.sample_set import SampleSet
from backend.repositories.base import Repository
from backend.repositories.blinding import sees_imported


class AnnotationImportRepository(Repository[AnnotationImport]):
    model = AnnotationImport

    async def get_visible(self, import_id: UUID, caller: Caller) -> tuple[AnnotationImport, SampleSet] | None:
        """One's own, or that of a set in which one sees all packages and nothing that files say is kept from one."""
        groups = caller.groups_where(Action.SEE_ALL_PACKAGES)
        rows = await self.db.execute(
            select(AnnotationImport, SampleSet)
            .join(SampleSet, SampleSet.id == AnnotationImport.set_id)
            .where(AnnotationImport.id == import_id, SampleSet.group_id.in_(groups), _is_known(caller))
            .options(selectinload(AnnotationImport.job))
        )
        row = rows.one_or_none()
        return (row[0], row[1]) if row else None

    async def of_set(self, set_id: UUID, caller: Caller, page: Page) -> Listing[AnnotationImport]:
        return await self.listing(
            self.select()
            .join(SampleSet, SampleSet.id == AnnotationImport.set_id)
            .where(AnnotationImport.set_id == set_id, _is_known(caller))
            .options(selectinload(AnnotationImport.job))
            .order_by(AnnotationImport.created_at.desc(), AnnotationImport.id.desc()),
            page,
        )

    async def keys_of_set(self, set_id: UUID) -> list[str]:
        """Where files wait that are not read yet."""
        rows = await self.db.scalars(select(AnnotationImport.file_key).where(AnnotationImport.set_id == set_id))
        return [key for key in rows if key]

    async def readings_there(self, examination_ids: Collection[UUID]) -> set[UUID]:
        """Those of the readings that an earlier attempt has brought in already."""
        return set(await self.db.scalars(select(Examination.id).where(Examination.id.in_(examination_ids))))

    async def last_turn(self, sample_id: UUID, reader_id: UUID, round_: int) -> int:
        """How often somebody has brought something in for a sample in a round."""
        statement = select(func.max(Examination.turn)).where(
            Examination.sample_id == sample_id,
            Examination.reader_id == reader_id,
            Examination.round == round_,
            Examination.kind == ExaminationKind.IMPORTED,
        )
        return await self.db.scalar(statement) or 0

    async def mark_imported(self, examination_id: UUID) -> None:
        await self.db.execute(
            update(Annotation)
            .where(Annotation.examination_id == examination_id)
            .values(origin=AnnotationOrigin.IMPORTED)
            .execution_options(synchronize_session=False)
        )


def _is_known(caller: Caller) -> ColumnElement[bool]:
    """Whether somebody brought a file themselves, or may know in its set of all that files say."""
    return or_(AnnotationImport.owner_id == caller.user_id, sees_imported(caller))
