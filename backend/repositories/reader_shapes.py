"""Questions about the shapes that readers have drawn, as plain rows: a set may hold very many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.permissions import Caller
from backend.models.annotation import Annotation, AnnotationKind, Space
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.instance import Instance
from backend.models.label import Label
from backend.models.mask import Mask
from backend.models.sample_image import SampleImage
from backend.models.user import User
from backend.repositories.blinding import readable_by

RUNS = 3  # fields of what is painted, last in a row
Column = InstrumentedAttribute[Any] | ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class PaintedRuns:
    """What a mask marks on one picture; the runs are deflated."""

    row_count: int
    column_count: int
    runs: bytes


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A shape on an image of a series, and whose it is; of a mask, what it marks on one."""

    examination_id: UUID
    reading_version: int
    state: ExaminationState
    reader_id: UUID
    reader_name: str
    label_id: UUID
    label_name: str
    tracking_uid: str
    series_id: UUID
    kind: AnnotationKind
    sop_instance_uid: str  # empty of what was drawn on a plane through the volume
    frame: int
    geometry: dict[str, Any]
    plane: dict[str, Any] | None
    box_x: float | None
    box_y: float | None
    box_width: float | None
    box_height: float | None
    painted: PaintedRuns | None = None


class ReaderShapeRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def in_round(self, set_id: UUID, round_: int, caller: Caller) -> list[DrawnShape]:
        """The shapes of a round of a set whose readings the caller sees."""
        return await self._all(
            Examination.set_id == set_id,
            Examination.round == round_,
            Examination.kind == ExaminationKind.READING,
            readable_by(caller),
        )

    async def of_readings(self, examination_ids: Sequence[UUID]) -> list[DrawnShape]:
        return await self._all(Examination.id.in_(examination_ids))

    async def versions(self, examination_ids: Sequence[UUID]) -> dict[UUID, int]:
        rows = await self.db.execute(
            select(Examination.id, Examination.version).where(Examination.id.in_(examination_ids))
        )
        return dict(rows.all())

    async def _all(self, *conditions: ColumnElement[bool]) -> list[DrawnShape]:
        shapes = await self.db.execute(_shapes().where(*conditions))
        masks = await self.db.execute(_masks().where(*conditions))
        painted = [(*row[:-RUNS], PaintedRuns(*row[-RUNS:])) for row in masks]
        return [DrawnShape(*row) for row in (*shapes, *painted)]


def _shapes() -> Select[*tuple[Any, ...]]:
    """What has a place in an image of a series; labels of whole images have none, photographs have no series."""
    on_slice = func.coalesce(Annotation.sop_instance_uid, Instance.sop_instance_uid)
    of_annotation = [getattr(Annotation, name) for name in ("box_x", "box_y", "box_width", "box_height")]
    return _on_series(func.coalesce(on_slice, ""), Annotation.frame, *of_annotation).where(
        or_(on_slice.is_not(None), Annotation.space == Space.PATIENT),
        Annotation.kind.not_in((AnnotationKind.IMAGE_LABEL, AnnotationKind.MASK)),
    )


def _masks() -> Select[*tuple[Any, ...]]:
    box = [Mask.box_x, Mask.box_y, Mask.box_width, Mask.box_height]
    found = _on_series(Mask.sop_instance_uid, Mask.frame, *box).add_columns(
        Mask.row_count, Mask.column_count, Mask.runs
    )
    return found.join(Mask, (Mask.examination_id == Examination.id) & (Mask.annotation_id == Annotation.id)).order_by(
        Mask.sop_instance_uid, Mask.frame
    )


def _on_series(sop_instance_uid: Column, frame: Column, *box: Column) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Examination.id,
            Examination.version,
            Examination.state,
            Examination.reader_id,
            User.name,
            Annotation.label_id,
            Label.name,
            func.coalesce(Annotation.tracking_uid, ""),
            func.coalesce(SampleImage.series_id, Instance.series_id),
            Annotation.kind,
            sop_instance_uid,
            frame,
            Annotation.geometry,
            Annotation.plane,
            *box,
        )
        .select_from(Annotation)
        .join(Examination, Examination.id == Annotation.examination_id)
        .join(User, User.id == Examination.reader_id)
        .join(Label, Label.id == Annotation.label_id)
        .join(SampleImage, SampleImage.id == Annotation.sample_image_id)
        .outerjoin(Instance, Instance.id == SampleImage.instance_id)
        .where(
            func.coalesce(SampleImage.series_id, Instance.series_id).is_not(None),
        )
        .order_by(Examination.id, Annotation.created_at, Annotation.id)
    )
