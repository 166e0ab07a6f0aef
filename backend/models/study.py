"""One visit of a patient to the scanner (PS3.3 C.7.2.1)."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, identifier
from backend.models.columns import Keyed, Timed, within_organization


class Study(Keyed, Timed, Base):
    __tablename__ = "studies"
    __table_args__ = (
        UniqueConstraint("id", "organization_id"),
        UniqueConstraint("organization_id", "study_instance_uid"),
        within_organization("patient_id", "patients", "RESTRICT"),
        Index(None, "patient_id", "organization_id"),
        {"comment": "DICOM studies, unique per centre."},
    )

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="RESTRICT"), comment="The centre it belongs to."
    )
    patient_id: Mapped[UUID] = mapped_column(comment="The patient of its first accepted file.")
    study_instance_uid: Mapped[str] = mapped_column(identifier(64), comment="(0020,000D).")
    study_date: Mapped[date | None] = mapped_column(comment="(0008,0020).")
    description: Mapped[str | None] = mapped_column(String(400), comment="(0008,1030).")
    accession_number: Mapped[str | None] = mapped_column(String(64), comment="(0008,0050).")
