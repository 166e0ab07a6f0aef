"""One object of an examination: the current state, projected from the journal."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Double, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier, now
from backend.models.columns import Timed, choice, within_set


class AnnotationKind(StrEnum):
    IMAGE_LABEL = "image_label"
    BOX = "box"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    FREEHAND = "freehand"
    POINT = "point"
    SPLINE = "spline"
    LENGTH = "length"
    ANGLE = "angle"
    BIDIRECTIONAL = "bidirectional"
    ARROW = "arrow"
    MASK = "mask"


class Space(StrEnum):
    IMAGE = "image"
    PATIENT = "patient"


class AnnotationOrigin(StrEnum):
    HUMAN = "human"
    ASSISTED = "assisted"
    IMPORTED = "imported"
    AI = "ai"


class Annotation(Timed, Base):
    __tablename__ = "annotations"
    __table_args__ = (
        within_set("examination_id", "examinations", "CASCADE"),
        within_set("label_id", "labels", "RESTRICT"),
        Index(None, "label_id", "set_id"),
        {"comment": "Objects of readings. Clients make the ids; they are unique per examination."},
    )

    examination_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The reading.")
    id: Mapped[UUID] = mapped_column(primary_key=True, comment="Made by the client.")
    set_id: Mapped[UUID] = mapped_column(comment="The set of both reading and label.")
    label_id: Mapped[UUID] = mapped_column(comment="What it is.")
    sample_image_id: Mapped[UUID] = mapped_column(
        ForeignKey("sample_images.id", ondelete="CASCADE"), index=True, comment="The image it lies on."
    )
    kind: Mapped[AnnotationKind] = mapped_column(
        choice(AnnotationKind),
        comment="Its shape: box, spline, bidirectional …; image_label says something of the whole image.",
    )
    space: Mapped[Space] = mapped_column(choice(Space), default=Space.IMAGE, comment="image (pixels) or patient (mm).")
    sop_instance_uid: Mapped[str | None] = mapped_column(identifier(64), comment="The slice, for a series.")
    frame: Mapped[int] = mapped_column(default=1, comment="The frame of the instance, from 1.")
    geometry: Mapped[dict[str, Any]] = mapped_column(
        comment="Pixels from the outer top-left corner of the first pixel, or mm in the patient; by kind."
    )
    plane: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="In the patient: frame of reference, origin and two directions of its plane."
    )
    box_x: Mapped[float | None] = mapped_column(Double, comment="Bounding box: left, in pixels.")
    box_y: Mapped[float | None] = mapped_column(Double, comment="Bounding box: top, in pixels.")
    box_width: Mapped[float | None] = mapped_column(Double, comment="Bounding box: width, in pixels.")
    box_height: Mapped[float | None] = mapped_column(Double, comment="Bounding box: height, in pixels.")
    tracking_uid: Mapped[str | None] = mapped_column(identifier(64), comment="One lesion over images and time.")
    is_target: Mapped[bool] = mapped_column(
        default=False, comment="Its lesion is a target: its long axis counts in the sum of diameters."
    )
    remark: Mapped[str | None] = mapped_column(String(2000), comment="What the reader says of it.")
    attributes: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="What its label asks of it: values by name."
    )
    origin: Mapped[AnnotationOrigin] = mapped_column(
        choice(AnnotationOrigin), default=AnnotationOrigin.HUMAN, comment="human, assisted, imported or ai."
    )
    updated_at: Mapped[datetime] = mapped_column(default=now, comment="Last change (UTC).")
