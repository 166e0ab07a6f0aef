"""The images of one acquisition, or the structures drawn on one (PS3.3 C.7.3.1)."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed, within_organization


class Series(Keyed, Timed, Base):
    __tablename__ = "series"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("organization_id", "series_instance_uid"),
        within_organization("study_id", "studies", "CASCADE"),
        Index(None, "study_id", "organization_id"),
        {"comment": "DICOM series, unique per centre."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    study_id: Mapped[UUID] = mapped_column(comment="Its study.")
    series_instance_uid: Mapped[str] = mapped_column(identifier(64), comment="(0020,000E).")
    modality: Mapped[str] = mapped_column(String(16), comment="(0008,0060).")
    description: Mapped[str | None] = mapped_column(String(400), comment="(0008,103E).")
    series_number: Mapped[int | None] = mapped_column(comment="(0020,0011).")
    body_part: Mapped[str | None] = mapped_column(String(64), comment="(0018,0015).")
    laterality: Mapped[str | None] = mapped_column(String(16), comment="(0020,0060).")
    frame_of_reference_uid: Mapped[str | None] = mapped_column(identifier(64), comment="(0020,0052).")
