"""What a document of a set is made of, as plain rows: a set may hold very many of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, exists, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from backend.models.adjudication import Adjudication
from backend.models.annotation import Annotation
from backend.models.examination import Examination
from backend.models.instance import Instance
from backend.models.label import Label
from backend.models.mask import Mask
from backend.models.patient import Patient
from backend.models.sample import Sample
from backend.models.sample_image import SampleImage
from backend.models.series import Series
from backend.models.stored_file import StoredFile
from backend.models.study import Study
from backend.models.user import User
from backend.repositories.instances import PIXEL_SPACING

Block = tuple[int, int]  # the positions of samples, both included


def within(set_id: UUID, block: Block) -> ColumnElement[bool]:
    """Whether a reading is of one of some samples of a set."""
    samples = select(Sample.id).where(Sample.set_id == set_id, Sample.position.between(*block))
    return and_(Examination.set_id == set_id, Examination.sample_id.in_(samples))


def is_undone() -> ColumnElement[bool]:
    """Whether a reading was a decision that does not hold any more."""
    undone = select(Adjudication.id).where(
        Adjudication.examination_id == Examination.id, Adjudication.undone_at.is_not(None)
    )
    return exists(undone.correlate(Examination))


class ImageRow(NamedTuple):
    """An image of a sample: a photograph, or of a series."""

    id: UUID
    sample_id: UUID
    role: str
    position: int
    file_name: str | None
    sha256: str | None
    width: int | None
    height: int | None
    modality: str | None
    study_instance_uid: str | None
    series_instance_uid: str | None
    frame_of_reference_uid: str | None


class SliceRow(NamedTuple):
    image_id: UUID
    sop_instance_uid: str
    sha256: str
    frame_count: int
    rows: int | None
    columns: int | None
    position_mm: list[Any] | None
    orientation: list[Any] | None
    spacing_mm: list[Any] | None


class MaskedPicture(NamedTuple):
    examination_id: str
    annotation_id: str
    sop_instance_uid: str
    frame: int
    rows: int
    columns: int
    runs: bytes  # deflated


class ExchangeRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def labels(self, set_id: UUID) -> Sequence[Label]:
        return (await self.db.scalars(select(Label).where(Label.set_id == set_id).order_by(Label.position))).all()

    async def samples(self, set_id: UUID) -> list[tuple[Any, Patient | None]]:
        columns = (Sample.id, Sample.position, Sample.title, Sample.modality, Sample.purpose, Sample.original_id)
        rows = await self.db.execute(
            select(*columns, Patient)
            .outerjoin(Patient, Patient.id == Sample.patient_id)
            .where(Sample.set_id == set_id)
            .order_by(Sample.position)
        )
        return [(row, row[-1]) for row in rows]

    async def images(self, set_id: UUID, block: Block) -> list[ImageRow]:
        rows = await self.db.execute(
            select(
                SampleImage.id,
                SampleImage.sample_id,
                SampleImage.role,
                SampleImage.position,
                StoredFile.file_name,
                StoredFile.sha256,
                StoredFile.pixel_width,
                StoredFile.pixel_height,
                Series.modality,
                Study.study_instance_uid,
                Series.series_instance_uid,
                Series.frame_of_reference_uid,
            )
            .join(Sample, Sample.id == SampleImage.sample_id)
            .outerjoin(StoredFile, StoredFile.id == SampleImage.file_id)
            .outerjoin(Instance, Instance.id == SampleImage.instance_id)
            .outerjoin(Series, Series.id == func.coalesce(SampleImage.series_id, Instance.series_id))
            .outerjoin(Study, Study.id == Series.study_id)
            .where(Sample.set_id == set_id, Sample.position.between(*block))
            .order_by(SampleImage.sample_id, SampleImage.position)
        )
        return [ImageRow._make(row) for row in rows]

    async def slices(self, set_id: UUID, block: Block) -> list[SliceRow]:
        """The instances that the images of some samples show, by instance number."""
        of_series = await self._slices(set_id, block, SampleImage.series_id == Instance.series_id)
        return of_series + await self._slices(set_id, block, Instance.id == SampleImage.instance_id)

    async def _slices(self, set_id: UUID, block: Block, shown: ColumnElement[bool]) -> list[SliceRow]:
        rows = await self.db.execute(
            select(
                SampleImage.id,
                Instance.sop_instance_uid,
                StoredFile.sha256,
                Instance.frame_count,
                Instance.row_count,
                Instance.column_count,
                Instance.image_position_mm,
                Instance.image_orientation,
                Instance.attributes[PIXEL_SPACING],  # taken out by the database: it is one of many
            )
            .select_from(SampleImage)
            .join(Sample, Sample.id == SampleImage.sample_id)
            .join(Instance, shown)
            .join(StoredFile, StoredFile.id == Instance.file_id)
            .where(Sample.set_id == set_id, Sample.position.between(*block), Instance.is_image.is_(True))
            .order_by(SampleImage.id, Instance.instance_number, Instance.sop_instance_uid)
        )
        return [SliceRow._make(row) for row in rows]

    async def readings(self, condition: ColumnElement[bool]) -> list[tuple[Any, ...]]:
        """Readings with their readers' names, in the order in which they were begun."""
        rows = await self.db.execute(
            select(
                Examination.id,
                Examination.sample_id,
                Examination.reader_id,
                User.name,
                Examination.kind,
                Examination.round,
                Examination.turn,
                Examination.author,
                Examination.state,
                Examination.version,
                Examination.tentative,
                Examination.bad_quality,
                Examination.no_finding,
                Examination.remark,
                Examination.done_at,
                Examination.updated_at,
            )
            .join(User, User.id == Examination.reader_id)
            .where(condition)
            .order_by(Examination.created_at, Examination.id)
        )
        return [tuple(row) for row in rows]

    async def masks(self, condition: ColumnElement[bool]) -> list[MaskedPicture]:
        """What the masks of such readings mark, picture by picture; ids as those of objects."""
        rows = await self.db.execute(
            select(
                type_coerce(Mask.examination_id, String(32)),
                type_coerce(Mask.annotation_id, String(32)),
                Mask.sop_instance_uid,
                Mask.frame,
                Mask.row_count,
                Mask.column_count,
                Mask.runs,
            )
            .join(Examination, Examination.id == Mask.examination_id)
            .where(condition)
        )
        return [MaskedPicture._make(row) for row in rows]

    async def objects(self, condition: ColumnElement[bool]) -> list[tuple[Any, ...]]:
        """The objects of such readings, in the order in which they were drawn; ids as they are kept, without dashes."""
        ids = (Annotation.examination_id, Annotation.id, Annotation.label_id, Annotation.sample_image_id)
        rows = await self.db.execute(
            select(
                *[type_coerce(key, String(32)) for key in ids],  # four objects for each of very many would take long
                Annotation.kind,
                Annotation.geometry,
                Annotation.sop_instance_uid,
                Annotation.frame,
                Annotation.attributes,
                Annotation.remark,
                Annotation.tracking_uid,
                Annotation.is_target,
                Annotation.origin,
                Annotation.updated_at,
                Annotation.plane,
            )
            .join(Examination, Examination.id == Annotation.examination_id)
            .where(condition)
            .order_by(Annotation.examination_id, Annotation.created_at, Annotation.id)
        )
        return [tuple(row) for row in rows]
