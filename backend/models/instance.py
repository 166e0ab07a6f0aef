"""One DICOM object: an image, or the structures of an RTSTRUCT or SEG."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed, within_organization


class Instance(Keyed, Timed, Base):
    __tablename__ = "instances"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("organization_id", "sop_instance_uid"),
        within_organization("series_id", "series", "CASCADE"),
        within_organization("file_id", "stored_files", "RESTRICT"),
        Index(None, "series_id", "organization_id"),
        Index(None, "file_id", "organization_id"),
        {"comment": "DICOM instances, unique per centre."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    series_id: Mapped[UUID] = mapped_column(comment="Its series.")
    file_id: Mapped[UUID] = mapped_column(comment="The stored bytes.")
    sop_instance_uid: Mapped[str] = mapped_column(identifier(64), comment="(0008,0018).")
    sop_class_uid: Mapped[str] = mapped_column(identifier(64), comment="(0008,0016).")
    transfer_syntax_uid: Mapped[str] = mapped_column(identifier(64), comment="(0002,0010).")
    instance_number: Mapped[int | None] = mapped_column(comment="(0020,0013).")
    row_count: Mapped[int | None] = mapped_column(comment="Rows (0028,0010).")
    column_count: Mapped[int | None] = mapped_column(comment="Columns (0028,0011).")
    frame_count: Mapped[int] = mapped_column(default=1, comment="Number of Frames (0028,0008).")
    is_image: Mapped[bool] = mapped_column(comment="Has pixels to look at.")
    structure: Mapped[str | None] = mapped_column(String(16), comment="rtstruct or seg, when it holds regions.")
    image_position_mm: Mapped[list[Any] | None] = mapped_column(comment="(0020,0032): x, y, z in mm.")
    image_orientation: Mapped[list[Any] | None] = mapped_column(comment="(0020,0037): six cosines.")
    attributes: Mapped[dict[str, Any]] = mapped_column(
        JSON, deferred=True, comment="DICOM JSON of an allow-list of technical attributes; nothing that identifies."
    )
    frame_ranges: Mapped[list[Any] | None] = mapped_column(
        JSON, deferred=True, comment="Per frame the (offset, length) pairs in the file; empty: frames are decoded."
    )
    referenced_uids: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, deferred=True, comment="Series and instances that a structure was drawn on: {series: [], sop: []}."
    )
