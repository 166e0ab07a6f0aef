"""Questions about the shapes that readers have drawn, as plain rows: a set may hold very many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.permissions import Caller
from backend.models.annotation import Annotation, AnnotationKind, Space
from backend.models.examination import Examination, ExaminationKind, ExaminationState
from backend.models.instance import Instance
from backend.models.label import Label
from backend.models.sample_image import SampleImage
from backend.models.user import User
from backend.repositories.blinding import readable_by


@dataclass(frozen=True, slots=True)
class DrawnShape:
    """A shape on an image of a series, and whose it is."""

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
    sop_instance_uid: str
    frame: int
    geometry: dict[str, Any]
    box_x: float | None
    box_y: float | None
    box_width: float | None
    box_height: float | None


class ReaderShapeRepository:
    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def in_round(self, set_id: UUID, round_: int, caller: Caller) -> list[DrawnShape]:
        """The shapes of a round of a set whose readings the caller sees."""
        return await self._all(
            _on_series().where(
                Examination.set_id == set_id,
                Examination.round == round_,
                Examination.kind == ExaminationKind.READING,
                readable_by(caller),
            )
        )

    async def of_readings(self, examination_ids: Sequence[UUID]) -> list[DrawnShape]:
        return await self._all(_on_series().where(Examination.id.in_(examination_ids)))

    async def versions(self, examination_ids: Sequence[UUID]) -> dict[UUID, int]:
        rows = await self.db.execute(
            select(Examination.id, Examination.version).where(Examination.id.in_(examination_ids))
        )
        return dict(rows.all())

    async def _all(self, statement: Select[*tuple[Any, ...]]) -> list[DrawnShape]:
        rows = await self.db.execute(statement)
        return [DrawnShape(*row) for row in rows]


def _on_series() -> Select[*tuple[Any, ...]]:
    """What has a place in an image of a series; labels of whole images have none, photographs have no series."""
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
            func.coalesce(Annotation.sop_instance_uid, Instance.sop_instance_uid),
            Annotation.frame,
            Annotation.geometry,
            Annotation.box_x,
            Annotation.box_y,
            Annotation.box_width,
            Annotation.box_height,
        )
        .select_from(Annotation)
        .join(Examination, Examination.id == Annotation.examination_id)
        .join(User, User.id == Examination.reader_id)
        .join(Label, Label.id == Annotation.label_id)
        .join(SampleImage, SampleImage.id == Annotation.sample_image_id)
        .outerjoin(Instance, Instance.id == SampleImage.instance_id)
        .where(
            func.coalesce(SampleImage.series_id, Instance.series_id).is_not(None),
            func.coalesce(Annotation.sop_instance_uid, Instance.sop_instance_uid).is_not(None),
            Annotation.kind != AnnotationKind.IMAGE_LABEL,
            Annotation.space == Space.IMAGE,
        )
        .order_by(Examination.id, Annotation.created_at, Annotation.id)
    )
