"""One image of a sample, in its role."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base
from backend.models.columns import Keyed, choice, within_organization
from backend.models.instance import Instance
from backend.models.series import Series
from backend.models.stored_file import StoredFile


class ImageRole(StrEnum):
    MAIN = "main"
    FUSED = "fused"
    PRIOR = "prior"
    REFERENCE = "reference"


class SampleImage(Keyed, Base):
    __tablename__ = "sample_images"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("sample_id", "position"),
        within_organization("sample_id", "samples", "CASCADE"),
        within_organization("series_id", "series", "RESTRICT"),
        within_organization("instance_id", "instances", "RESTRICT"),
        within_organization("file_id", "stored_files", "RESTRICT"),
        Index(None, "series_id", "organization_id"),
        Index(None, "instance_id", "organization_id"),
        CheckConstraint(
            "(CASE WHEN series_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN instance_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN file_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_source",
        ),
        {"comment": "The images of a sample: exactly one of series, instance and file is set."},
    )

    organization_id: Mapped[UUID] = mapped_column(comment="The centre it belongs to.")
    sample_id: Mapped[UUID] = mapped_column(comment="The sample.")
    role: Mapped[ImageRole] = mapped_column(choice(ImageRole), comment="main, fused, prior or reference.")
    position: Mapped[int] = mapped_column(comment="Order in the sample, from 1.")
    series_id: Mapped[UUID | None] = mapped_column(comment="A whole series.")
    instance_id: Mapped[UUID | None] = mapped_column(comment="One projection or multi-frame instance.")
    file_id: Mapped[UUID | None] = mapped_column(comment="A photograph.")

    series: Mapped[Series | None] = relationship(lazy="raise", viewonly=True)
    instance: Mapped[Instance | None] = relationship(lazy="raise", viewonly=True)
    file: Mapped[StoredFile | None] = relationship(lazy="raise", viewonly=True)
