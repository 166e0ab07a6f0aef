"""A region of interest on a series, from an RTSTRUCT, a SEG or a mask."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Double, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, LongText, identifier, now
from backend.models.columns import Keyed, Timed, choice, within_organization
from backend.models.series import Series


class RegionOrigin(StrEnum):
    RTSTRUCT = "rtstruct"
    SEG = "seg"
    MASK = "mask"


class RegionState(StrEnum):
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class Region(Keyed, Timed, Base):
    __tablename__ = "regions"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("source_instance_id", "roi_number"),
        within_organization("series_id", "series", "CASCADE"),
        within_organization("source_instance_id", "instances", "CASCADE"),
        Index(None, "series_id", "organization_id"),
        {"comment": "Regions of interest; the mask is in the storage."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    series_id: Mapped[UUID | None] = mapped_column(comment="The images it lies on; empty until they are here.")
    source_instance_id: Mapped[UUID] = mapped_column(comment="The RTSTRUCT or SEG it comes from.")
    roi_number: Mapped[int] = mapped_column(comment="ROI Number or Segment Number in its source.")
    name: Mapped[str] = mapped_column(String(400), comment="As its source names it.")
    alias: Mapped[str | None] = mapped_column(String(200), comment="As people here name it.")
    origin: Mapped[RegionOrigin] = mapped_column(choice(RegionOrigin), comment="rtstruct or seg.")
    state: Mapped[RegionState] = mapped_column(choice(RegionState), comment="pending, ready or failed.")
    reason: Mapped[str | None] = mapped_column(LongText, comment="Why it is not ready.")
    version: Mapped[int] = mapped_column(default=0, comment="Rises when the mask changes; 0 while there is none.")
    mask_key: Mapped[str | None] = mapped_column(identifier(200), comment="Where the encoded mask is.")
    content_hash: Mapped[str | None] = mapped_column(identifier(64), comment="SHA-256 of shape and voxels.")
    geometry_hash: Mapped[str | None] = mapped_column(identifier(64), comment="Of the series' grid it was made on.")
    voxel_count: Mapped[int | None] = mapped_column(BigInteger, comment="Voxels inside.")
    volume_mm3: Mapped[float | None] = mapped_column(Double, comment="Their volume in mm³.")
    updated_at: Mapped[datetime] = mapped_column(default=now, comment="Last change (UTC).")

    series: Mapped[Series | None] = relationship(lazy="raise", viewonly=True)

    @property
    def modality(self) -> str | None:
        """Of the images it lies on, once they are here. Needs `series` loaded."""
        return self.series.modality if self.series else None
