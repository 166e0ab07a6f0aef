"""A region of interest on a series, from an RTSTRUCT, a SEG, a mask or a reading."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Double, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, LongText, identifier, now
from backend.models.columns import Keyed, Timed, choice, within_organization
from backend.models.series import Series


class RegionOrigin(StrEnum):
    RTSTRUCT = "rtstruct"
    SEG = "seg"
    MASK = "mask"
    READING = "reading"


class RegionState(StrEnum):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class Region(Keyed, Timed, Base):
    __tablename__ = "regions"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("source_instance_id", "roi_number"),
        UniqueConstraint("examination_id", "label_id", "tracking_uid", "series_id"),
        within_organization("series_id", "series", "CASCADE"),
        within_organization("source_instance_id", "instances", "CASCADE"),
        Index(None, "series_id", "organization_id"),
        {"comment": "Regions of interest; the mask is in the storage."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    series_id: Mapped[UUID | None] = mapped_column(comment="The images it lies on; empty until they are here.")
    source_instance_id: Mapped[UUID | None] = mapped_column(
        comment="The RTSTRUCT, SEG or mask it comes from; empty for a reader's."
    )
    roi_number: Mapped[int | None] = mapped_column(comment="ROI Number or Segment Number in its source.")
    examination_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("examinations.id", ondelete="CASCADE"), comment="The reading that it was drawn in."
    )
    label_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("labels.id", ondelete="SET NULL"), index=True, comment="What a reader says it is."
    )
    tracking_uid: Mapped[str | None] = mapped_column(
        identifier(64), comment="The lesion it is, in a reading; '' where its shapes have no tracking UID."
    )
    shapes: Mapped[list[Any] | None] = mapped_column(
        JSON(none_as_null=True),
        deferred=True,
        comment="A reader's closed shapes, frozen when the mask was asked for.",
    )
    shapes_hash: Mapped[str | None] = mapped_column(identifier(64), comment="SHA-256 of the shapes.")
    name: Mapped[str] = mapped_column(String(400), comment="As its source names it.")
    alias: Mapped[str | None] = mapped_column(String(200), comment="As people here name it.")
    origin: Mapped[RegionOrigin] = mapped_column(choice(RegionOrigin), comment="rtstruct, seg, mask or reading.")
    state: Mapped[RegionState] = mapped_column(choice(RegionState), comment="pending, ready or failed.")
    reason: Mapped[str | None] = mapped_column(LongText, comment="Why it is not ready.")
    reason_code: Mapped[str | None] = mapped_column(String(64), comment="That reason's stable name, where it has one.")
    version: Mapped[int] = mapped_column(default=0, comment="Rises when the mask changes; 0 while there is none.")
    mask_key: Mapped[str | None] = mapped_column(identifier(200), comment="Where the encoded mask is.")
    content_hash: Mapped[str | None] = mapped_column(identifier(64), comment="SHA-256 of shape and voxels.")
    geometry_hash: Mapped[str | None] = mapped_column(identifier(64), comment="Of the series' grid it was made on.")
    voxel_count: Mapped[int | None] = mapped_column(BigInteger, comment="Voxels inside.")
    volume_mm3: Mapped[float | None] = mapped_column(Double, comment="Their volume in mm³.")
    slice_count: Mapped[int | None] = mapped_column(comment="Slices that hold some of them.")
    updated_at: Mapped[datetime] = mapped_column(default=now, comment="Last change (UTC).")

    series: Mapped[Series | None] = relationship(lazy="raise", viewonly=True)

    def content(self, content_hash: str, geometry_hash: str, mask_key: str) -> None:
        """Take a mask; another than before is another version."""
        if self.content_hash != content_hash:
            self.version += 1
        self.state, self.reason, self.reason_code = RegionState.READY, None, None
        self.mask_key, self.content_hash, self.geometry_hash = mask_key, content_hash, geometry_hash

    def measure(self, voxel_count: int, volume_mm3: float, slice_count: int) -> None:
        self.voxel_count, self.volume_mm3, self.slice_count = voxel_count, volume_mm3, slice_count

    def fail(self, reason: str, code: str | None = None) -> None:
        """Go without a mask; its hash stays, so that the same mask made later is no new version."""
        self.state, self.reason, self.reason_code = RegionState.FAILED, reason, code
        self.mask_key = self.geometry_hash = self.voxel_count = self.volume_mm3 = self.slice_count = None

    @property
    def modality(self) -> str | None:
        """Of the images it lies on, once they are here. Needs `series` loaded."""
        return self.series.modality if self.series else None
